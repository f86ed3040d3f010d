//! Who opens a stream: a header, a cookie, or a single-use ticket in the address.

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use natter_protocol::stream::Ticket;
use natter_protocol::{Code, Millis, Problem, limits};

use super::Failure;
use super::extract::CurrentUser;
use crate::app::App;
use crate::fresh::{self, TokenHash};

/// The opener of a stream. A sign-in that is over is told from a missing one: it is answered with 204,
/// which stops an `EventSource` for good.
pub enum Streamer {
    SignedIn(CurrentUser),
    SignedOut,
}

impl FromRequestParts<App> for Streamer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let ticket = parts.uri.query().into_iter().flat_map(|query| query.split('&'));
        if let Some(ticket) = ticket.into_iter().find_map(|pair| pair.strip_prefix("ticket=")) {
            let session = app.store.redeem_ticket(&TokenHash::of(ticket).text()).await?;
            let me = match session {
                Some(session) => CurrentUser::of_session(app, session).await?,
                None => None,
            };
            return Ok(me.map_or(Self::SignedOut, Self::SignedIn));
        }
        let shows_something = CurrentUser::is_claimed(&parts.headers);
        match CurrentUser::from_request_parts(parts, app).await {
            Ok(me) => Ok(Self::SignedIn(me)),
            Err(failure) if shows_something && failure.code() == Code::Unauthenticated => Ok(Self::SignedOut),
            Err(failure) => Err(failure),
        }
    }
}

/// Gives a ticket for one stream
///
/// Good once, for 30 s, at any gateway.
#[utoipa::path(post, path = "/events/ticket", tag = "stream", responses(
    (status = 200, body = Ticket), (status = 401, body = Problem)))]
pub async fn post(State(app): State<App>, me: CurrentUser) -> Result<Json<Ticket>, Failure> {
    app.limits.check_write(me.user.id)?;
    let expires_at = Millis::now().plus_seconds(limits::TICKET_SECONDS);
    let ticket = fresh::token();
    app.store.add_ticket(&TokenHash::of(&ticket).text(), me.session, expires_at).await?;
    Ok(Json(Ticket { ticket, expires_at }))
}

//! One's e-mail address, and mails about what one missed.

use axum::extract::State;
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_SECURITY_POLICY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse};
use natter_protocol::email::{MyEmail, SetEmail, UpdateEmail, VerifyEmail};
use natter_protocol::{Code, InviteCode, Problem};

use super::extract::{Body, CurrentUser, Id};
use super::{Failure, Json};
use crate::app::App;
use crate::chat::email;
use crate::fresh;
use crate::mail::language::Words;
use crate::mail::reader::Reader;
use crate::mail::words::{self, Sender};
use crate::store::emails::Email;

/// Tells one's e-mail address, and whether this server sends mail
#[utoipa::path(get, path = "/me/email", tag = "account", responses((status = 200, body = MyEmail)))]
pub async fn get(State(app): State<App>, me: CurrentUser) -> Result<Json<MyEmail>, Failure> {
    let Email { address, pending, pace, reader } = app.store.email(me.user.id).await?;
    Ok(Json(MyEmail { offered: app.mail.is_some(), address, pending, pace, reader }))
}

/// Sends a code to an e-mail address
///
/// Once it came back (`POST /me/email/verify`), mail goes there; until then to the address before, if any.
#[utoipa::path(put, path = "/me/email", tag = "account", request_body = SetEmail, responses(
    (status = 202, description = "The code is on its way"),
    (status = 404, body = Problem, description = "`not_found`: this server sends no mail"),
    (status = 422, body = Problem, description = "`invalid_field`"),
    (status = 429, body = Problem, description = "`rate_limited`: one code a minute"),
    (status = 503, body = Problem, description = "`unavailable`: the mail server did not take it")))]
pub async fn put(
    State(app): State<App>,
    me: CurrentUser,
    Body(SetEmail { address, reader }): Body<SetEmail>,
) -> Result<StatusCode, Failure> {
    app.limits.check_write(me.user.id)?;
    let mailer = app.mail.as_ref().ok_or(Code::NotFound)?;
    let address = email::address(&address)?;
    let told = reader.as_ref().map(email::reader).transpose()?;
    let code = fresh::digits();
    app.store.expect_code(me.user.id, &address, &code, told.as_ref()).await?;
    let known = app.store.email(me.user.id).await?.reader;
    let reader = Reader::of(known.as_ref(), me.user.time_zone.as_deref());
    let name = app.cache.server_name(&app.settings.name).await?.to_string();
    let origin = app.settings.origin();
    let sender = Sender { origin: &origin, name: &name };
    if let Err(error) = mailer.send(words::code(sender, &address, &reader, &code)).await {
        app.store.expect_no_code(me.user.id).await?;
        return Err(Failure::caused(Code::Unavailable, error));
    }
    Ok(StatusCode::ACCEPTED)
}

/// Proves an address with the code that was sent there
///
/// Mails about what was missed come hourly from then on, unless another pace was chosen before.
#[utoipa::path(post, path = "/me/email/verify", tag = "account", request_body = VerifyEmail, responses(
    (status = 200, body = MyEmail),
    (status = 422, body = Problem, description = "`invalid_field`: another code, too old, or tried too often")))]
pub async fn verify(
    State(app): State<App>,
    me: CurrentUser,
    Body(VerifyEmail { code }): Body<VerifyEmail>,
) -> Result<Json<MyEmail>, Failure> {
    app.limits.check_write(me.user.id)?;
    app.store.verify_email(me.user.id, &email::code(&code)).await?;
    get(State(app), me).await
}

/// Chooses how soon mails tell what was missed, or none, and says who reads them
#[utoipa::path(patch, path = "/me/email", tag = "account", request_body = UpdateEmail, responses(
    (status = 200, body = MyEmail), (status = 422, body = Problem, description = "`invalid_field`")))]
pub async fn patch(
    State(app): State<App>,
    me: CurrentUser,
    Body(UpdateEmail { pace, reader }): Body<UpdateEmail>,
) -> Result<Json<MyEmail>, Failure> {
    app.limits.check_write(me.user.id)?;
    let reader = reader.as_ref().map(email::reader).transpose()?;
    if let Some(reader) = reader {
        app.store.set_reader(me.user.id, &reader).await?;
    }
    if let Some(pace) = pace {
        app.store.set_pace(me.user.id, pace).await?;
    }
    get(State(app), me).await
}

/// Forgets one's address
#[utoipa::path(delete, path = "/me/email", tag = "account", responses((status = 204)))]
pub async fn delete(State(app): State<App>, me: CurrentUser) -> Result<StatusCode, Failure> {
    app.limits.check_write(me.user.id)?;
    app.store.forget_email(me.user.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Pages of a few words, with their style inside.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// Asks whoever follows the link of a mail whether to get no more
///
/// Looking at it changes nothing, since programs that check mails do.
#[utoipa::path(get, path = "/unsubscribe/{code}", tag = "account", security(()),
    params(("code" = String, Path)), responses((status = 200, content_type = "text/html", body = String)))]
pub async fn ask(
    State(app): State<App>,
    Id(InviteCode(code)): Id<InviteCode>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Failure> {
    let words = spoken(&app, &code, &headers).await?;
    let form = format!("<form method=\"post\"><button>{}</button></form>", words.yes);
    Ok(page(words, words.ask, &form))
}

/// Turns the mails off to whose link this belongs (RFC 8058)
#[utoipa::path(post, path = "/unsubscribe/{code}", tag = "account", security(()),
    params(("code" = String, Path)), responses((status = 200, content_type = "text/html", body = String)))]
pub async fn unsubscribe(
    State(app): State<App>,
    Id(InviteCode(code)): Id<InviteCode>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Failure> {
    app.store.unsubscribe(&code).await?;
    let words = spoken(&app, &code, &headers).await?;
    Ok(page(words, words.ended, &format!("<p>{}</p>", words.again)))
}

/// The language of whose link this is; of the browser where that is not known.
async fn spoken(app: &App, code: &str, headers: &HeaderMap) -> Result<&'static Words, Failure> {
    let reader = app.store.reader_of(code).await?.map(|reader| reader.language);
    let browser = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Ok(Words::preferred(reader.as_deref().into_iter().chain(browser.split(','))))
}

fn page(words: &Words, title: &str, rest: &str) -> impl IntoResponse + use<> {
    let style = "body{max-width:30rem;margin:18vh auto 0;padding:0 1.5rem;font:16px/1.5 system-ui,sans-serif;\
        text-align:center;color-scheme:light dark;background:light-dark(#f7f6f3,#1b2020);\
        color:light-dark(#1e2322,#e8ebe9)}h1{font-size:1.4rem}button{padding:.7rem 1.4rem;border:0;\
        border-radius:8px;background:#0b7a68;color:#fff;font:600 1rem system-ui,sans-serif;cursor:pointer}";
    let html = format!(
        "<!doctype html><html lang=\"{}\"><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{style}</style>\
         <h1>{title}</h1>{rest}</html>",
        words.tag
    );
    ([(CONTENT_SECURITY_POLICY, POLICY)], Html(html))
}

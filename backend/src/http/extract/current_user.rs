//! Who is asking.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use natter_protocol::{Code, Millis, Problem, SessionId, Shard, User};

use super::origin;
use crate::app::App;
use crate::cache::LiveSession;
use crate::http::Failure;
use crate::store::own::Owner;

/// The cookie that holds a browser's token.
pub const COOKIE: &str = "natter_session";

/// Someone signed in, by `Authorization: Bearer` (RFC 6750 §2.1) or by cookie.
#[derive(Debug, Clone)]
pub struct CurrentUser {
    pub user: Arc<User>,
    /// The shard of this person's own events.
    pub shard: Shard,
    pub session: SessionId,
}

/// The same, be it that the second factor is missing that this server demands: it may be set up, and nothing else.
#[derive(Debug, Clone)]
pub struct Beginner {
    pub me: CurrentUser,
    /// Whether it is missing.
    pub limited: bool,
}

impl CurrentUser {
    /// As whom this person's own things are kept.
    #[must_use]
    pub fn owner(&self) -> Owner {
        Owner { user: self.user.id, shard: self.shard }
    }

    /// Whether a request shows anything that could say who asks, right or wrong.
    #[must_use]
    pub fn is_claimed(headers: &HeaderMap) -> bool {
        bearer(headers).is_some() || cookie(headers).is_some()
    }

    /// Whoever signed in with this session, if it still stands.
    pub async fn of_session(app: &App, session: SessionId) -> Result<Option<Self>, Failure> {
        match app.cache.session(session).await? {
            Some(live) if !live.session.limited => Self::of(app, &live).await,
            _ => Ok(None),
        }
    }

    async fn of_token(app: &App, token: &str) -> Result<Option<Beginner>, Failure> {
        let Some(live) = app.cache.session_of_token(token).await? else { return Ok(None) };
        let now = Millis::now();
        if live.is_due(now) {
            // Nobody waits for this.
            let (app, session) = (app.clone(), live.session.id);
            tokio::spawn(async move {
                let touch =
                    async { app.store.touch_session(session, now, app.policy().await?.session_days).await };
                if let Err(error) = touch.await {
                    tracing::warn!(%error, "the use of a session was not written down");
                }
            });
        }
        let limited = live.session.limited;
        Ok(Self::of(app, &live).await?.map(|me| Beginner { me, limited }))
    }

    async fn of(app: &App, live: &LiveSession) -> Result<Option<Self>, Failure> {
        let user = app.cache.user(live.session.user).await?;
        let user = user.filter(|user| user.deactivated_at.is_none());
        Ok(user.map(|user| Self { user, shard: live.session.shard, session: live.session.id }))
    }
}

impl FromRequestParts<App> for CurrentUser {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let Beginner { me, limited } = Beginner::from_request_parts(parts, app).await?;
        if limited { Err(Code::TwoFactorNeeded.into()) } else { Ok(me) }
    }
}

impl FromRequestParts<App> for Beginner {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let unauthenticated = || Failure::from(Code::Unauthenticated);
        let token = if let Some(token) = bearer(&parts.headers) {
            token
        } else {
            let token = cookie(&parts.headers).ok_or_else(unauthenticated)?;
            if !origin::is_own(parts, &app.settings) {
                let why = "a cookie speaks only for this server's own page; use a bearer token";
                return Err(Problem::new(Code::OriginMismatch).detail(why).into());
            }
            token
        };
        CurrentUser::of_token(app, token).await?.ok_or_else(unauthenticated)
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = pairs.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, value)| *name == COOKIE && !value.is_empty()).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().expect("a value"))])
    }

    #[test]
    fn a_token_comes_by_header_or_by_cookie() {
        assert_eq!(bearer(&headers(header::AUTHORIZATION, "bearer abc")), Some("abc"));
        assert_eq!(bearer(&headers(header::AUTHORIZATION, "Basic abc")), None);
        assert_eq!(cookie(&headers(header::COOKIE, "a=b; natter_session=abc; c=d")), Some("abc"));
        assert_eq!(cookie(&headers(header::COOKIE, "not_natter_session=abc; natter_session=")), None);
    }
}

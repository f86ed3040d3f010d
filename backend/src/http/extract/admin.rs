//! Those who run the server.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use natter_protocol::{Code, Problem, ServerRole};

use super::CurrentUser;
use crate::app::App;
use crate::http::Failure;

/// An admin or owner of the server. What exactly they may do to whom is decided in `chat::administration`.
#[derive(Debug, Clone)]
pub struct Admin(pub CurrentUser);

impl FromRequestParts<App> for Admin {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let me = CurrentUser::from_request_parts(parts, app).await?;
        if me.user.role >= ServerRole::Admin {
            return Ok(Self(me));
        }
        Err(Problem::new(Code::Forbidden).detail("only admins and owners of the server").into())
    }
}

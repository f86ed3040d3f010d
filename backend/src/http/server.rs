//! What anyone may know before signing in.

use axum::extract::State;
use natter_protocol::ServerInfo;

use super::{Failure, Json};
use crate::app::App;

/// Tells the server's name, who may register, and whether it still needs its owner
#[utoipa::path(get, path = "/server", tag = "server", security(()), responses((status = 200, body = ServerInfo)))]
pub async fn get(State(app): State<App>) -> Result<Json<ServerInfo>, Failure> {
    Ok(Json(server_info(&app).await?))
}

/// The same as part of other answers.
pub async fn server_info(app: &App) -> Result<ServerInfo, Failure> {
    Ok(ServerInfo {
        name: app.settings.name.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        registration: app.settings.registration.into(),
        needs_owner: app.cache.needs_owner().await?,
    })
}

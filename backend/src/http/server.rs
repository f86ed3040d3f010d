//! The server itself.

use std::sync::LazyLock;

use axum::extract::State;
use natter_protocol::administration::{ServerHealth, ShardHealth, UpdateServer};
use natter_protocol::{Millis, Problem, ServerInfo};
use sea_orm::DbBackend;

use super::extract::{Admin, Body};
use super::{Failure, Json, settle};
use crate::app::App;
use crate::chat::administration;
use crate::metrics;

/// When this process began, as near as matters: first asked for while it starts.
pub static STARTED_AT: LazyLock<Millis> = LazyLock::new(Millis::now);

/// Tells the server's name, who may register, and whether it still needs its owner
#[utoipa::path(get, path = "/server", tag = "server", security(()), responses((status = 200, body = ServerInfo)))]
pub async fn get(State(app): State<App>) -> Result<Json<ServerInfo>, Failure> {
    Ok(Json(server_info(&app).await?))
}

/// The same as part of other answers.
pub async fn server_info(app: &App) -> Result<ServerInfo, Failure> {
    Ok(ServerInfo {
        name: app.cache.server_name(&app.settings.name).await?.to_string(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        rules: app.policy().await?.rules.clone(),
        needs_owner: app.cache.needs_owner().await?,
    })
}

/// Gives the server another name
#[utoipa::path(patch, path = "/server", tag = "administration", request_body = UpdateServer, responses(
    (status = 200, body = ServerInfo), (status = 403, body = Problem, description = "`forbidden`"),
    (status = 422, body = Problem, description = "`invalid_field`")))]
pub async fn patch(
    State(app): State<App>,
    Admin(me): Admin,
    Body(command): Body<UpdateServer>,
) -> Result<Json<ServerInfo>, Failure> {
    let name = administration::server_name(&command.name)?;
    let rules = app.policy().await?.rules.clone();
    settle(&app, app.store.rename_server(me.user.id, &name, rules).await?).await;
    Ok(Json(server_info(&app).await?))
}

/// Tells how the gateway that answers is
#[utoipa::path(get, path = "/admin/health", tag = "administration", responses(
    (status = 200, body = ServerHealth), (status = 403, body = Problem, description = "`forbidden`")))]
pub async fn health(State(app): State<App>, _: Admin) -> Result<Json<ServerHealth>, Failure> {
    let holdings = app.store.holdings().await?;
    let written = app.store.positions().await?;
    let read = app.hub.now();
    let shards = read.shards.iter().zip(&written);
    let database = if app.store.backend() == DbBackend::Postgres { "postgres" } else { "sqlite" };
    Ok(Json(ServerHealth {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        started_at: *STARTED_AT,
        database: database.to_owned(),
        streams: metrics::STREAMS.get().unsigned_abs(),
        polls: metrics::POLLS.get(),
        accounts: holdings.accounts,
        messages: holdings.messages,
        dead_letters: holdings.dead_letters,
        shards: shards
            .map(|(read, written)| ShardHealth { read_seq: read.seq, written_seq: written.seq })
            .collect(),
    }))
}

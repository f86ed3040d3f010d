//! Every address of the gateway on one screen. Handlers carry their description, so what is mounted and
//! what `/api/v1/openapi.json` says cannot differ.

use axum::Router;
use axum::extract::Request;
use axum::http::header;
use axum::middleware::from_fn;
use axum::routing::{any, get};
use natter_protocol::routes;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::web::Ui;
use super::{
    accounts, audit, avatar, ballots, bots, direct, docs, drafts, edits, email, emoji, events, fallback,
    files, headers, health, history, hooks, invites, login, logout,
};
use super::{
    managed_rooms, me, membership, mentions, message, messages, notifications, openapi, password_resets,
    pins, policy, poll, preferences, reads, register, rooms, saved, scheduled,
};
use super::{search, server, sessions, status, streamer, sync, threads, tokens, two_factor, users, webhooks};
use crate::app::App;

/// All there is, behind its layers.
pub fn router(app: App, ui: Ui) -> Router {
    let (api, document) = openapi::router().nest(routes::API, v1()).split_for_parts();
    let document = openapi::finish(document);
    let (json, page) = (openapi::json(&document), docs::page(&document));
    Router::new()
        .merge(api)
        .route(routes::OPENAPI, get(async move || ([(header::CONTENT_TYPE, "application/json")], json)))
        .route("/api/docs", get(async move || axum::response::Html(page)))
        .route("/api/docs/style.css", get(docs::style))
        .route("/api", any(fallback::not_found))
        .route("/api/", any(fallback::not_found))
        .route("/api/{*unknown}", any(fallback::not_found))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(health::metrics))
        .fallback(async move |request: Request| ui.answer(&request))
        .method_not_allowed_fallback(fallback::method_not_allowed)
        .layer(headers::cross_origin(&app.settings))
        .layer(CatchPanicLayer::custom(fallback::panicked))
        .layer(from_fn(headers::secure))
        .with_state(app)
}

fn v1() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        // Before signing in
        .routes(routes!(server::get, server::patch))
        .routes(routes!(password_resets::get, password_resets::post))
        .routes(routes!(register::post))
        .routes(routes!(login::post))
        .routes(routes!(invites::get_one, invites::delete))
        .routes(routes!(email::ask, email::unsubscribe))
        // One's own account
        .routes(routes!(logout::post))
        .routes(routes!(me::get, me::patch))
        .routes(routes!(me::put_password))
        .routes(routes!(avatar::put, avatar::delete))
        .routes(routes!(status::put, status::delete))
        .routes(routes!(status::put_dnd, status::delete_dnd))
        .routes(routes!(two_factor::get, two_factor::post, two_factor::put))
        .routes(routes!(two_factor::remove))
        .routes(routes!(notifications::get, notifications::put))
        .routes(routes!(notifications::push_key, notifications::put_push, notifications::delete_push))
        .routes(routes!(email::get, email::put, email::patch, email::delete))
        .routes(routes!(email::verify))
        .routes(routes!(sessions::get, sessions::delete_others))
        .routes(routes!(sessions::delete))
        .routes(routes!(invites::get, invites::post))
        .routes(routes!(reads::presence))
        // People
        .routes(routes!(avatar::get))
        .routes(routes!(users::get))
        .routes(routes!(users::get_one, accounts::patch))
        // Running the server
        .routes(routes!(accounts::get))
        .routes(routes!(accounts::deactivate))
        .routes(routes!(accounts::reactivate))
        .routes(routes!(accounts::reset_password))
        .routes(routes!(accounts::remove_totp))
        .routes(routes!(managed_rooms::get))
        .routes(routes!(managed_rooms::archive))
        .routes(routes!(managed_rooms::unarchive))
        .routes(routes!(server::health))
        .routes(routes!(audit::get))
        .routes(routes!(policy::get, policy::put))
        .routes(routes!(bots::get, bots::post))
        .routes(routes!(bots::patch))
        .routes(routes!(tokens::post))
        .routes(routes!(tokens::delete))
        .routes(routes!(webhooks::post))
        .routes(routes!(webhooks::delete))
        // Rooms and who is in them
        .routes(routes!(rooms::get, rooms::post))
        .routes(routes!(rooms::get_one, rooms::patch))
        .routes(routes!(direct::post))
        .routes(routes!(membership::join))
        .routes(routes!(membership::leave))
        .routes(routes!(membership::put, membership::delete))
        // What is said
        .routes(routes!(history::get, messages::post))
        .routes(routes!(message::get, messages::patch, messages::delete))
        .routes(routes!(messages::react, messages::unreact))
        .routes(routes!(hooks::post))
        .routes(routes!(edits::get))
        .routes(routes!(ballots::get, ballots::put))
        .routes(routes!(ballots::close))
        .routes(routes!(pins::get))
        .routes(routes!(pins::put, pins::delete))
        .routes(routes!(threads::get))
        .routes(routes!(threads::read))
        .routes(routes!(reads::put))
        .routes(routes!(reads::typing))
        // Files
        .routes(routes!(files::post))
        .routes(routes!(files::get, files::patch, files::delete))
        .routes(routes!(files::info))
        .routes(routes!(files::preview))
        .routes(routes!(files::list))
        .routes(routes!(search::get))
        // Emoji of the server's own
        .routes(routes!(emoji::get, emoji::post))
        .routes(routes!(emoji::delete))
        .routes(routes!(emoji::picture))
        // What belongs to one person
        .routes(routes!(preferences::put))
        .routes(routes!(mentions::get))
        .routes(routes!(saved::get))
        .routes(routes!(saved::put, saved::delete))
        .routes(routes!(drafts::put, drafts::delete))
        .routes(routes!(scheduled::get, scheduled::post))
        .routes(routes!(scheduled::patch, scheduled::delete))
        // What happens
        .routes(routes!(sync::get))
        .routes(routes!(events::get, events::post))
        .routes(routes!(streamer::post))
        .routes(routes!(poll::get))
}

#[cfg(test)]
#[path = "router_tests.rs"]
mod tests;

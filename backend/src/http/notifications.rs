//! How one wants to be told of what happens, and where one's device takes pushes.

use axum::extract::State;
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use natter_protocol::notifications::{Notifications, PushKey, PushSubscription};
use natter_protocol::{Code, Problem};

use super::extract::{Body, CurrentUser};
use super::{Failure, Json, settle};
use crate::app::App;
use crate::push::{Endpoint, Vapid};

/// Tells how one wants to be told of what happens
#[utoipa::path(get, path = "/me/notifications", tag = "account", responses((status = 200, body = Notifications)))]
pub async fn get(State(app): State<App>, me: CurrentUser) -> Result<Json<Notifications>, Failure> {
    Ok(Json(app.store.notifications(me.user.id).await?))
}

/// Sets how one wants to be told of what happens, on all devices
#[utoipa::path(put, path = "/me/notifications", tag = "account", request_body = Notifications, responses(
    (status = 204), (status = 422, body = Problem, description = "`invalid_field`")))]
pub async fn put(
    State(app): State<App>,
    me: CurrentUser,
    Body(settings): Body<Notifications>,
) -> Result<StatusCode, Failure> {
    app.limits.check_write(me.user.id)?;
    if settings.quiet_hours.is_some_and(|hours| !hours.is_valid()) {
        let detail = "from and to are minutes of a day, utc_offset is at most 840";
        return Err(Problem::new(Code::InvalidField).detail(detail).field("quiet_hours").into());
    }
    settle(&app, app.store.set_notifications((me.user.id, me.shard), settings).await?).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Tells the key that a browser subscribes to pushes with
#[utoipa::path(get, path = "/me/push", tag = "account", responses((status = 200, body = PushKey)))]
pub async fn push_key(State(app): State<App>, _me: CurrentUser) -> Result<Json<PushKey>, Failure> {
    let vapid = Vapid::of(&app.store, "").await.map_err(Failure::internal)?;
    Ok(Json(PushKey { key: vapid.public_key() }))
}

/// Says where this sign-in's device takes pushes
///
/// They end with the sign-in.
#[utoipa::path(put, path = "/me/push", tag = "account", request_body = PushSubscription, responses(
    (status = 204), (status = 422, body = Problem, description = "`invalid_field`: not an address on the internet, \
    or not a key")))]
pub async fn put_push(
    State(app): State<App>,
    me: CurrentUser,
    Body(PushSubscription { endpoint, keys }): Body<PushSubscription>,
) -> Result<StatusCode, Failure> {
    app.limits.check_write(me.user.id)?;
    let wrong = |field: &str| Failure::from(Problem::new(Code::InvalidField).field(field));
    if Endpoint::parse(&endpoint, app.settings.push_loopback).is_none() {
        return Err(wrong("endpoint"));
    }
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
    // An uncompressed point of P-256 (SEC 1 §2.3.3).
    if !matches!(*bytes(&keys.p256dh), [4, ref point @ ..] if point.len() == 64) {
        return Err(wrong("keys.p256dh"));
    }
    if bytes(&keys.auth).len() != 16 {
        return Err(wrong("keys.auth"));
    }
    let keys = (keys.p256dh.as_str(), keys.auth.as_str());
    app.store.subscribe_to_push((me.user.id, me.session), &endpoint, keys).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Wants no more pushes on this sign-in's device
#[utoipa::path(delete, path = "/me/push", tag = "account", responses((status = 204)))]
pub async fn delete_push(State(app): State<App>, me: CurrentUser) -> Result<StatusCode, Failure> {
    app.store.drop_subscription(me.session).await?;
    Ok(StatusCode::NO_CONTENT)
}

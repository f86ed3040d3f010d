//! `GET /sync`: all that a client needs to start.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use natter_protocol::{Cursor, Me, Position, Problem, RoomSummary, SyncAnswer};

use super::Failure;
use super::extract::CurrentUser;
use crate::app::App;

/// How long a snapshot waits for the projection to reach what this gateway has already handed out.
const CATCH_UP: Duration = Duration::from_secs(2);

/// Takes a snapshot to start from
///
/// Its `cursor` is taken before the rest is read: events after it may already be in the snapshot, none
/// that is not in the snapshot comes before it.
#[utoipa::path(get, path = "/sync", tag = "stream", responses(
    (status = 200, body = SyncAnswer), (status = 401, body = Problem)))]
pub async fn get(State(app): State<App>, me: CurrentUser) -> Result<Json<SyncAnswer>, Failure> {
    let positions = caught_up(&app).await?;
    let cursor = Cursor { shards: positions.clone() };
    let mut unread = app.store.unread(me.user.id).await?;
    let threads = app.store.thread_marks(me.user.id, &positions).await?;
    let mut prefs = app.store.room_prefs(me.user.id).await?;
    let rooms = app.store.room_rows_for_sync(me.user.id).await?;
    let rooms = rooms.into_iter().map(|row| {
        let unread = unread.remove(&row.room.id).unwrap_or_default();
        RoomSummary {
            prefs: prefs.remove(&row.room.id).unwrap_or_default(),
            room: row.room,
            role: row.role,
            member_count: row.member_count,
            read_seq: unread.read_seq,
            last_seq: unread.last_seq,
            last_at: unread.last_at,
            unread: unread.unread,
            mentions: unread.mentions,
            unread_seqs: unread.unread_seqs,
            mention_seqs: unread.mention_seqs,
        }
    });
    let rooms = rooms.collect();
    let users = app.store.people_sharing_rooms_with(me.user.id).await?;
    let presence = app.presence.among(users.iter().map(|user| user.id));
    let own = app.store.own(me.user.id).await?;
    let server = super::server_info(&app).await?;
    let user =
        users.iter().find(|user| user.id == me.user.id).map_or_else(|| (*me.user).clone(), Clone::clone);
    let me = Me { user, shard: me.shard, session_id: me.session };
    let as_of = positions.iter().map(|position| position.seq).collect();
    let (cursor, notifications) = (cursor.to_string(), app.store.notifications(me.user.id).await?);
    Ok(Json(SyncAnswer { server, me, rooms, users, presence, notifications, own, cursor, as_of, threads }))
}

/// Where the projection stands, once it has what this gateway's clients may have seen already. While it
/// is held up the snapshot is as old as it: the events after its cursor bring the rest.
pub(super) async fn caught_up(app: &App) -> Result<Vec<Position>, Failure> {
    let seen = app.hub.shown();
    let deadline = tokio::time::Instant::now() + CATCH_UP;
    loop {
        let positions = app.store.positions().await?;
        let reached = positions.iter().zip(&seen.shards).all(|(p, s)| p.epoch != s.epoch || p.seq >= s.seq);
        if reached || tokio::time::Instant::now() >= deadline {
            // Shards of a later setting are in SQL already; this gateway serves its own.
            return Ok(positions.into_iter().take(seen.shards.len()).collect());
        }
        app.cache.hurry();
        // Another gateway's projection does not say when it writes.
        let _ = tokio::time::timeout(Duration::from_millis(5), app.cache.wrote_again()).await;
    }
}

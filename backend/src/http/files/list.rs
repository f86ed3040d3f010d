//! `GET /rooms/{room}/files`: what was ever attached in a room.

use axum::Json;
use axum::extract::State;
use natter_protocol::command::RoomFilesQuery;
use natter_protocol::file::RoomFileList;
use natter_protocol::{Problem, Seq, limits};

use crate::app::App;
use crate::http::Failure;
use crate::http::extract::{Member, Params};

/// Lists the files of a room
///
/// The newest first. Files of one message come together, so a page may be a little longer than it should.
#[utoipa::path(get, path = "/rooms/{room}/files", tag = "files",
    params(("room" = String, Path), RoomFilesQuery), responses(
    (status = 200, body = RoomFileList), (status = 404, body = Problem, description = "`room_not_found`")))]
pub async fn list(
    State(app): State<App>,
    member: Member,
    Params(query): Params<RoomFilesQuery>,
) -> Result<Json<RoomFileList>, Failure> {
    let before = query.before.unwrap_or(Seq::MAX);
    let page = limits::PAGE_FILES;
    let most = page + limits::ATTACHMENTS_PER_MESSAGE;
    let mut files = app.store.room_files(member.room.id, before, most as u64).await?;
    let last = files.get(page - 1).map(|file| file.seq);
    let end = files.iter().skip(page).position(|file| Some(file.seq) != last).map(|beyond| page + beyond);
    let more = end.is_some() || files.len() == most;
    files.truncate(end.unwrap_or(files.len()));
    Ok(Json(RoomFileList { files, more }))
}

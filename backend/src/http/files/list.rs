//! `GET /rooms/{room}/files`: what was ever attached in a room.

use axum::Json;
use axum::extract::State;
use natter_protocol::command::RoomFilesQuery;
use natter_protocol::file::{RoomFile, RoomFileList};
use natter_protocol::{Body, Event, Problem, Seq, limits};

use crate::app::App;
use crate::http::Failure;
use crate::http::extract::{Member, Params};
use crate::http::found::{catch_up, unwritten, watermark};

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
    catch_up(&app, &member.room).await;
    // Where SQL stands is asked first: what it takes in meanwhile is laid over it once more, which changes nothing.
    let written = watermark(&app, &member.room).await?;
    let page = limits::PAGE_FILES;
    let most = page + limits::ATTACHMENTS_PER_MESSAGE;
    let mut files = app.store.room_files(member.room.id, before, most as u64).await?;
    lay_over(&mut files, unwritten(&app, &member.room, written).unwrap_or_default(), before);
    let last = files.get(page - 1).map(|file| file.seq);
    let end = files.iter().skip(page).position(|file| Some(file.seq) != last).map(|beyond| page + beyond);
    let more = end.is_some() || files.len() == most;
    files.truncate(end.unwrap_or(files.len()));
    Ok(Json(RoomFileList { files, more }))
}

/// What the log says beyond SQL.
fn lay_over(files: &mut Vec<RoomFile>, events: Vec<Event>, before: Seq) {
    for event in events {
        match event.body {
            Body::MessageCreated { message, .. } if message.seq < before => {
                let (id, seq, by, at) = (message.id, message.seq, message.author, message.at);
                if files.iter().all(|file| file.message != id) {
                    let new = message.attachments.into_iter();
                    files.extend(new.map(|file| RoomFile { file, message: id, seq, by, at }));
                }
            }
            Body::MessageDeleted { message_id, .. } => files.retain(|file| file.message != message_id),
            _ => {}
        }
    }
    files.sort_by_key(|file| (std::cmp::Reverse(file.seq), file.file.id));
}

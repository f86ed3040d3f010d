//! Emoji of the server's own.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use natter_protocol::emoji::{AddEmoji, CustomEmojiList};
use natter_protocol::{Code, CustomEmoji, FileId, Millis, Problem, limits};

use super::extract::{Admin, Body, CurrentUser, EmojiName, Id};
use super::{Failure, Json, attaching, settle};
use crate::app::App;
use crate::chat::emoji;
use crate::files::Made;

/// Lists the server's own emoji
///
/// By name. Changes are told by `emoji.added` and `emoji.removed`.
#[utoipa::path(get, path = "/emoji", tag = "emoji", responses((status = 200, body = CustomEmojiList)))]
pub async fn get(State(app): State<App>, _: CurrentUser) -> Result<Json<CustomEmojiList>, Failure> {
    Ok(Json(CustomEmojiList { emoji: app.store.custom_emoji().await? }))
}

/// Adds an emoji
///
/// Admins may. From a picture (PNG, JPEG, GIF, WebP) that one has uploaded, of at most 256 KiB and 1024 pixels each
/// way; it is made to fit into 128. One that moves is kept as it is, up to 256 pixels. The upload is used up.
#[utoipa::path(post, path = "/emoji", tag = "emoji", request_body = AddEmoji, responses(
    (status = 201, body = CustomEmoji), (status = 403, body = Problem, description = "`forbidden`"),
    (status = 404, body = Problem, description = "`file_not_found`"),
    (status = 409, body = Problem,
        description = "`emoji_taken`, `limit_reached`, `file_taken`, `upload_unfinished`"),
    (status = 413, body = Problem, description = "`file_too_large`"),
    (status = 422, body = Problem, description = "`invalid_field`: a name that cannot be, no picture")))]
pub async fn post(
    State(app): State<App>,
    Admin(me): Admin,
    Body(command): Body<AddEmoji>,
) -> Result<(StatusCode, Json<CustomEmoji>), Failure> {
    app.limits.check_write(me.user.id)?;
    let name = emoji::name(&command.name)?.to_owned();
    if app.store.has_emoji(&name).await? {
        return Err(Problem::new(Code::EmojiTaken).field("name").into());
    }
    let file = attaching::loose_upload(&app, me.user.id, command.file).await?;
    if file.received > limits::EMOJI_FILE_BYTES {
        return Err(Problem::new(Code::FileTooLarge).field("file").into());
    }
    let picture = app.files.make(Made::Emoji, &app.store, &file).await?;
    let picture = picture.ok_or_else(|| {
        Problem::new(Code::InvalidField)
            .field("file")
            .detail("no picture that can be read here, or too large")
    })?;
    let emoji = CustomEmoji { name, picture, by: me.user.id, at: Millis::now() };
    match app.store.add_emoji(&emoji).await {
        Ok(committed) => settle(&app, committed).await,
        Err(error) => {
            app.files.unmake(Made::Emoji, picture).await;
            return Err(error.into());
        }
    }
    attaching::release(&app, &[file.id]).await?;
    Ok((StatusCode::CREATED, Json(emoji)))
}

/// Removes an emoji
///
/// Admins may. Where it was written its name stands now. Again is no error.
#[utoipa::path(delete, path = "/emoji/{emoji}", tag = "emoji", params(("emoji" = String, Path)), responses(
    (status = 204), (status = 403, body = Problem, description = "`forbidden`")))]
pub async fn delete(
    State(app): State<App>,
    Admin(me): Admin,
    Id(EmojiName(name)): Id<EmojiName>,
) -> Result<StatusCode, Failure> {
    app.limits.check_write(me.user.id)?;
    let gone = settle(&app, app.store.remove_emoji(me.user.id, &name).await?).await;
    if let Some(gone) = gone {
        app.files.unmake(Made::Emoji, gone.picture).await;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Gives the picture of an emoji
///
/// To everyone who is signed in. It never changes: another picture has another id.
#[utoipa::path(get, path = "/emoji/pictures/{file}", tag = "emoji", params(("file" = String, Path)), responses(
    (status = 200, body = Vec<u8>, content_type = "image/webp"),
    (status = 404, body = Problem, description = "`file_not_found`")))]
pub async fn picture(
    State(app): State<App>,
    _: CurrentUser,
    Id(id): Id<FileId>,
) -> Result<Response, Failure> {
    super::files::made(&app, Made::Emoji, id).await
}

//! Votes on polls.

use axum::Json;
use axum::extract::State;
use natter_protocol::ballot::{Ballot, Vote};
use natter_protocol::{Code, Message, MessageId, Millis, Problem, UserId};
use sha2::{Digest as _, Sha256};

use super::Failure;
use super::extract::{Body, Id, Member, Speaker};
use super::found::existing;
use super::messages::change;
use crate::app::App;
use crate::chat::ballot;
use crate::fresh;

/// The name of the secret behind the names of anonymous voters.
const SECRET: &str = "ballots";

/// Tells what one chose oneself, and under which name
///
/// In an anonymous poll the name stands for the caller in this poll only, and nobody else learns whose it is.
#[utoipa::path(get, path = "/rooms/{room}/messages/{message}/vote", tag = "messages",
    params(("room" = String, Path), ("message" = String, Path)), responses(
    (status = 200, body = Ballot),
    (status = 404, body = Problem, description = "`message_not_found`, `poll_not_found`")))]
pub async fn get(
    State(app): State<App>,
    member: Member,
    Id(id): Id<MessageId>,
) -> Result<Json<Ballot>, Failure> {
    let message = existing(&app, &member.room, id).await?;
    let voter = voter(&app, &message, member.me.user.id).await?;
    let choices = message.poll.map_or_else(Vec::new, |poll| poll.choices_of(&voter).to_vec());
    Ok(Json(Ballot { voter, choices }))
}

/// Votes
///
/// In place of what one chose before; no choices take the vote back. The same again changes nothing.
#[utoipa::path(put, path = "/rooms/{room}/messages/{message}/vote", tag = "messages",
    params(("room" = String, Path), ("message" = String, Path)), request_body = Vote, responses(
    (status = 200, body = Message),
    (status = 404, body = Problem, description = "`message_not_found`, `poll_not_found`"),
    (status = 409, body = Problem, description = "`poll_closed`, `message_deleted`, `limit_reached`"),
    (status = 422, body = Problem, description = "`invalid_field`")))]
pub async fn put(
    State(app): State<App>,
    Speaker(member): Speaker,
    Id(id): Id<MessageId>,
    Body(Vote { choices }): Body<Vote>,
) -> Result<Json<Message>, Failure> {
    app.limits.check_write(member.me.user.id)?;
    let message = existing(&app, &member.room, id).await?;
    let voter = voter(&app, &message, member.me.user.id).await?;
    let event = ballot::vote(&message, voter, &choices, Millis::now())?;
    change(&app, &member.room, message, event).await
}

/// Ends a poll
///
/// One's own, or anyone's as moderator or owner of the room. Again is no error.
#[utoipa::path(post, path = "/rooms/{room}/messages/{message}/close", tag = "messages",
    params(("room" = String, Path), ("message" = String, Path)), responses(
    (status = 200, body = Message), (status = 403, body = Problem),
    (status = 404, body = Problem, description = "`message_not_found`, `poll_not_found`")))]
pub async fn close(
    State(app): State<App>,
    Speaker(member): Speaker,
    Id(id): Id<MessageId>,
) -> Result<Json<Message>, Failure> {
    app.limits.check_write(member.me.user.id)?;
    let message = existing(&app, &member.room, id).await?;
    let event = ballot::close(&message, member.me.user.id, member.role, Millis::now())?;
    change(&app, &member.room, message, event).await
}

/// Under which name someone votes. Everyone in the room hears of each vote, so of an anonymous one they hear a
/// name that only this server can make.
async fn voter(app: &App, message: &Message, user: UserId) -> Result<String, Failure> {
    if message.deleted_at.is_some() {
        return Err(Code::MessageDeleted.into());
    }
    let poll = message.poll.as_ref().ok_or(Code::PollNotFound)?;
    if !poll.terms.anonymous {
        return Ok(user.to_string());
    }
    let secret = match app.store.secret(SECRET).await? {
        Some(secret) => secret,
        None => app.store.keep_secret(SECRET, &fresh::token()).await?,
    };
    Ok(pseudonym(&secret, message.id, user))
}

/// 128 bits of a hash over a secret and ids, all of a fixed length.
fn pseudonym(secret: &str, message: MessageId, user: UserId) -> String {
    let digest = Sha256::digest(format!("{secret}{message}{user}"));
    hex::encode(&digest[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voter_has_one_name_in_each_poll_and_none_is_alike() {
        let poll = |n| MessageId::from_parts(Millis(1), n);
        let user = |n| UserId::from_parts(Millis(1), n);
        let name = pseudonym("secret", poll(1), user(1));
        assert_eq!((name.len(), &name), (32, &pseudonym("secret", poll(1), user(1))));
        for other in [("secret", 1, 2), ("secret", 2, 1), ("other.", 1, 1)] {
            assert_ne!(name, pseudonym(other.0, poll(other.1), user(other.2)));
        }
    }
}

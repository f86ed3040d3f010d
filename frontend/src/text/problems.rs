//! What went wrong, for a person.

use natter_protocol::Code;

use super::t;
use crate::api::Failure;

/// One sentence about a request that came to nothing.
pub fn problem_text(failure: &Failure) -> String {
    let Failure::Refused { status, problem, .. } = failure else { return t().no_answer.to_owned() };
    match problem {
        Some(problem) => refusal_text(problem.code, problem.detail.as_deref()),
        None => (t().odd_answer)(*status),
    }
}

/// One sentence about what the server will not do.
pub fn refusal_text(code: Code, detail: Option<&str>) -> String {
    let known = match code {
        Code::WrongCredentials => t().wrong_credentials,
        Code::UsernameTaken => t().username_taken,
        Code::EmojiTaken => t().emoji_taken,
        Code::RoomNameTaken => t().room_name_taken,
        Code::InviteInvalid => t().invite_invalid,
        Code::InviteRequired => t().invite_required,
        Code::RegistrationClosed => t().registration_closed,
        Code::RateLimited => t().rate_limited,
        Code::LastOwner => t().last_owner,
        Code::Forbidden => t().forbidden,
        Code::RoomNotFound => t().room_not_found,
        Code::MessageNotFound | Code::MessageDeleted => t().message_gone,
        Code::FileTooLarge => t().file_too_large,
        Code::FileNotFound => t().upload_gone,
        Code::TotpInvalid => t().totp_invalid,
        Code::ResetInvalid => t().reset_invalid,
        Code::RoomArchived => t().room_archived,
        Code::PollClosed => t().poll_closed,
        Code::TextTooLong => t().text_too_long,
        Code::Internal | Code::Unavailable | Code::Unconfirmed => t().server_trouble,
        _ => detail.unwrap_or(code.title()),
    };
    known.to_owned()
}

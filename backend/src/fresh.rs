//! Ids, tokens and codes nobody can guess, from the thread's cryptographic generator.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use natter_protocol::{FileId, InviteCode, MessageId, Millis, RoomId, SessionId, UserId, WebhookId};
use sha2::{Digest, Sha256};

/// Letters and digits that are not mistaken for each other when read aloud.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstvwxyz0123456789";
const TOKEN_BYTES: usize = 32;
/// 20 letters of 5 bits are 100 bits.
const CODE_LETTERS: usize = 20;

#[must_use]
pub fn user_id() -> UserId {
    UserId::from_parts(Millis::now(), rand::random())
}

#[must_use]
pub fn room_id() -> RoomId {
    RoomId::from_parts(Millis::now(), rand::random())
}

/// For a message that the server says itself.
#[must_use]
pub fn message_id() -> MessageId {
    MessageId::from_parts(Millis::now(), rand::random())
}

#[must_use]
pub fn session_id() -> SessionId {
    SessionId::from_parts(Millis::now(), rand::random())
}

#[must_use]
pub fn file_id() -> FileId {
    FileId::from_parts(Millis::now(), rand::random())
}

#[must_use]
pub fn webhook_id() -> WebhookId {
    WebhookId::from_parts(Millis::now(), rand::random())
}

/// The secret of a session: 256 random bits in base64url.
#[must_use]
pub fn token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; TOKEN_BYTES]>())
}

/// The secret part of an invitation link.
#[must_use]
pub fn invite_code() -> InviteCode {
    let random: [u8; CODE_LETTERS] = rand::random();
    InviteCode(random.iter().map(|b| char::from(ALPHABET[usize::from(b % 32)])).collect())
}

/// A code to be typed, six digits.
#[must_use]
pub fn digits() -> String {
    format!("{:06}", rand::random::<u32>() % 1_000_000)
}

/// Stands in once for an authenticator app: three groups of five letters, 75 bits.
#[must_use]
pub fn recovery_code() -> String {
    let random: [u8; 15] = rand::random();
    let letter = |b: &u8| char::from(ALPHABET[usize::from(b % 32)]);
    let groups = random.chunks(5).map(|group| group.iter().map(letter).collect::<String>());
    groups.collect::<Vec<_>>().join("-")
}

/// What is kept of a token. It is random already, so one fast hash is enough (no salt, no stretching).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash(pub [u8; 32]);

impl TokenHash {
    #[must_use]
    pub fn of(token: &str) -> Self {
        Self(Sha256::digest(token.as_bytes()).into())
    }

    /// As it stands in the database.
    #[must_use]
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_and_never_the_same() {
        let (one, other) = (token(), token());
        assert_eq!(one.len(), 43);
        assert_ne!(one, other);
        assert_ne!(TokenHash::of(&one), TokenHash::of(&other));
    }

    #[test]
    fn codes_hold_only_letters_and_digits() {
        assert!(invite_code().0.bytes().all(|b| b.is_ascii_alphanumeric()));
        assert_eq!(invite_code().0.len(), CODE_LETTERS);
    }
}

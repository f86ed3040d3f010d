//! What may be uploaded, attached and seen.

use natter_protocol::{Attachment, Code, FileId, MessageId, Problem, RoomId, RoomRole, UserId, limits};

use super::text;

/// What one account has here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// Of all its files, whole or announced.
    pub bytes: u64,
    /// Files that are unfinished or not attached to anything.
    pub loose: u32,
}

/// What this server lets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Bytes of one file.
    pub file: u64,
    /// Bytes of one account.
    pub space: u64,
}

/// A file that someone wants to attach.
#[derive(Debug, Clone)]
pub struct Offered {
    pub id: FileId,
    pub uploader: UserId,
    pub attached_to: Option<(RoomId, MessageId)>,
    /// None while it is not whole.
    pub whole: Option<Attachment>,
}

/// A file's name: of a path the last part, and nothing in it that could mislead.
///
/// # Errors
/// `invalid_field`.
pub fn name(given: &str) -> Result<String, Problem> {
    let last = given.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or_default().trim();
    if matches!(last, "" | "." | "..") {
        return Ok("file".to_owned());
    }
    text::line(last, "name", limits::FILE_NAME_CHARS, false)
}

/// Whether another file may come. `announced` is its length in bytes, where that is known before.
///
/// # Errors
/// `file_too_large`, `limit_reached`.
pub fn admit(announced: Option<u64>, usage: Usage, bounds: Bounds) -> Result<(), Problem> {
    if announced.is_some_and(|bytes| bytes > bounds.file) {
        return Err(too_large(bounds));
    }
    if usage.loose >= limits::LOOSE_FILES {
        let detail = format!("at most {} files that are not attached to a message", limits::LOOSE_FILES);
        return Err(Problem::new(Code::LimitReached).detail(detail));
    }
    // Of a file that does not tell its length, the most that it can become is not held against anyone.
    if usage.bytes.saturating_add(announced.unwrap_or(1)) > bounds.space {
        let detail = format!("at most {} bytes for each account", bounds.space);
        return Err(Problem::new(Code::LimitReached).detail(detail));
    }
    Ok(())
}

#[must_use]
pub fn too_large(bounds: Bounds) -> Problem {
    Problem::new(Code::FileTooLarge).detail(format!("at most {} bytes", bounds.file))
}

/// The files that a message brings, in the order of the command. `offered` is what there is of them.
///
/// # Errors
/// `invalid_field`, `file_not_found`, `upload_unfinished`, `file_taken`.
pub fn attach(
    author: UserId,
    message: (RoomId, MessageId),
    ids: &[FileId],
    offered: &[Offered],
) -> Result<Vec<Attachment>, Problem> {
    let refuse = |code: Code| Problem::new(code).field("attachments");
    if ids.len() > limits::ATTACHMENTS_PER_MESSAGE {
        let detail = format!("at most {} files", limits::ATTACHMENTS_PER_MESSAGE);
        return Err(refuse(Code::InvalidField).detail(detail));
    }
    let mut attachments: Vec<Attachment> = Vec::with_capacity(ids.len());
    for id in ids {
        if attachments.iter().any(|known| known.id == *id) {
            return Err(refuse(Code::InvalidField).detail("a file is named twice"));
        }
        // Somebody else's file is answered like none.
        let file = offered.iter().find(|file| file.id == *id && file.uploader == author);
        let file = file.ok_or_else(|| refuse(Code::FileNotFound))?;
        if file.attached_to.is_some_and(|other| other != message) {
            return Err(refuse(Code::FileTaken));
        }
        attachments.push(file.whole.clone().ok_or_else(|| refuse(Code::UploadUnfinished))?);
    }
    Ok(attachments)
}

/// Whether someone may see a file: until it is attached who brought it, afterwards whoever is in the room.
#[must_use]
pub fn may_see(
    viewer: UserId,
    uploader: UserId,
    attached_to: Option<(RoomId, MessageId)>,
    role: Option<RoomRole>,
) -> bool {
    match attached_to {
        None => viewer == uploader,
        Some(_) => role.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use natter_protocol::Millis;

    use super::*;

    const BOUNDS: Bounds = Bounds { file: 100, space: 1000 };

    fn id(n: u128) -> FileId {
        FileId::from_parts(Millis(1), n)
    }

    fn user(n: u128) -> UserId {
        UserId::from_parts(Millis(1), n)
    }

    fn message(n: u128) -> (RoomId, MessageId) {
        (RoomId::from_parts(Millis(1), n), MessageId::from_parts(Millis(1), n))
    }

    fn offered(n: u128) -> Offered {
        let whole = Attachment {
            id: id(n),
            name: "a".to_owned(),
            media_type: "text/plain".to_owned(),
            size: 1,
            width: None,
            height: None,
            preview: None,
            color: None,
        };
        Offered { id: id(n), uploader: user(1), attached_to: None, whole: Some(whole) }
    }

    #[test]
    fn of_a_path_the_last_part_is_the_name() {
        for (given, kept) in [
            ("cat.png", "cat.png"),
            ("../../etc/passwd", "passwd"),
            (r"C:\Users\ana\cat.png", "cat.png"),
            ("photos/", "photos"),
            ("..", "file"),
            ("", "file"),
            ("///", "file"),
            (" Straße №5.pdf ", "Straße №5.pdf"),
        ] {
            assert_eq!(name(given).as_deref(), Ok(kept), "{given:?}");
        }
        for bad in ["a\0b", "a\nb.exe", "gnp.\u{202e}exe", &"x".repeat(limits::FILE_NAME_CHARS + 1)] {
            assert_eq!(name(bad).expect_err(bad).code, Code::InvalidField, "{bad:?}");
        }
    }

    #[test]
    fn what_is_too_much_is_not_let_in() {
        let usage = Usage { bytes: 950, loose: 0 };
        assert!(admit(Some(50), usage, BOUNDS).is_ok() && admit(None, usage, BOUNDS).is_ok());
        assert_eq!(admit(Some(101), usage, BOUNDS).unwrap_err().code, Code::FileTooLarge);
        assert_eq!(admit(Some(51), usage, BOUNDS).unwrap_err().code, Code::LimitReached);
        let usage = Usage { bytes: 0, loose: limits::LOOSE_FILES };
        assert_eq!(admit(Some(1), usage, BOUNDS).unwrap_err().code, Code::LimitReached);
    }

    #[test]
    fn only_ones_own_whole_and_free_files_are_attached() {
        let code = |ids: &[FileId], offered: &[Offered]| {
            attach(user(1), message(1), ids, offered).map(|files| files.len()).map_err(|p| p.code)
        };
        assert_eq!(code(&[id(2), id(1)], &[offered(1), offered(2)]), Ok(2));
        assert_eq!(code(&[id(1), id(1)], &[offered(1)]), Err(Code::InvalidField));
        assert_eq!(code(&[id(2)], &[offered(1)]), Err(Code::FileNotFound));
        let foreign = Offered { uploader: user(2), ..offered(1) };
        assert_eq!(code(&[id(1)], &[foreign]), Err(Code::FileNotFound));
        let unfinished = Offered { whole: None, ..offered(1) };
        assert_eq!(code(&[id(1)], &[unfinished]), Err(Code::UploadUnfinished));
        let here = Offered { attached_to: Some(message(1)), ..offered(1) };
        let elsewhere = Offered { attached_to: Some(message(2)), ..offered(1) };
        assert_eq!(code(&[id(1)], &[here]), Ok(1), "the same message again");
        assert_eq!(code(&[id(1)], &[elsewhere]), Err(Code::FileTaken));
        let many: Vec<_> = (0..=limits::ATTACHMENTS_PER_MESSAGE as u128).collect();
        let files: Vec<_> = many.iter().map(|n| offered(*n)).collect();
        let ids: Vec<_> = many.iter().map(|n| id(*n)).collect();
        assert_eq!(code(&ids, &files), Err(Code::InvalidField));
    }

    #[test]
    fn a_file_is_its_uploaders_until_it_is_its_rooms() {
        assert!(may_see(user(1), user(1), None, None) && !may_see(user(2), user(1), None, None));
        assert!(may_see(user(2), user(1), Some(message(1)), Some(RoomRole::Member)));
        assert!(!may_see(user(1), user(1), Some(message(1)), None), "who left sees it no more");
    }
}

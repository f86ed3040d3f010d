//! What a file is, by its content. A name or a header can say anything; a browser that is told the truth
//! and `nosniff` does nothing that we did not mean.

/// The media type of a file that begins with `head`; `is_whole` when that is all of it.
#[must_use]
pub fn media_type(head: &[u8], is_whole: bool) -> &'static str {
    let found = infer::get(head).map(|found| found.mime_type());
    match text(head, is_whole) {
        None => found.map_or("application/octet-stream", usual),
        // Two letters make no program and no bitmap of what can be read.
        Some(_) if matches!(found, Some("application/pdf" | "application/rtf")) => found.unwrap_or_default(),
        Some(text) if text.trim_start_matches('\u{feff}').trim_start().starts_with('<') => markup(text),
        Some(_) => "text/plain",
    }
}

/// Names as IANA and browsers have them.
fn usual(mime: &'static str) -> &'static str {
    match mime {
        "audio/m4a" => "audio/mp4",
        "audio/x-flac" => "audio/flac",
        "audio/x-wav" => "audio/wav",
        "audio/x-aiff" => "audio/aiff",
        "video/x-m4v" => "video/mp4",
        mime => mime,
    }
}

/// The head as text, if it is text: UTF-8, which may be cut at the end, without control characters.
fn text(head: &[u8], is_whole: bool) -> Option<&str> {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if !is_whole && error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).ok()?
        }
        Err(_) => return None,
    };
    let is_text = !text.is_empty()
        && !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{1b}'));
    is_text.then_some(text)
}

/// What a browser might run if it were told so.
fn markup(text: &str) -> &'static str {
    let text = text.to_ascii_lowercase();
    if text.contains("<svg") {
        "image/svg+xml"
    } else if text.trim_start_matches('\u{feff}').trim_start().starts_with("<?xml") && !text.contains("<html")
    {
        "application/xml"
    } else {
        "text/html"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        for (head, kind) in [
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "image/png"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
            (b"GIF89a\x01\0\x01\0", "image/gif"),
            (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
            (b"RIFF\x24\0\0\0WAVEfmt ", "audio/wav"),
            (b"%PDF-1.7\n", "application/pdf"),
            (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "video/mp4"),
            (b"plain words, \xc3\xa4", "text/plain"),
            (b"<!DOCTYPE html><title>x</title>", "text/html"),
            (b"  <script>alert(1)</script>", "text/html"),
            (b"<b onmouseover=alert(1)>", "text/html"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "image/svg+xml"),
            (b"<?xml version='1.0'?><svg/>", "image/svg+xml"),
            (b"\xef\xbb\xbf <?xml version='1.0'?><a/>", "application/xml"),
            (b"\x01\x02\x03", "application/octet-stream"),
            (b"", "application/octet-stream"),
            (&[&b"\x7fELF\x02\x01\x01"[..], &[0; 60]].concat(), "application/x-executable"),
            (b"BM: a letter to MZ", "text/plain"),
        ] {
            assert_eq!(media_type(head, true), kind, "{:?}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn a_letter_that_is_cut_is_still_text_unless_it_is_the_end() {
        assert_eq!(media_type(b"gr\xc3", false), "text/plain");
        assert_eq!(media_type(b"gr\xc3", true), "application/octet-stream");
        assert_eq!(media_type(b"gr\xff", false), "application/octet-stream");
    }
}

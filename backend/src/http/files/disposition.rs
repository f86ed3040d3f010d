//! `Content-Disposition` (RFC 6266): shown or offered for download, under which name.

use std::fmt::Write as _;

use axum::http::HeaderValue;

/// The header for a file of this name.
#[must_use]
pub fn disposition(is_inline: bool, name: &str) -> HeaderValue {
    let kind = if is_inline { "inline" } else { "attachment" };
    // For whoever does not read the second form: ASCII, and nothing that a quoted string or a path means.
    let plain: String =
        name.chars()
            .map(|c| {
                if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '/' | '%') || c == ' ' { c } else { '_' }
            })
            .collect();
    let mut value = format!("{kind}; filename=\"{plain}\"");
    if plain != name {
        value.push_str("; filename*=UTF-8''");
        for byte in name.bytes() {
            // RFC 8187 §3.2.1, attr-char.
            if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
                value.push(char::from(byte));
            } else {
                let _ = write!(value, "%{byte:02X}");
            }
        }
    }
    HeaderValue::try_from(value).unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_so_that_everyone_reads_them() {
        assert_eq!(disposition(true, "cat 1.png"), "inline; filename=\"cat 1.png\"");
        assert_eq!(
            disposition(false, "Straße \"5\"%.pdf"),
            "attachment; filename=\"Stra_e _5__.pdf\"; filename*=UTF-8''Stra%C3%9Fe%20%225%22%25.pdf"
        );
        assert_eq!(disposition(false, "a\r\nb"), "attachment; filename=\"a__b\"; filename*=UTF-8''a%0D%0Ab");
    }
}

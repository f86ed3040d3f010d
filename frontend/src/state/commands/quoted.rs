//! What stands in quotes, one after the other.

/// `"a" "b c"`, with the quotes of any keyboard. None where anything stands outside of them.
pub fn quoted(text: &str) -> Option<Vec<String>> {
    let is_quote = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
    let mut parts = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let inside = rest.strip_prefix(is_quote)?;
        let (part, after) = inside.split_once(is_quote)?;
        parts.push(part.trim().to_owned());
        rest = after.trim_start();
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn each_part_stands_in_quotes() {
        let parts = |text: &str| quoted(text).map(|parts| parts.join("|"));
        assert_eq!(
            parts(r#""Where now?" "to the pub"  "home""#).as_deref(),
            Some("Where now?|to the pub|home")
        );
        assert_eq!(parts("„Wohin?“ »heim« “pub”").as_deref(), Some("Wohin?|heim|pub"));
        assert_eq!(parts("").as_deref(), Some(""));
        for bad in ["Where now?", r#""a" b"#, r#""a" "b"#] {
            assert_eq!(parts(bad), None, "{bad}");
        }
    }
}

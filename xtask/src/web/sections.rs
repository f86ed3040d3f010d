//! What a module carries beside what runs.

use anyhow::{Context, Result};

/// The module without its custom sections: names, producers, features (WebAssembly Core Specification §5.5.3).
///
/// # Errors
/// When it is cut short.
pub fn without_custom(module: &[u8]) -> Result<Vec<u8>> {
    let (head, mut rest) = module.split_at_checked(8).context("not a module")?;
    let mut kept = head.to_vec();
    while let Some((&id, after_id)) = rest.split_first() {
        let (length, after_length) = number(after_id).context("a section without a length")?;
        let (content, next) = after_length.split_at_checked(length).context("a section is cut short")?;
        if id != 0 {
            kept.extend_from_slice(&rest[..rest.len() - after_length.len() + content.len()]);
        }
        rest = next;
    }
    Ok(kept)
}

/// An unsigned LEB128 number, and what follows it.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0;
    for (at, &byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((value, &bytes[at + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::without_custom;

    #[test]
    fn only_what_runs_is_kept() {
        let head = b"\0asm\x01\0\0\0";
        let code = [&b"\x0a\x82\x01"[..], &[7; 130]].concat();
        let module = [&head[..], b"\x00\x05\x04name", &code, b"\x00\x03\x02ab"].concat();
        assert_eq!(without_custom(&module).unwrap(), [&head[..], &code].concat());
        assert!(without_custom(&module[..20]).is_err());
        assert!(without_custom(b"\0asm").is_err());
    }
}

//! Time-based one-time passwords (RFC 6238): six digits, thirty seconds, SHA-1, as every authenticator app
//! understands them.

use natter_protocol::Millis;
use qrcodegen::{QrCode, QrCodeEcc};
use totp_rs::{Builder, Secret, Totp, TotpError};

/// As RFC 4226 §4 recommends.
const SECRET_BYTES: usize = 20;

/// A secret in base 32, known to nobody yet.
#[must_use]
pub fn new_secret() -> String {
    Secret::new(Box::new(rand::random::<[u8; SECRET_BYTES]>())).to_base32()
}

/// The secret as authenticator apps read it (`otpauth://totp/…`).
///
/// # Errors
/// When the secret is damaged.
pub fn uri(secret: &str, username: &str, server: &str) -> Result<String, TotpError> {
    // A colon separates the two in the address.
    let server = server.replace(':', " ");
    builder(secret)?.with_account_name(username).with_issuer(Some(server)).build()?.to_url()
}

/// The rows of a QR code with this text: `1` is dark. Empty for a text too long for one.
#[must_use]
pub fn qr(text: &str) -> Vec<String> {
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else { return Vec::new() };
    let row = |y| (0..code.size()).map(|x| if code.get_module(x, y) { '1' } else { '0' }).collect();
    (0..code.size()).map(row).collect()
}

/// The 30-second step that a code belongs to: the present one, the one before, or the one after, since clocks
/// differ. None for a wrong code. Whoever asks sees to it that no step is taken twice.
#[must_use]
pub fn step_of(secret: &str, code: &str, now: Millis) -> Option<i64> {
    let totp = totp(secret).ok()?;
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let is_code = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit());
    let step = totp.check(is_code.then_some(digits.as_str())?, now.0.max(0).unsigned_abs() / 1000)?;
    i64::try_from(step).ok()
}

/// A recovery code as it is compared: people leave the hyphen out or write capitals.
#[must_use]
pub fn recovery_key(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn builder(secret: &str) -> Result<Builder, TotpError> {
    // A text that is no secret is as good as none.
    let secret = Secret::try_from_base32(secret).map_err(|_| TotpError::SecretNotSet)?;
    Ok(Builder::new().with_secret(secret))
}

fn totp(secret: &str) -> Result<Totp, TotpError> {
    builder(secret)?.build()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238 appendix B: the ASCII secret "12345678901234567890".
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn the_codes_are_those_of_the_standard() {
        // The appendix has eight digits; six are their last six.
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(step_of(SECRET, code, Millis(seconds * 1000)), Some(seconds / 30));
        }
    }

    #[test]
    fn a_code_is_good_for_a_step_more_and_no_longer() {
        assert_eq!(step_of(SECRET, " 287 082 ", Millis(89_000)), Some(1));
        assert_eq!(step_of(SECRET, "287082", Millis(91_000)), None);
        for wrong in ["", "28708", "2870822", "28708a", "٢٨٧٠٨٢"] {
            assert_eq!(step_of(SECRET, wrong, Millis(59_000)), None, "{wrong}");
        }
    }

    #[test]
    fn the_address_names_person_and_server() {
        let uri = uri(SECRET, "ana", "Natter: home").expect("fine");
        assert!(uri.starts_with("otpauth://totp/"), "{uri}");
        assert!(uri.contains(SECRET) && uri.contains("ana"), "{uri}");
        let code = qr(&uri);
        assert!(code.len() >= 21 && code.iter().all(|row| row.len() == code.len()));
        // The corner that every QR code has (ISO/IEC 18004).
        assert!(code[0].starts_with("11111110"));
    }

    #[test]
    fn secrets_are_long_and_never_the_same() {
        assert_eq!(new_secret().len(), 32);
        assert_ne!(new_secret(), new_secret());
        assert_eq!(recovery_key("ABCDE-fgh12 "), "abcdefgh12");
    }
}

//! The session cookie of browsers.

use axum::http::HeaderValue;

use super::extract::COOKIE;

/// As long as browsers keep one at most (RFC 6265bis §5.5, 400 days): when a session ends is for its row
/// to say, which its use prolongs.
const MAX_AGE_SECONDS: u32 = 400 * 24 * 60 * 60;

/// Sets the cookie: out of reach of scripts, not sent along when another site's page asks, and only over
/// https if the browser came that way.
#[must_use]
pub fn set(token: &str, https: bool) -> HeaderValue {
    value(token, MAX_AGE_SECONDS, https)
}

#[must_use]
pub fn clear(https: bool) -> HeaderValue {
    value("", 0, https)
}

fn value(token: &str, max_age: u32, https: bool) -> HeaderValue {
    let secure = if https { "; Secure" } else { "" };
    let text = format!("{COOKIE}={token}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}");
    // A token is base64url: always a legal value.
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
        let cookie = set("abc", true);
        assert_eq!(cookie, "natter_session=abc; Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax; Secure");
        assert_eq!(clear(false), "natter_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    }
}

//! Whether a request that a cookie speaks for was made by our own page.
//!
//! A browser sends the cookie whoever's page asks. SameSite=Lax keeps it from other sites' POSTs; this is
//! the second wall, and the one between neighbours on one site. The rules are those of Go's
//! `http.CrossOriginProtection`: safe methods pass; `Sec-Fetch-Site` decides where there is one; else
//! `Origin` must be ours; with neither, it is no browser.

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use axum::http::request::Parts;

use crate::settings::Settings;

/// Whether this request may use its cookie.
#[must_use]
pub fn is_own(parts: &Parts, settings: &Settings) -> bool {
    if parts.method.is_safe() {
        return true;
    }
    let text = |name: &str| parts.headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let origin = text(ORIGIN.as_str());
    match text("sec-fetch-site") {
        Some("same-origin" | "none") => origin.is_none_or(|origin| is_ours(origin, &parts.headers, settings)),
        Some(_) => origin.is_some_and(|origin| is_public(origin, settings)),
        None => origin.is_none_or(|origin| is_ours(origin, &parts.headers, settings)),
    }
}

/// Our own: the host that the request was made to (a proxy may have changed the scheme, so that is not
/// compared), or the public address.
fn is_ours(origin: &str, headers: &HeaderMap, settings: &Settings) -> bool {
    let host = headers.get(HOST).and_then(|value| value.to_str().ok());
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    (authority.is_some() && authority == host) || is_public(origin, settings)
}

fn is_public(origin: &str, settings: &Settings) -> bool {
    let url = settings.public_url.as_deref().unwrap_or_default();
    let Some((scheme, rest)) = url.split_once("://") else { return false };
    let authority = rest.split('/').next().unwrap_or_default();
    origin.split_once("://") == Some((scheme, authority))
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;
    use crate::http::tests::settings;

    fn own(method: &str, headers: &[(&str, &str)], public_url: Option<&str>) -> bool {
        let mut request = Request::builder().method(method).uri("/").header(HOST, "chat.example.org");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        is_own(&parts, &Settings { public_url: public_url.map(str::to_owned), ..settings() })
    }

    #[test]
    fn our_own_page_may_write() {
        assert!(own(
            "POST",
            &[("origin", "https://chat.example.org"), ("sec-fetch-site", "same-origin")],
            None
        ));
        assert!(own("DELETE", &[("origin", "http://chat.example.org")], None));
        assert!(own("POST", &[], None), "curl with a cookie jar is no browser");
    }

    #[test]
    fn another_sites_page_may_not() {
        assert!(!own("POST", &[("origin", "https://evil.example")], None));
        assert!(!own("POST", &[("origin", "null")], None));
        assert!(!own("PATCH", &[("sec-fetch-site", "cross-site")], None));
        assert!(!own(
            "PUT",
            &[("sec-fetch-site", "same-site"), ("origin", "https://blog.example.org")],
            None
        ));
        assert!(!own("POST", &[("origin", "https://evil.example"), ("sec-fetch-site", "same-origin")], None));
    }

    #[test]
    fn a_proxy_that_rewrites_the_host_needs_the_public_url() {
        let headers = [("origin", "https://natter.example"), ("sec-fetch-site", "same-origin")];
        assert!(!own("POST", &headers, None));
        assert!(own("POST", &headers, Some("https://natter.example/")));
        assert!(!own("POST", &[("origin", "http://natter.example")], Some("https://natter.example")));
    }

    #[test]
    fn reading_is_free_for_every_page_since_no_page_sees_the_answer() {
        assert!(own("GET", &[("origin", "https://evil.example")], None));
    }
}

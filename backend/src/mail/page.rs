//! Mails as pages: what mail programs show of HTML, so everything stands in each element's style.

use std::fmt::Write as _;

use super::language::Words;
use crate::html::escaped;

const OUTER: &str = "margin:0;padding:24px 12px;background:#f7f6f3;color:#1e2322;\
    font:15px/1.47 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const CARD: &str = "max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #e7e4dd;\
    border-radius:12px";
const SAID: &str = "margin:16px 0 0;padding:2px 0 2px 14px;border-left:3px solid #0b7a68";
const SMALL: &str = "margin:0 0 4px;color:#565e5b;font-size:13px";
const LINK: &str = "color:#0b7a68;font-weight:600;text-decoration:none";
const CODE: &str = "margin:16px 0;font:600 28px/1.2 ui-monospace,Menlo,Consolas,monospace;letter-spacing:4px";
const FOOT: &str = "max-width:560px;margin:16px auto 0;color:#676e6a;font-size:12px;text-align:center";

/// What stands below the opening.
pub(super) enum Entry<'a> {
    Code(&'a str),
    Said { heading: String, text: String, link: String },
    More { text: String, link: String },
}

/// A page; `foot` is HTML already.
pub(super) fn page(words: &Words, opening: &str, entries: &[Entry<'_>], foot: &str) -> String {
    let mut html = format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"></head><body style=\"{OUTER}\">\
         <div style=\"{CARD}\"><p style=\"margin:0\">{}</p>",
        words.tag,
        escaped(opening)
    );
    for entry in entries {
        let _ = match entry {
            Entry::Code(code) => write!(html, "<p style=\"{CODE}\">{}</p>", escaped(code)),
            Entry::Said { heading, text, link } => write!(
                html,
                "<div style=\"{SAID}\"><p style=\"{SMALL}\">{}</p><p dir=\"auto\" style=\"margin:0 0 4px\">{}</p>\
                 <a style=\"{LINK}\" href=\"{}\">{}</a></div>",
                escaped(heading),
                escaped(text).replace('\n', "<br>"),
                escaped(link),
                escaped(words.open)
            ),
            Entry::More { text, link } => write!(
                html,
                "<p style=\"margin:16px 0 0\"><a style=\"{LINK}\" href=\"{}\">{}</a></p>",
                escaped(link),
                escaped(text)
            ),
        };
    }
    let _ = write!(html, "</div><p style=\"{FOOT}\">{foot}</p></body></html>");
    html
}

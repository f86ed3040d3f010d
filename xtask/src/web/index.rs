//! `frontend/index.html` is a template; this fills it in.

use anyhow::{Result, bail};

/// What the page refers to, as absolute URLs.
#[derive(Debug)]
pub struct Urls {
    /// The script that starts the app: `<script type="module" src="{{js}}">`.
    pub boot: String,
    /// The script made by wasm-bindgen, which `boot` imports.
    pub bindings: String,
    pub wasm: String,
    pub css: String,
}

/// Replaces `{{js}}`, `{{wasm}}`, `{{css}}` and `{{preload}}`.
///
/// # Errors
/// When the page does not load the app, or has another placeholder.
pub fn fill(template: &str, urls: &Urls) -> Result<String> {
    if !template.contains("{{js}}") {
        bail!(
            "index.html never starts the app: it needs <script type=\"module\" src=\"{{{{js}}}}\"></script>"
        );
    }
    // The module is asked for at once and not only after two scripts have arrived.
    let preload = format!(
        "<link rel=\"modulepreload\" href=\"{}\"><link rel=\"preload\" href=\"{}\" as=\"fetch\" \
         type=\"application/wasm\" crossorigin>",
        urls.bindings, urls.wasm
    );
    let page = template
        .replace("{{js}}", &urls.boot)
        .replace("{{wasm}}", &urls.wasm)
        .replace("{{css}}", &urls.css)
        .replace("{{preload}}", &preload);
    if let Some((_, rest)) = page.split_once("{{") {
        let name = rest.split("}}").next().unwrap_or_default();
        bail!("index.html has the placeholder {{{{{name}}}}}; known are js, wasm, css and preload");
    }
    Ok(page)
}

/// The script that starts the app: a file of its own, since the server's policy allows no inline scripts.
pub fn boot(bindings: &str, wasm: &str) -> String {
    format!("import init from '{bindings}';\ninit({{ module_or_path: '{wasm}' }});\n")
}

#[cfg(test)]
mod tests {
    use super::{Urls, fill};

    fn urls() -> Urls {
        Urls { boot: "/b.js".into(), bindings: "/n.js".into(), wasm: "/n.wasm".into(), css: "/n.css".into() }
    }

    #[test]
    fn every_placeholder_becomes_a_url() {
        let page = fill("{{css}} {{js}} {{wasm}} {{js}} {{preload}}", &urls()).unwrap();
        assert!(page.starts_with("/n.css /b.js /n.wasm /b.js <link rel=\"modulepreload\" href=\"/n.js\">"));
        assert!(page.contains("href=\"/n.wasm\" as=\"fetch\""));
    }

    #[test]
    fn a_page_that_cannot_work_is_refused() {
        assert!(fill("<p>hello", &urls()).unwrap_err().to_string().contains("src=\"{{js}}\""));
        assert!(fill("{{js}} {{title}}", &urls()).unwrap_err().to_string().contains("{{title}}"));
    }
}

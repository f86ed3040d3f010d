//! `frontend/index.html` is a template; this fills it in.

use anyhow::{Result, bail};

/// What the page refers to, as absolute URLs.
#[derive(Debug)]
pub struct Urls {
    /// The script that starts the app: `<script type="module" src="{{js}}">`.
    pub boot: String,
    /// The script made by wasm-bindgen, which `boot` imports.
    pub bindings: String,
    /// The script that fetches later parts of the program, which `bindings` imports.
    pub parts: String,
    pub wasm: String,
    pub css: String,
    /// Changes whenever any file of the UI does.
    pub build: String,
}

/// Replaces `{{js}}`, `{{wasm}}`, `{{css}}`, `{{build}}` and `{{preload}}`.
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
        "<link rel=\"modulepreload\" href=\"{}\"><link rel=\"modulepreload\" href=\"{}\"><link rel=\"preload\" \
         href=\"{}\" as=\"fetch\" type=\"application/wasm\" crossorigin>",
        urls.bindings, urls.parts, urls.wasm
    );
    let page = template
        .replace("{{js}}", &urls.boot)
        .replace("{{wasm}}", &urls.wasm)
        .replace("{{css}}", &urls.css)
        .replace("{{build}}", &urls.build)
        .replace("{{preload}}", &preload);
    if let Some((_, rest)) = page.split_once("{{") {
        let name = rest.split("}}").next().unwrap_or_default();
        bail!("index.html has the placeholder {{{{{name}}}}}; known are js, wasm, css, build and preload");
    }
    Ok(page)
}

/// What the page makes a browser load at once, as URLs; scripts load more by themselves.
pub fn loaded(page: &str) -> Vec<&str> {
    let urls = page.split([' ', '>']).filter_map(|word| {
        let url = word.strip_prefix("href=\"").or_else(|| word.strip_prefix("src=\""))?;
        url.strip_suffix('"').filter(|url| url.starts_with("/assets/"))
    });
    let mut urls: Vec<&str> = urls.collect();
    urls.sort_unstable();
    urls.dedup();
    urls
}

/// The script that starts the app: a file of its own, since the server's policy allows no inline scripts.
pub fn boot(bindings: &str, wasm: &str) -> String {
    format!("import init from '{bindings}';\ninit({{ module_or_path: '{wasm}' }});\n")
}

#[cfg(test)]
mod tests {
    use super::{Urls, fill};

    fn urls() -> Urls {
        Urls {
            boot: "/b.js".into(),
            bindings: "/n.js".into(),
            parts: "/p.js".into(),
            wasm: "/n.wasm".into(),
            css: "/n.css".into(),
            build: "1a".into(),
        }
    }

    #[test]
    fn every_placeholder_becomes_a_url() {
        let page = fill("{{css}} {{js}} {{wasm}} {{js}} {{build}} {{preload}}", &urls()).unwrap();
        assert!(
            page.starts_with("/n.css /b.js /n.wasm /b.js 1a <link rel=\"modulepreload\" href=\"/n.js\">")
        );
        assert!(page.contains("href=\"/n.wasm\" as=\"fetch\""));
    }

    #[test]
    fn what_a_page_loads_is_counted_once() {
        let page = "<link href=\"/assets/a.css\" rel=\"stylesheet\"><img src=\"/assets/b.svg\"><img \
                    src=\"/assets/b.svg\"><a href=\"/r\">";
        assert_eq!(super::loaded(page), ["/assets/a.css", "/assets/b.svg"]);
    }

    #[test]
    fn a_page_that_cannot_work_is_refused() {
        assert!(fill("<p>hello", &urls()).unwrap_err().to_string().contains("src=\"{{js}}\""));
        assert!(fill("{{js}} {{title}}", &urls()).unwrap_err().to_string().contains("{{title}}"));
    }
}

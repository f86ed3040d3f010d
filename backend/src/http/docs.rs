//! `/api/docs`: the OpenAPI document as a page for people. No script, no third party.

use std::fmt::Write as _;

use axum::http::header;
use axum::response::IntoResponse;
use serde_json::Value;
use utoipa::openapi::OpenApi;

use crate::html::escaped;

const STYLE: &str = include_str!("docs.css");
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The page's style sheet, on its own because the content security policy wants none inline.
pub async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")], STYLE)
}

/// The whole page.
#[must_use]
pub fn page(document: &OpenApi) -> String {
    let document = serde_json::to_value(document).unwrap_or_default();
    let info = &document["info"];
    let mut page = format!(
        "<!doctype html><html lang=en><meta charset=utf-8>\
         <meta name=viewport content=\"width=device-width\"><title>{title} API</title>\
         <link rel=stylesheet href=/api/docs/style.css><main><h1>{title} <small>{version}</small></h1>{about}\
         <p>Machine-readable: <a href=/api/v1/openapi.json>openapi.json</a></p>",
        title = text(&info["title"]),
        version = text(&info["version"]),
        about = prose(&info["description"]),
    );
    for tag in list(&document["tags"]) {
        let _ = write!(page, "<h2>{} <small>{}</small></h2>", text(&tag["name"]), text(&tag["description"]));
        for (path, item) in entries(&document["paths"]) {
            for method in METHODS {
                let operation = &item[method];
                if list(&operation["tags"]).contains(&tag["name"]) {
                    write_operation(&mut page, method, path, operation);
                }
            }
        }
    }
    page.push_str("<h2>schemas</h2>");
    for (name, schema) in entries(&document["components"]["schemas"]) {
        let _ =
            write!(page, "<section id=\"{0}\"><h3>{0}</h3>{1}", escaped(name), prose(&schema["description"]));
        write_fields(&mut page, schema);
        page.push_str("</section>");
    }
    page.push_str("</main>");
    page
}

fn write_operation(page: &mut String, method: &str, path: &str, operation: &Value) {
    let _ = write!(
        page,
        "<details><summary><b class={method}>{method}</b> <code>{}</code> {}</summary>{}",
        escaped(path),
        text(&operation["summary"]),
        prose(&operation["description"]),
    );
    if list(&operation["security"]).iter().any(|one| *one == serde_json::json!({})) {
        page.push_str("<p>Needs no sign-in.</p>");
    }
    page.push_str("<dl>");
    for parameter in list(&operation["parameters"]) {
        let _ = write!(
            page,
            "<dt><code>{}</code> <i>{}</i> {}</dt><dd>{}</dd>",
            text(&parameter["name"]),
            text(&parameter["in"]),
            kind(&parameter["schema"]),
            prose(&parameter["description"]),
        );
    }
    for (_, content) in entries(&operation["requestBody"]["content"]) {
        let _ = write!(page, "<dt>body {}</dt><dd></dd>", kind(&content["schema"]));
    }
    for (status, response) in entries(&operation["responses"]) {
        let body = entries(&response["content"]).next();
        let body = body.map(|(_, content)| kind(&content["schema"])).unwrap_or_default();
        let about = prose(&response["description"]);
        let _ = write!(page, "<dt class=status>{} {body}</dt><dd>{about}</dd>", escaped(status));
    }
    page.push_str("</dl></details>");
}

/// The fields of an object, the words of an enumeration, the kinds of a choice.
fn write_fields(page: &mut String, schema: &Value) {
    for part in ["allOf", "oneOf", "anyOf"].iter().flat_map(|key| list(&schema[*key])) {
        if part.get("$ref").is_some() {
            let _ = write!(page, "<p>{}</p>", kind(part));
        }
        write_fields(page, part);
    }
    if schema.get("properties").is_some() {
        page.push_str("<dl>");
        let required = list(&schema["required"]);
        for (name, field) in entries(&schema["properties"]) {
            let optional = if required.iter().any(|r| r == name) { "" } else { "?" };
            let about = prose(&field["description"]);
            let _ = write!(
                page,
                "<dt><code>{}{optional}</code> {}</dt><dd>{about}</dd>",
                escaped(name),
                kind(field)
            );
        }
        page.push_str("</dl>");
    } else if schema.get("enum").is_some() {
        let _ = write!(page, "<p>{}</p>", kind(schema));
    }
}

/// A type in a few words, with links to the schemas it names.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        let name = escaped(name);
        return format!("<a href=\"#{name}\">{name}</a>");
    }
    if schema.get("enum").is_some() {
        let words = list(&schema["enum"]).iter().map(|word| format!("<code>{}</code>", text(word)));
        return words.collect::<Vec<_>>().join(" · ");
    }
    if schema.get("items").is_some() {
        return format!("list of {}", kind(&schema["items"]));
    }
    let choices = ["oneOf", "anyOf", "allOf"].iter().flat_map(|key| list(&schema[*key]));
    let choices: Vec<String> = choices.map(kind).filter(|kind| !kind.is_empty()).collect();
    if !choices.is_empty() {
        return choices.join(" or ");
    }
    match &schema["type"] {
        Value::Array(kinds) => kinds.iter().map(text).collect::<Vec<_>>().join(" or "),
        kind => text(kind),
    }
}

/// Text with `code` in it.
fn prose(value: &Value) -> String {
    let Some(plain) = value.as_str().filter(|plain| !plain.is_empty()) else { return String::new() };
    let mut html = String::from("<p>");
    for (i, part) in plain.split('`').enumerate() {
        let part = escaped(part).replace("\n\n", "<p>");
        let _ = if i % 2 == 1 { write!(html, "<code>{part}</code>") } else { write!(html, "{part}") };
    }
    html + "</p>"
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(String::new, escaped)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

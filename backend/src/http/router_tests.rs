use std::collections::BTreeSet;

use serde_json::Value;

use super::*;

#[test]
fn the_document_is_whole() {
    let (_, document) = openapi::router().nest(routes::API, v1()).split_for_parts();
    let document = serde_json::to_value(openapi::finish(document)).expect("JSON");
    let tags: Vec<_> = document["tags"].as_array().expect("tags").iter().map(|t| &t["name"]).collect();
    let mut names = BTreeSet::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let about = format!("{method} {path}");
            assert!(names.insert(operation["operationId"].to_string()), "{about}: a name of its own");
            assert!(operation["summary"].is_string(), "{about}: a summary");
            assert!(
                operation["tags"].as_array().is_some_and(|own| own.iter().all(|t| tags.contains(&t))),
                "{about}: a known tag"
            );
            let in_path = path.matches('{').count();
            let described = operation["parameters"].as_array().map_or(0, |parameters| {
                parameters.iter().filter(|p| p["in"] == "path" && p["required"] == true).count()
            });
            assert_eq!(in_path, described, "{about}: its parameters");
        }
    }
    let known = document["components"]["schemas"].as_object().expect("schemas");
    for name in references(&document) {
        assert!(known.contains_key(&name), "{name} is described");
    }
}

/// The names of all schemas that anything points to.
fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(key, field)| match field {
                Value::String(path) if key == "$ref" => {
                    vec![path.rsplit('/').next().unwrap_or("").to_owned()]
                }
                field => references(field),
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

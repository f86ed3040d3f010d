//! The OpenAPI document: what the handlers say of themselves, and what is true of all of them.

use std::fmt::Write as _;

use bytes::Bytes;
use natter_protocol::{Event, Problem};
use utoipa::OpenApi as _;
use utoipa::openapi::path::{Operation, ParameterIn, Paths};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, Required, ResponseBuilder};
use utoipa_axum::router::OpenApiRouter;

use super::extract::COOKIE;
use crate::app::App;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Natter",
        license(name = "Apache-2.0"),
        description = "The HTTP API of a Natter server. Times are milliseconds since 1970 UTC, ids are \
            ULIDs, and readers ignore fields and event types that they do not know. Refusals are \
            `application/problem+json` (RFC 9457) with a closed `code`."
    ),
    tags(
        (name = "server", description = "Before signing in"),
        (name = "account", description = "One's own account and sign-ins"),
        (name = "invites", description = "Invitations to the server"),
        (name = "people", description = "Who is here"),
        (name = "rooms", description = "Rooms and who is in them"),
        (name = "messages", description = "What is said"),
        (name = "files", description = "What people attach"),
        (name = "emoji", description = "The server's own emoji"),
        (name = "administration", description = "For those who run the server"),
        (name = "integrations", description = "Bots, their tokens, and webhooks"),
        (name = "own", description = "What belongs to one person alone"),
        (name = "stream", description = "What happens, as it happens"),
    ),
    security(("bearer" = []), ("cookie" = [])),
    components(schemas(Problem, Event))
)]
struct Document;

/// The router into which all routes go.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Document::openapi())
}

/// Adds what holds for every operation, so that no handler has to repeat it.
#[must_use]
pub fn finish(mut document: OpenApi) -> OpenApi {
    env!("CARGO_PKG_VERSION").clone_into(&mut document.info.version);
    let components = document.components.get_or_insert_default();
    let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(COOKIE)));
    components.add_security_scheme("bearer", bearer);
    components.add_security_scheme("cookie", cookie);
    for_each_operation(&mut document.paths, |method, path, operation| {
        operation.operation_id = Some(name(method, path));
        for parameter in operation.parameters.iter_mut().flatten() {
            let RefOr::T(parameter) = parameter else { continue };
            if !path.contains(&format!("{{{}}}", parameter.name)) {
                parameter.parameter_in = ParameterIn::Query;
                parameter.required = Required::False;
            }
        }
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let problem = ResponseBuilder::new()
            .description("Any refusal: a problem, whose `code` says which")
            .content("application/problem+json", content);
        operation.responses.responses.insert("default".to_owned(), RefOr::T(problem.build()));
    });
    document
}

/// The document as it is served.
pub fn json(document: &OpenApi) -> Bytes {
    serde_json::to_vec(document).map(Bytes::from).unwrap_or_default()
}

/// Calls back for every operation with its method in lower case and its path.
fn for_each_operation(paths: &mut Paths, mut change: impl FnMut(&str, &str, &mut Operation)) {
    for (path, item) in &mut paths.paths {
        for (method, operation) in [
            ("get", &mut item.get),
            ("post", &mut item.post),
            ("put", &mut item.put),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
        ] {
            if let Some(operation) = operation {
                change(method, path, operation);
            }
        }
    }
}

/// A name for generated clients, unique as method and path are: `get_rooms_room_messages`.
fn name(method: &str, path: &str) -> String {
    let mut name = method.to_owned();
    let path = path.trim_start_matches(natter_protocol::routes::API);
    for part in path.split('/').filter(|part| !part.is_empty()) {
        let _ = write!(name, "_{}", part.trim_matches(['{', '}']));
    }
    name
}

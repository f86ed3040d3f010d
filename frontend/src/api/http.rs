//! One request and its answer.

use natter_protocol::Problem;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, Headers, RequestCredentials, RequestInit, Response};

use crate::browser::{later, window};
use crate::native;

/// An answer takes at most this long, in milliseconds.
const PATIENCE: u64 = 20_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Why a request came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The server answered, and not with what was asked for.
    Refused { status: u16, problem: Option<Problem>, retry_after_ms: Option<u32> },
    /// No answer, or one that was cut.
    Network,
}

impl Failure {
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. } => Some(*status),
            Self::Network => None,
        }
    }

    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Refused { problem, .. } => problem.as_ref(),
            Self::Network => None,
        }
    }
}

/// Sends a request as this person; the answer is whatever the server says.
pub async fn request(
    method: Method,
    path: &str,
    body: Option<&str>,
    accept: &str,
    signal: Option<&AbortSignal>,
) -> Result<Response, Failure> {
    let headers = Headers::new().map_err(|_| Failure::Network)?;
    let _ = headers.set("Accept", accept);
    let init = RequestInit::new();
    init.set_method(method.as_str());
    init.set_headers(&headers);
    init.set_signal(signal);
    if let Some(body) = body {
        let _ = headers.set("Content-Type", "application/json");
        init.set_body(&JsValue::from_str(body));
    }
    let base = native::base();
    if base.is_empty() {
        init.set_credentials(RequestCredentials::SameOrigin);
    } else {
        init.set_credentials(RequestCredentials::Omit);
        if let Some(token) = native::token() {
            let _ = headers.set("Authorization", &format!("Bearer {token}"));
        }
    }
    let answer = window().fetch_with_str_and_init(&format!("{base}{path}"), &init);
    let answer = JsFuture::from(answer).await.map_err(|_| Failure::Network)?;
    answer.dyn_into().map_err(|_| Failure::Network)
}

/// Sends a request without a body and reads the answer.
pub async fn call<T: DeserializeOwned>(method: Method, path: &str) -> Result<T, Failure> {
    send(method, path, None).await
}

/// Sends a request with a JSON body and reads the answer.
pub async fn call_with<T: DeserializeOwned>(
    method: Method,
    path: &str,
    body: &impl Serialize,
) -> Result<T, Failure> {
    let body = serde_json::to_string(body).map_err(|_| Failure::Network)?;
    send(method, path, Some(&body)).await
}

async fn send<T: DeserializeOwned>(method: Method, path: &str, body: Option<&str>) -> Result<T, Failure> {
    let abort = AbortController::new().map_err(|_| Failure::Network)?;
    let patience = {
        let abort = abort.clone();
        later(PATIENCE, move || abort.abort())
    };
    let outcome = async {
        let answer = request(method, path, body, "application/json", Some(&abort.signal())).await?;
        let text = text_of(&answer).await?;
        if answer.ok() {
            // 204 has no body; `null` stands for it, which `()` takes.
            let text = if text.is_empty() { "null" } else { &text };
            serde_json::from_str(text).map_err(|_| Failure::Network)
        } else {
            Err(refused(&answer, &text))
        }
    }
    .await;
    if let Some(patience) = patience {
        patience.clear();
    }
    outcome
}

async fn text_of(answer: &Response) -> Result<String, Failure> {
    let text = answer.text().map_err(|_| Failure::Network)?;
    let text = JsFuture::from(text).await.map_err(|_| Failure::Network)?;
    Ok(text.as_string().unwrap_or_default())
}

fn refused(answer: &Response, text: &str) -> Failure {
    Failure::Refused {
        status: answer.status(),
        problem: serde_json::from_str(text).ok(),
        retry_after_ms: retry_after(answer),
    }
}

/// `Retry-After` in seconds (RFC 9110 §10.2.3); the form with a date is not used by our server.
pub fn retry_after(answer: &Response) -> Option<u32> {
    let seconds: u32 = answer.headers().get("Retry-After").ok().flatten()?.trim().parse().ok()?;
    Some(seconds.saturating_mul(1000))
}

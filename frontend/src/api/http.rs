//! One request and its answer.

use futures_util::future::LocalBoxFuture;
use natter_protocol::read::{self, Read};
use natter_protocol::{Code, Problem};
use serde::Serialize;
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

    pub fn is(&self, code: Code) -> bool {
        self.problem().is_some_and(|problem| problem.code == code)
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
    let about = [("Accept", accept), ("Content-Type", "application/json")];
    let about = &about[..=usize::from(body.is_some())];
    raw(method.as_str(), path, about, body.map(JsValue::from_str).as_ref(), signal).await
}

/// Sends any request as this person.
pub async fn raw(
    method: &str,
    path: &str,
    about: &[(&str, &str)],
    body: Option<&impl AsRef<JsValue>>,
    signal: Option<&AbortSignal>,
) -> Result<Response, Failure> {
    let headers = Headers::new().map_err(|_| Failure::Network)?;
    for (name, value) in about {
        let _ = headers.set(name, value);
    }
    let init = RequestInit::new();
    init.set_method(method);
    init.set_headers(&headers);
    init.set_signal(signal);
    if let Some(body) = body {
        init.set_body(body.as_ref());
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

/// Fetches whatever is there.
pub async fn fetch(path: &str) -> Result<Response, Failure> {
    request(Method::Get, path, None, "*/*", None).await
}

/// Sends a request without a body and reads the answer.
pub async fn call<T: Read>(method: Method, path: &str) -> Result<T, Failure> {
    parse(&exchange(method, path.to_owned(), None).await?)
}

/// Sends a request with a JSON body and reads the answer.
pub async fn call_with<T: Read>(method: Method, path: &str, body: &impl Serialize) -> Result<T, Failure> {
    let body = serde_json::to_string(body).map_err(|_| Failure::Network)?;
    parse(&exchange(method, path.to_owned(), Some(body)).await?)
}

/// Reads the text of an answer.
pub fn parse<T: Read>(text: &str) -> Result<T, Failure> {
    read::from_str(text).ok_or(Failure::Network)
}

/// One request and the text of its answer. Behind a pointer, so that it is compiled once and not into each call.
fn exchange(
    method: Method,
    path: String,
    body: Option<String>,
) -> LocalBoxFuture<'static, Result<String, Failure>> {
    Box::pin(async move {
        let abort = AbortController::new().map_err(|_| Failure::Network)?;
        let signal = abort.signal();
        let patience = later(PATIENCE, move || abort.abort());
        let outcome = answer(method, &path, body.as_deref(), &signal).await;
        if let Some(patience) = patience {
            patience.clear();
        }
        outcome
    })
}

async fn answer(
    method: Method,
    path: &str,
    body: Option<&str>,
    signal: &AbortSignal,
) -> Result<String, Failure> {
    let answer = request(method, path, body, "application/json", Some(signal)).await?;
    let text = text_of(&answer).await?;
    if !answer.ok() {
        return Err(refused(&answer, &text));
    }
    // 204 has no body.
    Ok(if text.is_empty() { "{}".to_owned() } else { text })
}

/// Reads the answer to a request that went well.
pub async fn read<T: Read>(answer: &Response) -> Result<T, Failure> {
    parse(&text_of(answer).await?)
}

/// Why a request went badly.
pub async fn failed(answer: &Response) -> Failure {
    match text_of(answer).await {
        Ok(text) => refused(answer, &text),
        Err(failure) => failure,
    }
}

async fn text_of(answer: &Response) -> Result<String, Failure> {
    let text = answer.text().map_err(|_| Failure::Network)?;
    let text = JsFuture::from(text).await.map_err(|_| Failure::Network)?;
    Ok(text.as_string().unwrap_or_default())
}

fn refused(answer: &Response, text: &str) -> Failure {
    Failure::Refused {
        status: answer.status(),
        problem: read::from_str(text),
        retry_after_ms: retry_after(answer),
    }
}

/// `Retry-After` in seconds (RFC 9110 §10.2.3); the form with a date is not used by our server.
pub fn retry_after(answer: &Response) -> Option<u32> {
    let seconds: u32 = answer.headers().get("Retry-After").ok().flatten()?.trim().parse().ok()?;
    Some(seconds.saturating_mul(1000))
}

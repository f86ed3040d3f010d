//! One request, one connection: nothing is kept that a killed server could have left behind.

use std::net::SocketAddr;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use natter_protocol::{Code, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::net::TcpStream;

use crate::patience::in_time;

pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// A request that is being put together.
#[derive(Debug, Clone)]
pub struct Call {
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Bytes,
}

impl Call {
    /// # Panics
    /// When the method is none.
    #[must_use]
    pub fn new(method: &str, path: impl Into<String>) -> Self {
        let method = method.parse().expect("a method");
        Self { method, path: path.into(), headers: HeaderMap::new(), body: Bytes::new() }
    }

    #[must_use]
    pub fn get(path: impl Into<String>) -> Self {
        Self::new("GET", path)
    }

    #[must_use]
    pub fn post(path: impl Into<String>) -> Self {
        Self::new("POST", path)
    }

    /// # Panics
    /// When it cannot stand in a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = name.parse::<HeaderName>().expect("a header's name");
        self.headers.insert(name, HeaderValue::from_str(value).expect("a header's value"));
        self
    }

    #[must_use]
    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// # Panics
    /// When the value is not JSON.
    #[must_use]
    pub fn json(self, value: &impl Serialize) -> Self {
        self.header("content-type", "application/json").body(serde_json::to_vec(value).expect("JSON"))
    }

    #[must_use]
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Sends it and takes the whole answer.
    ///
    /// # Errors
    /// When the connection fails before the answer is whole.
    pub async fn send(self, to: SocketAddr) -> Result<Answer, Error> {
        let what = format!("an answer to {} {}", self.method, self.path);
        let answering = async {
            let (head, body) = self.open(to).await?.into_parts();
            let body = body.collect().await?.to_bytes();
            Ok(Answer { what: what.clone(), status: head.status.as_u16(), headers: head.headers, body })
        };
        in_time(&what, answering).await
    }

    /// Sends it and answers as soon as the head of the answer is there.
    ///
    /// # Errors
    /// When the connection fails.
    pub async fn open(self, to: SocketAddr) -> Result<Response<Incoming>, Error> {
        let socket = TcpStream::connect(to).await?;
        socket.set_nodelay(true)?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(socket)).await?;
        tokio::spawn(connection);
        let mut request = Request::builder().method(self.method).uri(self.path).body(Full::new(self.body))?;
        *request.headers_mut() = self.headers;
        request.headers_mut().insert(header::HOST, HeaderValue::from_str(&to.to_string())?);
        Ok(sender.send_request(request).await?)
    }
}

/// A whole answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What it answers, for messages.
    pub what: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    /// # Panics
    /// When the status is another one.
    #[must_use]
    pub fn is(self, status: u16) -> Self {
        let text = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status, status, "{}: {text}", self.what);
        self
    }

    /// # Panics
    /// When the body is not this.
    #[must_use]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        let text = String::from_utf8_lossy(&self.body);
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{}: {error}: {text}", self.what))
    }

    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The problem that this is (RFC 9457), whole and in accordance with its status.
    ///
    /// # Panics
    /// When it is none.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let kind = self.header("content-type");
        assert_eq!(kind, Some("application/problem+json"), "{}: {} {:?}", self.what, self.status, self.body);
        let problem: Problem = self.json();
        let of_code = (problem.code.status(), problem.code.title(), "about:blank");
        assert_eq!((problem.status, &*problem.title, &*problem.kind), of_code, "{}: {problem:?}", self.what);
        assert_eq!(problem.status, self.status, "{}: {problem:?}", self.what);
        problem
    }

    /// # Panics
    /// When it is not this problem.
    pub fn is_refused(&self, code: Code) {
        assert_eq!(self.problem().code, code, "{}: {:?}", self.what, self.body);
    }
}

//! One push to one endpoint (RFC 8030 §5).

use std::sync::Arc;
use std::time::Duration;

use axum::http::{Request, StatusCode, header};
use bytes::Bytes;
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::encrypt::encrypt;
use super::{AnyError, Endpoint, Vapid};
use crate::store::push::Due;

/// What a push may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a push service keeps it for a device that is off, in seconds.
const KEPT_SECONDS: u32 = 24 * 3600;

/// What became of a push.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    Taken,
    /// The device does not want pushes any more.
    Gone,
    Later(Option<Duration>),
    /// It will never be taken.
    Refused(u16),
}

pub struct Sender {
    tls: TlsConnector,
    loopback: bool,
}

impl Sender {
    pub fn new(loopback: bool) -> Result<Self, AnyError> {
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { tls: TlsConnector::from(Arc::new(config)), loopback })
    }

    pub async fn send(&self, vapid: &Vapid, due: &Due, text: &[u8]) -> Outcome {
        match tokio::time::timeout(PATIENCE, self.tries(vapid, due, text)).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(error)) => {
                tracing::debug!("push: {error}");
                Outcome::Later(None)
            }
            Err(_) => Outcome::Later(None),
        }
    }

    async fn tries(&self, vapid: &Vapid, due: &Due, text: &[u8]) -> Result<Outcome, AnyError> {
        // What is not a key or an address any more will not become one.
        let Some(endpoint) = Endpoint::parse(&due.endpoint, self.loopback) else { return Ok(Outcome::Gone) };
        let Ok(body) = encrypt(text, &due.p256dh, &due.auth) else { return Ok(Outcome::Gone) };
        let path = endpoint.uri.path_and_query().map_or("/", |path| path.as_str());
        let host = endpoint.uri.authority().map(axum::http::uri::Authority::as_str).unwrap_or_default();
        let request = Request::post(path)
            .header(header::HOST, host)
            .header(header::AUTHORIZATION, vapid.authorization(&endpoint.origin())?)
            .header(header::CONTENT_TYPE, "application/octet-stream")
            .header(header::CONTENT_ENCODING, "aes128gcm")
            .header("ttl", KEPT_SECONDS)
            .header("urgency", "high")
            // Of several from one room the last replaces the others (RFC 8030 §5.4).
            .header("topic", due.room.to_string())
            .body(Full::new(Bytes::from(body)))?;
        let addresses = endpoint.addresses(self.loopback).await?;
        if addresses.is_empty() {
            return Ok(Outcome::Refused(0));
        }
        let socket = TcpStream::connect(&*addresses).await?;
        if endpoint.secure {
            let name = ServerName::try_from(endpoint.host.clone())?;
            exchange(self.tls.connect(name, socket).await?, request).await
        } else {
            exchange(socket, request).await
        }
    }
}

async fn exchange(
    socket: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
) -> Result<Outcome, AnyError> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(socket)).await?;
    let driving = tokio::spawn(connection);
    let answer = sender.send_request(request).await;
    driving.abort();
    let answer = answer?;
    let retry_after = answer.headers().get(header::RETRY_AFTER);
    let retry_after = retry_after.and_then(|value| value.to_str().ok()?.trim().parse().ok());
    Ok(match answer.status() {
        status if status.is_success() => Outcome::Taken,
        StatusCode::NOT_FOUND | StatusCode::GONE => Outcome::Gone,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => {
            Outcome::Later(retry_after.map(Duration::from_secs))
        }
        status if status.is_server_error() => Outcome::Later(retry_after.map(Duration::from_secs)),
        status => Outcome::Refused(status.as_u16()),
    })
}

//! A browser's push service and the browser behind it, on this computer: takes pushes, checks who sends them (RFC 8292)
//! and reads them (RFC 8291), with other code than the server's.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

use aes_gcm::aead::Aead as _;
use aes_gcm::{Aes128Gcm, KeyInit as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use hkdf::Hkdf;
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Incoming;
use hyper::header::HeaderMap;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use natter_protocol::notifications::{Push, PushKeys, PushSubscription};
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use p256::{PublicKey, SecretKey};
use serde_json::Value;
use sha2::Sha256;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::patience::in_time;

/// A push that came.
#[derive(Debug)]
pub struct Arrived {
    pub headers: HeaderMap,
    body: Bytes,
}

pub struct PushEndpoint {
    origin: String,
    secret: SecretKey,
    auth: [u8; 16],
    arrived: mpsc::UnboundedReceiver<Arrived>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

impl PushEndpoint {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("its address"));
        let (tell, arrived) = mpsc::unbounded_channel();
        let answers = Arc::new(Mutex::new(VecDeque::new()));
        tokio::spawn(serve(listener, tell, answers.clone()));
        let secret = std::iter::repeat_with(|| SecretKey::from_slice(&rand::random::<[u8; 32]>()).ok());
        let secret = secret.flatten().next().expect("a key");
        Self { origin, secret, auth: rand::random(), arrived, answers }
    }

    /// What the browser tells the server.
    #[must_use]
    pub fn subscription(&self) -> PushSubscription {
        let p256dh = URL_SAFE_NO_PAD.encode(self.secret.public_key().to_sec1_bytes());
        let keys = PushKeys { p256dh, auth: URL_SAFE_NO_PAD.encode(self.auth) };
        PushSubscription { endpoint: format!("{}/push/1", self.origin), keys }
    }

    /// Answers the next push with this status, and not with 201.
    pub fn will_answer(&self, status: u16) {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).push_back(status);
    }

    pub async fn takes(&mut self) -> Arrived {
        in_time("a push arrives", self.arrived.recv()).await.expect("the endpoint is open")
    }

    /// Whether nothing came that was not taken.
    pub fn is_quiet(&mut self) -> bool {
        self.arrived.try_recv().is_err()
    }

    /// Reads a push as the browser does.
    ///
    /// # Panics
    /// When it is not for this browser.
    #[must_use]
    pub fn reads(&self, push: &Arrived) -> Push {
        assert_eq!(push.headers["content-encoding"], "aes128gcm");
        let (salt, rest) = push.body.split_at(16);
        let (size, rest) = rest.split_at(4);
        let (length, rest) = rest.split_at(1);
        let (theirs, record) = rest.split_at(usize::from(length[0]));
        assert!(record.len() <= u32::from_be_bytes(size.try_into().expect("four bytes")) as usize);
        let public = PublicKey::from_sec1_bytes(theirs).expect("a point of the curve");
        let shared = self.secret.diffie_hellman(&public);
        let own = self.secret.public_key().to_sec1_bytes();
        let info = [b"WebPush: info\0", &*own, theirs].concat();
        let input: [u8; 32] = expanded(&self.auth, shared.raw_secret_bytes().as_slice(), &info);
        let key: [u8; 16] = expanded(salt, &input, b"Content-Encoding: aes128gcm\0");
        let nonce: [u8; 12] = expanded(salt, &input, b"Content-Encoding: nonce\0");
        let cipher = Aes128Gcm::new(&key.into());
        let mut text = cipher.decrypt(&nonce.into(), record).expect("it was encrypted for this browser");
        while text.pop().expect("the last record ends with a 2") == 0 {}
        serde_json::from_slice(&text).expect("what the service worker reads")
    }

    /// Checks that the holder of the key the browser subscribed with has signed for this endpoint.
    ///
    /// # Panics
    /// When not.
    pub fn knows_the_sender(&self, push: &Arrived, key: &str) {
        let word =
            push.headers["authorization"].to_str().expect("text").strip_prefix("vapid ").expect("VAPID");
        let part =
            |name: &str| word.split(", ").find_map(|part| part.strip_prefix(name)).expect("a part of it");
        assert_eq!(part("k="), key);
        let (signed, signature) = part("t=").rsplit_once('.').expect("a signature");
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).expect("base64url");
        let key = VerifyingKey::from_sec1_bytes(&bytes(key)).expect("a point of the curve");
        let signature = Signature::from_slice(&bytes(signature)).expect("64 bytes");
        key.verify(signed.as_bytes(), &signature).expect("the signature holds");
        let claims: Value =
            serde_json::from_slice(&bytes(signed.split_once('.').expect("claims").1)).expect("JSON");
        assert_eq!(claims["aud"], self.origin);
        let expires = claims["exp"].as_i64().expect("a time") - natter_protocol::Millis::now().0 / 1000;
        assert!((0..=24 * 3600).contains(&expires), "{claims}");
        let contact = claims["sub"].as_str().expect("a contact");
        assert!(contact.starts_with("mailto:") || contact.starts_with("https:"), "{contact}");
    }
}

fn expanded<const N: usize>(salt: &[u8], input: &[u8], info: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    Hkdf::<Sha256>::new(Some(salt), input).expand(info, &mut out).expect("a length that can be had");
    out
}

async fn serve(
    listener: TcpListener,
    tell: mpsc::UnboundedSender<Arrived>,
    answers: Arc<Mutex<VecDeque<u16>>>,
) {
    while let Ok((socket, _)) = listener.accept().await {
        let (tell, answers) = (tell.clone(), answers.clone());
        let take = service_fn(move |request: Request<Incoming>| {
            let (tell, answers) = (tell.clone(), answers.clone());
            async move {
                let (head, body) = request.into_parts();
                let body = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
                let status = answers.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                let _ = tell.send(Arrived { headers: head.headers, body });
                let answer = Response::builder().status(status.unwrap_or(201)).body(Empty::<Bytes>::new());
                Ok::<_, Infallible>(answer.expect("an answer"))
            }
        });
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(socket), take));
    }
}

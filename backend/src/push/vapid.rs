//! The server's own key, with which it says to push services who it is (RFC 8292). Made once and kept in SQL, so that
//! all gateways have the same; browsers bind their subscriptions to it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use natter_protocol::Millis;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};

use super::AnyError;
use crate::store::Store;

const NAME: &str = "vapid";
/// A signed word holds so long; 24 h is the most (RFC 8292 §2).
const HOLDS_SECONDS: i64 = 12 * 3600;

pub struct Vapid {
    pair: EcdsaKeyPair,
    contact: String,
}

impl Vapid {
    /// The key in SQL, made if there is none.
    ///
    /// # Errors
    /// When the database cannot be asked, or holds something else under that name.
    pub async fn of(store: &Store, contact: &str) -> Result<Self, AnyError> {
        let random = SystemRandom::new();
        let kept = match store.secret(NAME).await? {
            Some(kept) => kept,
            None => {
                let fresh = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random)
                    .map_err(|_| "no randomness for a key")?;
                store.keep_secret(NAME, &URL_SAFE_NO_PAD.encode(fresh)).await?
            }
        };
        let pkcs8 = URL_SAFE_NO_PAD.decode(kept)?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8, &random)
            .map_err(|error| format!("the key for pushes: {error}"))?;
        Ok(Self { pair, contact: contact.to_owned() })
    }

    /// What browsers subscribe with: an uncompressed point in base64url.
    #[must_use]
    pub fn public_key(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.pair.public_key())
    }

    /// The `Authorization` header for an origin (RFC 8292 §3).
    pub fn authorization(&self, origin: &str) -> Result<String, AnyError> {
        let expires = Millis::now().plus_seconds(HOLDS_SECONDS).0 / 1000;
        let head = URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"ES256"}"#);
        let claims = serde_json::json!({"aud": origin, "exp": expires, "sub": self.contact});
        let word = format!("{head}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
        let signature =
            self.pair.sign(&SystemRandom::new(), word.as_bytes()).map_err(|_| "no randomness to sign")?;
        Ok(format!("vapid t={word}.{}, k={}", URL_SAFE_NO_PAD.encode(signature), self.public_key()))
    }
}

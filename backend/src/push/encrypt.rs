//! Encryption for one device (RFC 8291, on RFC 8188's `aes128gcm`).

use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::error::Unspecified;
use ring::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use ring::rand::{SecureRandom as _, SystemRandom};

/// The whole is one record of at most this size (RFC 8291 §4).
const RECORD: u32 = 4096;

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// The body of a push for the holder of these keys.
///
/// # Errors
/// When `p256dh` is not a point of the curve.
pub fn encrypt(text: &[u8], p256dh: &[u8], auth: &[u8]) -> Result<Vec<u8>, Unspecified> {
    let random = SystemRandom::new();
    let own = EphemeralPrivateKey::generate(&ECDH_P256, &random)?;
    let public = own.compute_public_key()?;
    let mut salt = [0u8; 16];
    random.fill(&mut salt)?;
    let info = [b"WebPush: info\0", p256dh, public.as_ref()].concat();
    let theirs = UnparsedPublicKey::new(&ECDH_P256, p256dh);
    let shared = agree_ephemeral(own, &theirs, |shared| Salt::new(HKDF_SHA256, auth).extract(shared))?;
    let input: [u8; 32] = expanded(&shared, &info)?;
    let secret = Salt::new(HKDF_SHA256, &salt).extract(&input);
    let key: [u8; 16] = expanded(&secret, b"Content-Encoding: aes128gcm\0")?;
    let nonce: [u8; 12] = expanded(&secret, b"Content-Encoding: nonce\0")?;

    let mut record = text.to_vec();
    // The mark of the last record (RFC 8188 §2).
    record.push(2);
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key)?);
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut record)?;

    let public = public.as_ref();
    let mut body = Vec::with_capacity(21 + public.len() + record.len());
    body.extend_from_slice(&salt);
    body.extend_from_slice(&RECORD.to_be_bytes());
    body.push(u8::try_from(public.len()).map_err(|_| Unspecified)?);
    body.extend_from_slice(public);
    body.append(&mut record);
    Ok(body)
}

fn expanded<const N: usize>(secret: &Prk, info: &[u8]) -> Result<[u8; N], Unspecified> {
    let mut out = [0u8; N];
    secret.expand(&[info], Length(N))?.fill(&mut out)?;
    Ok(out)
}

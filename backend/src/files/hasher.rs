//! SHA-256 that can be put down half-way and taken up again, by another gateway if need be.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::digest::common::hazmat::{SerializableState, SerializedState};
use sha2::{Digest as _, Sha256};

#[derive(Default)]
pub struct Hasher(Sha256);

impl Hasher {
    /// Takes up what [`Hasher::text`] wrote down; none when it did not.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let state = SerializedState::<Sha256>::try_from(bytes.as_slice()).ok()?;
        Sha256::deserialize(&state).ok().map(Self)
    }

    #[must_use]
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.serialize())
    }

    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// In hexadecimal.
    #[must_use]
    pub fn finish(self) -> String {
        hex::encode(self.0.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_taken_up_where_it_was_put_down() {
        let mut hasher = Hasher::default();
        hasher.update(b"a");
        let mut hasher = Hasher::read(&hasher.text()).expect("it is read");
        hasher.update(b"bc");
        // FIPS 180-4's first example.
        assert_eq!(hasher.finish(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert!(Hasher::read("").is_none() && Hasher::read("AAAA").is_none());
    }
}

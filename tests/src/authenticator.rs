//! An app that shows the codes of a second factor (RFC 6238).

use natter_protocol::two_factor::{ConfirmTotp, RecoveryCodes, TotpSecret};
use natter_protocol::{Millis, routes};
use totp_rs::{Builder, Secret};

use crate::person::Person;

/// What it shows so many steps of 30 s from now.
///
/// # Panics
/// When the secret is none.
#[must_use]
pub fn code(secret: &str, steps: i64) -> String {
    let key = Secret::try_from_base32(secret).expect("base 32");
    let app = Builder::new().with_secret(key).build().expect("a secret");
    let seconds = Millis::now().0 / 1000 + steps * 30;
    app.generate(seconds.unsigned_abs()).to_string()
}

impl Person {
    /// Asks for a second factor from now on, with the present code.
    pub async fn enrols(&self) -> (TotpSecret, RecoveryCodes) {
        let secret: TotpSecret = self.does("POST", routes::MY_TOTP).await.is(201).json();
        let confirm = ConfirmTotp { code: code(&secret.secret, 0) };
        (secret, self.put(routes::MY_TOTP, &confirm).await.is(200).json())
    }
}

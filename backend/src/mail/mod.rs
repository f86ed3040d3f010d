//! Mail to people who are away, through a server that takes it (RFC 5321).
//!
//! The projection notes what someone may miss, in the transaction that writes the message. One gateway at a time takes
//! these notes and makes one mail of a person's. It marks them as told just before it hands the mail over: where it
//! then dies, or never hears whether the mail was taken, nobody sends it again. What is refused is tried again.

mod digest;
mod english;
mod german;
pub mod language;
mod page;
pub mod reader;
pub mod settings;
pub mod words;

use std::time::Duration;

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

pub use digest::Digest;
use settings::MailSettings;

/// What each step of handing a mail over may take.
const PATIENCE: Duration = Duration::from_secs(20);

type AnyError = Box<dyn std::error::Error + Send + Sync>;

/// A mail, as plain text and as a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Nobody else's: what was sent twice has the same.
    pub id: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// An address that ends mails of this kind with one POST (RFC 8058).
    pub unsubscribe: Option<String>,
}

/// Why a mail was not sent.
#[derive(Debug)]
pub enum Unsent {
    /// Certainly not.
    Refused(AnyError),
    /// The connection broke: perhaps it was taken.
    Unknown(AnyError),
}

impl From<lettre::transport::smtp::Error> for Unsent {
    fn from(error: lettre::transport::smtp::Error) -> Self {
        if error.is_transient() || error.is_permanent() || error.is_client() {
            Self::Refused(error.into())
        } else {
            Self::Unknown(error.into())
        }
    }
}

impl From<Unsent> for AnyError {
    fn from(unsent: Unsent) -> Self {
        match unsent {
            Unsent::Refused(error) | Unsent::Unknown(error) => error,
        }
    }
}

/// Clones share everything.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mailer {
    /// None where no server is set.
    ///
    /// # Errors
    /// When the settings do not make sense.
    pub fn open(settings: &MailSettings) -> Result<Option<Self>, AnyError> {
        let Some(url) = &settings.smtp_url else { return Ok(None) };
        let from = settings.smtp_from.as_deref().ok_or("NATTER_SMTP_FROM is missing: who sends the mail?")?;
        let from = from.parse::<Mailbox>().map_err(|e| format!("NATTER_SMTP_FROM: {e}"))?;
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|e| format!("NATTER_SMTP_URL: {e}"))?
            .timeout(Some(PATIENCE))
            .build();
        Ok(Some(Self { transport, from }))
    }

    /// Whether the server can be reached and knows us.
    ///
    /// # Errors
    /// When not, and why.
    pub async fn greet(&self) -> Result<(), AnyError> {
        if self.transport.test_connection().await? { Ok(()) } else { Err("it hung up".into()) }
    }

    /// # Errors
    /// When it was not taken, or that is unknown.
    pub async fn send(&self, letter: Letter) -> Result<(), Unsent> {
        let message = self.message(letter).map_err(Unsent::Refused)?;
        self.transport.send(message).await?;
        Ok(())
    }

    fn message(&self, letter: Letter) -> Result<Message, AnyError> {
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(letter.to.parse()?)
            .subject(letter.subject)
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.email.domain())))
            // Nobody's holiday note shall answer (RFC 3834 §5).
            .raw_header(header("Auto-Submitted", "auto-generated"));
        if let Some(address) = letter.unsubscribe {
            message = message
                .raw_header(header("List-Unsubscribe", &format!("<{address}>")))
                .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
        Ok(message.multipart(MultiPart::alternative_plain_html(letter.text, letter.html))?)
    }
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

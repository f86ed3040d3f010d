//! Through whom mail goes out, and when.

use clap::Args;

#[derive(Debug, Clone, Args)]
pub struct MailSettings {
    /// The server that takes mail: smtps://user:password@mail.example.org, or
    /// smtp://user:password@mail.example.org:587?tls=required; without it, no mail is sent.
    #[arg(long, env = "NATTER_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,

    /// Who sends it, such as "Natter <natter@example.org>".
    #[arg(long, env = "NATTER_SMTP_FROM")]
    pub smtp_from: Option<String>,

    /// A mention waits so long for someone who is away before a mail tells of it, in seconds.
    #[arg(long, env = "NATTER_DIGEST_AFTER_SECONDS", default_value_t = 15 * 60, value_parser = clap::value_parser!(i64).range(1..=604_800))]
    pub digest_after_seconds: i64,
}

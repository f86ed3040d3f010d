//! Where files are kept, and how much of them.

use std::fmt;
use std::str::FromStr;

use clap::Args;
use natter_protocol::limits;

use crate::chat::files::Bounds;

#[derive(Debug, Clone, Args)]
pub struct FileSettings {
    /// Where files are kept: a folder, or s3://bucket/prefix; without it, `files` in the data folder. Several
    /// gateways need one that they share.
    #[arg(long = "files", env = "NATTER_FILES")]
    pub place: Option<String>,

    /// The address of a service that speaks S3, such as https://minio.example.org; without it, Amazon's.
    #[arg(long = "files-endpoint", env = "NATTER_FILES_ENDPOINT")]
    pub endpoint: Option<String>,

    /// The region of the bucket.
    #[arg(long = "files-region", env = "NATTER_FILES_REGION", default_value = "us-east-1")]
    pub region: String,

    /// The key to the bucket, …
    #[arg(long = "files-key", env = "NATTER_FILES_KEY")]
    pub key: Option<String>,

    /// … and its secret.
    #[arg(long = "files-secret", env = "NATTER_FILES_SECRET", hide_env_values = true)]
    pub secret: Option<Secret>,

    /// Bytes of one file, at most.
    #[arg(long, env = "NATTER_FILE_BYTES", default_value_t = limits::FILE_BYTES)]
    pub file_bytes: u64,

    /// Bytes of all files of one account, at most.
    #[arg(long, env = "NATTER_FILE_SPACE_BYTES", default_value_t = limits::FILE_SPACE_BYTES)]
    pub file_space_bytes: u64,
}

impl FileSettings {
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        Bounds { file: self.file_bytes, space: self.file_space_bytes }
    }
}

/// A text that is never shown, not even to the log.
#[derive(Clone)]
pub struct Secret(pub String);

impl FromStr for Secret {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

//! Finding a nats-server that is new enough.

use std::path::{Path, PathBuf};

use tokio::process::Command;

use super::{NatsError, OLDEST};
use crate::settings::Settings;

/// The nats-server of the settings, on PATH or in `.tools/`; the first one that is new enough.
pub async fn find(settings: &Settings) -> Result<PathBuf, NatsError> {
    if let Some(given) = &settings.nats_server {
        return match version(given).await {
            Some(version) if is_new_enough(&version) => Ok(given.clone()),
            Some(version) => Err(NatsError::TooOld(given.display().to_string(), version)),
            None => Err(NatsError::NoBinary),
        };
    }
    let mut too_old = None;
    for candidate in [PathBuf::from("nats-server"), PathBuf::from(".tools/nats-server")] {
        match version(&candidate).await {
            Some(version) if is_new_enough(&version) => return Ok(candidate),
            Some(version) => {
                too_old.get_or_insert((candidate.display().to_string(), version));
            }
            None => {}
        }
    }
    Err(too_old.map_or(NatsError::NoBinary, |(name, version)| NatsError::TooOld(name, version)))
}

/// What a binary says of its version; none when it cannot be run.
async fn version(binary: &Path) -> Option<String> {
    let output = Command::new(binary).arg("--version").output().await.ok()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    said.split_whitespace().last().map(|word| word.trim_start_matches('v').to_owned())
}

/// Whether a version such as `2.15.1` reaches [`OLDEST`].
#[must_use]
pub fn is_new_enough(version: &str) -> bool {
    let mut numbers = version.split(['.', '-']).map_while(|part| part.parse::<u32>().ok());
    match (numbers.next(), numbers.next()) {
        (Some(major), Some(minor)) => (major, minor) >= OLDEST,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_new_enough;

    #[test]
    fn the_version_gate_lets_in_what_natter_builds_on() {
        for good in ["2.14.0", "2.15.1", "3.0.0", "2.14.0-RC.1"] {
            assert!(is_new_enough(good), "{good}");
        }
        for bad in ["2.9.10", "2.13.9", "1.99.0", "", "two"] {
            assert!(!is_new_enough(bad), "{bad}");
        }
    }
}

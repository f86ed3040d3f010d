//! Version numbers as tools print them.

use std::fmt;

/// Major, minor, patch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32, pub u32);

impl Version {
    /// The first thing in a tool's answer that looks like a version: `nats-server: v2.15.1`, `rustc 1.96.0 (…)`.
    pub fn parse(answer: &str) -> Option<Self> {
        answer.split_whitespace().find_map(|word| {
            let word = word.trim_start_matches('v');
            // What follows a hyphen or plus says how it was built: `2.15.1-RC.2`, `1.96.0+dfsg1`.
            let number = word.split(['-', '+']).next()?;
            let mut parts = number.split('.').map(str::parse);
            let major = parts.next()?.ok()?;
            let minor = parts.next()?.ok()?;
            let patch = parts.next().unwrap_or(Ok(0)).ok()?;
            Some(Self(major, minor, patch))
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn tools_print_their_versions_in_many_ways() {
        for (answer, version) in [
            ("nats-server: v2.15.1", Version(2, 15, 1)),
            ("nats-server: v2.14.0-RC.2", Version(2, 14, 0)),
            ("rustc 1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)", Version(1, 96, 0)),
            ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", Version(15, 18, 0)),
            ("v20.20.2", Version(20, 20, 2)),
        ] {
            assert_eq!(Version::parse(answer), Some(version), "{answer}");
        }
        assert_eq!(Version::parse("command not found"), None);
    }

    #[test]
    fn versions_compare_by_number_and_not_by_letter() {
        assert!(Version(2, 9, 10) < Version(2, 14, 0));
        assert!(Version(2, 15, 1) > Version(2, 14, 99));
    }
}

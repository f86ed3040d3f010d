//! Ports of 127.0.0.1 that belong to this process.
//!
//! They lie below the range from which the system gives ports to outgoing connections: a server that is
//! down for a while must find its port free when it comes back, and a client that knocks at a closed port
//! from the same range can end up connected to itself.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use rustix::fs::FlockOperation;

const RANGE: std::ops::Range<u16> = 12_000..32_000;

/// A port that nobody else of these tests uses for as long as this lives.
#[derive(Debug)]
pub struct Port {
    number: u16,
    _lock: File,
}

impl Port {
    /// # Panics
    /// When no port is free.
    #[must_use]
    pub fn free() -> Self {
        let folder = std::env::temp_dir().join("natter-test-ports");
        std::fs::create_dir_all(&folder).expect("a folder for the locks of ports");
        for _ in 0..1_000 {
            let number = rand::random_range(RANGE);
            let lock = File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(folder.join(number.to_string()));
            let Ok(lock) = lock else { continue };
            if rustix::fs::flock(&lock, FlockOperation::NonBlockingLockExclusive).is_ok()
                && TcpListener::bind((Ipv4Addr::LOCALHOST, number)).is_ok()
            {
                return Self { number, _lock: lock };
            }
        }
        panic!("no port of {RANGE:?} is free");
    }

    #[must_use]
    pub fn number(&self) -> u16 {
        self.number
    }

    #[must_use]
    pub fn address(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.number).into()
    }
}

//! All streams read by one thread: it waits for all sockets at once and takes what has come.

use std::io::{self, Read as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use mio::{Events, Interest, Poll, Token};

use crate::ear::Ear;

/// How soon the thread notices that it shall end.
const PAUSE: Duration = Duration::from_millis(50);

/// A thread that listens until told to stop.
pub struct Listening {
    thread: JoinHandle<io::Result<Vec<Ear>>>,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    stop: AtomicBool,
    messages: AtomicUsize,
}

impl Listening {
    /// Begins to listen; times count from `began`.
    #[must_use]
    pub fn begin(ears: Vec<Ear>, began: Instant) -> Self {
        let shared = Arc::new(Shared::default());
        let thread = {
            let shared = shared.clone();
            std::thread::spawn(move || listen(ears, began, &shared))
        };
        Self { thread, shared }
    }

    /// Waits until so many messages came out of all streams together; false when nothing more came for a while.
    pub async fn reaches(&self, messages: usize, patience: Duration) -> bool {
        let (mut last, mut moved) = (0, Instant::now());
        loop {
            let now = self.shared.messages.load(Ordering::Relaxed);
            if now >= messages {
                return true;
            }
            if now > last {
                (last, moved) = (now, Instant::now());
            } else if moved.elapsed() > patience || self.thread.is_finished() {
                return false;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Stops listening and gives the streams back, still open.
    ///
    /// # Errors
    /// When a socket could not be waited for.
    pub fn end(self) -> io::Result<Vec<Ear>> {
        self.shared.stop.store(true, Ordering::Relaxed);
        self.thread.join().unwrap_or_else(|_| Err(io::Error::other("the listening thread failed")))
    }
}

fn listen(mut ears: Vec<Ear>, began: Instant, shared: &Shared) -> io::Result<Vec<Ear>> {
    let mut poll = Poll::new()?;
    let mut sockets = Vec::with_capacity(ears.len());
    for (at, ear) in ears.iter_mut().enumerate() {
        ear.socket.set_nonblocking(true)?;
        let mut socket = mio::net::TcpStream::from_std(ear.socket.try_clone()?);
        poll.registry().register(&mut socket, Token(at), Interest::READABLE)?;
        sockets.push(socket);
    }
    let mut events = Events::with_capacity(1024);
    let mut buffer = vec![0; 64 * 1024];
    while !shared.stop.load(Ordering::Relaxed) {
        match poll.poll(&mut events, Some(PAUSE)) {
            Err(error) if error.kind() != io::ErrorKind::Interrupted => return Err(error),
            _ => {}
        }
        for event in &events {
            let Token(at) = event.token();
            let (ear, socket) = (&mut ears[at], &mut sockets[at]);
            loop {
                match socket.read(&mut buffer) {
                    Ok(0) => {
                        ear.is_broken = true;
                        break;
                    }
                    Ok(read) => {
                        let messages = ear.take(&buffer[..read], began.elapsed());
                        shared.messages.fetch_add(messages, Ordering::Relaxed);
                        // Less than asked for: there was no more, and the next byte will be announced (epoll(7)).
                        if read < buffer.len() {
                            break;
                        }
                    }
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(_) => {
                        ear.is_broken = true;
                        break;
                    }
                }
            }
        }
    }
    Ok(ears)
}

//! One person's event stream on a plain socket.

use std::io::{self, Read as _, Write as _};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use natter_protocol::routes;

use crate::connection::status;
use crate::scanner::{Scanner, Seen};
use crate::verdict::Heard;

/// How long the first word may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A stream and what came out of it.
pub struct Ear {
    pub socket: std::net::TcpStream,
    scanner: Scanner,
    pub heard: Vec<Heard>,
    pub bytes: usize,
    /// It ended, or said something that does not belong here.
    pub is_broken: bool,
}

impl Ear {
    /// Opens a stream and waits for its `hello`.
    ///
    /// # Errors
    /// When the stream is refused or silent.
    pub fn open(address: SocketAddr, token: &str) -> io::Result<Self> {
        let mut ear = Self::to(address)?;
        let request = format!(
            "GET {} HTTP/1.1\r\nhost: natter\r\nauthorization: Bearer {token}\r\naccept: text/event-stream\r\n\r\n",
            routes::EVENTS
        );
        ear.socket.write_all(request.as_bytes())?;
        ear.socket.set_read_timeout(Some(PATIENCE))?;
        let mut bytes = Vec::new();
        let end = loop {
            let mut piece = [0; 2048];
            let read = ear.socket.read(&mut piece)?;
            bytes.extend_from_slice(&piece[..read]);
            if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                break end + 4;
            }
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        };
        if status(&bytes) != 200 {
            return Err(io::Error::other(format!("a stream was answered with {}", status(&bytes))));
        }
        let mut said_hello = false;
        let mut rest = bytes.split_off(end);
        loop {
            ear.scanner.push(&rest, |seen| said_hello |= seen == Seen::Hello);
            if said_hello {
                return Ok(ear);
            }
            rest.resize(2048, 0);
            let read = ear.socket.read(&mut rest)?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            rest.truncate(read);
        }
    }

    /// A socket on which chunks come without a head.
    ///
    /// # Errors
    /// When nobody takes it.
    pub fn to(address: SocketAddr) -> io::Result<Self> {
        let socket = std::net::TcpStream::connect(address)?;
        socket.set_nodelay(true)?;
        Ok(Self { socket, scanner: Scanner::default(), heard: Vec::new(), bytes: 0, is_broken: false })
    }

    /// Takes what came at a moment of the run; answers how many messages it completed.
    pub fn take(&mut self, bytes: &[u8], at: Duration) -> usize {
        let (before, heard, broken) = (self.heard.len(), &mut self.heard, &mut self.is_broken);
        self.bytes += bytes.len();
        self.scanner.push(bytes, |seen| match seen {
            Seen::Message { id, seq } => heard.push(Heard { id, seq, at }),
            Seen::Hello => {}
            Seen::Trouble => *broken = true,
        });
        self.heard.len() - before
    }

    /// Waits for the next message and answers its bytes as they came, chunk and all.
    ///
    /// # Errors
    /// When none comes.
    pub fn listen(&mut self, began: Instant) -> io::Result<Vec<u8>> {
        self.socket.set_nonblocking(false)?;
        self.socket.set_read_timeout(Some(PATIENCE))?;
        loop {
            let mut piece = vec![0; 16 * 1024];
            let read = self.socket.read(&mut piece)?;
            piece.truncate(read);
            if self.take(&piece, began.elapsed()) > 0 {
                return Ok(piece);
            }
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

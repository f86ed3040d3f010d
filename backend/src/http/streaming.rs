//! Event streams leave HTTP's machinery once the head of their answer is decided.
//!
//! hyper keeps at least 16 KiB for each connection, for requests that will never come on this one, and looks
//! after a state machine at every write. A stream needs a socket and a body: each frame is one chunk
//! (RFC 9112 §7.1) in one write, until the body or the client ends.

use std::future::poll_fn;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::{Duration, SystemTime};

use axum::body::Body;
use axum::http::{HeaderName, Version, response};
use axum::response::Response;
use bytes::Bytes;
use http_body::Body as _;
use natter_protocol::Millis;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

use crate::hub::{Outlet, Shortcut};

/// Bytes of what a client sends into its stream, read at once and thrown away.
const NOISE_BYTES: usize = 512;

/// In a response's extensions: its body has no end that anyone waits for, and events may go past it.
#[derive(Clone)]
pub struct Endless(pub Shortcut);

/// The way out of hyper for a connection.
#[derive(Clone)]
pub struct Exit {
    to: mpsc::Sender<Leaving>,
    owes: Arc<AtomicBool>,
}

/// An answer on its way out, and the version that its client speaks.
pub struct Leaving {
    response: Response,
    version: Version,
    shortcut: Shortcut,
}

impl Exit {
    /// An exit for what is asked on this socket, and where it leads.
    pub fn of(socket: &Socket) -> (Self, mpsc::Receiver<Leaving>) {
        let (to, from) = mpsc::channel(1);
        (Self { to, owes: socket.owes.clone() }, from)
    }

    /// Lets a stream leave and never returns then; any other answer comes back.
    pub async fn pass(&self, response: Response, version: Version) -> Response {
        let endless = response.extensions().get::<Endless>().cloned();
        // Not while part of the answer before this one is still in hyper's hands.
        let Some(Endless(shortcut)) = endless.filter(|_| !self.owes.load(Ordering::Relaxed)) else {
            return response;
        };
        match self.to.send(Leaving { response, version, shortcut }).await {
            // The connection takes itself apart now, and this future with it.
            Ok(()) => std::future::pending().await,
            Err(mpsc::error::SendError(leaving)) => leaving.response,
        }
    }
}

/// A socket that knows whether hyper has something left to write to it.
pub struct Socket {
    inner: TcpStream,
    owes: Arc<AtomicBool>,
}

impl Socket {
    pub fn new(inner: TcpStream) -> Self {
        Self { inner, owes: Arc::default() }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(context, buffer)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.owes.store(true, Ordering::Relaxed);
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.owes.store(true, Ordering::Relaxed);
        Pin::new(&mut self.inner).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    /// hyper flushes when it has written all there was.
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.owes.store(false, Ordering::Relaxed);
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

impl Outlet for TcpStream {
    fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        Self::try_write(self, bytes)
    }
}

/// A stream on its own.
pub struct Stream {
    socket: Arc<TcpStream>,
    body: Body,
    /// Written before the first frame, in the same write.
    head: Vec<u8>,
    /// Before HTTP/1.1 there are no chunks: a body without a length ends with the connection.
    chunked: bool,
    /// Events may go past the body, as chunks.
    shortcut: Shortcut,
}

/// What goes out next.
enum Next {
    Frame(Bytes),
    /// Of a chunk, which the hub had begun to write.
    Rest(Bytes),
}

impl Stream {
    pub fn new(socket: Socket, leaving: Leaving) -> Self {
        let Leaving { response, version, shortcut } = leaving;
        let (parts, body) = response.into_parts();
        let chunked = version != Version::HTTP_10;
        Self { socket: Arc::new(socket.inner), body, head: head(&parts, chunked), chunked, shortcut }
    }

    /// Writes until the body ends, the client goes or the socket breaks.
    pub async fn run(mut self) {
        if self.chunked {
            self.shortcut.open(self.socket.clone());
        }
        if let Err(error) = self.write_all().await {
            tracing::trace!("stream: {error}");
        }
    }

    async fn write_all(&mut self) -> io::Result<()> {
        while let Some(next) = poll_fn(|context| self.poll_next(context)).await {
            match next {
                Next::Frame(frame) => self.write(&frame).await?,
                Next::Rest(rest) => write_piece(&self.socket, &rest).await?,
            }
        }
        self.shortcut.close();
        if self.chunked {
            write_piece(&self.socket, b"0\r\n\r\n").await?;
        }
        // Nobody else has it any more.
        match Arc::get_mut(&mut self.socket) {
            Some(socket) => socket.shutdown().await,
            None => Ok(()),
        }
    }

    /// What to write; none when the body has ended or the client is gone.
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Next>> {
        if let Some(rest) = self.shortcut.take_rest() {
            return Poll::Ready(Some(Next::Rest(rest)));
        }
        loop {
            match Pin::new(&mut self.body).poll_frame(context) {
                Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                    Ok(data) if !data.is_empty() => return Poll::Ready(Some(Next::Frame(data))),
                    _ => {}
                },
                Poll::Ready(_) => return Poll::Ready(None),
                Poll::Pending => break,
            }
        }
        // Nothing is expected from the client but that it goes.
        let mut noise = [0; NOISE_BYTES];
        loop {
            if ready!(self.socket.poll_read_ready(context)).is_err() {
                return Poll::Ready(None);
            }
            match self.socket.try_read(&mut noise) {
                Ok(0) => return Poll::Ready(None),
                Err(error) if error.kind() != io::ErrorKind::WouldBlock => return Poll::Ready(None),
                _ => {}
            }
        }
    }

    async fn write(&mut self, data: &Bytes) -> io::Result<()> {
        let mut before = std::mem::take(&mut self.head);
        let mut after: &[u8] = b"";
        if self.chunked {
            use std::io::Write as _;
            write!(before, "{:x}\r\n", data.len())?;
            after = b"\r\n";
        }
        let slices = [IoSlice::new(&before), IoSlice::new(data), IoSlice::new(after)];
        let mut written = match self.socket.try_write_vectored(&slices) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => 0,
            written => written?,
        };
        for piece in [&before[..], &data[..], after] {
            let done = written.min(piece.len());
            written -= done;
            write_piece(&self.socket, &piece[done..]).await?;
        }
        Ok(())
    }
}

/// Writes all of it.
async fn write_piece(socket: &TcpStream, mut piece: &[u8]) -> io::Result<()> {
    while !piece.is_empty() {
        match socket.try_write(piece) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => piece = &piece[written..],
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => socket.writable().await?,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The head of the answer (RFC 9112 §2.1). The connection ends with it: nothing else is served on it.
fn head(parts: &response::Parts, chunked: bool) -> Vec<u8> {
    let mut head = Vec::with_capacity(1024);
    head.extend_from_slice(if chunked { b"HTTP/1.1 " } else { b"HTTP/1.0 " });
    head.extend_from_slice(parts.status.as_str().as_bytes());
    head.push(b' ');
    head.extend_from_slice(parts.status.canonical_reason().unwrap_or_default().as_bytes());
    let mut line = |name: &HeaderName, value: &[u8]| {
        head.extend_from_slice(b"\r\n");
        head.extend_from_slice(name.as_str().as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value);
    };
    for (name, value) in &parts.headers {
        line(name, value.as_bytes());
    }
    if chunked {
        line(&axum::http::header::TRANSFER_ENCODING, b"chunked");
    }
    line(&axum::http::header::CONNECTION, b"close");
    line(&axum::http::header::DATE, httpdate::fmt_http_date(now()).as_bytes());
    head.extend_from_slice(b"\r\n\r\n");
    head
}

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(Millis::now().0.unsigned_abs())
}

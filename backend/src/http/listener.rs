//! Accepting connections. Most of them become streams, which are read from once and written to now and then:
//! these leave hyper as soon as it has read what they ask ([`super::streaming`]).

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::extract::Request;
use axum::http::Method;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

use super::streaming::{Exit, Socket, Stream};

/// hyper refuses less.
const BUFFER_BYTES: usize = 8 * 1024;
/// How long the head of a request may take to arrive.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// The accept loop and its connections.
pub struct Accepting {
    address: SocketAddr,
    stop: CancellationToken,
    connections: TaskTracker,
}

/// Serves a router on a listener.
///
/// # Errors
/// When the listener has no address.
pub fn accept(listener: TcpListener, router: Router) -> io::Result<Accepting> {
    let address = listener.local_addr()?;
    let (stop, connections) = (CancellationToken::new(), TaskTracker::new());
    let (stopped, tracker) = (stop.clone(), connections.clone());
    tokio::spawn(async move {
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = stopped.cancelled() => return,
            };
            match accepted {
                Ok((socket, peer)) => {
                    let (router, stopped, streams) = (router.clone(), stopped.clone(), tracker.clone());
                    drop(tracker.spawn(async move {
                        if let Some(stream) = serve(socket, peer, router, stopped).await {
                            // A task of its own, of its own size: this one was made for a whole connection.
                            drop(streams.spawn(stream.run()));
                        }
                    }));
                }
                Err(error) => {
                    // Out of file descriptors, most likely: those who leave free some.
                    tracing::warn!("accept: {error}");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
    });
    Ok(Accepting { address, stop, connections })
}

/// Serves a connection until it ends, or until it is asked for a stream: that is handed back.
async fn serve(
    socket: TcpStream,
    peer: SocketAddr,
    router: Router,
    stop: CancellationToken,
) -> Option<Stream> {
    // Events are small and must not wait for each other.
    let _ = socket.set_nodelay(true);
    let socket = Socket::new(socket);
    let (exit, mut leaving) = Exit::of(&socket);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        answer(router.clone(), request.map(axum::body::Body::new), exit.clone())
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(BUFFER_BYTES)
        .serve_connection(TokioIo::new(socket), service);
    let mut stopping = false;
    let ended = loop {
        tokio::select! {
            ended = &mut connection => break ended,
            Some(leaving) = leaving.recv() => {
                return Some(Stream::new(connection.into_parts().io.into_inner(), leaving));
            }
            () = stop.cancelled(), if !stopping => {
                stopping = true;
                std::pin::Pin::new(&mut connection).graceful_shutdown();
            }
        }
    };
    if let Err(error) = ended {
        tracing::trace!("connection of {peer}: {error}");
    }
    None
}

async fn answer(router: Router, request: Request, exit: Exit) -> Result<Response, Infallible> {
    let (method, version) = (request.method().clone(), request.version());
    let response = router.oneshot(request).await?;
    // What is asked with HEAD has no body, whatever its answer says.
    Ok(if method == Method::HEAD { response } else { exit.pass(response, version).await })
}

impl Accepting {
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Takes no more connections and waits for those there are, for a while.
    pub async fn finish(self, patience: Duration) {
        self.stop.cancel();
        self.connections.close();
        if tokio::time::timeout(patience, self.connections.wait()).await.is_err() {
            tracing::warn!(connections = self.connections.len(), "closed while still open");
        }
    }
}

//! Accepting connections with buffers as small as hyper allows: most connections here are streams that
//! are read from once and written to now and then.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::extract::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

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
                    let connection = serve(socket, peer, router.clone(), stopped.clone());
                    drop(tracker.spawn(connection));
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

async fn serve(socket: TcpStream, peer: SocketAddr, router: Router, stop: CancellationToken) {
    // Events are small and must not wait for each other.
    let _ = socket.set_nodelay(true);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        answer(router.clone(), request.map(axum::body::Body::new))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(BUFFER_BYTES)
        .serve_connection(TokioIo::new(socket), service);
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::trace!("connection of {peer}: {error}");
    }
}

async fn answer(router: Router, request: Request) -> Result<Response, Infallible> {
    router.oneshot(request).await
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

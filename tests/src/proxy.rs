//! The network between two ends: it can be cut, and it can hold everything back.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What the network does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    Fine,
    /// Connections stay, nothing comes through in either direction until it is fine again.
    Held,
    /// Event streams begin and then nothing comes of them: a scanner waits for their end. All else comes through.
    Scanned,
    /// Connections break, new ones too.
    Cut,
}

/// In the head of an answer that is an event stream.
const STREAM: &[u8] = b"content-type: text/event-stream";

/// A TCP proxy; its connections end with it.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    weather: watch::Sender<Weather>,
    target: watch::Sender<SocketAddr>,
    task: JoinHandle<()>,
}

impl Proxy {
    /// # Panics
    /// When there is no port for it.
    pub async fn to(target: SocketAddr) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("its address");
        let (weather, target) = (watch::Sender::new(Weather::Fine), watch::Sender::new(target));
        let task = tokio::spawn(accept(listener, weather.subscribe(), target.subscribe()));
        Self { address, weather, target, task }
    }

    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn becomes(&self, weather: Weather) {
        self.weather.send_replace(weather);
    }

    /// Breaks all connections; new ones are let through at once.
    pub fn cuts(&self) {
        self.becomes(Weather::Cut);
        self.becomes(Weather::Fine);
    }

    /// New connections lead elsewhere.
    pub fn leads_to(&self, target: SocketAddr) {
        self.target.send_replace(target);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.becomes(Weather::Cut);
        self.task.abort();
    }
}

async fn accept(
    listener: TcpListener,
    weather: watch::Receiver<Weather>,
    target: watch::Receiver<SocketAddr>,
) {
    while let Ok((near, _)) = listener.accept().await {
        let weather = weather.clone();
        let target = *target.borrow();
        tokio::spawn(async move {
            if *weather.borrow() == Weather::Cut {
                return;
            }
            let Ok(far) = TcpStream::connect(target).await else { return };
            let ((near_read, near_write), (far_read, far_write)) = (near.into_split(), far.into_split());
            let mut cut = weather.clone();
            cut.mark_unchanged();
            tokio::select! {
                // One that was cut and mended at once is seen as changed, too.
                () = is_cut(&mut cut) => {}
                () = async { tokio::join!(
                    carry(near_read, far_write, weather.clone()),
                    carry(far_read, near_write, weather.clone()),
                ); } => {}
            }
        });
    }
}

/// Waits for a change of weather that breaks connections: to a cut, or back to fine after one that was too
/// short to be seen.
async fn is_cut(weather: &mut watch::Receiver<Weather>) {
    let mut before = *weather.borrow_and_update();
    while weather.changed().await.is_ok() {
        let now = *weather.borrow_and_update();
        if now == Weather::Cut || (before == Weather::Fine && now == Weather::Fine) {
            return;
        }
        before = now;
    }
}

async fn carry(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut weather: watch::Receiver<Weather>) {
    let mut buffer = vec![0; 16 * 1024];
    let mut is_stream = false;
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        is_stream |= buffer[..length].windows(STREAM.len()).any(|words| words.eq_ignore_ascii_case(STREAM));
        let passes = |weather: &Weather| match weather {
            Weather::Held => false,
            Weather::Scanned => !is_stream,
            Weather::Fine | Weather::Cut => true,
        };
        if weather.wait_for(passes).await.is_err() || to.write_all(&buffer[..length]).await.is_err() {
            return;
        }
    }
}

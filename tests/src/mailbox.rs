//! A server that takes mail (RFC 5321) and everyone's mailbox behind it, on this computer.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::net::tcp::OwnedReadHalf;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use crate::patience::in_time;

/// A mail that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub to: String,
    /// Header and text, with single line ends, as it was sent.
    pub whole: String,
}

impl Mail {
    /// The value of a header, unfolded.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.whole.split("\n\n").next().unwrap_or_default().replace("\n ", " ");
        let begin = format!("{}:", name.to_lowercase());
        let line = head.lines().find(|line| line.to_lowercase().starts_with(&begin))?;
        Some(line[begin.len()..].trim().to_owned())
    }

    /// The plain text.
    ///
    /// # Panics
    /// When the mail has none.
    #[must_use]
    pub fn text(&self) -> String {
        self.part("text/plain").expect("a text")
    }

    /// The page.
    ///
    /// # Panics
    /// When the mail has none.
    #[must_use]
    pub fn html(&self) -> String {
        self.part("text/html").expect("a page")
    }

    /// A part by its kind (RFC 2046 §5.1), without its transfer encoding.
    fn part(&self, kind: &str) -> Option<String> {
        let content = self.header("Content-Type")?;
        let boundary = content.split("boundary=\"").nth(1)?.split('"').next()?;
        self.whole.split(&format!("--{boundary}")).skip(1).find_map(|part| {
            let (head, body) = part.trim_start().split_once("\n\n")?;
            let head = head.to_lowercase();
            let is_quoted = head.contains("content-transfer-encoding: quoted-printable");
            head.contains(kind).then(|| if is_quoted { unquoted(body) } else { body.to_owned() })
        })
    }
}

/// Quoted-printable (RFC 2045 §6.7).
fn unquoted(text: &str) -> String {
    let joined = text.replace("=\n", "");
    let (mut bytes, mut rest) = (Vec::new(), joined.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'=').then(|| after.get(..2)).flatten();
        let code = code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What the server does with the mails that come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Takes,
    /// Says that this is no time.
    Refuses,
    /// Takes it and never says so.
    SaysNothing,
}

#[derive(Debug)]
pub struct Mailbox {
    address: SocketAddr,
    arrived: mpsc::UnboundedReceiver<Mail>,
    mood: Arc<Mutex<Mood>>,
    refused: Arc<AtomicUsize>,
}

impl Mailbox {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("its address");
        let (take, arrived) = mpsc::unbounded_channel();
        let (mood, refused) = (Arc::new(Mutex::new(Mood::Takes)), Arc::new(AtomicUsize::new(0)));
        let counter = Counter { take, mood: mood.clone(), refused: refused.clone() };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let counter = counter.clone();
                tokio::spawn(async move { counter.serve(stream).await });
            }
        });
        Self { address, arrived, mood, refused }
    }

    /// As the gateway's settings name it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// # Panics
    /// When the server broke.
    pub fn feels(&self, mood: Mood) {
        *self.mood.lock().expect("no panic") = mood;
    }

    /// How many mails it refused.
    #[must_use]
    pub fn refused(&self) -> usize {
        self.refused.load(Ordering::Relaxed)
    }

    /// The next mail.
    pub async fn takes(&mut self) -> Mail {
        in_time("a mail", self.arrived.recv()).await.expect("the server runs")
    }

    /// Whether no mail lies here.
    pub fn is_empty(&mut self) -> bool {
        self.arrived.try_recv().is_err()
    }
}

/// Where mail is handed in.
#[derive(Clone)]
struct Counter {
    take: mpsc::UnboundedSender<Mail>,
    mood: Arc<Mutex<Mood>>,
    refused: Arc<AtomicUsize>,
}

impl Counter {
    /// One connection, until it ends.
    async fn serve(&self, stream: TcpStream) -> Option<()> {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 test\r\n").await.ok()?;
        let mut to = String::new();
        while let Some(line) = lines.next_line().await.ok()? {
            let word = line.split([':', ' ']).next().unwrap_or_default().to_uppercase();
            let answer = match word.as_str() {
                "RCPT" => {
                    to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    "250 yes"
                }
                "DATA" => {
                    write.write_all(b"354 go on\r\n").await.ok()?;
                    let whole = content(&mut lines).await?;
                    let mood = *self.mood.lock().ok()?;
                    if mood == Mood::Refuses {
                        self.refused.fetch_add(1, Ordering::Relaxed);
                        "451 not now"
                    } else {
                        self.take.send(Mail { to: to.clone(), whole }).ok()?;
                        if mood == Mood::SaysNothing {
                            std::future::pending::<()>().await;
                        }
                        "250 taken"
                    }
                }
                "QUIT" => "221 bye",
                _ => "250 yes",
            };
            write.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
        }
        Some(())
    }
}

/// Up to the line with nothing but a dot (RFC 5321 §4.5.2).
async fn content(lines: &mut Lines<BufReader<OwnedReadHalf>>) -> Option<String> {
    let mut whole = String::new();
    loop {
        let line = lines.next_line().await.ok()??;
        if line == "." {
            return Some(whole);
        }
        whole.push_str(line.strip_prefix('.').unwrap_or(&line));
        whole.push('\n');
    }
}

//! People who talk: to a schedule, whatever the server does, or as fast as they are answered.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use natter_protocol::command::PostMessage;
use natter_protocol::{MessageId, Millis, RoomId};
use natter_tests::http::Error;
use tokio::sync::Mutex;
use tokio::task::JoinSet;

use crate::connection::Connection;
use crate::people::Person;
use crate::verdict::Said;

/// What is said: about as long as people's messages are.
pub const TEXT: &str =
    "Shall we look at the figures tomorrow at ten, before the others come? I have them ready.";

fn message() -> PostMessage {
    let id = MessageId::from_parts(Millis::now(), rand::random());
    PostMessage {
        id,
        text: TEXT.to_owned(),
        thread: None,
        attachments: Vec::new(),
        broadcast: false,
        poll: None,
    }
}

/// A person with a connection to speak on.
#[derive(Clone)]
pub struct Mouth {
    token: Arc<str>,
    connection: Arc<Mutex<Connection>>,
}

impl Mouth {
    /// # Errors
    /// When the server takes no connection.
    pub async fn open(address: SocketAddr, person: &Person) -> Result<Self, Error> {
        let connection = Arc::new(Mutex::new(Connection::open(address).await?));
        Ok(Self { token: person.token.as_str().into(), connection })
    }

    async fn say(self, room: RoomId, began: Instant) -> Said {
        let message = message();
        let mut connection = self.connection.lock().await;
        let at = began.elapsed();
        let answer = connection.say(&self.token, room, &message).await;
        let acked = match answer {
            Ok(Ok(said)) => Some((began.elapsed(), said.seq)),
            Ok(Err(_)) | Err(_) => None,
        };
        Said { id: message.id, at, acked }
    }
}

/// So many messages a second for a while, the people taking turns. The schedule does not wait for answers.
/// Answers what was said, and by how much a message was late at most.
pub async fn talk(
    mouths: &[Mouth],
    room: RoomId,
    rate: usize,
    time: Duration,
    began: Instant,
) -> (Vec<Said>, Duration) {
    let mut saying = JoinSet::new();
    let (first, mut late) = (Instant::now(), Duration::ZERO);
    let pause = Duration::from_secs(1) / u32::try_from(rate).unwrap_or(u32::MAX).max(1);
    let mut clock = tokio::time::interval_at(first.into(), pause);
    let count = rate * usize::try_from(time.as_secs()).unwrap_or(0);
    for mouth in mouths.iter().cycle().take(count) {
        let due = clock.tick().await;
        late = late.max(Instant::now().saturating_duration_since(due.into_std()));
        saying.spawn(mouth.clone().say(room, began));
    }
    (saying.join_all().await, late)
}

/// What a number of connections reached, each saying the next as soon as the last was acknowledged.
pub struct Chatter {
    pub said: Vec<Said>,
    pub took: Duration,
    pub refused: usize,
}

/// Everyone speaks in a room of his own from `rooms`, by his number.
///
/// # Errors
/// When the server takes no connection.
pub async fn chatter(
    address: SocketAddr,
    people: &[Person],
    rooms: &[RoomId],
    connections: usize,
    time: Duration,
) -> Result<Chatter, Error> {
    let mut mouths = Vec::with_capacity(people.len());
    let shared: Vec<_> = {
        let mut open = Vec::new();
        for _ in 0..connections {
            open.push(Arc::new(Mutex::new(Connection::open(address).await?)));
        }
        open
    };
    // More connections than people, or the other way round: people take turns at each connection.
    for number in 0..people.len().max(connections) {
        let (who, line) = (number % people.len(), number % connections);
        let token: Arc<str> = people[who].token.as_str().into();
        mouths.push((line, Mouth { token, connection: shared[line].clone() }, rooms[who % rooms.len()]));
    }
    let (began, refused) = (Instant::now(), Arc::new(AtomicUsize::new(0)));
    let mut speaking = JoinSet::new();
    for line in 0..connections {
        let turns: Vec<_> =
            mouths.iter().filter(|(at, ..)| *at == line).map(|(_, m, r)| (m.clone(), *r)).collect();
        let refused = refused.clone();
        speaking.spawn(async move {
            let mut said = Vec::new();
            for (mouth, room) in turns.iter().cycle() {
                if began.elapsed() >= time {
                    break;
                }
                let one = mouth.clone().say(*room, began).await;
                if one.acked.is_none() {
                    refused.fetch_add(1, Ordering::Relaxed);
                    // A server in trouble is not to be flooded with what it refuses.
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                said.push(one);
            }
            said
        });
    }
    let said = speaking.join_all().await.concat();
    Ok(Chatter { said, took: began.elapsed(), refused: refused.load(Ordering::Relaxed) })
}

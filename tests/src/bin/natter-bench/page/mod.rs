//! What a person waits for in a browser: a real Chromium, measured by its own performance API.

mod echo;
mod first_load;
mod scrolling;
mod soak;
mod switching;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use natter_protocol::command::{MarkRead, PostMessage};
use natter_protocol::{MessageId, Millis, RoomId, Seq, routes};
use natter_tests::browser::Browser;
use natter_tests::http::Error;
use natter_tests::{Call, Gateway};
use tokio::sync::Mutex;
use tokio::task::JoinSet;

use crate::connection::Connection;
use crate::figures::Figures;
use crate::options::{Options, Part};
use crate::people::{self, Person};
use crate::percentiles::Percentiles;

/// Connections that fill a room at the same time.
const FILLING: usize = 64;
/// Before what was refused for its haste is said again.
const PAUSE: Duration = Duration::from_millis(200);

/// # Errors
/// When the server does not answer.
pub async fn measure(
    gateway: &Gateway,
    people: &[Person],
    options: &Options,
    figures: &mut Figures,
) -> Result<(), Error> {
    let address = gateway.address();
    let members: Vec<_> = people.iter().take(20).collect();
    let room = people::gather(address, "long talk", &members).await?;
    eprintln!("▸ {} messages in a room", options.messages);
    let seq = fill(address, &members, room, options.messages).await?;
    // Whoever has something unread arrives at its beginning, and not at the end.
    let read = Call::new("PUT", routes::read(room)).bearer(&people[0].token).json(&MarkRead { seq });
    let _ = read.send(address).await?.is(204);
    let browser = Browser::open(&format!("http://{address}/")).await;
    browser.types("username", &people::name(0)).await;
    browser.types("password", people::PASSWORD).await;
    browser.clicks("submit").await;
    browser.sees("composer").await;
    browser.goes_to(&format!("/r/{room}")).await;
    browser.sees("composer").await;
    if options.measures(Part::Page) {
        first_load::measure(&browser, room, figures).await?;
        echo::measure(&browser, figures).await?;
        scrolling::measure(&browser, figures).await?;
    }
    if options.measures(Part::Switcher) {
        eprintln!("▸ {} rooms and people", options.directory);
        switching::measure(&browser, address, people, room, options.directory, figures).await?;
    }
    if options.soak > 0 && options.measures(Part::Soak) {
        eprintln!("▸ {} messages a second for {} minutes", soak::RATE, options.soak);
        browser.goes_to(&format!("/r/{room}")).await;
        browser.sees("composer").await;
        soak::measure(&browser, address, &members, room, options.soak, figures).await?;
    }
    Ok(())
}

/// So many messages of many kinds by turns; answers the place of the last.
async fn fill(address: SocketAddr, members: &[&Person], room: RoomId, count: usize) -> Result<Seq, Error> {
    let next = Arc::new(Mutex::new(0..count));
    let mut filling = JoinSet::new();
    for line in 0..FILLING {
        let token = members[line % members.len()].token.clone();
        let mut connection = Connection::open(address).await?;
        let next = next.clone();
        filling.spawn(async move {
            let mut last = 0;
            while let Some(number) = { next.lock().await.next() } {
                let message = message(number);
                loop {
                    let answer = connection.say(&token, room, &message).await;
                    match answer.map_err(|error| error.to_string())? {
                        Ok(said) => {
                            last = said.seq;
                            break;
                        }
                        // Nobody types that fast.
                        Err(429) => tokio::time::sleep(PAUSE).await,
                        Err(status) => return Err(format!("message {number} was answered with {status}")),
                    }
                }
            }
            Ok(last)
        });
    }
    let mut last = 0;
    for filled in filling.join_all().await {
        last = last.max(filled?);
    }
    Ok(last)
}

/// What people write: mostly a line or two, at times a list, a quotation, or code.
fn message(number: usize) -> PostMessage {
    let text = match number % 10 {
        0 => format!("**Number {number}** is ready, see `release/{number}` and https://example.org/{number}"),
        3 => "Three things:\n- the figures of May\n- the *new* plan\n- who goes where".to_owned(),
        5 => format!("> shall we?\n\nYes, at ten. I have {number} of them ready, and the others come later."),
        7 => format!("```rust\nfn answer(of: u64) -> u64 {{\n    of * {number} // as agreed\n}}\n```"),
        8 => "👍".to_owned(),
        _ => format!("{number}: {}", crate::speaking::TEXT.repeat(1 + number % 3)),
    };
    let id = MessageId::from_parts(Millis::now(), rand::random());
    PostMessage { id, text, thread: None, attachments: Vec::new(), broadcast: false, poll: None }
}

/// A distribution that a browser measured in milliseconds.
fn percentiles(milliseconds: &[f64]) -> Percentiles {
    Percentiles::of(milliseconds.iter().map(|ms| Duration::from_secs_f64(ms.max(0.0) / 1e3)))
}

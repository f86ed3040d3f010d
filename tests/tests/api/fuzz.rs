//! Whatever comes, no answer is a fault of the server's, and it goes on serving.

use natter_protocol::{Code, routes};
use natter_tests::{Call, Dice, Gateway};
use serde_json::{Value, json};

use super::bad_input::with_bodies;

const CALLS: usize = 1_200;

#[tokio::test]
async fn random_bodies_never_break_the_server() {
    let mut dice = Dice::new();
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let said = ana.posts(ana.general().await, "hello").await;
    let targets = with_bodies(&ana, &said);
    for _ in 0..CALLS {
        let (method, path, good) = dice.pick(&targets).clone();
        let body = match dice.below(4) {
            0 => {
                let length = dice.below(200);
                dice.bytes(length)
            }
            1 => any_json(&mut dice, 4).to_string().into_bytes(),
            2 => mutated(&mut dice, good).to_string().into_bytes(),
            _ => cut_or_flipped(&mut dice, &good.to_string()),
        };
        let text = String::from_utf8_lossy(&body).into_owned();
        let call = ana.call(method, &path).header("content-type", "application/json").body(body);
        let answer = ana.tries(call).await.unwrap_or_else(|error| panic!("{method} {path} {text}: {error}"));
        assert!(answer.status < 500, "{method} {path} {text}: {answer:?}");
        if answer.status >= 400 {
            let code = answer.problem().code;
            assert_ne!(code, Code::Unknown, "{method} {path} {text}");
            // A wrong password too often, registrations too often: also an answer.
        }
    }
    let log = server.log();
    assert!(!log.contains("panicked") && !log.contains("a request failed"), "{log}");
    ana.posts(said.room, "still here").await;
    ana.sees("still here").await;
    ana.sees_what_a_snapshot_shows().await;
}

#[tokio::test]
async fn random_addresses_never_break_the_server() {
    let mut dice = Dice::new();
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let said = ana.posts(ana.general().await, "hello").await;
    let parts = [
        "api",
        "v1",
        "rooms",
        "messages",
        "members",
        "events",
        "poll",
        "sync",
        "users",
        "invites",
        "sessions",
        "reactions",
        "..",
        "%2e%2e",
        "%00",
        "%ff",
        "%F0%9F%91%8D",
        "",
        "index.html",
        "me",
        "read",
        "x",
        &said.room.to_string(),
        &said.id.to_string(),
        &ana.id.to_string(),
    ]
    .map(str::to_owned);
    let queries =
        ["", "?", "?limit=1", "?q=%", "?cursor=%ff", "?before=1&before=2", "?wait=0", "?ids=,", "?%3f=%"];
    for _ in 0..CALLS / 2 {
        let mut path = String::from(if dice.one_in(3) { "" } else { "/api/v1" });
        for _ in 0..=dice.below(6) {
            path.push('/');
            path.push_str(dice.pick(&parts).as_str());
        }
        let query = *dice.pick(&queries);
        path.push_str(query);
        let method = *dice.pick(&["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]);
        let call = Call::new(method, &path).bearer(&ana.token);
        let opened = natter_tests::in_time(&path, call.open(server.address())).await;
        let status = opened.unwrap_or_else(|error| panic!("{method} {path}: {error}")).status();
        assert!(!status.is_server_error(), "{method} {path}: {status}");
    }
    assert!(!server.log().contains("panicked"), "{}", server.log());
    let _ = ana.get(routes::ME).await.is(200);
    ana.posts(said.room, "still here").await;
    ana.sees("still here").await;
}

fn any_json(dice: &mut Dice, depth: usize) -> Value {
    match dice.below(if depth == 0 { 6 } else { 8 }) {
        0 => Value::Null,
        1 => json!(dice.one_in(2)),
        2 => json!(*dice.pick(&[0_i64, -1, 1, i64::MAX, i64::MIN, 255, 65_536])),
        3 => json!(*dice.pick(&[0.5, -1e300, 1e-300, 1e19])),
        4 => json!(any_text(dice)),
        5 => json!(natter_tests::person::new_message_id()),
        6 => (0..dice.below(4)).map(|_| any_json(dice, depth - 1)).collect(),
        _ => Value::Object((0..dice.below(4)).map(|_| (any_text(dice), any_json(dice, depth - 1))).collect()),
    }
}

fn any_text(dice: &mut Dice) -> String {
    let letters = [
        "a",
        "ä",
        "👩‍🚀",
        "\0",
        "\n",
        "\u{202e}",
        "\u{200d}",
        "@ana",
        "'",
        "\"",
        "\\",
        "$1",
        "%",
        " ",
        "\u{fffd}",
    ];
    let length = *dice.pick(&[0, 1, 3, 10, 300]);
    (0..length).map(|_| *dice.pick(&letters)).collect()
}

/// A good body with one field replaced, or one more.
fn mutated(dice: &mut Dice, mut good: Value) -> Value {
    let fields = good.as_object_mut().expect("an object");
    let names: Vec<String> = fields.keys().cloned().collect();
    let name = if dice.one_in(5) { any_text(dice) } else { dice.pick(&names).clone() };
    let value = any_json(dice, 2);
    fields.insert(name, value);
    good
}

fn cut_or_flipped(dice: &mut Dice, good: &str) -> Vec<u8> {
    let mut bytes = good.as_bytes().to_vec();
    let at = dice.below(bytes.len());
    if dice.one_in(2) {
        bytes.truncate(at);
    } else {
        bytes[at] ^= 1 << dice.below(8);
    }
    bytes
}

//! What is wrong is refused with its code, in one form, and nothing else happens.

use natter_protocol::command::CreateRoom;
use natter_protocol::{Code, Cursor, Position, RoomKind, limits, routes};
use natter_tests::person::{PASSWORD, new_message_id};
use natter_tests::{Call, Gateway, Person};
use serde_json::json;

/// A server with an owner and a message.
pub async fn server() -> (Gateway, Person, natter_protocol::Message) {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let said = ana.posts(ana.general().await, "hello").await;
    (server, ana, said)
}

/// Everything that takes a body, with one that it takes.
pub fn with_bodies(
    ana: &Person,
    said: &natter_protocol::Message,
) -> Vec<(&'static str, String, serde_json::Value)> {
    let (room, message) = (said.room, said.id);
    vec![
        ("POST", routes::REGISTER.into(), json!({"username": "bo", "password": PASSWORD})),
        ("POST", routes::LOGIN.into(), json!({"username": "ana", "password": "wrong horse battery"})),
        ("PATCH", routes::ME.into(), json!({"display_name": "Ana"})),
        (
            "PUT",
            routes::MY_PASSWORD.into(),
            json!({"current": "wrong horse battery", "new": "staple staple"}),
        ),
        ("PUT", routes::MY_PRESENCE.into(), json!({"presence": "online"})),
        ("PUT", routes::MY_STATUS.into(), json!({"emoji": "🍲", "text": "Lunch"})),
        ("PUT", routes::MY_DND.into(), json!({"until": natter_protocol::Millis::now().plus_seconds(60)})),
        ("PUT", routes::MY_TOTP.into(), json!({"code": "123456"})),
        ("POST", routes::MY_TOTP_REMOVE.into(), json!({"password": "wrong horse battery"})),
        ("PATCH", routes::user(ana.id), json!({"role": "owner"})),
        ("PATCH", routes::SERVER.into(), json!({"name": "Natter"})),
        ("POST", routes::INVITES.into(), json!({"max_uses": 1, "expires_in_s": 60})),
        ("POST", routes::ROOMS.into(), json!({"kind": "public", "name": "tea", "topic": "cake"})),
        ("PATCH", routes::room(room), json!({"name": "general", "topic": "all"})),
        ("PUT", routes::member(room, ana.id), json!({"role": "owner"})),
        ("POST", routes::DIRECT.into(), json!({"user_ids": [ana.id]})),
        ("POST", routes::messages(room), json!({"id": new_message_id(), "text": "hi", "thread": message})),
        ("PATCH", routes::message(room, message), json!({"text": "hello"})),
        ("PUT", routes::read(room), json!({"seq": said.seq})),
        ("PUT", routes::thread_read(room, message), json!({"seq": said.seq})),
        ("PUT", routes::preferences(room), json!({"starred": true})),
        ("PUT", routes::draft(room), json!({"text": "half a", "at": 1})),
        (
            "POST",
            routes::SCHEDULED.into(),
            json!({"id": new_message_id(), "room": room, "text": "later", "at": natter_protocol::Millis::now().0 + 60_000}),
        ),
    ]
}

#[tokio::test]
async fn what_is_not_json_or_not_of_the_form_is_bad_json() {
    let (_server, ana, said) = server().await;
    for (method, path, good) in with_bodies(&ana, &said) {
        let first = good.as_object().and_then(|fields| fields.keys().next().cloned()).expect("a field");
        let mut wrong_type = good.clone();
        wrong_type[&first] = json!({"an": "object"});
        let mut bodies =
            vec![b"".to_vec(), b"{".to_vec(), b"null".to_vec(), b"[]".to_vec(), b"\"x\"".to_vec()];
        bodies.push([b"{\"", first.as_bytes(), b"\": \"\xff\xfe\"}"].concat());
        bodies.push(wrong_type.to_string().into_bytes());
        bodies.push(format!("{good}{good}").into_bytes());
        bodies.push("[".repeat(50_000).into_bytes());
        for body in bodies {
            let text = String::from_utf8_lossy(&body[..body.len().min(80)]).into_owned();
            let call = ana.call(method, &path).header("content-type", "application/json").body(body);
            let answer = ana.tries(call).await.expect("an answer");
            assert_eq!(answer.status, 400, "{method} {path} {text}: {answer:?}");
            answer.is_refused(Code::BadJson);
        }
    }
}

#[tokio::test]
async fn only_json_is_taken() {
    let (_server, ana, said) = server().await;
    for (method, path, good) in with_bodies(&ana, &said) {
        for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
            let call = ana.call(method, &path).header("content-type", kind).body(good.to_string());
            let answer = ana.tries(call).await.expect("an answer");
            assert_eq!(answer.problem().code, Code::UnsupportedMediaType, "{method} {path} {kind}");
        }
        let call = ana.call(method, &path).body(good.to_string());
        ana.tries(call).await.expect("an answer").is_refused(Code::UnsupportedMediaType);
    }
}

#[tokio::test]
async fn unknown_addresses_and_wrong_methods_are_problems_too() {
    let (server, ana, said) = server().await;
    for path in ["/api", "/api/", "/api/v1", "/api/v2/sync", "/api/v1/nothing", "/api/v1/rooms/x/y/z/%2e%2e"]
    {
        server.answers(Call::get(path)).await.is_refused(Code::NotFound);
        server.answers(Call::post(path)).await.is_refused(Code::NotFound);
    }
    for (method, path, allowed) in [
        ("DELETE", routes::SYNC.to_owned(), "GET"),
        ("PATCH", routes::REGISTER.to_owned(), "POST"),
        ("PUT", routes::messages(said.room), "POST"),
        ("GET", routes::typing(said.room), "POST"),
        ("TRACE", routes::ROOMS.to_owned(), "GET"),
        ("BREW", routes::EVENTS.to_owned(), "GET"),
    ] {
        let answer = ana.does(method, &path).await;
        assert_eq!(answer.problem().code, Code::MethodNotAllowed, "{method} {path}");
        let allow = answer.header("allow").unwrap_or_default();
        assert!(allow.split(',').any(|method| method.trim() == allowed), "{method} {path}: {allow:?}");
    }
}

#[tokio::test]
async fn unknown_ids_are_answered_like_ids_that_cannot_be() {
    let (_server, ana, said) = server().await;
    let unknown = new_message_id();
    for id in [&*unknown.to_string(), "x", "%00", "01ARZ3NDEKTSV4RRFFQ69G5FAVX", "8ZZZZZZZZZZZZZZZZZZZZZZZZZ"]
    {
        for (method, path, code) in [
            ("GET", format!("/api/v1/rooms/{id}"), Code::RoomNotFound),
            ("GET", format!("/api/v1/rooms/{id}/messages"), Code::RoomNotFound),
            ("POST", format!("/api/v1/rooms/{id}/join"), Code::RoomNotFound),
            ("DELETE", format!("/api/v1/rooms/{}/messages/{id}", said.room), Code::MessageNotFound),
            ("DELETE", format!("/api/v1/rooms/{}/members/{id}", said.room), Code::UserNotFound),
            ("DELETE", format!("/api/v1/sessions/{id}"), Code::NotFound),
            ("GET", format!("/api/v1/users/{id}"), Code::UserNotFound),
        ] {
            let answer = ana.does(method, &path).await;
            assert_eq!(answer.problem().code, code, "{method} {path}");
        }
    }
    for path in ["/api/v1/rooms/%ff", "/api/v1/users/%ff%fe", "/api/v1/invites/%c0%80"] {
        let answer = ana.get(path).await;
        assert!(matches!(answer.problem().status, 403 | 404), "not UTF-8: {path}");
    }
}

#[tokio::test]
async fn forged_tokens_and_cursors_are_told_apart_from_old_ones() {
    let (server, ana, _said) = server().await;
    for path in [routes::ME, routes::SYNC, routes::ROOMS] {
        for token in ["", "x", &"x".repeat(4_000), "../../etc/passwd", "ana"] {
            server.answers(Call::get(path).bearer(token)).await.is_refused(Code::Unauthenticated);
        }
        let answer = server.answers(Call::get(path).header("authorization", "Basic YW5hOmFuYQ==")).await;
        answer.is_refused(Code::Unauthenticated);
        assert!(answer.header("www-authenticate").is_some());
    }
    // A stream with a sign-in that does not hold is told to stop for good; one without asks to sign in.
    for path in [routes::EVENTS, routes::POLL] {
        let _ = server.answers(Call::get(path).bearer("x")).await.is(204);
        let _ = server.answers(Call::get(format!("{path}?ticket=x"))).await.is(204);
        server.answers(Call::get(path)).await.is_refused(Code::Unauthenticated);
        let good = ana.syncs().await.cursor;
        let cut = &good[..good.len() - 1];
        let long = "A".repeat(20_000);
        for cursor in ["x", "0", cut, &format!("{good}A"), "AAAA", &long[..7_000], "%F0%9F%91%8D", "a%00b"] {
            let answer = ana.get(format!("{path}?cursor={cursor}")).await;
            assert_eq!(answer.problem().code, Code::InvalidCursor, "{path} {cursor}");
        }
    }
    let answer = ana.tries(ana.call("GET", routes::EVENTS).header("last-event-id", "x")).await;
    answer.expect("an answer").is_refused(Code::InvalidCursor);
    // Well formed, far away: never an error.
    let far = Cursor { shards: vec![Position { epoch: u32::MAX, seq: u64::MAX }; 200] }.to_string();
    let _ = ana.get(format!("{}?cursor={far}", routes::POLL)).await.is(200);
    for query in ["wait=x", "wait=-1", "wait=99999999999"] {
        ana.get(format!("{}?{query}", routes::POLL)).await.is_refused(Code::InvalidQuery);
    }
}

#[tokio::test]
async fn another_sites_page_cannot_write_with_the_cookie() {
    let (server, ana, said) = server().await;
    let cookie = format!("natter_session={}", ana.token);
    let body = json!({"id": new_message_id(), "text": "forged"});
    let forged = |name, value| {
        Call::post(routes::messages(said.room)).header("cookie", &cookie).json(&body).header(name, value)
    };
    for (name, value) in
        [("origin", "https://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")]
    {
        server.answers(forged(name, value)).await.is_refused(Code::OriginMismatch);
    }
    let page = format!("http://{}", server.address());
    let _ = server.answers(forged("origin", &page)).await.is(201);
}

#[tokio::test]
async fn control_characters_and_lengths_are_checked_in_names_too() {
    let (_server, ana, said) = server().await;
    for name in ["", "a\0b", "a\nb", "a\u{202e}b", "#tea", &"x".repeat(limits::ROOM_NAME_CHARS + 1)] {
        let command = CreateRoom { kind: RoomKind::Public, name: name.into(), topic: None };
        let problem = ana.post(routes::ROOMS, &command).await.problem();
        assert_eq!((problem.code, problem.field.as_deref()), (Code::InvalidField, Some("name")), "{name:?}");
        let renamed = ana.patch(routes::room(said.room), &json!({"name": name})).await;
        assert_eq!(renamed.problem().field.as_deref(), Some("name"), "{name:?}");
    }
    for body in [json!({"topic": "x".repeat(limits::ROOM_TOPIC_CHARS + 1)}), json!({"topic": "a\u{7}b"})] {
        ana.patch(routes::room(said.room), &body).await.is_refused(Code::InvalidField);
    }
    ana.patch(routes::ME, &json!({"display_name": "a\u{200b}"})).await.is_refused(Code::InvalidField);
    ana.put(routes::read(said.room), &json!({"seq": u64::MAX})).await.is_refused(Code::InvalidField);
    ana.put(routes::read(said.room), &json!({"seq": said.seq + 1_000_000}))
        .await
        .is_refused(Code::InvalidField);
}

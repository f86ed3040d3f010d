//! The wire, frozen: each snapshot is what some client out there reads or writes. Add, never edit.

use natter_protocol::ballot::{Ballot, NewPoll, Poll, Vote};
use natter_protocol::command::{
    CreateRoom, EditMessage, Login, MarkRead, OpenDirect, PostMessage, PutMember, Register, SetPresence,
};
use natter_protocol::email::{MyEmail, Pace, Reader, SetEmail, UpdateEmail, VerifyEmail};
use natter_protocol::file::{RoomFile, RoomFileList};
use natter_protocol::message::{Pins, Version, Versions};
use natter_protocol::notifications::{
    Notifications, Push, PushKey, PushKeys, PushSubscription, QuietHours, Told,
};
use natter_protocol::read::{Read, from_str};
use natter_protocol::search::{Hit, Query, SearchAnswer, SearchPart, Span};
use natter_protocol::stream::Beat;
use natter_protocol::sync::HistoryPage;
use natter_protocol::thread::{FollowedThread, ThreadsPage};
use natter_protocol::{
    Attachment, Body, Bye, Change, Code, Event, FileId, Hello, Me, Message, MessageId, Millis, Notice, Own,
    Pinned, PollAnswer, Presence, Preview, Problem, Reaction, Reset, ResetReason, Room, RoomId, RoomKind,
    RoomPrefs, RoomRole, RoomSummary, ServerInfo, ServerRole, SessionId, SyncAnswer, ThreadMark, User,
    UserId,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

const AT: Millis = Millis(1_764_000_000_000);

fn golden<T: Serialize + DeserializeOwned + Read + PartialEq + std::fmt::Debug>(name: &str, value: &T) {
    insta::assert_json_snapshot!(name, value);
    let text = serde_json::to_string(value).expect("it is JSON");
    assert_eq!(&serde_json::from_str::<T>(&text).expect("it is read"), value, "{name} does not read back");
    assert_eq!(from_str::<T>(&text).as_ref(), Some(value), "{name} does not read back in the browser");
}

fn ana() -> User {
    User::new(UserId::from_parts(AT, 1), "ana", "Ana Duarte", ServerRole::Owner, AT)
}

fn room() -> Room {
    Room {
        id: RoomId::from_parts(AT, 2),
        kind: RoomKind::Public,
        name: "general".to_owned(),
        topic: "Everything".to_owned(),
        shard: 3,
        created_at: AT,
        created_by: ana().id,
        direct_users: Vec::new(),
        archived_at: None,
    }
}

fn message() -> Message {
    Message {
        mentions: vec![UserId::from_parts(AT, 9)],
        ..Message::plain(MessageId::from_parts(AT, 3), room().id, ana().id, "Good *morning* @bo", AT)
    }
}

fn picture() -> Attachment {
    Attachment {
        id: FileId::from_parts(AT, 11),
        name: "release draft.png".to_owned(),
        media_type: "image/png".to_owned(),
        size: 2_400_000,
        width: Some(2400),
        height: Some(1600),
        preview: Some(Preview { width: 720, height: 480 }),
        color: Some("#7a6ae0".to_owned()),
    }
}

#[test]
fn files() {
    golden("file-picture", &picture());
    let other = Attachment {
        name: "minutes.odt".to_owned(),
        media_type: "application/vnd.oasis.opendocument.text".to_owned(),
        width: None,
        height: None,
        preview: None,
        color: None,
        ..picture()
    };
    golden("file-other", &other);
    let (message, by) = (message().id, ana().id);
    let files = vec![RoomFile { file: other, message, seq: 105, by, at: AT }];
    golden("file-list", &RoomFileList { files, more: true });
    let (id, attachments) = (message, vec![picture().id]);
    let command =
        PostMessage { id, text: String::new(), thread: None, attachments, broadcast: false, poll: None };
    golden("command-message-with-attachments", &command);
}

fn event(name: &str, body: Body) {
    golden(&format!("event-{name}"), &Event::unplaced(Some(room().id), AT, body).placed(3, 105));
}

#[test]
fn polls() {
    let terms = NewPoll {
        options: vec!["Tuesday".to_owned(), "Thursday".to_owned()],
        multiple: true,
        anonymous: true,
        closes_at: Some(AT.plus_seconds(3600)),
    };
    let text = "When?".to_owned();
    let id = message().id;
    let (thread, attachments, poll) = (None, Vec::new(), Some(terms.clone()));
    golden("command-message-poll", &PostMessage { id, text, thread, attachments, broadcast: false, poll });
    let ballots = vec![Ballot { voter: "0011223344556677".to_owned(), choices: vec![0, 1] }];
    golden("vote", &ballots[0]);
    golden("command-vote", &Vote { choices: vec![0, 1] });
    let voted = Body::PollVoted { message_id: id, voter: ballots[0].voter.clone(), choices: vec![0, 1] };
    event("poll.voted", voted);
    event("poll.closed", Body::PollClosed { message_id: id, by: ana().id });
    let poll = Some(Poll { terms, closed_at: Some(AT), ballots });
    golden("message-poll", &Message { poll, ..message() });
}

#[test]
fn notices() {
    let user_id = UserId::from_parts(AT, 9);
    let (name, topic) = ("teapots".to_owned(), "All about pots".to_owned());
    let all = [
        Notice::Joined,
        Notice::Added { user_id },
        Notice::Left,
        Notice::Removed { user_id },
        Notice::Renamed { name },
        Notice::Topic { topic },
        Notice::Archived,
        Notice::Unarchived,
    ];
    let told = |notice| Message::notice(message().id, room().id, ana().id, notice, AT);
    golden("messages-notices", &all.map(told).to_vec());
    let later = r#"{"type":"painted","colour":"green"}"#;
    assert_eq!(from_str::<Notice>(later), Some(Notice::Unknown), "what a later version tells");
    assert_eq!(serde_json::from_str::<Notice>(later).expect("it is read"), Notice::Unknown);
}

#[test]
fn events() {
    let (message_id, user_id) = (message().id, ana().id);
    event("message.created", Body::MessageCreated { message: message(), followers: Vec::new() });
    let followers = vec![ana().id, UserId::from_parts(AT, 9)];
    let reply = Message { thread: Some(message_id), broadcast: true, ..message() };
    event("message.created-reply", Body::MessageCreated { message: reply, followers });
    let mentions = Vec::new();
    let attachments = vec![picture()];
    let message = Message { text: String::new(), attachments, ..message() };
    event("message.created-with-attachments", Body::MessageCreated { message, followers: Vec::new() });
    event("message.edited", Body::MessageEdited { message_id, text: "Good evening".to_owned(), mentions });
    let thread = None;
    event("message.deleted", Body::MessageDeleted { message_id, message_seq: 99, by: user_id, thread });
    let thread = Some(message_id);
    event("message.deleted-reply", Body::MessageDeleted { message_id, message_seq: 99, by: user_id, thread });
    event("message.pinned", Body::MessagePinned { message_id, by: user_id });
    event("message.unpinned", Body::MessageUnpinned { message_id, by: user_id });
    event("reaction.added", Body::ReactionAdded { message_id, user_id, emoji: "🦀".to_owned() });
    event("reaction.removed", Body::ReactionRemoved { message_id, user_id, emoji: "🦀".to_owned() });
    event("room.created", Body::RoomCreated { details: room() });
    event("room.updated", Body::RoomUpdated { details: room() });
    let (user, role, details) = (ana(), RoomRole::Moderator, room());
    event("member.joined", Body::MemberJoined { user, role, by: Some(user_id), details, member_count: 2 });
    event("member.changed", Body::MemberChanged { user_id, role });
    event("member.left", Body::MemberLeft { user_id, by: None, member_count: 1 });
    event("read.updated", Body::ReadUpdated { room_id: room().id, read_seq: 104 });
    let (room_id, thread) = (room().id, message_id);
    event("thread.read", Body::ThreadRead { room_id, thread, read_seq: 104 });
    event("session.revoked", Body::SessionRevoked { session_id: SessionId::from_parts(AT, 4) });
    event("user.created", Body::UserCreated { user: ana() });
    event("user.updated", Body::UserUpdated { user: ana() });
}

#[test]
fn fleeting_events_have_no_place() {
    let user_id = ana().id;
    golden("event-typing", &Event::unplaced(Some(room().id), AT, Body::Typing { user_id }));
    let body = Body::PresenceChanged { user_id, presence: Presence::Away };
    golden("event-presence", &Event::unplaced(None, AT, body));
}

#[test]
fn a_reader_skips_what_it_does_not_know() {
    let later = r#"{"type":"poll.opened","shard":1,"seq":7,"at":1,"question":{"text":"?"}}"#;
    let event: Event = serde_json::from_str(later).unwrap();
    assert_eq!((event.body, event.shard, event.seq), (Body::Unknown, Some(1), Some(7)));
    let more = r#"{"type":"typing","user_id":"00000000000000000000000001","room":null,"at":1,"new":[1]}"#;
    assert!(matches!(serde_json::from_str::<Event>(more).unwrap().body, Body::Typing { .. }));
    let problem = r#"{"type":"about:blank","title":"New","status":418,"code":"teapot","extra":1}"#;
    assert_eq!(serde_json::from_str::<Problem>(problem).unwrap().code, Code::Unknown);
    assert_eq!(serde_json::from_str::<ResetReason>(r#""moved""#).unwrap(), ResetReason::Other);
}

#[test]
fn frames() {
    let session = SessionId::from_parts(AT, 4);
    golden("stream-hello", &Hello { t: AT, session, transport: "sse".to_owned(), heartbeat_s: 15 });
    golden("stream-ping", &Beat { t: AT });
    golden("stream-reset", &Reset { cursor: "AQQ".to_owned(), reason: ResetReason::TooOld });
    golden("stream-bye", &Bye { retry_ms: 400 });
    let events = vec![Event::unplaced(None, AT, Body::UserUpdated { user: ana() }).placed(0, 7)];
    golden("poll", &PollAnswer { cursor: "AQQ".to_owned(), events, reset: None });
}

#[test]
fn commands() {
    let register = Register {
        username: "ana".to_owned(),
        password: "correct horse".to_owned(),
        display_name: Some("Ana".to_owned()),
        invite: Some("abc".to_owned()),
    };
    golden("command-register", &register);
    let login = Login { username: "ana".to_owned(), password: "correct horse".to_owned(), totp: None };
    golden("command-login", &login);
    let (name, topic) = ("general".to_owned(), None);
    golden("command-room", &CreateRoom { kind: RoomKind::Private, name, topic });
    golden("command-direct", &OpenDirect { user_ids: vec![ana().id] });
    golden("command-member", &PutMember { role: Some(RoomRole::Owner) });
    let (id, thread, attachments) = (message().id, Some(message().id), Vec::new());
    let post = PostMessage { id, text: "hi".to_owned(), thread, attachments, broadcast: false, poll: None };
    golden("command-message", &post);
    golden("command-message-broadcast", &PostMessage { broadcast: true, ..post });
    golden("command-edit", &EditMessage { text: "hi".to_owned() });
    golden("command-read", &MarkRead { seq: 105 });
    golden("command-presence", &SetPresence { presence: Presence::Away });
}

#[test]
fn answers() {
    let mut said = message();
    said.seq = 105;
    said.edited_at = Some(AT);
    said.thread = Some(said.id);
    said.reactions = vec![Reaction { emoji: "🦀".to_owned(), users: vec![ana().id] }];
    golden("message", &said);
    golden("page", &HistoryPage { messages: vec![said], as_of: 110, more_before: true, more_after: false });
    let server = ServerInfo {
        name: "Natter".to_owned(),
        version: "1.2.3".to_owned(),
        rules: natter_protocol::Rules::usual(natter_protocol::account::Registration::Invite),
        needs_owner: false,
    };
    let me = Me { user: ana(), shard: 1, session_id: SessionId::from_parts(AT, 4) };
    let summary = RoomSummary {
        room: room(),
        role: RoomRole::Owner,
        member_count: 2,
        read_seq: 100,
        last_seq: 105,
        last_at: Some(AT),
        unread: 2,
        mentions: 1,
        unread_seqs: vec![101, 105],
        mention_seqs: vec![105],
        prefs: RoomPrefs::default(),
    };
    let sync = SyncAnswer {
        server,
        me,
        rooms: vec![summary],
        users: vec![ana()],
        presence: [(ana().id, Presence::Online)].into(),
        notifications: Notifications::default(),
        own: Own::default(),
        cursor: "AQQ".to_owned(),
        as_of: vec![1, 2, 3, 110],
        threads: Vec::new(),
    };
    golden("sync", &sync);
    let mark = ThreadMark { room_id: room().id, thread: message().id, last_seq: 105, read_seq: 99 };
    golden("thread-mark", &mark);
    let mut root = message();
    root.apply(&Change::Replied { seq: 105, author: ana().id, at: AT });
    root.apply(&Change::Pinned(Pinned { at: AT, by: ana().id }));
    golden("message-root", &root);
    golden(
        "threads",
        &ThreadsPage {
            threads: vec![FollowedThread { mark, root: root.clone() }],
            next: Some("AQ".to_owned()),
        },
    );
    golden("pins", &Pins { messages: vec![root] });
    golden("versions", &Versions { versions: vec![Version { text: "frist".to_owned(), at: AT }] });
    golden("problem", &Problem::new(Code::TextTooLong).detail("17000 bytes").field("text"));
}

#[test]
fn email() {
    let address = Some("ana@example.org".to_owned());
    let (offered, pending) = (true, Some("ana@example.com".to_owned()));
    golden("email", &MyEmail { offered, address, pending, pace: Pace::Hourly, reader: None });
    golden("command-set-email", &SetEmail { address: "ana@example.org".to_owned(), reader: None });
    golden("command-verify-email", &VerifyEmail { code: "012345".to_owned() });
    golden("command-update-email", &UpdateEmail { pace: Some(Pace::Daily), reader: None });
    let reader =
        || Some(Reader { language: "de".into(), time_zone: "Europe/Berlin".into(), twelve_hours: false });
    golden("email-reader", &MyEmail { offered, reader: reader(), ..MyEmail::default() });
    golden("command-set-email-reader", &SetEmail { address: "ana@example.org".into(), reader: reader() });
    golden("command-update-email-reader", &UpdateEmail { pace: None, reader: reader() });
}

#[test]
fn notifications() {
    let settings = Notifications {
        told: Told::All,
        sound: false,
        quiet_hours: Some(QuietHours { from: 1320, to: 420, utc_offset: -300 }),
    };
    golden("notifications", &settings);
    assert_eq!(serde_json::from_str::<Notifications>("{}").unwrap(), Notifications::default());
    event("notifications.updated", Body::NotificationsUpdated { settings });
    golden("push-key", &PushKey { key: "BP4z".to_owned() });
    let keys = PushKeys { p256dh: "BCVx".to_owned(), auth: "BTBZ".to_owned() };
    golden("push-subscription", &PushSubscription { endpoint: "https://push.example/1".to_owned(), keys });
    let title = "Ana Duarte in #general".to_owned();
    golden("push", &Push { room: room().id, message: message().id, title, text: "Good morning".to_owned() });
}

#[test]
fn every_code_has_its_own_word_and_a_status_of_an_error() {
    let words: std::collections::BTreeSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(words.len(), Code::ALL.len());
    assert!(Code::ALL.iter().all(|code| (400..600).contains(&code.status())));
    let list: Vec<_> = Code::ALL.iter().map(|code| format!("{} {}", code.as_str(), code.status())).collect();
    insta::assert_json_snapshot!("codes", list);
}

#[test]
fn search() {
    let query: Query = "good from:@ana -has:link".parse().expect("a query");
    let hit = Hit { message: message(), highlights: vec![Span { from: 0, to: 4 }] };
    golden(
        "search",
        &SearchAnswer {
            query: query.parts.iter().map(SearchPart::from).collect(),
            hits: vec![hit],
            next: Some("3699376128000000".to_owned()),
            found: Some(17),
        },
    );
}

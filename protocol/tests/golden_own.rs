//! The wire, frozen: what belongs to one person. Add, never edit.

use natter_protocol::own::{
    MentionsPage, PutDraft, Reschedule, SavedMessage, SavedPage, SavedRef, Schedule, ScheduledKind,
    ScheduledState,
};
use natter_protocol::read::{Read, from_str};
use natter_protocol::{
    Body, Code, Draft, Event, FileId, MessageId, Millis, NotifyLevel, Own, RoomId, RoomPrefs, Scheduled,
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

fn room_id() -> RoomId {
    RoomId::from_parts(AT, 2)
}

fn message_id() -> MessageId {
    MessageId::from_parts(AT, 3)
}

fn draft() -> Draft {
    Draft { room_id: room_id(), thread: Some(message_id()), text: "half a".to_owned(), at: AT }
}

fn failed() -> Scheduled {
    Scheduled {
        id: message_id(),
        kind: ScheduledKind::Message,
        room_id: Some(room_id()),
        thread: None,
        about: None,
        text: "Good morning".to_owned(),
        attachments: Vec::new(),
        at: AT,
        state: ScheduledState::Failed,
        problem: Some(Code::RoomNotFound),
    }
}

#[test]
fn events() {
    let (room_id, message_id) = (room_id(), message_id());
    let event = |name: &str, body| {
        golden(&format!("event-{name}"), &Event::unplaced(None, AT, body).placed(1, 7));
    };
    let prefs =
        RoomPrefs { starred: true, muted: true, muted_until: Some(AT), level: Some(NotifyLevel::Nothing) };
    event("preferences.updated", Body::PreferencesUpdated { room_id, prefs });
    event("message.saved", Body::MessageSaved { room_id, message_id, saved_at: AT });
    event("message.unsaved", Body::MessageUnsaved { room_id, message_id });
    event("draft.updated", Body::DraftUpdated { draft: draft() });
    event("scheduled.updated", Body::ScheduledUpdated { item: failed() });
    event("scheduled.ended", Body::ScheduledEnded { id: message_id });
}

#[test]
fn commands() {
    golden("command-preferences", &RoomPrefs::default());
    golden("command-draft", &PutDraft { text: "half a".to_owned(), thread: None, at: AT });
    let schedule = Schedule {
        id: message_id(),
        kind: Some(ScheduledKind::Reminder),
        room: Some(room_id()),
        thread: None,
        about: Some(message_id()),
        text: "Look at this".to_owned(),
        attachments: Vec::new(),
        at: AT,
    };
    golden("command-schedule", &schedule);
    let file = FileId::from_parts(AT, 4);
    let with_files = Schedule { kind: None, about: None, attachments: vec![file], ..schedule };
    golden("command-schedule-files", &with_files);
    golden("command-reschedule", &Reschedule { text: None, at: Some(AT) });
}

#[test]
fn answers() {
    let saved = SavedRef { room_id: room_id(), message_id: message_id(), saved_at: AT };
    golden("own", &Own { saved: vec![saved], drafts: vec![draft()], scheduled: vec![failed()] });
    let page = SavedPage { saved: vec![SavedMessage { saved, message: None }], next: Some("1.A".to_owned()) };
    golden("saved", &page);
    golden("mentions", &MentionsPage { messages: Vec::new(), next: None });
}

//! The wire of profiles and administration, frozen: add, never edit.

use natter_protocol::account::Registration;
use natter_protocol::administration::{
    Account, AuditAction, AuditEntry, AuditPage, ManagedRoom, PasswordReset, PasswordResetInfo, ServerHealth,
    ShardHealth, UpdateUser,
};
use natter_protocol::bot::{
    Bot, BotList, BotToken, CreateBot, CreateToken, CreateWebhook, HookMessage, NewToken, NewWebhook, Webhook,
};
use natter_protocol::command::{Login, SetAvatar, SetDnd, SetStatus, UpdateMe};
use natter_protocol::emoji::{AddEmoji, CustomEmojiList};
use natter_protocol::read::{Read, from_str};
use natter_protocol::two_factor::{ConfirmTotp, RecoveryCodes, TotpSecret, TotpState};
use natter_protocol::{
    Body, CustomEmoji, Demand, Event, FileId, Millis, Policy, Right, Room, RoomId, RoomKind, ServerInfo,
    ServerRole, SessionId, Status, User, UserId, WebhookId,
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
    User {
        title: Some("Design".to_owned()),
        pronouns: Some("she/her".to_owned()),
        time_zone: Some("Europe/Lisbon".to_owned()),
        status: Some(Status {
            emoji: Some("🏡".to_owned()),
            text: Some("Working from home".to_owned()),
            expires_at: Some(AT.plus_seconds(3600)),
        }),
        dnd_until: Some(AT.plus_seconds(60)),
        ..User::new(UserId::from_parts(AT, 1), "ana", "Ana Duarte", ServerRole::Owner, AT)
    }
}

#[test]
fn people() {
    golden("user", &ana());
    golden("event-user.updated", &Event::unplaced(None, AT, Body::UserUpdated { user: ana() }).placed(0, 7));
    let status = SetStatus { emoji: Some("🏡".to_owned()), text: None, expires_at: Some(AT) };
    golden("command-status", &status);
    golden("command-dnd", &SetDnd { until: AT });
    golden("command-me", &UpdateMe { title: Some("Design".to_owned()), ..UpdateMe::default() });
}

#[test]
fn pictures_of_people() {
    let avatar = FileId::from_parts(AT, 11);
    golden("user-with-avatar", &User { avatar: Some(avatar), ..ana() });
    golden("command-avatar", &SetAvatar { file: avatar });
}

#[test]
fn a_status_ends_by_itself() {
    let end = AT.plus_seconds(3600);
    assert!(ana().status_at(AT).is_some() && ana().is_undisturbed_at(AT));
    assert!(ana().status_at(end).is_none() && !ana().is_undisturbed_at(end));
    assert_eq!(ana().next_change(AT), Some(AT.plus_seconds(60)));
    assert_eq!(ana().next_change(AT.plus_seconds(60)), Some(end));
    assert_eq!(ana().next_change(end), None);
}

#[test]
fn administration() {
    let renamed = Body::ServerUpdated { name: "Northwind".to_owned(), rules: None };
    golden("event-server.updated", &Event::unplaced(None, AT, renamed).placed(0, 8));
    golden("command-user", &UpdateUser { role: ServerRole::Admin });
    let account = Account { user: ana(), last_seen_at: Some(AT), sessions: 2, two_factor: true };
    golden("account", &account);
    let room = Room {
        id: RoomId::from_parts(AT, 2),
        kind: RoomKind::Private,
        name: "hiring".to_owned(),
        topic: String::new(),
        shard: 1,
        created_at: AT,
        created_by: ana().id,
        direct_users: Vec::new(),
        archived_at: Some(AT),
    };
    golden("managed-room", &ManagedRoom { room, member_count: 3 });
    let entry = AuditEntry {
        id: 12,
        at: AT,
        by: ana().id,
        action: AuditAction::RoleGiven,
        user: Some(ana().id),
        room: None,
        detail: Some("admin".to_owned()),
    };
    golden("audit", &AuditPage { entries: vec![entry], more: false });
    golden("password-reset", &PasswordReset { code: "abc".to_owned(), expires_at: AT });
    let (server_name, username) = ("Natter".to_owned(), "ana".to_owned());
    let display_name = "Ana Duarte".to_owned();
    golden("password-reset-info", &PasswordResetInfo { server_name, username, display_name });
    let health = ServerHealth {
        version: "1.2.3".to_owned(),
        started_at: AT,
        database: "sqlite".to_owned(),
        streams: 2,
        polls: 3,
        accounts: 4,
        messages: 5,
        dead_letters: 0,
        shards: vec![ShardHealth { read_seq: 9, written_seq: 8 }],
    };
    golden("health", &health);
}

#[test]
fn policy() {
    let mut policy = Policy::usual(Registration::Invite);
    golden("policy-usual", &policy);
    let renamed = Body::ServerUpdated { name: "Northwind".to_owned(), rules: Some(policy.rules.clone()) };
    golden("event-server.updated-usual-rules", &Event::unplaced(None, AT, renamed).placed(0, 8));
    policy.rules.admins_only = vec![Right::Invite, Right::CreatePublicRoom, Right::CreatePrivateRoom];
    policy.rules.password_chars = 14;
    policy.retention_days = Some(90);
    policy.two_factor = Demand::Admins;
    golden("policy", &policy);
    let renamed = Body::ServerUpdated { name: "Northwind".to_owned(), rules: Some(policy.rules.clone()) };
    golden("event-server.updated-rules", &Event::unplaced(None, AT, renamed).placed(0, 9));
    let (name, version) = ("Natter".to_owned(), "1.2.3".to_owned());
    golden("server-rules", &ServerInfo { name, version, rules: policy.rules, needs_owner: false });
}

#[test]
fn integrations() {
    let bot = User { bot: true, ..User::new(ana().id, "deploys", "Deploy Bot", ServerRole::Member, AT) };
    let token = BotToken {
        id: SessionId::from_parts(AT, 3),
        name: "CI".to_owned(),
        created_at: AT,
        last_seen_at: AT.plus_seconds(60),
    };
    let webhook = Webhook {
        id: WebhookId::from_parts(AT, 4),
        room_id: RoomId::from_parts(AT, 2),
        room_name: "builds".to_owned(),
        name: "Grafana".to_owned(),
        created_by: ana().id,
        created_at: AT,
        last_used_at: Some(AT),
    };
    golden("webhook-new", &NewWebhook { webhook: webhook.clone(), code: "abc".to_owned() });
    golden("bots", &BotList { bots: vec![Bot { user: bot, tokens: vec![token], webhooks: vec![webhook] }] });
    golden("token-new", &NewToken { id: SessionId::from_parts(AT, 3), token: "abc".to_owned() });
    let (username, title) = ("deploys".to_owned(), Some("Tells of deployments".to_owned()));
    golden("command-bot", &CreateBot { username, display_name: None, title });
    golden("command-token", &CreateToken { name: "CI".to_owned() });
    let (room_id, name) = (RoomId::from_parts(AT, 2), "Grafana".to_owned());
    golden("command-webhook", &CreateWebhook { room_id, name });
    golden("command-hook", &HookMessage { text: "Build 7 is green".to_owned(), id: None });
}

#[test]
fn emoji() {
    let emoji = CustomEmoji {
        name: "party-parrot".to_owned(),
        picture: FileId::from_parts(AT, 13),
        by: ana().id,
        at: AT,
    };
    let added = Body::EmojiAdded { emoji: emoji.clone() };
    golden("event-emoji.added", &Event::unplaced(None, AT, added).placed(0, 9));
    let removed = Body::EmojiRemoved { name: emoji.name.clone() };
    golden("event-emoji.removed", &Event::unplaced(None, AT, removed).placed(0, 10));
    golden("command-emoji", &AddEmoji { name: emoji.name.clone(), file: emoji.picture });
    golden("emoji", &CustomEmojiList { emoji: vec![emoji] });
}

#[test]
fn two_factor() {
    let totp = Some("287082".to_owned());
    golden(
        "command-login",
        &Login { username: "ana".to_owned(), password: "correct horse".to_owned(), totp },
    );
    golden("totp-state", &TotpState { enabled: true, recovery_left: 9 });
    let (secret, uri) = ("GEZDGNBV".to_owned(), "otpauth://totp/x".to_owned());
    golden("totp-secret", &TotpSecret { secret, uri, qr: vec!["10".to_owned(), "01".to_owned()] });
    golden("command-totp", &ConfirmTotp { code: "287082".to_owned() });
    golden("recovery-codes", &RecoveryCodes { codes: vec!["abcde-fghjk-mnpqr".to_owned()], token: None });
    let whole = RecoveryCodes { codes: Vec::new(), token: Some("abc".to_owned()) };
    golden("recovery-codes-of-a-whole-sign-in", &whole);
    assert_eq!(serde_json::from_str::<AuditAction>(r#""moved""#).expect("read"), AuditAction::Other);
}

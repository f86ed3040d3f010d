//! Where devices take pushes, and what waits to be pushed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use natter_protocol::file::{Attachment, names};
use natter_protocol::{Message, MessageId, Millis, RoomId, RoomKind, Seq, SessionId, UserId};
use sea_orm::{ConnectionTrait, DbErr};

use super::column::{self, Word as _};
use super::users::{placeholders, texts};
use super::{Store, sql};

/// What waits longer than this is no news.
const KEPT_SECONDS: i64 = 24 * 3600;

/// A push that may be made now, with what it needs.
#[derive(Debug, Clone)]
pub struct Due {
    /// The sign-in whose device it is for.
    pub subscription: SessionId,
    pub user: UserId,
    pub endpoint: String,
    pub p256dh: Vec<u8>,
    pub auth: Vec<u8>,
    pub attempts: i32,
    pub room: RoomId,
    pub kind: RoomKind,
    pub room_name: String,
    pub seq: Seq,
    pub message: MessageId,
    pub author: String,
    pub text: String,
    pub is_read: bool,
    /// The person does not want to be disturbed now, or not by this room; muted, only mentions count.
    pub is_undisturbed: bool,
}

impl Store {
    /// Takes a device's endpoint and keys. A sign-in has one, and an endpoint belongs to the last that named it.
    pub async fn subscribe_to_push(
        &self,
        (user, session): (UserId, SessionId),
        endpoint: &str,
        (p256dh, auth): (&str, &str),
    ) -> Result<(), DbErr> {
        let txn = self.transaction().await?;
        let others = "DELETE FROM push_subscriptions WHERE endpoint = $1 AND session_id <> $2";
        txn.execute_raw(sql(&txn, others, [endpoint.into(), session.to_string().into()])).await?;
        let upsert = "INSERT INTO push_subscriptions (session_id, user_id, endpoint, p256dh, auth, created_at) \
                      VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (session_id) DO UPDATE SET \
                      endpoint = excluded.endpoint, p256dh = excluded.p256dh, auth = excluded.auth";
        let values = [
            session.to_string().into(),
            user.to_string().into(),
            endpoint.into(),
            p256dh.into(),
            auth.into(),
            Millis::now().0.into(),
        ];
        txn.execute_raw(sql(&txn, upsert, values)).await?;
        txn.commit().await
    }

    /// Forgets a device, and what waits for it.
    pub async fn drop_subscription(&self, session: SessionId) -> Result<(), DbErr> {
        for delete in [
            "DELETE FROM push_subscriptions WHERE session_id = $1",
            "DELETE FROM push_queue WHERE session_id = $1",
        ] {
            self.write.execute_raw(sql(&self.write, delete, [session.to_string().into()])).await?;
        }
        Ok(())
    }

    /// What may be pushed at a time, the oldest first.
    pub async fn pushes_due(&self, now: Millis, limit: u64) -> Result<Vec<Due>, DbErr> {
        let select = "SELECT q.session_id, q.seq, q.attempts, s.user_id, s.endpoint, s.p256dh, s.auth, \
             r.id AS room_id, r.kind, r.name, m.id AS message_id, m.text, m.attachments, u.display_name AS author, \
             CASE WHEN d.read_seq >= q.seq THEN 1 ELSE 0 END AS is_read, \
             CASE WHEN p.dnd_until > $1 OR f.level = 'nothing' OR (f.muted \
             AND (f.muted_until IS NULL OR f.muted_until > $1) AND NOT EXISTS (SELECT 1 FROM mentions AS n \
             WHERE n.user_id = s.user_id AND n.room_id = q.room_id AND n.seq = q.seq)) \
             THEN 1 ELSE 0 END AS is_undisturbed \
             FROM push_queue AS q JOIN push_subscriptions AS s ON s.session_id = q.session_id \
             JOIN rooms AS r ON r.id = q.room_id \
             JOIN members AS b ON b.room_id = q.room_id AND b.user_id = s.user_id \
             JOIN messages AS m ON m.room_id = q.room_id AND m.seq = q.seq AND m.deleted_at IS NULL \
             JOIN users AS u ON u.id = m.author_id \
             JOIN users AS p ON p.id = s.user_id AND p.deactivated_at IS NULL \
             JOIN sessions AS x ON x.id = s.session_id AND x.expires_at > $1 \
             LEFT JOIN reads AS d ON d.room_id = q.room_id AND d.user_id = s.user_id \
             LEFT JOIN room_prefs AS f ON f.room_id = q.room_id AND f.user_id = s.user_id \
             WHERE q.due_at <= $1 ORDER BY q.due_at LIMIT $2";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = self.read.query_all_raw(sql(&self.read, select, [now.0.into(), limit.into()])).await?;
        rows.iter().map(due).collect()
    }

    pub async fn push_done(&self, due: &Due) -> Result<(), DbErr> {
        let delete = "DELETE FROM push_queue WHERE session_id = $1 AND room_id = $2 AND seq = $3";
        self.write.execute_raw(sql(&self.write, delete, key(due))).await.map(|_| ())
    }

    pub async fn push_later(&self, due: &Due, at: Millis) -> Result<(), DbErr> {
        let update = "UPDATE push_queue SET attempts = attempts + 1, due_at = $4 \
                      WHERE session_id = $1 AND room_id = $2 AND seq = $3";
        let values = key(due).into_iter().chain([at.0.into()]);
        self.write.execute_raw(sql(&self.write, update, values)).await.map(|_| ())
    }

    /// Forgets what is no news any more.
    pub async fn purge_pushes(&self, now: Millis) -> Result<(), DbErr> {
        let delete = "DELETE FROM push_queue WHERE created_at < $1";
        let before = now.0 - KEPT_SECONDS * 1000;
        self.write.execute_raw(sql(&self.write, delete, [before.into()])).await.map(|_| ())
    }
}

fn key(due: &Due) -> [sea_orm::Value; 3] {
    [due.subscription.to_string().into(), due.room.to_string().into(), column::seq(due.seq).into()]
}

/// From where to where messages stand, and in which rooms.
pub(super) struct Span {
    pub first: Seq,
    pub last: Seq,
    pub rooms: Vec<RoomId>,
}

impl Span {
    /// None of no messages.
    pub fn of(said: &[&Message]) -> Option<Self> {
        let seqs = || said.iter().map(|message| message.seq);
        let (first, last) = (seqs().min()?, seqs().max()?);
        let mut rooms: Vec<RoomId> = said.iter().map(|message| message.room).collect();
        rooms.sort_unstable();
        rooms.dedup();
        Some(Self { first, last, rooms })
    }
}

/// Notes whom these messages concern beyond those who look: who is named, and whoever wants to be told of everything
/// in the room; unless they chose otherwise, that is so in direct rooms. The client tells by the same rule. Called in
/// the transaction that writes the messages.
pub(super) async fn note(txn: &impl ConnectionTrait, said: &[&Message]) -> Result<(), DbErr> {
    let Some(Span { first, last, rooms }) = Span::of(said) else { return Ok(()) };
    let anyone = "SELECT 1 AS one FROM push_subscriptions LIMIT 1";
    if txn.query_one_raw(sql(txn, anyone, [])).await?.is_none() {
        return Ok(());
    }
    let insert = format!(
        "INSERT INTO push_queue (session_id, room_id, seq, attempts, due_at, created_at) \
         SELECT s.session_id, m.room_id, m.seq, 0, m.at, m.at FROM messages AS m \
         JOIN rooms AS r ON r.id = m.room_id JOIN members AS b ON b.room_id = m.room_id \
         JOIN push_subscriptions AS s ON s.user_id = b.user_id \
         LEFT JOIN room_prefs AS f ON f.room_id = m.room_id AND f.user_id = b.user_id \
         LEFT JOIN notification_settings AS t ON t.user_id = b.user_id \
         WHERE m.seq BETWEEN $1 AND $2 AND m.room_id IN ({}) AND m.author_id <> s.user_id \
         AND m.notice IS NULL \
         AND (f.level = 'all' OR (f.level IS NULL AND (r.kind = 'direct' OR t.settings LIKE '%\"told\":\"all\"%')) \
         OR EXISTS (SELECT 1 FROM mentions AS n \
         WHERE n.user_id = s.user_id AND n.room_id = m.room_id AND n.seq = m.seq)) ON CONFLICT DO NOTHING",
        placeholders(3, rooms.len())
    );
    let values = [column::seq(first).into(), column::seq(last).into()].into_iter().chain(texts(rooms));
    txn.execute_raw(sql(txn, &insert, values)).await.map(|_| ())
}

/// What a message says, or the names of its files where there are no words.
pub(super) fn words(text: String, attachments: &str) -> Result<String, DbErr> {
    if !text.is_empty() {
        return Ok(text);
    }
    let files: Vec<Attachment> =
        serde_json::from_str(attachments).map_err(|_| DbErr::Json(format!("not files: {attachments:?}")))?;
    Ok(names(&files))
}

fn due(row: &sea_orm::QueryResult) -> Result<Due, DbErr> {
    let text = |name: &str| row.try_get::<String>("", name);
    let seq: i64 = row.try_get("", "seq")?;
    let yes = |name: &str| Ok::<_, DbErr>(row.try_get::<i32>("", name)? == 1);
    let bytes = |text: String| URL_SAFE_NO_PAD.decode(text).map_err(|e| DbErr::Type(e.to_string()));
    Ok(Due {
        subscription: column::id(&text("session_id")?)?,
        user: column::id(&text("user_id")?)?,
        endpoint: text("endpoint")?,
        p256dh: bytes(text("p256dh")?)?,
        auth: bytes(text("auth")?)?,
        attempts: row.try_get("", "attempts")?,
        room: column::id(&text("room_id")?)?,
        kind: RoomKind::read(&text("kind")?)?,
        room_name: text("name")?,
        seq: seq.unsigned_abs(),
        message: column::id(&text("message_id")?)?,
        author: text("author")?,
        text: words(text("text")?, &text("attachments")?)?,
        is_read: yes("is_read")?,
        is_undisturbed: yes("is_undisturbed")?,
    })
}

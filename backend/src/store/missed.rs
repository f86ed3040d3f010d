//! Messages for people who have an e-mail address, until they are read or mailed.

use natter_protocol::email::{Pace, Reader};
use natter_protocol::{Message, Millis, RoomKind, UserId};
use sea_orm::{ConnectionTrait, DbErr};

use super::column::{self, Word as _};
use super::push::{Span, words};
use super::users::{placeholders, texts};
use super::{Store, emails, sql};
use crate::mail::words::Missed;

/// What waits longer than this is no news.
const KEPT_SECONDS: i64 = 7 * 24 * 3600;
/// People who are looked at in one turn, and messages of one person.
const MOST: i64 = 200;

/// Someone who may be told by mail now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub user: UserId,
    pub address: String,
    /// Whoever has it may turn the mails off.
    pub token: String,
    pub reader: Option<Reader>,
    /// What the person's profile says.
    pub time_zone: Option<String>,
    /// The person does not want to be disturbed now.
    pub is_undisturbed: bool,
}

impl Store {
    /// Who has had something waiting since before `away_since`, and got no mail for as long as they wish.
    pub async fn whose_mail_is_due(&self, now: Millis, away_since: Millis) -> Result<Vec<Waiting>, DbErr> {
        let select = format!(
            "SELECT e.user_id, e.address, e.token, e.reader, u.time_zone, CASE WHEN u.dnd_until > $1 THEN 1 ELSE 0 END AS is_undisturbed \
             FROM emails AS e JOIN users AS u ON u.id = e.user_id AND u.deactivated_at IS NULL \
             WHERE e.address IS NOT NULL AND e.pace <> 'off' AND e.look_at <= $1 \
             AND {} <= $1 \
             AND EXISTS (SELECT 1 FROM missed AS q WHERE q.user_id = e.user_id AND q.mail IS NULL AND q.at <= $2) \
             ORDER BY e.look_at LIMIT $3",
            next_allowed()
        );
        let values = [now.0.into(), away_since.0.into(), MOST.into()];
        let rows = self.read.query_all_raw(sql(&self.read, &select, values)).await?;
        let waiting = |row: &sea_orm::QueryResult| {
            Ok(Waiting {
                user: column::id(&row.try_get::<String>("", "user_id")?)?,
                address: row.try_get("", "address")?,
                token: row.try_get("", "token")?,
                reader: emails::reader(row)?,
                time_zone: row.try_get("", "time_zone")?,
                is_undisturbed: row.try_get::<i32>("", "is_undisturbed")? == 1,
            })
        };
        rows.iter().map(waiting).collect()
    }

    /// When the next mail will be due, if any, where what is missed waits for `after` seconds.
    pub async fn next_mail(&self, after: i64) -> Result<Option<Millis>, DbErr> {
        // The latest of three times for each person, and of these the earliest: in words that all databases know.
        let select = format!(
            "SELECT MIN(CASE WHEN w.a >= w.b AND w.a >= w.c THEN w.a WHEN w.b >= w.c THEN w.b ELSE w.c END) AS due \
             FROM (SELECT e.look_at AS a, {} AS b, $1 + \
             (SELECT MIN(q.at) FROM missed AS q WHERE q.user_id = e.user_id AND q.mail IS NULL) AS c \
             FROM emails AS e JOIN users AS u ON u.id = e.user_id AND u.deactivated_at IS NULL \
             WHERE e.address IS NOT NULL AND e.pace <> 'off') AS w WHERE w.c IS NOT NULL",
            next_allowed()
        );
        let row = self.read.query_one_raw(sql(&self.read, &select, [(after * 1000).into()])).await?;
        let due: Option<i64> = row.map(|row| row.try_get("", "due")).transpose()?.flatten();
        Ok(due.map(Millis))
    }

    /// Now is no time to tell the person.
    pub async fn look_again(&self, user: UserId, at: Millis) -> Result<(), DbErr> {
        let update = "UPDATE emails SET look_at = $2 WHERE user_id = $1";
        let values = [user.to_string().into(), at.0.into()];
        self.write.execute_raw(sql(&self.write, update, values)).await.map(|_| ())
    }

    /// What someone has not read yet, the oldest first, in rooms that they want to hear of. No other mail tells of
    /// it from now on.
    pub async fn take_missed(&self, user: UserId, mail: &str, now: Millis) -> Result<Vec<Missed>, DbErr> {
        let take = "UPDATE missed SET mail = $2 WHERE user_id = $1 AND mail IS NULL";
        let values = [user.to_string().into(), mail.into()];
        self.write.execute_raw(sql(&self.write, take, values)).await?;
        let select = "SELECT m.id, m.room_id, m.text, m.attachments, m.at, r.kind, r.name, \
             a.display_name AS author \
             FROM missed AS q JOIN messages AS m ON m.room_id = q.room_id AND m.seq = q.seq \
             JOIN rooms AS r ON r.id = q.room_id JOIN users AS a ON a.id = m.author_id \
             JOIN members AS b ON b.room_id = q.room_id AND b.user_id = q.user_id \
             LEFT JOIN reads AS d ON d.room_id = q.room_id AND d.user_id = q.user_id \
             LEFT JOIN follows AS w ON w.room_id = q.room_id AND w.user_id = q.user_id AND w.thread_id = m.thread_id \
             LEFT JOIN room_prefs AS f ON f.room_id = q.room_id AND f.user_id = q.user_id \
             WHERE q.user_id = $1 AND q.mail = $2 AND m.deleted_at IS NULL \
             AND (d.read_seq IS NULL OR d.read_seq < q.seq) AND (w.read_seq IS NULL OR w.read_seq < q.seq) \
             AND (f.level IS NULL OR f.level <> 'nothing') \
             AND (f.muted IS NULL OR NOT f.muted OR f.muted_until <= $3) ORDER BY m.at, m.id LIMIT $4";
        let values = [user.to_string().into(), mail.into(), now.0.into(), MOST.into()];
        // Not from a replica of the database: what was just taken must be there.
        let rows = self.write.query_all_raw(sql(&self.write, select, values)).await?;
        let missed = |row: &sea_orm::QueryResult| {
            let text = |name: &str| row.try_get::<String>("", name);
            Ok(Missed {
                room: column::id(&text("room_id")?)?,
                kind: RoomKind::read(&text("kind")?)?,
                room_name: text("name")?,
                message: column::id(&text("id")?)?,
                at: Millis(row.try_get("", "at")?),
                author: text("author")?,
                text: words(text("text")?, &text("attachments")?)?,
            })
        };
        rows.iter().map(missed).collect()
    }

    /// What waited is over: it was mailed, or read meanwhile.
    pub async fn told(&self, user: UserId, mail: &str, mailed_at: Option<Millis>) -> Result<(), DbErr> {
        let txn = self.transaction().await?;
        let delete = "DELETE FROM missed WHERE user_id = $1 AND mail = $2";
        txn.execute_raw(sql(&txn, delete, [user.to_string().into(), mail.into()])).await?;
        if let Some(at) = mailed_at {
            let update = "UPDATE emails SET mailed_at = $2 WHERE user_id = $1";
            txn.execute_raw(sql(&txn, update, [user.to_string().into(), at.0.into()])).await?;
        }
        txn.commit().await
    }

    /// The mail was refused: another one tells of it, not before `again`.
    pub async fn untold(&self, user: UserId, mail: &str, again: Millis) -> Result<(), DbErr> {
        let release = "UPDATE missed SET mail = NULL WHERE user_id = $1 AND mail = $2";
        let values = [user.to_string().into(), mail.into()];
        self.write.execute_raw(sql(&self.write, release, values)).await?;
        self.look_again(user, again).await
    }

    pub(super) async fn forget_missed(&self, user: UserId) -> Result<(), DbErr> {
        let delete = "DELETE FROM missed WHERE user_id = $1";
        self.write.execute_raw(sql(&self.write, delete, [user.to_string().into()])).await.map(|_| ())
    }

    /// Forgets what is no news any more.
    pub async fn purge_missed(&self, now: Millis) -> Result<(), DbErr> {
        let delete = "DELETE FROM missed WHERE at < $1";
        let before = now.plus_seconds(-KEPT_SECONDS).0;
        self.write.execute_raw(sql(&self.write, delete, [before.into()])).await.map(|_| ())
    }
}

/// From when on someone's next mail may go out, in SQL.
fn next_allowed() -> String {
    let pause = |pace: Pace| pace.seconds() * 1000;
    let [soon, hourly, daily] = [pause(Pace::Soon), pause(Pace::Hourly), pause(Pace::Daily)];
    format!("e.mailed_at + CASE e.pace WHEN 'soon' THEN {soon} WHEN 'hourly' THEN {hourly} ELSE {daily} END")
}

/// Notes who is to be told by mail unless they read it first: who is named, and the others of a direct room. Called in
/// the transaction that writes the messages.
pub(super) async fn note(txn: &impl ConnectionTrait, said: &[&Message]) -> Result<(), DbErr> {
    let Some(Span { first, last, rooms }) = Span::of(said) else { return Ok(()) };
    let anyone = "SELECT 1 AS one FROM emails WHERE address IS NOT NULL AND pace <> 'off' LIMIT 1";
    if txn.query_one_raw(sql(txn, anyone, [])).await?.is_none() {
        return Ok(());
    }
    let insert = format!(
        "INSERT INTO missed (user_id, room_id, seq, at) SELECT e.user_id, m.room_id, m.seq, m.at \
         FROM messages AS m JOIN rooms AS r ON r.id = m.room_id JOIN members AS b ON b.room_id = m.room_id \
         JOIN emails AS e ON e.user_id = b.user_id AND e.address IS NOT NULL AND e.pace <> 'off' \
         LEFT JOIN room_prefs AS f ON f.room_id = m.room_id AND f.user_id = b.user_id \
         WHERE m.seq BETWEEN $1 AND $2 AND m.room_id IN ({}) AND m.author_id <> e.user_id \
         AND (f.level IS NULL OR f.level <> 'nothing') \
         AND ((r.kind = 'direct' AND (f.level IS NULL OR f.level = 'all') AND (f.muted IS NULL OR NOT f.muted)) \
         OR EXISTS (SELECT 1 FROM mentions AS n \
         WHERE n.user_id = e.user_id AND n.room_id = m.room_id AND n.seq = m.seq)) ON CONFLICT DO NOTHING",
        placeholders(3, rooms.len())
    );
    let values = [column::seq(first).into(), column::seq(last).into()].into_iter().chain(texts(rooms));
    txn.execute_raw(sql(txn, &insert, values)).await.map(|_| ())
}

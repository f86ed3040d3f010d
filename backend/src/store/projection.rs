//! The projection's writing: what the log says, as rows, with the offset in the same transaction.

use natter_protocol::{Body, Change, Event, Message, MessageId, Millis, RoomId, Seq, Shard, UserId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait};

use super::entities::{dead_letters, mentions, messages};
use super::follows::{self, Step};
use super::shards::{Lease, advance};
use super::{Store, ballots, column, edits, index, missed, push, sql};
use crate::log::{Audience, Record};

/// What became of a batch.
#[derive(Debug, PartialEq, Eq)]
pub enum Written {
    Done,
    /// Another gateway holds the shard now; nothing was written.
    Fenced,
}

/// An event that could be read, with whom it is for.
pub type Readable = (Audience, Event);

impl Store {
    /// Writes events and moves the offset to the last of them, all or nothing.
    pub async fn project(
        &self,
        lease: &Lease,
        events: &[Readable],
        dead: &[(Record, String)],
        to: Seq,
    ) -> Result<Written, DbErr> {
        let txn = self.transaction().await?;
        if !advance(&txn, lease, to).await? {
            return Ok(Written::Fenced);
        }
        let mut said: Vec<&Message> = Vec::new();
        for (audience, event) in events {
            if let Body::MessageCreated { message, .. } = &event.body {
                said.push(message);
                follow(&txn, event).await?;
            } else {
                // What changes a message comes after it: write the messages so far first.
                say(&txn, lease.shard, &std::mem::take(&mut said)).await?;
                write(&txn, *audience, event).await?;
            }
        }
        say(&txn, lease.shard, &said).await?;
        for (record, error) in dead {
            bury(&txn, lease, record, error).await?;
        }
        txn.commit().await?;
        Ok(Written::Done)
    }
}

/// Messages in one statement. An id that stands there already is someone's replay or forgery: the first
/// one in the log counts.
async fn say(txn: &DatabaseTransaction, shard: Shard, said: &[&Message]) -> Result<(), DbErr> {
    if said.is_empty() {
        return Ok(());
    }
    let rows = said.iter().map(|message| messages::ActiveModel {
        room_id: Set(message.room.to_string()),
        seq: Set(column::seq(message.seq)),
        id: Set(message.id.to_string()),
        author_id: Set(message.author.to_string()),
        text: Set(message.text.clone()),
        at: Set(message.at.0),
        thread_id: Set(message.thread.map(|thread| thread.to_string())),
        edited_at: Set(None),
        deleted_at: Set(None),
        mentions: Set(json(&message.mentions)),
        attachments: Set(json(&message.attachments)),
        digest: Set(crate::chat::message::digest_of(message)),
        place: Set(Some(index::place(message.at, shard, message.seq))),
        broadcast: Set(message.broadcast),
        pinned_at: Set(None),
        pinned_by: Set(None),
        poll: Set(message.poll.as_ref().map(|poll| json(&poll.terms))),
        poll_closed_at: Set(None),
        notice: Set(message.notice.as_ref().map(json)),
    });
    messages::Entity::insert_many(rows)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(txn)
        .await?;
    for message in said.iter().filter(|message| !message.attachments.is_empty()) {
        let files: Vec<_> = message.attachments.iter().map(|file| file.id).collect();
        super::files::said(txn, &files, message.seq).await?;
    }
    // What happened to a room is not found by words.
    let worded: Vec<_> = said.iter().copied().filter(|message| message.notice.is_none()).collect();
    index::add(txn, shard, &worded).await?;
    let named = said.iter().flat_map(|message| {
        message.mentions.iter().map(|user| mentions::ActiveModel {
            user_id: Set(user.to_string()),
            room_id: Set(message.room.to_string()),
            seq: Set(column::seq(message.seq)),
        })
    });
    let named: Vec<_> = named.collect();
    if !named.is_empty() {
        mentions::Entity::insert_many(named)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(txn)
            .await?;
    }
    missed::note(txn, said).await?;
    push::note(txn, said).await
}

/// A reply goes into its thread's sum, and those who follow the thread are told.
async fn follow(txn: &DatabaseTransaction, event: &Event) -> Result<(), DbErr> {
    let Some((room, (root, change))) = event.room.zip(event.thread_change()) else { return Ok(()) };
    follows::sum_up(txn, room, root, &change).await?;
    let (Body::MessageCreated { message, followers }, Some(seq)) = (&event.body, event.seq) else {
        return Ok(());
    };
    for user in followers.iter().filter(|user| **user != message.author) {
        follows::step(txn, room, root, *user, Step::Told(seq)).await?;
    }
    follows::step(txn, room, root, message.author, Step::Said(seq)).await
}

async fn write(txn: &DatabaseTransaction, audience: Audience, event: &Event) -> Result<(), DbErr> {
    let seq = event.seq.unwrap_or_default();
    if let (Some(room), Some((message, change))) = (event.room, event.change()) {
        if matches!(change, Change::Edited { .. }) {
            edits::keep(txn, room, message, seq).await?;
        }
        apply(txn, room, message, seq, &change).await?;
    }
    match (&event.body, event.room) {
        (Body::MessageDeleted { message_id, message_seq, .. }, Some(room)) => {
            super::files::unsaid(txn, room, *message_id, event.at).await?;
            follow(txn, event).await?;
            edits::forget(txn, room, *message_id).await?;
            let delete = "DELETE FROM mentions WHERE room_id = $1 AND seq = $2";
            let values = [room.to_string().into(), column::seq(*message_seq).into()];
            txn.execute_raw(sql(txn, delete, values)).await?;
        }
        // What was said before one came is not unread.
        (Body::MemberJoined { user, .. }, Some(room)) => {
            mark_read(txn, user.id, room, event.at, Mark::Joined(seq)).await?;
            follows::joined(txn, room, user.id, seq).await?;
        }
        (Body::ReadUpdated { room_id, read_seq }, _) => {
            if let Audience::User(user, _) = audience {
                mark_read(txn, user, *room_id, event.at, Mark::Read(*read_seq)).await?;
            }
        }
        (Body::ThreadRead { room_id, thread, read_seq }, _) => {
            if let Audience::User(user, _) = audience {
                follows::step(txn, *room_id, *thread, user, Step::Read(*read_seq)).await?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// How far a person has read. What a device says and what joining says stand in different shards, which are written in any
/// order: the later of the two counts, whichever comes first. Clients do the same.
async fn mark_read(
    txn: &DatabaseTransaction,
    user: UserId,
    room: RoomId,
    at: Millis,
    mark: Mark,
) -> Result<(), DbErr> {
    let (seq, upsert) = match mark {
        Mark::Read(seq) => (
            seq,
            "INSERT INTO reads (user_id, room_id, read_seq, read_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (user_id, room_id) DO UPDATE SET read_at = excluded.read_at, read_seq = CASE \
             WHEN reads.joined_at > excluded.read_at AND reads.joined_seq > excluded.read_seq THEN reads.joined_seq \
             ELSE excluded.read_seq END",
        ),
        Mark::Joined(seq) => (
            seq,
            "INSERT INTO reads (user_id, room_id, read_seq, joined_seq, joined_at) VALUES ($1, $2, $3, $3, $4) \
             ON CONFLICT (user_id, room_id) DO UPDATE SET \
             joined_seq = excluded.joined_seq, joined_at = excluded.joined_at, read_seq = CASE \
             WHEN reads.read_at >= excluded.joined_at OR reads.read_seq > excluded.joined_seq THEN reads.read_seq \
             ELSE excluded.joined_seq END",
        ),
    };
    let values = [user.to_string().into(), room.to_string().into(), column::seq(seq).into(), at.0.into()];
    txn.execute_raw(sql(txn, upsert, values)).await.map(|_| ())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// There, also when that is further back.
    Read(Seq),
    /// There at least.
    Joined(Seq),
}

/// The same rule as [`Message::apply`], in SQL.
async fn apply(
    txn: &DatabaseTransaction,
    room: RoomId,
    message: MessageId,
    seq: Seq,
    change: &Change,
) -> Result<(), DbErr> {
    let (room, message) = (room.to_string(), message.to_string());
    let statement = match change {
        Change::Edited { text, mentions, edited_at } => {
            index::change(txn, &room, &message, text).await?;
            sql(
                txn,
                "UPDATE messages SET text = $1, mentions = $2, edited_at = $3 \
                 WHERE room_id = $4 AND id = $5 AND deleted_at IS NULL",
                [
                    text.as_str().into(),
                    json(mentions).into(),
                    edited_at.0.into(),
                    room.into(),
                    message.into(),
                ],
            )
        }
        Change::Deleted { deleted_at } => {
            index::remove(txn, &room, &message).await?;
            let forget = "DELETE FROM reactions WHERE room_id = $1 AND message_id = $2";
            txn.execute_raw(sql(txn, forget, [room.as_str().into(), message.as_str().into()])).await?;
            ballots::forget(txn, (&room, &message)).await?;
            sql(
                txn,
                "UPDATE messages SET text = '', mentions = '[]', attachments = '[]', deleted_at = $1, \
                 pinned_at = NULL, pinned_by = NULL, poll = NULL, poll_closed_at = NULL \
                 WHERE room_id = $2 AND id = $3 AND deleted_at IS NULL",
                [deleted_at.0.into(), room.into(), message.into()],
            )
        }
        Change::Reacted { user, emoji } => sql(
            txn,
            "INSERT INTO reactions (room_id, message_id, emoji, user_id, seq) \
             SELECT room_id, id, $1, $2, $3 FROM messages \
             WHERE room_id = $4 AND id = $5 AND deleted_at IS NULL ON CONFLICT DO NOTHING",
            [
                emoji.as_str().into(),
                user.to_string().into(),
                column::seq(seq).into(),
                room.into(),
                message.into(),
            ],
        ),
        Change::Pinned(pinned) => sql(
            txn,
            "UPDATE messages SET pinned_at = $1, pinned_by = $2 \
             WHERE room_id = $3 AND id = $4 AND deleted_at IS NULL",
            [pinned.at.0.into(), pinned.by.to_string().into(), room.into(), message.into()],
        ),
        Change::Unpinned => sql(
            txn,
            "UPDATE messages SET pinned_at = NULL, pinned_by = NULL WHERE room_id = $1 AND id = $2",
            [room.into(), message.into()],
        ),
        Change::Voted { voter, choices } => {
            return ballots::vote(txn, (&room, &message), seq, voter, choices).await;
        }
        Change::PollClosed { closed_at } => sql(
            txn,
            "UPDATE messages SET poll_closed_at = $1 \
             WHERE room_id = $2 AND id = $3 AND poll IS NOT NULL AND poll_closed_at IS NULL",
            [closed_at.0.into(), room.into(), message.into()],
        ),
        Change::Replied { .. } | Change::ReplyDeleted { .. } => return Ok(()),
        Change::Unreacted { user, emoji } => sql(
            txn,
            "DELETE FROM reactions WHERE room_id = $1 AND message_id = $2 AND emoji = $3 AND user_id = $4",
            [room.into(), message.into(), emoji.as_str().into(), user.to_string().into()],
        ),
    };
    txn.execute_raw(statement).await.map(|_| ())
}

async fn bury(txn: &DatabaseTransaction, lease: &Lease, record: &Record, error: &str) -> Result<(), DbErr> {
    let row = dead_letters::ActiveModel {
        shard: Set(i32::from(record.shard)),
        epoch: Set(i32::try_from(lease.position.epoch).unwrap_or(i32::MAX)),
        seq: Set(column::seq(record.seq)),
        subject: Set(record.subject.clone()),
        // PostgreSQL's TEXT takes no NUL.
        payload: Set(String::from_utf8_lossy(&record.payload).replace('\0', "\u{fffd}")),
        error: Set(error.to_owned()),
        at: Set(Millis::now().0),
    };
    dead_letters::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(txn)
        .await
        .map(|_| ())
}

fn json(ids: &impl serde::Serialize) -> String {
    // Serialising ids into memory cannot fail.
    serde_json::to_string(ids).unwrap_or_default()
}

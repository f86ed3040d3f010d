//! Reading what was said.

use std::collections::HashMap;

use natter_protocol::ballot::{Ballot, Poll};
use natter_protocol::{Message, MessageId, Millis, Notice, Pinned, Reaction, Replies, RoomId, Seq, limits};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait as _, DbBackend, DbErr, EntityTrait, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};

use super::entities::{messages, reactions};
use super::{Store, column, sql};

/// Which messages of a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    Newest,
    Before(Seq),
    After(Seq),
}

impl Store {
    /// Up to `limit` messages in order of `seq`: the ones nearest to where the span begins.
    pub async fn messages(
        &self,
        room: RoomId,
        span: Span,
        thread: Option<MessageId>,
        limit: u64,
    ) -> Result<Vec<Message>, DbErr> {
        let mut condition = Condition::all().add(messages::Column::RoomId.eq(room.to_string()));
        match span {
            Span::Newest => {}
            Span::Before(seq) => condition = condition.add(messages::Column::Seq.lt(column::seq(seq))),
            Span::After(seq) => condition = condition.add(messages::Column::Seq.gt(column::seq(seq))),
        }
        if let Some(thread) = thread {
            condition = condition.add(messages::Column::ThreadId.eq(thread.to_string()));
        }
        let query = messages::Entity::find().filter(condition).limit(limit);
        let query = match span {
            Span::After(_) => query.order_by_asc(messages::Column::Seq),
            Span::Newest | Span::Before(_) => query.order_by_desc(messages::Column::Seq),
        };
        let mut rows = query.all(&self.read).await?;
        rows.sort_by_key(|row| row.seq);
        self.whole(room, rows).await
    }

    /// One message, and the digest of what was sent under its id.
    pub async fn message(&self, room: RoomId, id: MessageId) -> Result<Option<(Message, String)>, DbErr> {
        let query = messages::Entity::find()
            .filter(messages::Column::RoomId.eq(room.to_string()))
            .filter(messages::Column::Id.eq(id.to_string()));
        let Some(row) = query.one(&self.read).await? else { return Ok(None) };
        let digest = row.digest.clone();
        Ok(self.whole(room, vec![row]).await?.pop().map(|message| (message, digest)))
    }

    /// The highest message id in a room, by the bytes of its text.
    pub async fn highest_message(&self, room: RoomId) -> Result<Option<MessageId>, DbErr> {
        // A locale may sort letters otherwise than bytes (Lithuanian puts Y before J): then the index is read
        // through. This is asked once for a room that is written in.
        let id = if self.backend() == DbBackend::Postgres { "id COLLATE \"C\"" } else { "id" };
        let select = format!("SELECT MAX({id}) AS id FROM messages WHERE room_id = $1");
        let row = self.read.query_one_raw(sql(&self.read, &select, [room.to_string().into()])).await?;
        let highest: Option<String> = row.map(|row| row.try_get("", "id")).transpose()?.flatten();
        highest.map(|id| column::id(&id)).transpose()
    }

    /// The place of the first message that was said at or after a time.
    pub async fn first_since(&self, room: RoomId, at: Millis) -> Result<Option<Seq>, DbErr> {
        let query = messages::Entity::find()
            .filter(messages::Column::RoomId.eq(room.to_string()))
            .filter(messages::Column::At.gte(at.0))
            .order_by_asc(messages::Column::Seq)
            .limit(1);
        Ok(query.one(&self.read).await?.map(|row| row.seq.unsigned_abs()))
    }

    /// A room's pinned messages.
    pub async fn pinned(&self, room: RoomId) -> Result<Vec<Message>, DbErr> {
        let query = messages::Entity::find()
            .filter(messages::Column::RoomId.eq(room.to_string()))
            .filter(messages::Column::PinnedAt.is_not_null())
            .order_by_desc(messages::Column::PinnedAt)
            .limit(limits::PINS_PER_ROOM as u64);
        let rows = query.all(&self.read).await?;
        self.whole(room, rows).await
    }

    /// Rows with their reactions and what was answered to them.
    pub(super) async fn whole(
        &self,
        room: RoomId,
        rows: Vec<messages::Model>,
    ) -> Result<Vec<Message>, DbErr> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let query = reactions::Entity::find()
            .filter(reactions::Column::RoomId.eq(room.to_string()))
            .filter(reactions::Column::MessageId.is_in(rows.iter().map(|row| row.id.as_str())))
            .order_by_asc(reactions::Column::Emoji)
            .order_by_asc(reactions::Column::Seq);
        let mut found: HashMap<String, Vec<Reaction>> = HashMap::new();
        for row in query.all(&self.read).await? {
            let user = column::id(&row.user_id)?;
            let reactions = found.entry(row.message_id).or_default();
            match reactions.last_mut() {
                Some(last) if last.emoji == row.emoji => last.users.push(user),
                _ => reactions.push(Reaction { emoji: row.emoji, users: vec![user] }),
            }
        }
        let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
        let mut replies = self.replies_to(room, &ids).await?;
        let polls: Vec<&str> =
            rows.iter().filter(|row| row.poll.is_some()).map(|row| row.id.as_str()).collect();
        let mut ballots = self.ballots_on(room, &polls).await?;
        let whole = |row: messages::Model| {
            let reactions = found.remove(&row.id).unwrap_or_default();
            let replies = replies.remove(&row.id);
            let poll = poll(&row, ballots.remove(&row.id).unwrap_or_default())?;
            Ok(Message { poll, ..message(row, reactions, replies)? })
        };
        let mut messages = rows.into_iter().map(whole).collect::<Result<Vec<_>, DbErr>>()?;
        for message in &mut messages {
            // The database's collation may order emoji otherwise than everyone else does.
            message.reactions.sort_by(|a, b| a.emoji.cmp(&b.emoji));
        }
        Ok(messages)
    }
}

fn message(
    row: messages::Model,
    reactions: Vec<Reaction>,
    replies: Option<Replies>,
) -> Result<Message, DbErr> {
    let pinned = match (row.pinned_at, row.pinned_by) {
        (Some(at), Some(by)) => Some(Pinned { at: Millis(at), by: column::id(&by)? }),
        _ => None,
    };
    let list = |text: &str| DbErr::Json(format!("not a list of ids: {text:?}"));
    Ok(Message {
        id: column::id(&row.id)?,
        room: column::id(&row.room_id)?,
        seq: row.seq.unsigned_abs(),
        author: column::id(&row.author_id)?,
        text: row.text,
        at: Millis(row.at),
        thread: row.thread_id.as_deref().map(column::id).transpose()?,
        edited_at: row.edited_at.map(Millis),
        deleted_at: row.deleted_at.map(Millis),
        reactions,
        attachments: serde_json::from_str(&row.attachments).map_err(|_| list(&row.attachments))?,
        mentions: serde_json::from_str(&row.mentions).map_err(|_| list(&row.mentions))?,
        broadcast: row.broadcast,
        replies,
        pinned,
        poll: None,
        notice: row.notice.as_deref().map(notice).transpose()?,
    })
}

fn notice(json: &str) -> Result<Notice, DbErr> {
    serde_json::from_str(json).map_err(|_| DbErr::Json(format!("no notice: {json:?}")))
}

fn poll(row: &messages::Model, ballots: Vec<Ballot>) -> Result<Option<Poll>, DbErr> {
    let Some(terms) = &row.poll else { return Ok(None) };
    let terms = serde_json::from_str(terms).map_err(|_| DbErr::Json(format!("no poll: {terms:?}")))?;
    Ok(Some(Poll { terms, closed_at: row.poll_closed_at.map(Millis), ballots }))
}

//! `GET /rooms/{id}/messages`: a page of history, with what the projection has not written yet.

use std::sync::Arc;

use axum::extract::State;
use natter_protocol::command::HistoryQuery;
use natter_protocol::sync::HistoryPage;
use natter_protocol::{Body, Code, Event, Message, MessageId, Problem, Room, Seq, limits};

use axum::Json;

use super::Failure;
use super::extract::{Member, Params};
use super::found::{catch_up, unwritten, watermark};
use crate::app::App;
use crate::cache::NewestPage;
use crate::store::messages::Span;

/// Reads a page of a room's history
///
/// In order of `seq`: the newest messages, or those before, after or around a place, or around a time. It holds whatever
/// any gateway acknowledged before the request.
#[utoipa::path(get, path = "/rooms/{room}/messages", tag = "messages",
    params(("room" = String, Path), HistoryQuery), responses(
    (status = 200, body = HistoryPage), (status = 400, body = Problem, description = "`invalid_query`"),
    (status = 404, body = Problem, description = "`room_not_found`")))]
pub async fn get(
    State(app): State<App>,
    member: Member,
    Params(query): Params<HistoryQuery>,
) -> Result<Json<Arc<HistoryPage>>, Failure> {
    let limit = check(&query)?;
    catch_up(&app, &member.room).await;
    let room = &*member.room;
    let around_time = match query.at {
        Some(at) => app.store.first_since(room.id, at).await?,
        None => None,
    };
    let page = match (query.before, query.after, query.around.or(around_time)) {
        (None, None, None) if query.thread.is_none() => newest(&app, room, limit).await?,
        (None, Some(seq), _) => read(&app, room, Span::After(seq), query.thread, limit).await?.into(),
        (None, None, Some(seq)) => around(&app, room, seq, query.thread, limit).await?.into(),
        (before, ..) => {
            let span = before.map_or(Span::Newest, Span::Before);
            read(&app, room, span, query.thread, limit).await?.into()
        }
    };
    Ok(Json(page))
}

fn check(query: &HistoryQuery) -> Result<usize, Problem> {
    let given = [query.before, query.after, query.around, query.at.map(|at| at.0.unsigned_abs())];
    if given.iter().flatten().count() > 1 {
        let detail = "at most one of before, after, around and at";
        return Err(Problem::new(Code::InvalidQuery).detail(detail));
    }
    let limit = query.limit.unwrap_or(limits::PAGE_MESSAGES_DEFAULT);
    if !(1..=limits::PAGE_MESSAGES).contains(&limit) {
        let detail = format!("1 to {}", limits::PAGE_MESSAGES);
        return Err(Problem::new(Code::InvalidQuery).detail(detail).field("limit"));
    }
    Ok(limit.into())
}

/// The newest page is what everyone who opens a room asks for: kept until the room's next event.
async fn newest(app: &App, room: &Room, limit: usize) -> Result<Arc<HistoryPage>, Failure> {
    if limit != usize::from(limits::PAGE_MESSAGES_DEFAULT) {
        return read(app, room, Span::Newest, None, limit).await.map(Arc::new);
    }
    // Before the cache is asked: it has forgotten the page of every room in which something happened up to here.
    let head = app.hub.head(room.shard).seq;
    let load = async || {
        let head = app.hub.head(room.shard).seq;
        let page = read(app, room, Span::Newest, None, limit).await.map(Arc::new)?;
        Ok::<_, Failure>(NewestPage { is_whole: page.as_of >= head, page })
    };
    let NewestPage { page, is_whole } = app.cache.newest_page(room.id, load).await?;
    // Other rooms of the shard went on meanwhile, this one did not. A client that has seen them would take the page for
    // an old one.
    if is_whole && page.as_of < head {
        return Ok(Arc::new(HistoryPage { as_of: head, ..HistoryPage::clone(&page) }));
    }
    Ok(page)
}

async fn around(
    app: &App,
    room: &Room,
    seq: Seq,
    thread: Option<MessageId>,
    limit: usize,
) -> Result<HistoryPage, Failure> {
    // The message itself belongs to the older half.
    let half = limit.div_ceil(2);
    let older = read(app, room, Span::Before(seq.saturating_add(1)), thread, half).await?;
    let newer = read(app, room, Span::After(seq), thread, (limit - half).max(1)).await?;
    let mut messages = older.messages;
    messages.extend(newer.messages);
    Ok(HistoryPage {
        messages,
        as_of: older.as_of.min(newer.as_of),
        more_before: older.more_before,
        more_after: newer.more_after,
    })
}

/// One span, from SQL and from what the log says beyond it.
async fn read(
    app: &App,
    room: &Room,
    span: Span,
    thread: Option<MessageId>,
    limit: usize,
) -> Result<HistoryPage, Failure> {
    // Both before the page is read: it may hold more than they say, never less.
    let written = watermark(app, room).await?;
    let head = app.hub.head(room.shard).seq;
    let mut messages = app.store.messages(room.id, span, thread, limit as u64 + 1).await?;
    let unwritten = unwritten(app, room, written);
    let as_of = if unwritten.is_some() { written.max(head) } else { written };
    overlay(&mut messages, span, thread, unwritten.unwrap_or_default());
    let more = messages.len() > limit;
    match span {
        Span::After(_) => messages.truncate(limit),
        Span::Newest | Span::Before(_) => drop(messages.drain(..messages.len().saturating_sub(limit))),
    }
    let (more_before, more_after) = match span {
        Span::After(_) => (true, more),
        Span::Newest => (more, false),
        Span::Before(_) => (more, true),
    };
    Ok(HistoryPage { messages, as_of, more_before, more_after })
}

/// Applies events to a span of messages: new ones that belong to it, and changes of those in it. Some of what
/// they say may be in SQL already, and stand in the span or on its far side: the order is made here, and
/// whoever cuts the span to its length cuts those off.
fn overlay(messages: &mut Vec<Message>, span: Span, thread: Option<MessageId>, events: Vec<Event>) {
    for event in events {
        for (id, change) in event.changes() {
            if let Some(message) = messages.iter_mut().find(|message| message.id == id) {
                message.apply(&change);
            }
        }
        let Body::MessageCreated { message, .. } = event.body else { continue };
        let belongs = match span {
            Span::Newest => true,
            Span::Before(seq) => message.seq < seq,
            Span::After(seq) => message.seq > seq,
        };
        let in_thread = thread.is_none_or(|thread| message.thread == Some(thread));
        if belongs && in_thread && !messages.iter().any(|known| known.id == message.id) {
            messages.push(message);
        }
    }
    messages.sort_by_key(|message| message.seq);
}

#[cfg(test)]
mod tests {
    use natter_protocol::{Millis, RoomId};
    use serde_json::json;

    use super::*;

    fn message(seq: Seq) -> Message {
        let (id, room) = (MessageId::from_parts(Millis(1), seq.into()), RoomId::from_parts(Millis(1), 1));
        let (text, author) = (seq.to_string(), RoomId::from_parts(Millis(1), 2));
        let json = json!({"id": id, "room": room, "seq": seq, "author": author, "text": text, "at": 1,
            "reactions": [], "attachments": [], "mentions": []});
        serde_json::from_value(json).expect("a message")
    }

    fn said(seq: Seq) -> Event {
        let message = message(seq);
        let json = json!({"type": "message.created", "message": message, "room": message.room, "at": 1});
        serde_json::from_value::<Event>(json).expect("an event").placed(0, seq)
    }

    /// What a span of SQL becomes with events of which SQL has had some already.
    fn seqs(sql: std::ops::Range<Seq>, span: Span, events: std::ops::Range<Seq>) -> Vec<Seq> {
        let mut messages: Vec<Message> = sql.map(message).collect();
        overlay(&mut messages, span, None, events.map(said).collect());
        messages.iter().map(|message| message.seq).collect()
    }

    #[test]
    fn what_sql_has_had_already_stands_in_its_place() {
        assert_eq!(seqs(17..21, Span::Newest, 14..24), (14..24).collect::<Vec<_>>());
        assert_eq!(seqs(17..21, Span::Before(21), 14..24), (14..21).collect::<Vec<_>>());
        assert_eq!(seqs(17..21, Span::After(16), 14..24), (17..24).collect::<Vec<_>>());
    }
}

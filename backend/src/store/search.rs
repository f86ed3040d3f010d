//! Finding what was said.

use std::collections::HashMap;

use natter_protocol::search::{Has, Is, Part, Query, Sort, What, Where, Who};
use natter_protocol::{Code, Message, Millis, Problem, RoomId, UserId, limits};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, Value};

use super::column::{direct_key, id};
use super::entities::messages::Model;
use super::{Error, Store, index, sql};
use crate::chat::rooms::name_key;
use crate::chat::search::{Terms, score};

/// Out of so many of the newest the best are chosen.
const RANKED: u64 = 500;

/// Who asks for what.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub by: UserId,
    pub query: &'a Query,
    pub now: Millis,
    /// Minutes by which this person's clock is ahead of UTC.
    pub offset: i32,
    /// Only what stands before this place.
    pub before: Option<i64>,
    pub limit: u16,
    pub sort: Sort,
}

#[derive(Debug, Clone, Default)]
pub struct Found {
    pub messages: Vec<Message>,
    /// The place of the last one, when there is more.
    pub next: Option<i64>,
    /// Counted up to [`limits::SEARCH_COUNT`], for a first page.
    pub count: Option<u32>,
}

impl Store {
    /// Searches the rooms that a person is in, and public ones that the query names. What a person may not see
    /// is as if it were not there.
    pub async fn search(&self, asked: &Asked<'_>) -> Result<Found, Error> {
        let wanted = Wanted::resolve(self, asked).await?;
        let take = match asked.sort {
            Sort::Newest => u64::from(asked.limit) + 1,
            Sort::Relevance => RANKED,
        };
        let select = wanted.select(self, "m.*", asked.before, take);
        let mut rows = Model::find_by_statement(select).all(&self.read).await?;
        let limit = usize::from(asked.limit);
        if asked.sort == Sort::Relevance {
            let rank = |row: &Model| score(&row.text, &wanted.terms);
            rows.sort_by(|a, b| rank(b).total_cmp(&rank(a)).then(b.place.cmp(&a.place)));
        }
        let more = rows.len() > limit && asked.sort == Sort::Newest;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).and_then(|row| row.place);
        let count = if asked.before.is_none() { Some(self.count_found(&wanted).await?) } else { None };
        Ok(Found { messages: self.in_order(rows).await?, next, count })
    }

    async fn count_found(&self, wanted: &Wanted) -> Result<u32, DbErr> {
        let mut select = wanted.select(self, "1 AS one", None, u64::from(limits::SEARCH_COUNT));
        select.sql = format!("SELECT COUNT(*) AS found FROM ({}) AS matching", select.sql);
        let row = self.read.query_one_raw(select).await?;
        let found: i64 = row.map_or(Ok(0), |row| row.try_get("", "found"))?;
        Ok(super::column::count(found))
    }

    /// Messages of several rooms as they are, in the order of the rows.
    async fn in_order(&self, rows: Vec<Model>) -> Result<Vec<Message>, DbErr> {
        let order: HashMap<(String, i64), usize> =
            rows.iter().enumerate().map(|(at, row)| ((row.room_id.clone(), row.seq), at)).collect();
        let mut rooms: HashMap<String, Vec<Model>> = HashMap::new();
        for row in rows {
            rooms.entry(row.room_id.clone()).or_default().push(row);
        }
        let mut messages = Vec::with_capacity(order.len());
        for (room, rows) in rooms {
            messages.extend(self.whole(id(&room)?, rows).await?);
        }
        messages.sort_by_key(|m| order.get(&(m.room.to_string(), super::column::seq(m.seq))).copied());
        Ok(messages)
    }

    async fn user_named(&self, username: &str) -> Result<Option<UserId>, DbErr> {
        let select = "SELECT id FROM users WHERE username = $1";
        let row = self.read.query_one_raw(sql(&self.read, select, [username.into()])).await?;
        row.map(|row| id(&row.try_get::<String>("", "id")?)).transpose()
    }

    /// The room of this name or id, if this person may look into it.
    async fn room_named(&self, name: &str, user: UserId) -> Result<Option<RoomId>, DbErr> {
        let select = "SELECT r.id AS id FROM rooms AS r \
            LEFT JOIN members AS mine ON mine.room_id = r.id AND mine.user_id = $1 \
            WHERE (r.name_key = $2 OR r.id = $3) AND (mine.user_id IS NOT NULL OR r.kind = 'public')";
        let key = name_key(&name.split_whitespace().collect::<Vec<_>>().join(" "));
        let values = [user.to_string().into(), key.into(), name.into()];
        let row = self.read.query_one_raw(sql(&self.read, select, values)).await?;
        row.map(|row| id(&row.try_get::<String>("", "id")?)).transpose()
    }

    async fn direct_room(&self, a: UserId, b: UserId) -> Result<Option<RoomId>, DbErr> {
        let mut people = vec![a, b];
        people.sort_unstable();
        people.dedup();
        let select = "SELECT id FROM rooms WHERE direct_key = $1";
        let row = self.read.query_one_raw(sql(&self.read, select, [direct_key(&people).into()])).await?;
        row.map(|row| id(&row.try_get::<String>("", "id")?)).transpose()
    }
}

/// A query whose names are resolved.
struct Wanted {
    by: UserId,
    terms: Terms,
    /// Only in these; none means in the person's own.
    rooms: Vec<RoomId>,
    /// Not before the first place of these, …
    from: Vec<i64>,
    /// … and before all of these.
    until: Vec<i64>,
    /// Conditions on the message `m` without values.
    facts: Vec<String>,
}

impl Wanted {
    async fn resolve(store: &Store, asked: &Asked<'_>) -> Result<Self, Error> {
        let mut wanted = Self {
            by: asked.by,
            terms: Terms::of(asked.query),
            rooms: Vec::new(),
            from: Vec::new(),
            until: Vec::new(),
            facts: Vec::new(),
        };
        let mut people = Vec::new();
        for part in &asked.query.parts {
            let negated = part.negated;
            match &part.what {
                What::Word { .. } | What::Phrase(_) => {}
                What::From(who) => {
                    let user = match who {
                        Who::Me => asked.by,
                        Who::Named(name) => store
                            .user_named(name)
                            .await?
                            .ok_or_else(|| bad(part, "there is no such person"))?,
                    };
                    if negated { wanted.terms.said_by(&[user], true) } else { people.push(user) }
                }
                What::In(place) => {
                    let room = match place {
                        Where::Room(name) => store.room_named(name, asked.by).await?,
                        Where::Direct(name) => match store.user_named(name).await? {
                            Some(user) => store.direct_room(asked.by, user).await?,
                            None => None,
                        },
                    };
                    let room = room.ok_or_else(|| bad(part, "there is no such room"))?;
                    if negated { wanted.terms.said_in(&[room], true) } else { wanted.rooms.push(room) }
                }
                What::Before(day) | What::After(day) | What::On(day) => {
                    let bounds = day.bounds(asked.now, asked.offset);
                    let bounds = (index::beginning(bounds.0), index::beginning(bounds.1));
                    wanted.day(&part.what, negated, bounds);
                }
                What::Has(Has::Link) => wanted.terms.has("link", negated),
                What::Has(Has::File) => wanted.terms.has("file", negated),
                What::Has(Has::Image) => wanted.terms.has("image", negated),
                What::Has(Has::Reaction) => wanted.fact(negated, REACTION),
                What::Has(Has::Thread) => wanted.fact(negated, THREAD),
                What::Is(Is::Edited) => wanted.fact(negated, "m.edited_at IS NOT NULL"),
                What::Has(Has::Pin) => wanted.fact(negated, "m.pinned_at IS NOT NULL"),
                What::Is(Is::Reply) => wanted.fact(negated, "m.thread_id IS NOT NULL"),
                What::Is(Is::Thread) => wanted.fact(negated, &format!("m.thread_id IS NOT NULL OR {THREAD}")),
                What::Is(Is::Saved) => wanted.fact(negated, &saved_by(asked.by)),
            }
        }
        wanted.terms.said_by(&people, false);
        wanted.terms.said_in(&wanted.rooms.clone(), false);
        let says_nothing = wanted.terms == Terms::default() && wanted.facts.is_empty();
        if says_nothing && wanted.from.is_empty() && wanted.until.is_empty() {
            let why = "something to look for is needed: a word, a phrase or a filter";
            return Err(Problem::new(Code::InvalidQuery).field("q").detail(why).into());
        }
        Ok(wanted)
    }

    fn day(&mut self, what: &What, negated: bool, (begins, ends): (i64, i64)) {
        match (what, negated) {
            (What::Before(_), false) => self.until.push(begins),
            (What::Before(_), true) => self.from.push(begins),
            (What::After(_), false) => self.from.push(ends),
            (What::After(_), true) => self.until.push(ends),
            (_, false) => {
                self.from.push(begins);
                self.until.push(ends);
            }
            (_, true) => self.facts.push(format!("(m.place < {begins} OR m.place >= {ends})")),
        }
    }

    fn fact(&mut self, negated: bool, condition: &str) {
        self.facts.push(format!("{}({condition})", if negated { "NOT " } else { "" }));
    }

    /// The newest messages that match and stand before a place, the newest first.
    fn select(&self, store: &Store, columns: &str, before: Option<i64>, limit: u64) -> sea_orm::Statement {
        let mut values: Vec<Value> = Vec::new();
        let mut bind = |value: Value| {
            values.push(value);
            format!("${}", values.len())
        };
        let mut conditions = vec!["m.deleted_at IS NULL AND m.notice IS NULL".to_owned()];
        let (tables, place) = self.tables(store.backend(), &mut bind, &mut conditions);
        for from in &self.from {
            conditions.push(format!("{place} >= {}", bind((*from).into())));
        }
        for until in self.until.iter().copied().chain(before) {
            conditions.push(format!("{place} < {}", bind(until.into())));
        }
        if self.rooms.is_empty() {
            let by = bind(self.by.to_string().into());
            conditions.push(format!("m.room_id IN (SELECT room_id FROM members WHERE user_id = {by})"));
        } else {
            let rooms: Vec<String> = self.rooms.iter().map(|room| bind(room.to_string().into())).collect();
            conditions.push(format!("m.room_id IN ({})", rooms.join(", ")));
        }
        conditions.extend(self.facts.iter().cloned());
        let text = format!(
            "SELECT {columns} FROM {tables} WHERE {} ORDER BY {place} DESC LIMIT {limit}",
            conditions.join(" AND ")
        );
        sql(&store.read, &text, values)
    }

    /// Where the rows come from, and what their place is called.
    fn tables(
        &self,
        backend: DbBackend,
        bind: &mut impl FnMut(Value) -> String,
        conditions: &mut Vec<String>,
    ) -> (&'static str, &'static str) {
        if backend == DbBackend::Sqlite {
            let (positive, negative) = self.terms.for_sqlite();
            if let Some(positive) = positive {
                let not = negative.map(|negative| format!(" NOT {negative}")).unwrap_or_default();
                conditions.push(format!("w.words MATCH {}", bind(format!("{positive}{not}").into())));
                // A cross join keeps the order of the tables: the index walks, the messages follow.
                return ("message_words AS w CROSS JOIN messages AS m ON m.place = w.rowid", "w.rowid");
            }
            if let Some(negative) = negative {
                let among = "SELECT rowid FROM message_words WHERE words MATCH";
                conditions.push(format!("m.place NOT IN ({among} {})", bind(negative.into())));
            }
            conditions.push("m.place IS NOT NULL".to_owned());
            // Else it reads and sorts all of a person's rooms for one page.
            return ("messages AS m INDEXED BY messages_by_place", "m.place");
        }
        if let Some(wanted) = self.terms.for_postgres() {
            conditions.push(format!("w.words @@ CAST({} AS tsquery)", bind(wanted.into())));
            let join = "message_words AS w JOIN messages AS m ON m.room_id = w.room_id AND m.seq = w.seq";
            return (join, "w.place");
        }
        conditions.push("m.place IS NOT NULL".to_owned());
        ("messages AS m", "m.place")
    }
}

const REACTION: &str =
    "EXISTS (SELECT 1 FROM reactions AS r WHERE r.room_id = m.room_id AND r.message_id = m.id)";
const THREAD: &str = "EXISTS (SELECT 1 FROM messages AS t WHERE t.room_id = m.room_id AND t.thread_id = m.id \
                      AND t.deleted_at IS NULL)";

/// An id is letters and digits.
fn saved_by(user: UserId) -> String {
    format!(
        "EXISTS (SELECT 1 FROM saved AS s WHERE s.user_id = '{user}' AND s.room_id = m.room_id \
         AND s.message_id = m.id)"
    )
}

fn bad(part: &Part, why: &str) -> Error {
    Problem::new(Code::InvalidQuery).field("q").detail(format!("{part}: {why}")).into()
}

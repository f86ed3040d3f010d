//! What each person has read and has still to read: computed from the messages, never counted up and down.

use std::collections::HashMap;

use natter_protocol::limits::UNREAD_SEQS;
use natter_protocol::{Millis, RoomId, Seq, UserId};
use sea_orm::{ConnectionTrait as _, DbErr, QueryResult};

use super::{Store, column, sql};

/// What a person has to read in one room.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unread {
    pub read_seq: Seq,
    pub last_seq: Seq,
    pub last_at: Option<Millis>,
    pub unread: u32,
    pub mentions: u32,
    /// The newest of them, ascending.
    pub unread_seqs: Vec<Seq>,
    pub mention_seqs: Vec<Seq>,
}

impl Store {
    /// For each of a person's rooms, what there is to read.
    pub async fn unread(&self, user: UserId) -> Result<HashMap<RoomId, Unread>, DbErr> {
        let select = "SELECT mb.room_id AS room_id, COALESCE(r.read_seq, 0) AS read_seq, \
             (SELECT MAX(seq) FROM messages m WHERE m.room_id = mb.room_id) AS last_seq, \
             (SELECT at FROM messages m WHERE m.room_id = mb.room_id ORDER BY seq DESC LIMIT 1) AS last_at \
             FROM members mb LEFT JOIN reads r ON r.room_id = mb.room_id AND r.user_id = mb.user_id \
             WHERE mb.user_id = $1";
        let rows = self.read.query_all_raw(sql(&self.read, select, [user.to_string().into()])).await?;
        let mut found = HashMap::with_capacity(rows.len());
        for row in rows {
            let room: RoomId = column::id(&row.try_get::<String>("", "room_id")?)?;
            let mut unread = Unread {
                read_seq: row.try_get::<i64>("", "read_seq")?.unsigned_abs(),
                last_seq: row.try_get::<Option<i64>>("", "last_seq")?.unwrap_or(0).unsigned_abs(),
                last_at: row.try_get::<Option<i64>>("", "last_at")?.map(Millis),
                ..Unread::default()
            };
            if unread.last_seq > unread.read_seq {
                self.count(user, room, &mut unread).await?;
            }
            found.insert(room, unread);
        }
        Ok(found)
    }

    async fn count(&self, user: UserId, room: RoomId, unread: &mut Unread) -> Result<(), DbErr> {
        let named =
            "EXISTS (SELECT 1 FROM mentions n WHERE n.user_id = $3 AND n.room_id = $1 AND n.seq = m.seq)";
        // As `Message::counts_for` has it.
        let since = format!(
            "m.room_id = $1 AND m.seq > $2 AND m.author_id <> $3 AND m.deleted_at IS NULL \
             AND m.notice IS NULL AND (m.thread_id IS NULL OR m.broadcast OR {named})"
        );
        let values = || -> [sea_orm::Value; 3] {
            [room.to_string().into(), column::seq(unread.read_seq).into(), user.to_string().into()]
        };
        let all = format!(
            "SELECT m.seq AS seq FROM messages m WHERE {since} ORDER BY m.seq DESC LIMIT {UNREAD_SEQS}"
        );
        let mine = format!(
            "SELECT m.seq AS seq FROM messages m WHERE {since} AND {named} ORDER BY m.seq DESC LIMIT {UNREAD_SEQS}"
        );
        let count = |what: &str| format!("SELECT COUNT(*) AS n FROM messages m WHERE {since}{what}");
        let unread_seqs = seqs(&self.read.query_all_raw(sql(&self.read, &all, values())).await?)?;
        let mention_seqs = seqs(&self.read.query_all_raw(sql(&self.read, &mine, values())).await?)?;
        let mut exact = [unread_seqs.len(), mention_seqs.len()].map(|n| u32::try_from(n).unwrap_or(u32::MAX));
        for (at, what) in ["", &format!(" AND {named}")].into_iter().enumerate() {
            if exact[at] as usize == UNREAD_SEQS {
                let row = self.read.query_one_raw(sql(&self.read, &count(what), values())).await?;
                exact[at] = row.map_or(Ok(0), |row| row.try_get::<i64>("", "n").map(column::count))?;
            }
        }
        (unread.unread, unread.mentions) = (exact[0], exact[1]);
        (unread.unread_seqs, unread.mention_seqs) = (unread_seqs, mention_seqs);
        Ok(())
    }
}

fn seqs(rows: &[QueryResult]) -> Result<Vec<Seq>, DbErr> {
    let mut seqs = rows
        .iter()
        .map(|row| row.try_get::<i64>("", "seq").map(i64::unsigned_abs))
        .collect::<Result<Vec<_>, _>>()?;
    seqs.reverse();
    Ok(seqs)
}

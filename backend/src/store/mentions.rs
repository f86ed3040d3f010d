//! Messages that name a person.

use std::collections::HashMap;

use natter_protocol::{Message, UserId};
use sea_orm::{DbErr, FromQueryResult as _};

use super::entities::messages;
use super::saved::{Before, bounds};
use super::{Store, column, sql};

impl Store {
    /// Others' messages that name a person, in rooms that the person is in; the newest first.
    pub async fn mentions(
        &self,
        user: UserId,
        before: Option<Before>,
        limit: u16,
    ) -> Result<Vec<Message>, DbErr> {
        let select = "SELECT m.* FROM mentions AS n \
             JOIN messages AS m ON m.room_id = n.room_id AND m.seq = n.seq \
             JOIN members AS b ON b.room_id = n.room_id AND b.user_id = n.user_id \
             WHERE n.user_id = $1 AND m.author_id <> $1 AND m.deleted_at IS NULL \
             AND (m.at < $2 OR (m.at = $2 AND m.id < $3)) ORDER BY m.at DESC, m.id DESC LIMIT $4";
        let [at, message] = bounds(before);
        let values = [user.to_string().into(), at, message, i64::from(limit).into()];
        let rows =
            messages::Model::find_by_statement(sql(&self.read, select, values)).all(&self.read).await?;
        let order: Vec<_> = rows.iter().map(|row| (row.room_id.clone(), row.id.clone())).collect();
        let mut of_room: HashMap<String, Vec<messages::Model>> = HashMap::new();
        for row in rows {
            of_room.entry(row.room_id.clone()).or_default().push(row);
        }
        let mut found: HashMap<_, Message> = HashMap::new();
        for (room, rows) in of_room {
            for message in self.whole(column::id(&room)?, rows).await? {
                found.insert((room.clone(), message.id.to_string()), message);
            }
        }
        Ok(order.iter().filter_map(|key| found.remove(key)).collect())
    }
}

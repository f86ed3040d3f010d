//! Looking through many rooms, page by page.

use natter_protocol::UserId;
use natter_protocol::command::RoomSort;
use natter_protocol::room::RoomListing;
use sea_orm::{DbBackend, DbErr, FromQueryResult};

use super::column::count;
use super::rooms::Seen;
use super::users::escape_like;
use super::{Store, sql};
use crate::chat::rooms::name_key;

/// A page of the rooms that a person may find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page<'a> {
    /// Letters of a name or a topic; all rooms without.
    pub letters: &'a str,
    pub sort: RoomSort,
    /// Rooms passed over.
    pub skip: u32,
    pub limit: u16,
}

impl Store {
    /// A person's own named rooms and every public one.
    pub async fn find_rooms(&self, user: UserId, page: Page<'_>) -> Result<Vec<RoomListing>, DbErr> {
        // Bytes decide, since the collations of the databases differ.
        let collate = if self.backend() == DbBackend::Postgres { " COLLATE \"C\"" } else { "" };
        let order = match page.sort {
            RoomSort::Name => "",
            RoomSort::Members => "member_count DESC, ",
            RoomSort::Activity => {
                "COALESCE((SELECT s.at FROM messages AS s WHERE s.room_id = r.id ORDER BY s.seq DESC LIMIT 1), 0) DESC, "
            }
        };
        let text = format!(
            "SELECT r.*, mine.role AS role, \
             (SELECT COUNT(*) FROM members AS m WHERE m.room_id = r.id) AS member_count \
             FROM rooms AS r LEFT JOIN members AS mine ON mine.room_id = r.id AND mine.user_id = $1 \
             WHERE r.kind <> 'direct' AND (mine.user_id IS NOT NULL OR (r.kind = 'public' AND r.archived_at IS NULL)) \
             AND (r.name_key LIKE $2 ESCAPE '\\' OR LOWER(r.topic) LIKE $2 ESCAPE '\\') \
             ORDER BY {order}r.name_key{collate}, r.id LIMIT {} OFFSET {}",
            page.limit, page.skip
        );
        let like = format!("%{}%", escape_like(&name_key(page.letters.trim())));
        let rows = Seen::find_by_statement(sql(&self.read, &text, [user.to_string().into(), like.into()]));
        let listing = |seen: Seen| {
            let (joined, member_count) = (seen.role.is_some(), count(seen.member_count));
            Ok(RoomListing { room: seen.room.try_into()?, member_count, joined })
        };
        rows.all(&self.read).await?.into_iter().map(listing).collect()
    }
}

//! What admins did: written in the transaction of the deed, so that neither is there without the other.

use natter_protocol::administration::{AuditAction, AuditEntry};
use natter_protocol::{Millis, RoomId, UserId};
use sea_orm::{ConnectionTrait as _, DbErr, FromQueryResult};

use super::column::{Word, id};
use super::outbox::Writing;
use super::{Store, sql};

/// Something that was done, and to what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deed<'a> {
    pub by: UserId,
    pub action: AuditAction,
    pub user: Option<UserId>,
    pub room: Option<RoomId>,
    /// What it became.
    pub detail: Option<&'a str>,
}

impl Deed<'_> {
    pub(super) fn of(by: UserId, action: AuditAction) -> Self {
        Self { by, action, user: None, room: None, detail: None }
    }
}

impl Word for AuditAction {
    const ALL: &[(Self, &'static str)] = &[
        (Self::RoleGiven, "role_given"),
        (Self::Deactivated, "deactivated"),
        (Self::Reactivated, "reactivated"),
        (Self::PasswordResetMade, "password_reset_made"),
        (Self::TwoFactorRemoved, "two_factor_removed"),
        (Self::RoomArchived, "room_archived"),
        (Self::RoomUnarchived, "room_unarchived"),
        (Self::ServerRenamed, "server_renamed"),
        (Self::EmojiAdded, "emoji_added"),
        (Self::EmojiRemoved, "emoji_removed"),
        (Self::BotCreated, "bot_created"),
        (Self::BotChanged, "bot_changed"),
        (Self::TokenMade, "token_made"),
        (Self::TokenRevoked, "token_revoked"),
        (Self::WebhookMade, "webhook_made"),
        (Self::WebhookRemoved, "webhook_removed"),
        (Self::PolicyChanged, "policy_changed"),
    ];
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    at: i64,
    actor_id: String,
    action: String,
    user_id: Option<String>,
    room_id: Option<String>,
    detail: Option<String>,
}

impl TryFrom<Row> for AuditEntry {
    type Error = DbErr;

    fn try_from(row: Row) -> Result<Self, DbErr> {
        Ok(Self {
            id: row.id,
            at: Millis(row.at),
            by: id(&row.actor_id)?,
            // A newer gateway may have written a word that this one does not know.
            action: AuditAction::read(&row.action).unwrap_or(AuditAction::Other),
            user: row.user_id.as_deref().map(id).transpose()?,
            room: row.room_id.as_deref().map(id).transpose()?,
            detail: row.detail,
        })
    }
}

impl Store {
    /// The newest entries before a place, the newest first; one more than asked for when there are more.
    pub async fn audit(&self, before: Option<i64>, limit: u16) -> Result<Vec<AuditEntry>, DbErr> {
        const SQL: &str = "SELECT id, at, actor_id, action, user_id, room_id, detail FROM audit \
            WHERE id < $1 ORDER BY id DESC LIMIT $2";
        let values = [before.unwrap_or(i64::MAX).into(), (i64::from(limit) + 1).into()];
        let rows = Row::find_by_statement(sql(&self.read, SQL, values)).all(&self.read).await?;
        rows.into_iter().map(AuditEntry::try_from).collect()
    }
}

pub(super) async fn put(w: &Writing, deed: Deed<'_>) -> Result<(), DbErr> {
    const SQL: &str = "INSERT INTO audit (at, actor_id, action, user_id, room_id, detail) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        Millis::now().0.into(),
        deed.by.to_string().into(),
        deed.action.text().into(),
        deed.user.map(|user| user.to_string()).into(),
        deed.room.map(|room| room.to_string()).into(),
        deed.detail.map(str::to_owned).into(),
    ];
    w.txn.execute_raw(sql(&w.txn, SQL, values)).await.map(|_| ())
}

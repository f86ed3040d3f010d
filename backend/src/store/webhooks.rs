//! Addresses at which others speak as a bot. Only the hash of a code is kept.

use natter_protocol::administration::AuditAction;
use natter_protocol::bot::Webhook;
use natter_protocol::{Code, Millis, Problem, Room, RoomId, UserId, WebhookId, limits};
use sea_orm::{ConnectionTrait as _, DbErr, FromQueryResult};

use super::audit::{self, Deed};
use super::bots::{locked, too_many};
use super::column::id;
use super::{Error, Store, sql};
use crate::fresh::TokenHash;

/// How often at most the use of a webhook is written down.
const NOTED_MS: i64 = 60 * 1000;

/// As whom and where a webhook speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hook {
    pub id: WebhookId,
    pub bot: UserId,
    pub room: RoomId,
    last_used_at: Option<Millis>,
}

impl Hook {
    /// Whether this use should be written down.
    #[must_use]
    pub fn is_due(&self, now: Millis) -> bool {
        self.last_used_at.is_none_or(|last| now.0.saturating_sub(last.0) >= NOTED_MS)
    }
}

/// A webhook about to be written down.
#[derive(Debug, Clone)]
pub struct NewHook {
    pub id: WebhookId,
    pub code: String,
    pub name: String,
}

#[derive(FromQueryResult)]
struct Row {
    id: String,
    user_id: String,
    room_id: String,
    room_name: String,
    name: String,
    created_by: String,
    created_at: i64,
    last_used_at: Option<i64>,
}

impl Store {
    /// Every webhook, the oldest first, with the bot that speaks there.
    pub(super) async fn webhooks(&self) -> Result<Vec<(UserId, Webhook)>, DbErr> {
        const SQL: &str = "SELECT w.id, w.user_id, w.room_id, r.name AS room_name, w.name, w.created_by, \
            w.created_at, w.last_used_at FROM webhooks AS w JOIN rooms AS r ON r.id = w.room_id \
            ORDER BY w.created_at, w.id";
        let rows = Row::find_by_statement(sql(&self.read, SQL, [])).all(&self.read).await?;
        let webhook = |row: Row| {
            let webhook = Webhook {
                id: id(&row.id)?,
                room_id: id(&row.room_id)?,
                room_name: row.room_name,
                name: row.name,
                created_by: id(&row.created_by)?,
                created_at: Millis(row.created_at),
                last_used_at: row.last_used_at.map(Millis),
            };
            Ok((id(&row.user_id)?, webhook))
        };
        rows.into_iter().map(webhook).collect()
    }

    /// Lets a bot be spoken as in a room.
    pub async fn make_webhook(
        &self,
        by: UserId,
        bot: UserId,
        room: &Room,
        new: &NewHook,
    ) -> Result<Webhook, Error> {
        let w = self.writing().await?;
        let (bot, _) = locked(&w, bot).await?;
        let now = Millis::now();
        let insert = "INSERT INTO webhooks (id, code_hash, user_id, room_id, name, created_by, created_at) \
            VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let values = [
            new.id.to_string().into(),
            TokenHash::of(&new.code).text().into(),
            bot.id.to_string().into(),
            room.id.to_string().into(),
            new.name.as_str().into(),
            by.to_string().into(),
            now.0.into(),
        ];
        w.txn.execute_raw(sql(&w.txn, insert, values)).await?;
        let select = "SELECT COUNT(*) AS n FROM webhooks WHERE user_id = $1";
        let counted = w.txn.query_one_raw(sql(&w.txn, select, [bot.id.to_string().into()])).await?;
        let counted: i64 = counted.map_or(Ok(0), |row| row.try_get("", "n"))?;
        if counted > i64::from(limits::WEBHOOKS_PER_BOT) {
            return Err(too_many("webhooks for each bot", limits::WEBHOOKS_PER_BOT).into());
        }
        let deed = Deed { user: Some(bot.id), room: Some(room.id), ..Deed::of(by, AuditAction::WebhookMade) };
        audit::put(&w, Deed { detail: Some(&new.name), ..deed }).await?;
        w.txn.commit().await?;
        Ok(Webhook {
            id: new.id,
            room_id: room.id,
            room_name: room.name.clone(),
            name: new.name.clone(),
            created_by: by,
            created_at: now,
            last_used_at: None,
        })
    }

    pub async fn remove_webhook(&self, by: UserId, bot: UserId, webhook: WebhookId) -> Result<(), Error> {
        let w = self.writing().await?;
        let delete = "DELETE FROM webhooks WHERE id = $1 AND user_id = $2 RETURNING room_id, name";
        let values = [webhook.to_string().into(), bot.to_string().into()];
        let removed = w.txn.query_one_raw(sql(&w.txn, delete, values)).await?;
        let removed = removed.ok_or_else(|| Problem::new(Code::NotFound))?;
        let (room, name): (String, String) = (removed.try_get("", "room_id")?, removed.try_get("", "name")?);
        let deed =
            Deed { user: Some(bot), room: Some(id(&room)?), ..Deed::of(by, AuditAction::WebhookRemoved) };
        audit::put(&w, Deed { detail: Some(&name), ..deed }).await?;
        w.txn.commit().await?;
        Ok(())
    }

    /// As whom and where the holder of a code speaks.
    pub async fn hook(&self, code: &str) -> Result<Option<Hook>, DbErr> {
        const SQL: &str = "SELECT id, user_id, room_id, last_used_at FROM webhooks WHERE code_hash = $1";
        let found =
            self.read.query_one_raw(sql(&self.read, SQL, [TokenHash::of(code).text().into()])).await?;
        let hook = |row: sea_orm::QueryResult| {
            let last_used_at: Option<i64> = row.try_get("", "last_used_at")?;
            Ok(Hook {
                id: id(&row.try_get::<String>("", "id")?)?,
                bot: id(&row.try_get::<String>("", "user_id")?)?,
                room: id(&row.try_get::<String>("", "room_id")?)?,
                last_used_at: last_used_at.map(Millis),
            })
        };
        found.map(hook).transpose()
    }

    /// Notes that a webhook is in use.
    pub async fn used_webhook(&self, webhook: WebhookId, at: Millis) -> Result<(), DbErr> {
        let update = "UPDATE webhooks SET last_used_at = $1 WHERE id = $2";
        let values = [at.0.into(), webhook.to_string().into()];
        self.write.execute_raw(sql(&self.write, update, values)).await.map(|_| ())
    }
}

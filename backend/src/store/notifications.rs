//! How people want to be told of what happens, and what the server keeps to itself.

use natter_protocol::notifications::Notifications;
use natter_protocol::{Body, Event, Millis, Shard, UserId};
use sea_orm::{ConnectionTrait as _, DbErr};

use super::{Committed, Store, sql};
use crate::log::Audience;

impl Store {
    /// What a person has set; the defaults for someone who has set nothing.
    pub async fn notifications(&self, user: UserId) -> Result<Notifications, DbErr> {
        let select = "SELECT settings FROM notification_settings WHERE user_id = $1";
        let row = self.read.query_one_raw(sql(&self.read, select, [user.to_string().into()])).await?;
        let Some(row) = row else { return Ok(Notifications::default()) };
        let text: String = row.try_get("", "settings")?;
        serde_json::from_str(&text).map_err(|e| DbErr::Json(e.to_string()))
    }

    /// Sets it, and tells the person's devices.
    pub async fn set_notifications(
        &self,
        user: (UserId, Shard),
        settings: Notifications,
    ) -> Result<Committed<()>, DbErr> {
        let mut w = self.writing().await?;
        let upsert = "INSERT INTO notification_settings (user_id, settings) VALUES ($1, $2) \
                      ON CONFLICT (user_id) DO UPDATE SET settings = excluded.settings";
        let text = serde_json::to_string(&settings).map_err(|e| DbErr::Json(e.to_string()))?;
        // The row is locked from here on, so that of two changes the announcements come in the same order.
        w.txn.execute_raw(sql(&w.txn, upsert, [user.0.to_string().into(), text.into()])).await?;
        let body = Body::NotificationsUpdated { settings };
        w.announce(Audience::User(user.0, user.1), Event::unplaced(None, Millis::now(), body)).await?;
        w.commit(()).await
    }

    /// A key of the server's own.
    pub async fn secret(&self, name: &str) -> Result<Option<String>, DbErr> {
        let select = "SELECT value FROM secrets WHERE name = $1";
        let row = self.write.query_one_raw(sql(&self.write, select, [name.into()])).await?;
        row.map(|row| row.try_get("", "value")).transpose()
    }

    /// Keeps a key unless another gateway was quicker; answers the one that is kept.
    pub async fn keep_secret(&self, name: &str, value: &str) -> Result<String, DbErr> {
        let insert = "INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        self.write.execute_raw(sql(&self.write, insert, [name.into(), value.into()])).await?;
        let kept = self.secret(name).await?;
        kept.ok_or_else(|| DbErr::RecordNotFound(format!("secret {name}")))
    }
}

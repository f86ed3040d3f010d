//! The server itself: its name, and how much it holds.

use natter_protocol::administration::AuditAction;
use natter_protocol::{Body, Event, Millis, UserId};
use sea_orm::{ConnectionTrait as _, DbErr};

use super::audit::{self, Deed};
use super::outbox::Committed;
use super::{Store, lock, sql};
use crate::log::Audience;

/// The advisory lock under which the server is renamed: of two names the announcements come in order.
const SERVER_LOCK: i64 = 0x6e61_7474_6572_0004;

/// How much there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holdings {
    pub accounts: u64,
    pub messages: u64,
    pub dead_letters: u64,
}

impl Store {
    /// The name that an admin gave the server; none as long as nobody has.
    pub async fn server_name(&self) -> Result<Option<String>, DbErr> {
        let select = "SELECT value FROM server WHERE name = 'name'";
        let row = self.read.query_one_raw(sql(&self.read, select, [])).await?;
        row.map(|row| row.try_get("", "value")).transpose()
    }

    pub async fn rename_server(&self, by: UserId, name: &str) -> Result<Committed<()>, DbErr> {
        let mut w = self.writing().await?;
        lock(&w.txn, SERVER_LOCK).await?;
        let upsert = "INSERT INTO server (name, value) VALUES ('name', $1) \
                      ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        w.txn.execute_raw(sql(&w.txn, upsert, [name.into()])).await?;
        let event = Event::unplaced(None, Millis::now(), Body::ServerUpdated { name: name.to_owned() });
        w.announce(Audience::Server, event).await?;
        audit::put(&w, Deed { detail: Some(name), ..Deed::of(by, AuditAction::ServerRenamed) }).await?;
        w.commit(()).await
    }

    pub async fn holdings(&self) -> Result<Holdings, DbErr> {
        let counted = async |table: &str| {
            let text = format!("SELECT COUNT(*) AS number FROM {table}");
            let row = self.read.query_one_raw(sql(&self.read, &text, [])).await?;
            let number: i64 = row.map_or(Ok(0), |row| row.try_get("", "number"))?;
            Ok::<_, DbErr>(number.unsigned_abs())
        };
        Ok(Holdings {
            accounts: counted("users").await?,
            messages: counted("messages").await?,
            dead_letters: counted("dead_letters").await?,
        })
    }
}

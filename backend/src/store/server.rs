//! The server itself: its name, what was decided for it, and how much it holds.

use natter_protocol::administration::AuditAction;
use natter_protocol::{Body, Event, Millis, Policy, Rules, UserId};
use sea_orm::{ConnectionTrait, DbErr};

use super::audit::{self, Deed};
use super::outbox::{Committed, Writing};
use super::{Error, Store, lock, sessions, sql, two_factor};
use crate::chat::policy::difference;
use crate::log::Audience;

/// The advisory lock under which the server is renamed and its policy changed: the announcements come in order.
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
        value(&self.read, "name").await
    }

    pub async fn rename_server(&self, by: UserId, name: &str, rules: Rules) -> Result<Committed<()>, DbErr> {
        let mut w = self.writing().await?;
        lock(&w.txn, SERVER_LOCK).await?;
        // Names and rules are announced together: of two announcements the later one is the whole truth. As they are
        // under the lock; what the caller has seen may be a moment old.
        let rules = policy(&w.txn).await?.map_or(rules, |policy| policy.rules);
        put(&w, "name", name).await?;
        announce(&mut w, name.to_owned(), rules).await?;
        audit::put(&w, Deed { detail: Some(name), ..Deed::of(by, AuditAction::ServerRenamed) }).await?;
        w.commit(()).await
    }

    /// What an owner has decided; none as long as nobody has.
    pub async fn policy(&self) -> Result<Option<Policy>, DbErr> {
        policy(&self.read).await
    }

    /// Writes down what an owner has decided; `usual` is what holds as long as nobody has. Sign-ins that have been
    /// unused for longer than is allowed now end, and so do those that lack the second factor which is demanded now.
    pub async fn decide_policy(
        &self,
        by: UserId,
        name: &str,
        wanted: Policy,
        usual: Policy,
    ) -> Result<Committed<Policy>, Error> {
        let mut w = self.writing().await?;
        lock(&w.txn, SERVER_LOCK).await?;
        let before = policy(&w.txn).await?.unwrap_or(usual);
        let Some(difference) = difference(&before, &wanted) else { return Ok(w.commit(before).await?) };
        let json = serde_json::to_string(&wanted).map_err(|e| DbErr::Json(e.to_string()))?;
        put(&w, "policy", &json).await?;
        sessions::shorten(&w, wanted.session_days).await?;
        if wanted.two_factor > before.two_factor {
            two_factor::demand(&mut w, by, &wanted).await?;
        }
        let name = value(&w.txn, "name").await?.unwrap_or_else(|| name.to_owned());
        announce(&mut w, name, wanted.rules.clone()).await?;
        audit::put(&w, Deed { detail: Some(&difference), ..Deed::of(by, AuditAction::PolicyChanged) })
            .await?;
        Ok(w.commit(wanted).await?)
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

async fn value(on: &impl ConnectionTrait, name: &str) -> Result<Option<String>, DbErr> {
    let select = "SELECT value FROM server WHERE name = $1";
    let row = on.query_one_raw(sql(on, select, [name.into()])).await?;
    row.map(|row| row.try_get("", "value")).transpose()
}

async fn put(w: &Writing, name: &str, value: &str) -> Result<(), DbErr> {
    let upsert = "INSERT INTO server (name, value) VALUES ($1, $2) \
                  ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    w.txn.execute_raw(sql(&w.txn, upsert, [name.into(), value.into()])).await.map(|_| ())
}

pub(super) async fn policy(on: &impl ConnectionTrait) -> Result<Option<Policy>, DbErr> {
    let json = value(on, "policy").await?;
    json.map(|json| serde_json::from_str(&json).map_err(|e| DbErr::Json(e.to_string()))).transpose()
}

async fn announce(w: &mut Writing, name: String, rules: Rules) -> Result<(), DbErr> {
    let body = Body::ServerUpdated { name, rules: Some(rules) };
    w.announce(Audience::Server, Event::unplaced(None, Millis::now(), body)).await
}

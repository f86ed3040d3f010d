//! Bots, and the tokens they sign in with: sessions that do not end by themselves.

use std::collections::HashMap;

use natter_protocol::administration::AuditAction;
use natter_protocol::bot::{Bot, BotToken, Webhook};
use natter_protocol::{Body, Code, Event, Millis, Problem, SessionId, Shard, User, UserId, limits};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, FromQueryResult as _, PaginatorTrait as _, QueryFilter, QueryOrder,
    QuerySelect as _,
};

use super::audit::{self, Deed};
use super::column::{id, shard};
use super::entities::{sessions, users as rows};
use super::outbox::{Committed, Writing};
use super::sessions::{NewSession, Which};
use super::{Error, Store, sql, users};
use crate::chat::profile::ProfileChange;
use crate::log::{Audience, subject};

/// What stands where a password's hash would: nothing that any password fits.
const NO_PASSWORD: &str = "!";

impl Store {
    /// Every bot, deactivated ones too, by username.
    pub async fn bots(&self) -> Result<Vec<Bot>, DbErr> {
        let found = rows::Entity::find().filter(rows::Column::Bot.eq(true));
        let found = found.order_by_asc(rows::Column::Username).all(&self.read).await?;
        let mut tokens = self.bot_tokens().await?;
        let mut webhooks: HashMap<UserId, Vec<Webhook>> = HashMap::new();
        for (bot, webhook) in self.webhooks().await? {
            webhooks.entry(bot).or_default().push(webhook);
        }
        let bot = |row: rows::Model| {
            let user: User = row.try_into()?;
            let tokens = tokens.remove(&user.id).unwrap_or_default();
            let webhooks = webhooks.remove(&user.id).unwrap_or_default();
            Ok(Bot { user, tokens, webhooks })
        };
        found.into_iter().map(bot).collect()
    }

    async fn bot_tokens(&self) -> Result<HashMap<UserId, Vec<BotToken>>, DbErr> {
        const SQL: &str = "SELECT s.* FROM sessions AS s JOIN users AS u ON u.id = s.user_id \
            WHERE u.bot ORDER BY s.created_at, s.id";
        let found = sessions::Model::find_by_statement(sql(&self.read, SQL, [])).all(&self.read).await?;
        let mut tokens: HashMap<UserId, Vec<BotToken>> = HashMap::new();
        for row in found {
            let token = BotToken {
                id: id(&row.id)?,
                name: row.device,
                created_at: Millis(row.created_at),
                last_seen_at: Millis(row.last_seen_at),
            };
            tokens.entry(id(&row.user_id)?).or_default().push(token);
        }
        Ok(tokens)
    }

    /// Makes a bot. It is in no room yet.
    pub async fn create_bot(&self, by: UserId, bot: User, shards: Shard) -> Result<Committed<User>, Error> {
        let mut w = self.writing().await?;
        let shard = subject::place(&bot.id.to_string(), shards);
        users::insert(&w, &bot, shard, NO_PASSWORD).await?;
        let bots = rows::Entity::find().filter(rows::Column::Bot.eq(true)).count(&w.txn).await?;
        if bots > u64::from(limits::BOTS) {
            return Err(too_many("bots", limits::BOTS).into());
        }
        let created = Event::unplaced(None, bot.created_at, Body::UserCreated { user: bot.clone() });
        w.announce(Audience::Server, created).await?;
        audit::put(&w, Deed { user: Some(bot.id), ..Deed::of(by, AuditAction::BotCreated) }).await?;
        Ok(w.commit(bot).await?)
    }

    /// Changes what a bot is called and said to do.
    pub async fn change_bot(
        &self,
        by: UserId,
        bot: UserId,
        decide: impl FnOnce(&User) -> Result<ProfileChange, Problem>,
    ) -> Result<Committed<User>, Error> {
        let mut w = self.writing().await?;
        let (bot, _) = locked(&w, bot).await?;
        let change = decide(&bot)?;
        if change.is_empty() {
            return Ok(w.commit(bot).await?);
        }
        let changed = super::profiles::write(&mut w, &bot, &change).await?;
        audit::put(&w, Deed { user: Some(bot.id), ..Deed::of(by, AuditAction::BotChanged) }).await?;
        Ok(w.commit(changed).await?)
    }

    /// Refuses when this is no bot that is in use.
    pub async fn check_bot(&self, bot: UserId) -> Result<(), Error> {
        let row = rows::Entity::find_by_id(bot.to_string()).one(&self.read).await?;
        in_use(row).map(|_| ())
    }

    /// Makes a token; its secret is known to the caller alone.
    pub async fn make_token(&self, by: UserId, bot: UserId, token: &NewSession) -> Result<(), Error> {
        let w = self.writing().await?;
        let (bot, _) = locked(&w, bot).await?;
        super::sessions::insert(&w, bot.id, token).await?;
        let tokens = sessions::Entity::find().filter(sessions::Column::UserId.eq(bot.id.to_string()));
        if tokens.count(&w.txn).await? > u64::from(limits::TOKENS_PER_BOT) {
            return Err(too_many("tokens for each bot", limits::TOKENS_PER_BOT).into());
        }
        let deed = Deed { user: Some(bot.id), ..Deed::of(by, AuditAction::TokenMade) };
        audit::put(&w, Deed { detail: Some(&token.device), ..deed }).await?;
        w.txn.commit().await?;
        Ok(())
    }

    /// Ends a token, and the streams that were opened with it.
    pub async fn revoke_token(
        &self,
        by: UserId,
        bot: UserId,
        token: SessionId,
    ) -> Result<Committed<()>, Error> {
        let mut w = self.writing().await?;
        let (bot, shard) = locked(&w, bot).await?;
        let named = sessions::Entity::find_by_id(token.to_string()).one(&w.txn).await?;
        if super::sessions::revoke(&mut w, (bot.id, shard), Which::One(token)).await? == 0 {
            return Err(Problem::new(Code::NotFound).into());
        }
        let name = named.map(|row| row.device);
        let deed = Deed { user: Some(bot.id), ..Deed::of(by, AuditAction::TokenRevoked) };
        audit::put(&w, Deed { detail: name.as_deref(), ..deed }).await?;
        Ok(w.commit(()).await?)
    }
}

/// A bot that is in use and its shard, with its row locked until the transaction ends.
pub(super) async fn locked(w: &Writing, bot: UserId) -> Result<(User, Shard), Error> {
    let row = rows::Entity::find_by_id(bot.to_string()).lock_exclusive().one(&w.txn).await?;
    let row = in_use(row)?;
    let shard = shard(row.shard)?;
    Ok((row.try_into()?, shard))
}

fn in_use(row: Option<rows::Model>) -> Result<rows::Model, Error> {
    let row = row.filter(|row| row.bot && row.deactivated_at.is_none());
    row.ok_or_else(|| Problem::new(Code::UserNotFound).detail("no bot in use has this id").into())
}

pub(super) fn too_many(what: &str, most: u32) -> Problem {
    Problem::new(Code::LimitReached).detail(format!("at most {most} {what}"))
}

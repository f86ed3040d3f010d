//! Sign-ins. Only the hash of a token is kept.

use natter_protocol::{Body, Event, Millis, SessionId, SessionInfo, Shard, UserId};
use sea_orm::sea_query::Condition;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait as _, DbErr, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder,
};

use super::column::{id, shard};
use super::entities::{invites, sessions};
use super::outbox::{Committed, Writing};
use super::{Store, sql};
use crate::fresh::{self, TokenHash};
use crate::log::Audience;

/// What a request's token stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub user: UserId,
    /// The shard of this person's own events.
    pub shard: Shard,
    pub last_seen_at: Millis,
    pub expires_at: Millis,
    /// Good for nothing but setting up a second factor.
    pub limited: bool,
}

/// A sign-in about to be written down; its token is known to the device alone.
#[derive(Debug, Clone)]
pub struct NewSession {
    pub id: SessionId,
    pub token: String,
    pub device: String,
    pub at: Millis,
    pub expires_at: Millis,
    /// Good for nothing but setting up a second factor.
    pub limited: bool,
}

/// The end of what does not end by itself: the last millisecond of the year 9999.
pub const NEVER: Millis = Millis(253_402_300_799_999);

impl NewSession {
    /// It ends when it was not used for so many days.
    #[must_use]
    pub fn of(device: String, days: u32) -> Self {
        let at = Millis::now();
        let expires_at = expiry(at, days);
        Self { id: fresh::session_id(), token: fresh::token(), device, at, expires_at, limited: false }
    }

    /// It stays until it is revoked.
    #[must_use]
    pub fn lasting(device: String) -> Self {
        Self { expires_at: NEVER, ..Self::of(device, 1) }
    }
}

/// Which sign-ins of a person.
#[derive(Debug, Clone, Copy)]
pub enum Which {
    One(SessionId),
    AllBut(SessionId),
    All,
}

/// The end of an unused session that was seen now.
#[must_use]
pub fn expiry(now: Millis, days: u32) -> Millis {
    now.plus_seconds(i64::from(days) * 24 * 60 * 60)
}

#[derive(FromQueryResult)]
struct Row {
    id: String,
    user_id: String,
    shard: i32,
    last_seen_at: i64,
    expires_at: i64,
    limited: bool,
}

impl TryFrom<Row> for Session {
    type Error = DbErr;

    fn try_from(row: Row) -> Result<Self, DbErr> {
        Ok(Self {
            id: id(&row.id)?,
            user: id(&row.user_id)?,
            shard: shard(row.shard)?,
            last_seen_at: Millis(row.last_seen_at),
            expires_at: Millis(row.expires_at),
            limited: row.limited,
        })
    }
}

impl Store {
    pub async fn session_of_token(&self, token: &TokenHash) -> Result<Option<Session>, DbErr> {
        self.session_where("token_hash", token.text()).await
    }

    pub async fn session(&self, session: SessionId) -> Result<Option<Session>, DbErr> {
        self.session_where("id", session.to_string()).await
    }

    /// Sessions of accounts that were deactivated are none.
    async fn session_where(&self, column: &str, value: String) -> Result<Option<Session>, DbErr> {
        let text = format!(
            "SELECT s.id, s.user_id, u.shard, s.last_seen_at, s.expires_at, s.limited FROM sessions AS s \
             JOIN users AS u ON u.id = s.user_id WHERE s.{column} = $1 AND u.deactivated_at IS NULL"
        );
        let found = Row::find_by_statement(sql(&self.read, &text, [value.into()])).one(&self.read).await?;
        found.map(Session::try_from).transpose()
    }

    pub async fn create_session(&self, user: UserId, session: &NewSession) -> Result<(), DbErr> {
        let w = self.writing().await?;
        insert(&w, user, session).await?;
        w.txn.commit().await
    }

    /// Puts a new sign-in in the place of one.
    pub async fn replace_session(
        &self,
        user: (UserId, Shard),
        old: SessionId,
        new: &NewSession,
    ) -> Result<Committed<()>, DbErr> {
        let mut w = self.writing().await?;
        insert(&w, user.0, new).await?;
        revoke(&mut w, user, Which::One(old)).await?;
        w.commit(()).await
    }

    /// Notes that a session is in use, which prolongs it by so many days; one that does not end stays so.
    pub async fn touch_session(&self, session: SessionId, now: Millis, days: u32) -> Result<(), DbErr> {
        const SQL: &str = "UPDATE sessions SET last_seen_at = $1, \
            expires_at = CASE WHEN expires_at > $2 THEN expires_at ELSE $2 END WHERE id = $3";
        let values = [now.0.into(), expiry(now, days).0.into(), session.to_string().into()];
        self.write.execute_raw(sql(&self.write, SQL, values)).await.map(|_| ())
    }

    /// A person's sign-ins that still hold, the last used first.
    pub async fn sessions_of(&self, user: UserId, current: SessionId) -> Result<Vec<SessionInfo>, DbErr> {
        let rows = sessions::Entity::find()
            .filter(sessions::Column::UserId.eq(user.to_string()))
            .filter(sessions::Column::ExpiresAt.gt(Millis::now().0))
            .order_by_desc(sessions::Column::LastSeenAt)
            .all(&self.read)
            .await?;
        rows.into_iter().map(|row| info(row, current)).collect()
    }

    /// Ends one sign-in; says whether there was one.
    pub async fn revoke_session(
        &self,
        user: (UserId, Shard),
        session: SessionId,
    ) -> Result<Committed<bool>, DbErr> {
        let mut w = self.writing().await?;
        let ended = revoke(&mut w, user, Which::One(session)).await?;
        w.commit(ended > 0).await
    }

    /// Ends all of a person's sign-ins but one.
    pub async fn revoke_other_sessions(
        &self,
        user: (UserId, Shard),
        keep: SessionId,
    ) -> Result<Committed<()>, DbErr> {
        let mut w = self.writing().await?;
        revoke(&mut w, user, Which::AllBut(keep)).await?;
        w.commit(()).await
    }

    /// Deletes what has expired: sign-ins, invitations and links. Worth doing now and then; nothing depends on it.
    pub async fn purge_expired(&self, now: Millis) -> Result<(), DbErr> {
        let over = sessions::Column::ExpiresAt.lt(now.0);
        sessions::Entity::delete_many().filter(over).exec(&self.write).await?;
        let over = invites::Column::ExpiresAt.lt(now.0);
        invites::Entity::delete_many().filter(over).exec(&self.write).await?;
        let over = "DELETE FROM password_resets WHERE expires_at < $1";
        self.write.execute_raw(sql(&self.write, over, [now.0.into()])).await?;
        self.purge_drafts(now).await
    }
}

pub(super) async fn insert(w: &Writing, user: UserId, session: &NewSession) -> Result<(), DbErr> {
    let row = sessions::ActiveModel {
        id: Set(session.id.to_string()),
        user_id: Set(user.to_string()),
        token_hash: Set(TokenHash::of(&session.token).text()),
        created_at: Set(session.at.0),
        last_seen_at: Set(session.at.0),
        expires_at: Set(session.expires_at.0),
        device: Set(session.device.clone()),
        limited: Set(session.limited),
    };
    sessions::Entity::insert(row).exec_without_returning(&w.txn).await?;
    Ok(())
}

/// Deletes sign-ins of a person and tells the person's devices, whose streams then close.
pub(super) async fn revoke(w: &mut Writing, user: (UserId, Shard), which: Which) -> Result<usize, DbErr> {
    let chosen = match which {
        Which::One(session) => Some(sessions::Column::Id.eq(session.to_string())),
        Which::AllBut(session) => Some(sessions::Column::Id.ne(session.to_string())),
        Which::All => None,
    };
    let among = Condition::all().add(sessions::Column::UserId.eq(user.0.to_string())).add_option(chosen);
    let ended = sessions::Entity::delete_many().filter(among).exec_with_returning(&w.txn).await?;
    for row in &ended {
        let body = Body::SessionRevoked { session_id: id(&row.id)? };
        w.announce(Audience::User(user.0, user.1), Event::unplaced(None, Millis::now(), body)).await?;
    }
    Ok(ended.len())
}

/// Ends sign-ins sooner that would outlive so many days without use. Bots' tokens stay.
pub(super) async fn shorten(w: &Writing, days: u32) -> Result<(), DbErr> {
    const SQL: &str = "UPDATE sessions SET expires_at = last_seen_at + $1 \
        WHERE expires_at > last_seen_at + $1 AND user_id IN (SELECT id FROM users WHERE NOT bot)";
    let milliseconds = expiry(Millis(0), days).0;
    w.txn.execute_raw(sql(&w.txn, SQL, [milliseconds.into()])).await.map(|_| ())
}

fn info(row: sessions::Model, current: SessionId) -> Result<SessionInfo, DbErr> {
    let session: SessionId = id(&row.id)?;
    Ok(SessionInfo {
        id: session,
        created_at: Millis(row.created_at),
        last_seen_at: Millis(row.last_seen_at),
        expires_at: Millis(row.expires_at),
        device: row.device,
        current: session == current,
    })
}

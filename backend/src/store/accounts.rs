//! Accounts as those who run the server see and change them.

use natter_protocol::administration::{Account, AuditAction};
use natter_protocol::{Code, Millis, Problem, ServerRole, Shard, User, UserId};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait as _, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
};

use super::audit::{self, Deed};
use super::column::{Word, count, shard};
use super::entities::users::{Column, Entity, Model};
use super::outbox::{Committed, Writing};
use super::users::escape_like;
use super::{Error, Store, lock, profiles, sessions, sql, two_factor};
use crate::chat::administration::{AccountChange, Standing};

/// The advisory lock under which roles and accounts change: of two owners who each take the other's role
/// at the same moment, the second finds that it would be the last.
const ACCOUNTS_LOCK: i64 = 0x6e61_7474_6572_0003;

#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    user: Model,
    last_seen_at: Option<i64>,
    sessions: i64,
    two_factor: i64,
}

impl Store {
    /// Accounts by username after a place, deactivated ones too; one more than asked for when there are more.
    pub async fn accounts(&self, beginning: &str, after: &str, limit: u16) -> Result<Vec<Account>, DbErr> {
        const SQL: &str = "SELECT u.*, \
            (SELECT MAX(s.last_seen_at) FROM sessions AS s WHERE s.user_id = u.id) AS last_seen_at, \
            (SELECT COUNT(*) FROM sessions AS s WHERE s.user_id = u.id AND s.expires_at > $1) AS sessions, \
            (SELECT COUNT(*) FROM totp AS t WHERE t.user_id = u.id AND t.confirmed_at IS NOT NULL) AS two_factor \
            FROM users AS u WHERE u.username > $2 AND u.search LIKE $3 ESCAPE '\\' \
            ORDER BY u.username LIMIT $4";
        let pattern = format!("% {}%", escape_like(&beginning.trim().to_lowercase()));
        let values = [Millis::now().0.into(), after.into(), pattern.into(), (i64::from(limit) + 1).into()];
        let rows = Row::find_by_statement(sql(&self.read, SQL, values)).all(&self.read).await?;
        let account = |row: Row| {
            Ok(Account {
                user: row.user.try_into()?,
                last_seen_at: row.last_seen_at.map(Millis),
                sessions: count(row.sessions),
                two_factor: row.two_factor > 0,
            })
        };
        rows.into_iter().map(account).collect()
    }

    /// Changes an account as `decide` finds right, knowing how things stand at that moment.
    pub async fn change_account(
        &self,
        caller: UserId,
        target: UserId,
        decide: impl FnOnce(&Standing) -> Result<AccountChange, Problem>,
    ) -> Result<Committed<User>, Error> {
        let mut w = self.writing().await?;
        let (standing, row) = standing(&w, caller, target).await?;
        let user_shard = shard(row.shard)?;
        let change = decide(&standing)?;
        let deed = |action| Deed { user: Some(target), ..Deed::of(caller, action) };
        let update = Entity::update_many().filter(Column::Id.eq(target.to_string()));
        let (update, deed) = match change {
            AccountChange::Stays => return Ok(w.commit(row.try_into()?).await?),
            AccountChange::Becomes(role) => {
                let deed = Deed { detail: Some(role.text()), ..deed(AuditAction::RoleGiven) };
                (update.col_expr(Column::Role, role.text().into()), deed)
            }
            AccountChange::Deactivated => {
                let now = Expr::val(Some(Millis::now().0));
                (update.col_expr(Column::DeactivatedAt, now), deed(AuditAction::Deactivated))
            }
            AccountChange::Reactivated => {
                let never = Expr::val(None::<i64>);
                (update.col_expr(Column::DeactivatedAt, never), deed(AuditAction::Reactivated))
            }
        };
        let changed = update.exec_with_returning(&w.txn).await?.into_iter().next();
        let user: User = changed.ok_or_else(|| Problem::new(Code::UserNotFound))?.try_into()?;
        match change {
            AccountChange::Deactivated => lock_out(&mut w, target, user_shard).await?,
            AccountChange::Becomes(role) => {
                two_factor::end_if_lacking(&mut w, (target, user_shard), role).await?;
            }
            AccountChange::Stays | AccountChange::Reactivated => {}
        }
        profiles::announce(&mut w, &user).await?;
        audit::put(&w, deed).await?;
        Ok(w.commit(user).await?)
    }
}

/// Ends what lets someone in.
async fn lock_out(w: &mut Writing, user: UserId, shard: Shard) -> Result<(), DbErr> {
    sessions::revoke(w, (user, shard), sessions::Which::All).await?;
    for ways in ["password_resets", "webhooks"] {
        let delete = format!("DELETE FROM {ways} WHERE user_id = $1");
        w.txn.execute_raw(sql(&w.txn, &delete, [user.to_string().into()])).await?;
    }
    Ok(())
}

/// How things stand, with the target's row locked until the transaction ends.
pub(super) async fn standing(
    w: &Writing,
    caller: UserId,
    target: UserId,
) -> Result<(Standing, Model), Error> {
    lock(&w.txn, ACCOUNTS_LOCK).await?;
    let row = Entity::find_by_id(target.to_string()).lock_exclusive().one(&w.txn).await?;
    let row = row.ok_or_else(|| Problem::new(Code::UserNotFound))?;
    let asking = Entity::find_by_id(caller.to_string()).one(&w.txn).await?;
    let asking = asking.filter(|asking| asking.deactivated_at.is_none());
    let asking = asking.ok_or_else(|| Problem::new(Code::Unauthenticated))?;
    let owners = Entity::find()
        .filter(Column::Role.eq(ServerRole::Owner.text()))
        .filter(Column::DeactivatedAt.is_null())
        .all(&w.txn)
        .await?;
    let standing = Standing {
        caller,
        caller_role: ServerRole::read(&asking.role)?,
        target,
        target_role: ServerRole::read(&row.role)?,
        target_is_active: row.deactivated_at.is_none(),
        target_is_bot: row.bot,
        owners: u32::try_from(owners.len()).unwrap_or(u32::MAX),
    };
    Ok((standing, row))
}

//! Second factors and recovery codes.

use natter_protocol::administration::AuditAction;
use natter_protocol::{Code, Millis, Policy, Problem, ServerRole, Shard, UserId};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

use super::audit::{self, Deed};
use super::column::{Word as _, id, shard};
use super::outbox::{Committed, Writing};
use super::{Error, Store, accounts, server, sessions, sql};
use crate::chat::administration::Standing;
use crate::chat::policy::demands_factor;
use crate::fresh::TokenHash;

/// A person's second factor.
#[derive(Debug, Clone, FromQueryResult)]
pub struct SecondFactor {
    /// Base 32.
    pub secret: String,
    /// None until a code has proven that the app has the secret: until then it does not count.
    pub confirmed_at: Option<i64>,
    /// The step of the newest code that was used.
    pub last_step: i64,
}

impl Store {
    /// A person's second factor, confirmed or not.
    pub async fn second_factor(&self, user: UserId) -> Result<Option<SecondFactor>, DbErr> {
        const SQL: &str = "SELECT secret, confirmed_at, last_step FROM totp WHERE user_id = $1";
        let found = SecondFactor::find_by_statement(sql(&self.write, SQL, [user.to_string().into()]));
        found.one(&self.write).await
    }

    pub async fn recovery_codes_left(&self, user: UserId) -> Result<u32, DbErr> {
        let select = "SELECT COUNT(*) AS number FROM recovery_codes WHERE user_id = $1";
        let row = self.read.query_one_raw(sql(&self.read, select, [user.to_string().into()])).await?;
        let number: i64 = row.map_or(Ok(0), |row| row.try_get("", "number"))?;
        Ok(super::column::count(number))
    }

    /// Keeps a secret that is to be confirmed; false when there is a confirmed one already.
    pub async fn begin_second_factor(&self, user: UserId, secret: &str) -> Result<bool, DbErr> {
        let upsert = "INSERT INTO totp (user_id, secret, last_step) VALUES ($1, $2, 0) \
                      ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret \
                      WHERE totp.confirmed_at IS NULL";
        let values = [user.to_string().into(), secret.into()];
        Ok(self.write.execute_raw(sql(&self.write, upsert, values)).await?.rows_affected() == 1)
    }

    /// From now on signing in takes a code. False when it did already.
    pub async fn confirm_second_factor(
        &self,
        user: UserId,
        step: i64,
        codes: &[String],
    ) -> Result<bool, DbErr> {
        let w = self.writing().await?;
        let update = "UPDATE totp SET confirmed_at = $1, last_step = $2 \
                      WHERE user_id = $3 AND confirmed_at IS NULL";
        let values = [Millis::now().0.into(), step.into(), user.to_string().into()];
        if w.txn.execute_raw(sql(&w.txn, update, values)).await?.rows_affected() == 0 {
            return Ok(false);
        }
        for code in codes {
            let insert = "INSERT INTO recovery_codes (code_hash, user_id) VALUES ($1, $2)";
            let values = [TokenHash::of(code).text().into(), user.to_string().into()];
            w.txn.execute_raw(sql(&w.txn, insert, values)).await?;
        }
        w.txn.commit().await?;
        Ok(true)
    }

    /// Takes a step; false when it, or a later one, was taken before. Of two who use one code, one can.
    pub async fn take_step(&self, user: UserId, step: i64) -> Result<bool, DbErr> {
        let update = "UPDATE totp SET last_step = $1 WHERE user_id = $2 AND last_step < $1";
        let values = [step.into(), user.to_string().into()];
        Ok(self.write.execute_raw(sql(&self.write, update, values)).await?.rows_affected() == 1)
    }

    /// Uses a recovery code up; false when it is none.
    pub async fn take_recovery_code(&self, user: UserId, code: &str) -> Result<bool, DbErr> {
        let delete = "DELETE FROM recovery_codes WHERE code_hash = $1 AND user_id = $2";
        let values = [TokenHash::of(code).text().into(), user.to_string().into()];
        Ok(self.write.execute_raw(sql(&self.write, delete, values)).await?.rows_affected() == 1)
    }

    /// Signing in takes the password alone again.
    pub async fn remove_second_factor(&self, user: UserId) -> Result<(), DbErr> {
        let w = self.writing().await?;
        remove(&w.txn, user).await?;
        w.txn.commit().await
    }

    /// The same for someone who has lost theirs, if `decide` allows it.
    pub async fn remove_second_factor_of(
        &self,
        caller: UserId,
        target: UserId,
        decide: impl FnOnce(&Standing) -> Result<(), Problem>,
    ) -> Result<Committed<()>, Error> {
        let mut w = self.writing().await?;
        let (standing, row) = accounts::standing(&w, caller, target).await?;
        decide(&standing)?;
        if remove(&w.txn, target).await? == 0 {
            return Err(Problem::new(Code::NotFound).into());
        }
        audit::put(&w, Deed { user: Some(target), ..Deed::of(caller, AuditAction::TwoFactorRemoved) })
            .await?;
        end_if_lacking(&mut w, (target, shard(row.shard)?), standing.target_role).await?;
        Ok(w.commit(()).await?)
    }
}

/// Someone has another role, or no second factor any more: where one is demanded of them, they sign in again and
/// set one up.
pub(super) async fn end_if_lacking(
    w: &mut Writing,
    user: (UserId, Shard),
    role: ServerRole,
) -> Result<(), DbErr> {
    let demanded = server::policy(&w.txn).await?.is_some_and(|policy| demands_factor(&policy, role, false));
    if demanded && !has(&w.txn, user.0).await? {
        sessions::revoke(w, user, sessions::Which::All).await?;
    }
    Ok(())
}

/// A second factor is demanded of more people: the sign-ins of those end who lack one.
///
/// # Errors
/// `two_factor_needed` when the one who demands it lacks it.
pub(super) async fn demand(w: &mut Writing, by: UserId, policy: &Policy) -> Result<(), Error> {
    const SQL: &str = "SELECT u.id, u.shard, u.role FROM users AS u WHERE NOT u.bot AND u.deactivated_at IS NULL \
        AND NOT EXISTS (SELECT 1 FROM totp AS t WHERE t.user_id = u.id AND t.confirmed_at IS NOT NULL)";
    for row in w.txn.query_all_raw(sql(&w.txn, SQL, [])).await? {
        let role = ServerRole::read(&row.try_get::<String>("", "role")?)?;
        if !demands_factor(policy, role, false) {
            continue;
        }
        let user = id(&row.try_get::<String>("", "id")?)?;
        if user == by {
            let why = "set up your own second factor before you demand it of others";
            return Err(Problem::new(Code::TwoFactorNeeded).field("two_factor").detail(why).into());
        }
        sessions::revoke(w, (user, shard(row.try_get("", "shard")?)?), sessions::Which::All).await?;
    }
    Ok(())
}

async fn has(on: &impl ConnectionTrait, user: UserId) -> Result<bool, DbErr> {
    let select = "SELECT user_id FROM totp WHERE user_id = $1 AND confirmed_at IS NOT NULL";
    Ok(on.query_one_raw(sql(on, select, [user.to_string().into()])).await?.is_some())
}

async fn remove(on: &impl ConnectionTrait, user: UserId) -> Result<u64, DbErr> {
    let codes = "DELETE FROM recovery_codes WHERE user_id = $1";
    on.execute_raw(sql(on, codes, [user.to_string().into()])).await?;
    let factor = "DELETE FROM totp WHERE user_id = $1";
    Ok(on.execute_raw(sql(on, factor, [user.to_string().into()])).await?.rows_affected())
}

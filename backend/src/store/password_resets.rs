//! Links with which a person sets a new password. Only the hash of a link's code is kept.

use natter_protocol::administration::{AuditAction, PasswordReset};
use natter_protocol::{Code, Millis, Problem, UserId, limits};
use sea_orm::{ColumnTrait, ConnectionTrait as _, DbErr, EntityTrait, FromQueryResult, QueryFilter};

use super::audit::{self, Deed};
use super::column::shard;
use super::entities::users::{Column, Entity};
use super::outbox::Committed;
use super::{Error, Store, accounts, sessions, sql};
use crate::chat::administration::Standing;
use crate::fresh::{self, TokenHash};

impl Store {
    /// Makes a link if `decide` allows it; the one before it is void.
    pub async fn make_password_reset(
        &self,
        caller: UserId,
        target: UserId,
        decide: impl FnOnce(&Standing) -> Result<(), Problem>,
    ) -> Result<PasswordReset, Error> {
        let w = self.writing().await?;
        let (standing, _) = accounts::standing(&w, caller, target).await?;
        decide(&standing)?;
        let code = fresh::invite_code().0;
        let expires_at = Millis::now().plus_seconds(limits::PASSWORD_RESET_HOURS * 60 * 60);
        let void = "DELETE FROM password_resets WHERE user_id = $1";
        w.txn.execute_raw(sql(&w.txn, void, [target.to_string().into()])).await?;
        let insert = "INSERT INTO password_resets (code_hash, user_id, expires_at) VALUES ($1, $2, $3)";
        let values = [TokenHash::of(&code).text().into(), target.to_string().into(), expires_at.0.into()];
        w.txn.execute_raw(sql(&w.txn, insert, values)).await?;
        let deed = Deed { user: Some(target), ..Deed::of(caller, AuditAction::PasswordResetMade) };
        audit::put(&w, deed).await?;
        w.txn.commit().await?;
        Ok(PasswordReset { code, expires_at })
    }

    /// Username and display name of whom a link is for, if it still holds.
    pub async fn password_reset_for(&self, code: &str) -> Result<Option<(String, String)>, DbErr> {
        #[derive(FromQueryResult)]
        struct Row {
            username: String,
            display_name: String,
        }
        const SQL: &str = "SELECT u.username, u.display_name FROM password_resets AS r \
            JOIN users AS u ON u.id = r.user_id \
            WHERE r.code_hash = $1 AND r.expires_at > $2 AND u.deactivated_at IS NULL";
        let values = [TokenHash::of(code).text().into(), Millis::now().0.into()];
        let found = Row::find_by_statement(sql(&self.read, SQL, values)).one(&self.read).await?;
        Ok(found.map(|row| (row.username, row.display_name)))
    }

    /// Uses a link up: the new password holds, and every sign-in with the old one ends.
    pub async fn redeem_password_reset(&self, code: &str, hash: &str) -> Result<Committed<()>, Error> {
        let mut w = self.writing().await?;
        let take = "DELETE FROM password_resets WHERE code_hash = $1 AND expires_at > $2 RETURNING user_id";
        let values = [TokenHash::of(code).text().into(), Millis::now().0.into()];
        let taken = w.txn.query_one_raw(sql(&w.txn, take, values)).await?;
        let invalid = || Problem::new(Code::ResetInvalid);
        let user: String = taken.ok_or_else(invalid)?.try_get("", "user_id")?;
        let changed = Entity::update_many()
            .col_expr(Column::PasswordHash, hash.into())
            .filter(Column::Id.eq(user))
            .filter(Column::DeactivatedAt.is_null())
            .exec_with_returning(&w.txn)
            .await?;
        let row = changed.into_iter().next().ok_or_else(invalid)?;
        let user = (super::column::id(&row.id)?, shard(row.shard)?);
        sessions::revoke(&mut w, user, sessions::Which::All).await?;
        Ok(w.commit(()).await?)
    }
}

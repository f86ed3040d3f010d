//! Invitations.

use natter_protocol::account::Invite;
use natter_protocol::{InviteCode, Millis, UserId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder,
    QueryTrait,
};

use super::column::{count, id};
use super::entities::invites::{ActiveModel, Column, Entity, Model};
use super::outbox::Writing;
use super::{Store, sql};
use crate::chat::invites::Terms;
use crate::fresh;

impl Store {
    pub async fn create_invite(&self, by: UserId, terms: Terms) -> Result<Invite, DbErr> {
        let row = ActiveModel {
            code: Set(fresh::invite_code().0),
            created_by: Set(by.to_string()),
            created_at: Set(Millis::now().0),
            expires_at: Set(terms.expires_at.0),
            uses_left: Set(i32::try_from(terms.uses).unwrap_or(i32::MAX)),
        };
        invite(Entity::insert(row).exec_with_returning(&self.write).await?)
    }

    /// Invitations that still hold, the newest first: one person's, or everybody's.
    pub async fn invites(&self, of: Option<UserId>, now: Millis) -> Result<Vec<Invite>, DbErr> {
        let rows = Entity::find()
            .filter(Column::ExpiresAt.gt(now.0))
            .filter(Column::UsesLeft.gt(0))
            .apply_if(of, |rows, user| rows.filter(Column::CreatedBy.eq(user.to_string())))
            .order_by_desc(Column::CreatedAt)
            .all(&self.read)
            .await?;
        rows.into_iter().map(invite).collect()
    }

    /// An invitation that still holds: the display name of who made it, and its end.
    pub async fn invite_info(&self, code: &str, now: Millis) -> Result<Option<(String, Millis)>, DbErr> {
        #[derive(FromQueryResult)]
        struct Row {
            display_name: String,
            expires_at: i64,
        }
        const SQL: &str = "SELECT u.display_name, i.expires_at FROM invites AS i \
            JOIN users AS u ON u.id = i.created_by \
            WHERE i.code = $1 AND i.expires_at > $2 AND i.uses_left > 0";
        let found = Row::find_by_statement(sql(&self.read, SQL, [code.into(), now.0.into()]));
        Ok(found.one(&self.read).await?.map(|row| (row.display_name, Millis(row.expires_at))))
    }

    /// Withdraws an invitation, if it is this person's or anybody's will do; says whether there was one.
    pub async fn delete_invite(&self, code: &str, of: Option<UserId>) -> Result<bool, DbErr> {
        let deleted = Entity::delete_many()
            .filter(Column::Code.eq(code))
            .apply_if(of, |rows, user| rows.filter(Column::CreatedBy.eq(user.to_string())))
            .exec(&self.write)
            .await?;
        Ok(deleted.rows_affected > 0)
    }
}

/// Takes one use of an invitation; says whether it could be used. Of two for the last use, one can.
pub(super) async fn redeem(w: &Writing, code: &str, now: Millis) -> Result<bool, DbErr> {
    let used = Entity::update_many()
        .col_expr(Column::UsesLeft, Column::UsesLeft.into_expr().sub(1))
        .filter(Column::Code.eq(code))
        .filter(Column::UsesLeft.gt(0))
        .filter(Column::ExpiresAt.gt(now.0))
        .exec(&w.txn)
        .await?;
    Ok(used.rows_affected == 1)
}

fn invite(row: Model) -> Result<Invite, DbErr> {
    Ok(Invite {
        created_by: id(&row.created_by)?,
        code: InviteCode(row.code),
        created_at: Millis(row.created_at),
        expires_at: Millis(row.expires_at),
        uses_left: count(i64::from(row.uses_left)),
    })
}

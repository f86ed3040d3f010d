//! What people say of themselves.

use natter_protocol::{Body, Code, Event, FileId, Millis, Problem, Status, User, UserId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, UpdateMany};

use super::entities::users::{Column, Entity, Model};
use super::outbox::{Committed, Writing};
use super::users::search_words;
use super::{Error, Store};
use crate::chat::profile::ProfileChange;
use crate::log::Audience;

impl Store {
    pub async fn change_profile(
        &self,
        user: &User,
        change: &ProfileChange,
    ) -> Result<Committed<User>, Error> {
        let mut w = self.writing().await?;
        let user = write(&mut w, user, change).await?;
        Ok(w.commit(user).await?)
    }

    /// Sets the picture of a person, or takes it away.
    pub async fn set_avatar(&self, user: UserId, avatar: Option<FileId>) -> Result<Committed<User>, Error> {
        let avatar = Expr::val(avatar.map(|avatar| avatar.to_string()));
        self.change_user(user, Entity::update_many().col_expr(Column::Avatar, avatar)).await
    }

    /// Sets a status, or takes it away.
    pub async fn set_status(&self, user: UserId, status: Option<&Status>) -> Result<Committed<User>, Error> {
        let update = Entity::update_many()
            .col_expr(Column::StatusEmoji, Expr::val(status.and_then(|status| status.emoji.clone())))
            .col_expr(Column::StatusText, Expr::val(status.and_then(|status| status.text.clone())))
            .col_expr(
                Column::StatusExpiresAt,
                Expr::val(status.and_then(|status| status.expires_at).map(|end| end.0)),
            );
        self.change_user(user, update).await
    }

    /// Sets until when a person is not to be disturbed, or that they may be.
    pub async fn set_dnd(&self, user: UserId, until: Option<Millis>) -> Result<Committed<User>, Error> {
        let until = Expr::val(until.map(|until| until.0));
        self.change_user(user, Entity::update_many().col_expr(Column::DndUntil, until)).await
    }

    /// Takes away statuses that have ended. Readers have stopped showing them by themselves: this is only so
    /// that they do not lie around, and it is announced like any other change.
    pub async fn clear_ended_statuses(&self, now: Millis) -> Result<Committed<()>, DbErr> {
        let mut w = self.writing().await?;
        let none = || Expr::val(None::<String>);
        let ended = Entity::update_many()
            .col_expr(Column::StatusEmoji, none())
            .col_expr(Column::StatusText, none())
            .col_expr(Column::StatusExpiresAt, Expr::val(None::<i64>))
            .filter(Column::StatusExpiresAt.lt(now.0))
            .exec_with_returning(&w.txn)
            .await?;
        for row in ended {
            announce(&mut w, &row.try_into()?).await?;
        }
        w.commit(()).await
    }

    async fn change_user(&self, user: UserId, update: UpdateMany<Entity>) -> Result<Committed<User>, Error> {
        let mut w = self.writing().await?;
        let user = change_one(&mut w, user, update).await?;
        Ok(w.commit(user).await?)
    }
}

/// Writes down what someone says of themselves, and tells everyone.
pub(super) async fn write(w: &mut Writing, user: &User, change: &ProfileChange) -> Result<User, Error> {
    let mut update = Entity::update_many();
    if let Some(name) = change.display_name.as_deref() {
        update = update
            .col_expr(Column::DisplayName, name.into())
            .col_expr(Column::Search, search_words(&user.username, name).into());
    }
    for (column, value) in [
        (Column::Title, &change.title),
        (Column::Pronouns, &change.pronouns),
        (Column::TimeZone, &change.time_zone),
    ] {
        if let Some(value) = value {
            let value = Some(value.clone()).filter(|value| !value.is_empty());
            update = update.col_expr(column, Expr::val(value));
        }
    }
    change_one(w, user.id, update).await
}

async fn change_one(w: &mut Writing, user: UserId, update: UpdateMany<Entity>) -> Result<User, Error> {
    // The update locks the row, so that of two changes the announcements come in the same order.
    let changed = update.filter(Column::Id.eq(user.to_string())).exec_with_returning(&w.txn).await?;
    let row: Model = changed.into_iter().next().ok_or_else(|| Problem::new(Code::UserNotFound))?;
    let user: User = row.try_into()?;
    announce(w, &user).await?;
    Ok(user)
}

/// Tells everyone how a person is now. The person's row is locked.
pub(super) async fn announce(w: &mut Writing, user: &User) -> Result<(), DbErr> {
    let event = Event::unplaced(None, Millis::now(), Body::UserUpdated { user: user.clone() });
    w.announce(Audience::Server, event).await
}

//! People.

use natter_protocol::{SessionId, Shard, User, UserId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    Value,
};

use super::column::{collect, shard};
use super::entities::users::{ActiveModel, Column, Entity, Model};
use super::outbox::{Committed, Writing};
use super::{Error, Store, sessions, sql};
use natter_protocol::{Code, Problem};

/// Ids in one statement; PostgreSQL and SQLite both take far more.
const CHUNK: usize = 500;

/// What a sign-in is checked against.
#[derive(Debug, Clone)]
pub struct Credentials {
    pub user: User,
    pub shard: Shard,
    /// A PHC string.
    pub password_hash: String,
}

impl Store {
    /// Whether no account exists yet.
    pub async fn needs_owner(&self) -> Result<bool, DbErr> {
        Ok(Entity::find().limit(1).one(&self.read).await?.is_none())
    }

    pub async fn user(&self, id: UserId) -> Result<Option<User>, DbErr> {
        Entity::find_by_id(id.to_string()).one(&self.read).await?.map(User::try_from).transpose()
    }

    pub async fn users_by_ids(&self, ids: &[UserId]) -> Result<Vec<User>, DbErr> {
        let mut users = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(CHUNK) {
            let among = Column::Id.is_in(chunk.iter().map(ToString::to_string));
            users.extend(collect::<_, User>(Entity::find().filter(among).all(&self.read).await?)?);
        }
        Ok(users)
    }

    /// People whose username, or a word of whose display name, begins so; by username, and after one.
    pub async fn search_users(
        &self,
        beginning: &str,
        after: Option<&str>,
        limit: u16,
    ) -> Result<Vec<User>, DbErr> {
        let mut found = Entity::find().filter(Column::DeactivatedAt.is_null());
        if let Some(after) = after {
            found = found.filter(Column::Username.gt(after));
        }
        let beginning = beginning.trim().to_lowercase();
        if !beginning.is_empty() {
            found = found.filter(Column::Search.like(
                sea_orm::sea_query::LikeExpr::new(format!("% {}%", escape_like(&beginning))).escape('\\'),
            ));
        }
        collect(found.order_by_asc(Column::Username).limit(u64::from(limit)).all(&self.read).await?)
    }

    /// Everyone who shares a room with this person, and this person.
    pub async fn people_sharing_rooms_with(&self, user: UserId) -> Result<Vec<User>, DbErr> {
        const SQL: &str = "SELECT * FROM users WHERE id = $1 OR id IN (\
            SELECT theirs.user_id FROM members AS mine \
            JOIN members AS theirs ON theirs.room_id = mine.room_id WHERE mine.user_id = $1)";
        let rows = Model::find_by_statement(sql(&self.read, SQL, [user.to_string().into()]));
        collect(rows.all(&self.read).await?)
    }

    pub async fn credentials(&self, username: &str) -> Result<Option<Credentials>, DbErr> {
        let row = Entity::find().filter(Column::Username.eq(username)).one(&self.read).await?;
        row.map(|row| {
            let (shard, password_hash) = (shard(row.shard)?, row.password_hash.clone());
            Ok(Credentials { user: row.try_into()?, shard, password_hash })
        })
        .transpose()
    }

    /// Sets a new password; every sign-in but one ends, since a stolen one may be why it changes.
    pub async fn set_password(
        &self,
        user: (UserId, Shard),
        password_hash: &str,
        keep: SessionId,
    ) -> Result<Committed<()>, DbErr> {
        let mut w = self.writing().await?;
        Entity::update_many()
            .col_expr(Column::PasswordHash, password_hash.into())
            .filter(Column::Id.eq(user.0.to_string()))
            .exec(&w.txn)
            .await?;
        sessions::revoke(&mut w, user, sessions::Which::AllBut(keep)).await?;
        w.commit(()).await
    }
}

/// Writes a new account down. A taken username is refused.
pub(super) async fn insert(w: &Writing, user: &User, shard: Shard, password_hash: &str) -> Result<(), Error> {
    let row = ActiveModel {
        id: Set(user.id.to_string()),
        username: Set(user.username.clone()),
        display_name: Set(user.display_name.clone()),
        search: Set(search_words(&user.username, &user.display_name)),
        role: Set(super::column::Word::text(user.role).to_owned()),
        shard: Set(i32::from(shard)),
        password_hash: Set(password_hash.to_owned()),
        created_at: Set(user.created_at.0),
        title: Set(user.title.clone()),
        bot: Set(user.bot),
        ..Default::default()
    };
    match Entity::insert(row).exec_without_returning(&w.txn).await {
        Ok(_) => Ok(()),
        // The id is fresh: only the username can be another's.
        Err(e) if super::is_taken(&e) => Err(Problem::new(Code::UsernameTaken).field("username").into()),
        Err(e) => Err(e.into()),
    }
}

/// Every word by which a person is found, each after a space, in lower case.
pub(super) fn search_words(username: &str, display_name: &str) -> String {
    let words: Vec<&str> = display_name.split_whitespace().collect();
    format!(" {username} {}", words.join(" ").to_lowercase())
}

/// Takes the meaning from `%` and `_` (LIKE … ESCAPE '\').
pub(super) fn escape_like(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// A list of values for `IN (…)`, and its placeholders from `$first` on.
pub(super) fn placeholders(first: usize, values: usize) -> String {
    (first..first + values).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

pub(super) fn texts<T: ToString>(values: impl IntoIterator<Item = T>) -> impl Iterator<Item = Value> {
    values.into_iter().map(|value| value.to_string().into())
}

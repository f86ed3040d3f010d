//! People.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub username: String,
    pub display_name: String,
    pub search: String,
    pub role: String,
    pub shard: i32,
    pub password_hash: String,
    pub created_at: i64,
    pub deactivated_at: Option<i64>,
    pub avatar: Option<String>,
    pub title: Option<String>,
    pub pronouns: Option<String>,
    pub time_zone: Option<String>,
    pub status_emoji: Option<String>,
    pub status_text: Option<String>,
    pub status_expires_at: Option<i64>,
    pub dnd_until: Option<i64>,
    pub bot: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! What was said.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "messages")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub room_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub id: String,
    pub author_id: String,
    pub text: String,
    pub at: i64,
    pub thread_id: Option<String>,
    pub edited_at: Option<i64>,
    pub deleted_at: Option<i64>,
    pub mentions: String,
    pub attachments: String,
    pub digest: String,
    /// Its place among all messages of all rooms, by time; none until it is in the index.
    pub place: Option<i64>,
    pub broadcast: bool,
    pub pinned_at: Option<i64>,
    pub pinned_by: Option<String>,
    /// What it asks, as JSON.
    pub poll: Option<String>,
    pub poll_closed_at: Option<i64>,
    /// What happened to the room, as JSON; none where something was said.
    pub notice: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

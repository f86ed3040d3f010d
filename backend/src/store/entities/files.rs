//! Files, whole or on their way.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "files")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub uploader_id: String,
    pub name: String,
    pub size: Option<i64>,
    pub received: i64,
    pub hasher: String,
    pub created_at: i64,
    pub touched_at: i64,
    pub attachment: Option<String>,
    pub sha256: Option<String>,
    pub room_id: Option<String>,
    pub message_id: Option<String>,
    pub seq: Option<i64>,
    pub deleted_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

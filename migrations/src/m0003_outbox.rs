//! What SQL has decided and the log has not yet been told.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("outbox")
                    // AUTOINCREMENT on SQLite too: an id is never given twice, even after its row is gone,
                    // so it can name the message in the log.
                    .col(big_integer("id").auto_increment().primary_key())
                    .col(text("subject"))
                    .col(text("payload"))
                    .col(big_integer("created_at"))
                    .take(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("outbox").take()).await
    }
}

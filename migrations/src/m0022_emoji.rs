//! Emoji of the server's own.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(emoji()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("emoji").take()).await
    }
}

fn emoji() -> TableCreateStatement {
    Table::create()
        .table("emoji")
        .col(text("name").primary_key())
        // The object that holds it.
        .col(text("picture"))
        .col(text("added_by"))
        .col(big_integer("added_at"))
        .take()
}

//! In which language and time zone a person reads mails.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text_null;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // As the wire has it, as JSON; none until a device said it.
        manager.alter_table(Table::alter().table("emails").add_column(text_null("reader")).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("emails").drop_column("reader").take()).await
    }
}

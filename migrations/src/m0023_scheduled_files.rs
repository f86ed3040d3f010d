//! Files of messages that are said later.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text_null;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // As the wire has them, as JSON; none where there are none.
        let files = Table::alter().table("scheduled").add_column(text_null("attachments")).take();
        manager.alter_table(files).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("scheduled").drop_column("attachments").take()).await
    }
}

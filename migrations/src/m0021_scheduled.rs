//! Messages to be said later, and reminders.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text, text_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(scheduled()).await?;
        manager
            .create_index(
                Index::create().name("scheduled_by_time").table("scheduled").col("state").col("at").take(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("scheduled").take()).await
    }
}

fn scheduled() -> TableCreateStatement {
    Table::create()
        .table("scheduled")
        .col(text("user_id"))
        // Chosen by the client; of a message, the id under which it is said.
        .col(text("id"))
        .col(text("kind"))
        .col(text_null("room_id"))
        .col(text_null("thread_id"))
        .col(text_null("about_id"))
        .col(text("text"))
        .col(big_integer("at"))
        .col(text("state"))
        .col(text_null("problem"))
        .primary_key(Index::create().col("user_id").col("id"))
        .foreign_key(
            ForeignKey::create()
                .from("scheduled", "user_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}

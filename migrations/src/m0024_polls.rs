//! Polls: what a message asks, and what was chosen.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, text, text_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite takes one column at a time.
        for mut column in [text_null("poll"), big_integer_null("poll_closed_at")] {
            manager.alter_table(Table::alter().table("messages").add_column(&mut column).take()).await?;
        }
        manager.create_table(ballots()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("ballots").take()).await?;
        for column in ["poll_closed_at", "poll"] {
            manager.alter_table(Table::alter().table("messages").drop_column(column).take()).await?;
        }
        Ok(())
    }
}

/// The last vote of each.
fn ballots() -> TableCreateStatement {
    Table::create()
        .table("ballots")
        .col(text("room_id"))
        .col(text("message_id"))
        // The person's id; of an anonymous poll a name that stands for it.
        .col(text("voter"))
        // A JSON array of places; empty once it was taken back.
        .col(text("choices"))
        .col(big_integer("seq"))
        .primary_key(Index::create().col("room_id").col("message_id").col("voter"))
        .take()
}

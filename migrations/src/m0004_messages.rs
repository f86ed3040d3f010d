//! What was said, as the projection wrote it down, and what each person has read.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, text, text_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(messages()).await?;
        for index in [
            Index::create().name("messages_by_id").table("messages").col("room_id").col("id").unique().take(),
            Index::create()
                .name("messages_of_thread")
                .table("messages")
                .col("room_id")
                .col("thread_id")
                .col("seq")
                .take(),
        ] {
            manager.create_index(index).await?;
        }
        manager.create_table(reactions()).await?;
        manager.create_table(mentions()).await?;
        manager.create_table(reads()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["reads", "mentions", "reactions", "messages"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}

fn messages() -> TableCreateStatement {
    Table::create()
        .table("messages")
        .col(text("room_id"))
        .col(big_integer("seq"))
        .col(text("id"))
        .col(text("author_id"))
        .col(text("text"))
        .col(big_integer("at"))
        .col(text_null("thread_id"))
        .col(big_integer_null("edited_at"))
        .col(big_integer_null("deleted_at"))
        // JSON arrays of ids.
        .col(text("mentions"))
        .col(text("attachments"))
        // What was sent under this id, so that the same send again is told from another one.
        .col(text("digest"))
        .primary_key(Index::create().col("room_id").col("seq"))
        .take()
}

fn reactions() -> TableCreateStatement {
    Table::create()
        .table("reactions")
        .col(text("room_id"))
        .col(text("message_id"))
        .col(text("emoji"))
        .col(text("user_id"))
        // Where the reaction stands in the log: the order in which people reacted.
        .col(big_integer("seq"))
        .primary_key(Index::create().col("room_id").col("message_id").col("emoji").col("user_id"))
        .take()
}

/// One row for each person named in a message: what mention counts are computed from.
fn mentions() -> TableCreateStatement {
    Table::create()
        .table("mentions")
        .col(text("user_id"))
        .col(text("room_id"))
        .col(big_integer("seq"))
        .primary_key(Index::create().col("user_id").col("room_id").col("seq"))
        .take()
}

fn reads() -> TableCreateStatement {
    Table::create()
        .table("reads")
        .col(text("user_id"))
        .col(text("room_id"))
        .col(big_integer("read_seq"))
        .primary_key(Index::create().col("user_id").col("room_id"))
        .take()
}

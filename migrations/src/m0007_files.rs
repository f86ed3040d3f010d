//! Files: what was announced, how much of it is there, and what it is attached to.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, text, text_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(files()).await?;
        manager.create_table(file_parts()).await?;
        for index in [
            Index::create().name("files_of_uploader").table("files").col("uploader_id").take(),
            Index::create().name("files_of_room").table("files").col("room_id").col("seq").take(),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["file_parts", "files"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}

fn files() -> TableCreateStatement {
    Table::create()
        .table("files")
        .col(text("id").primary_key())
        .col(text("uploader_id"))
        .col(text("name"))
        // Bytes announced; none for an upload that tells its length by ending.
        .col(big_integer_null("size"))
        .col(big_integer("received"))
        // SHA-256 half-way, so that another gateway can go on with it.
        .col(text("hasher"))
        .col(big_integer("created_at"))
        // When something last came of it: what is loose and old is removed.
        .col(big_integer("touched_at"))
        // Once it is whole: the file as the wire has it, as JSON, and its SHA-256.
        .col(text_null("attachment"))
        .col(text_null("sha256"))
        // The message it belongs to, from the moment that it is about to be said.
        .col(text_null("room_id"))
        .col(text_null("message_id"))
        // That message's place, once the log has said it.
        .col(big_integer_null("seq"))
        .col(big_integer_null("deleted_at"))
        .take()
}

/// A file is its parts, one after the other; each is an object in the storage.
fn file_parts() -> TableCreateStatement {
    Table::create()
        .table("file_parts")
        .col(text("file_id"))
        .col(big_integer("start"))
        .col(big_integer("size"))
        .col(text("object"))
        .primary_key(Index::create().col("file_id").col("start"))
        .take()
}

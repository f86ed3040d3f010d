//! The words of what was said, for searching.
//!
//! Messages that are there already have no place: the gateway gives them one and writes their words
//! down in the background, some at a time, and so it does with those that old code writes during a deploy.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::big_integer_null;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(Table::alter().table("messages").add_column(big_integer_null("place")).take())
            .await?;
        manager
            .create_index(Index::create().name("messages_by_place").table("messages").col("place").take())
            .await?;
        for statement in words(manager.get_database_backend()) {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DROP TABLE message_words").await?;
        manager.drop_index(Index::drop().name("messages_by_place").table("messages").to_owned()).await?;
        manager.alter_table(Table::alter().table("messages").drop_column("place").take()).await
    }
}

fn words(database: DbBackend) -> &'static [&'static str] {
    match database {
        // The row's number is the message's place. Words come ready from the gateway, with spaces between
        // them: this tokeniser parts them there and, as they hold no other ASCII than letters and digits,
        // nowhere else. Only the index is kept, not the words once more.
        DbBackend::Sqlite => &["CREATE VIRTUAL TABLE message_words USING fts5(\
             words, content = '', contentless_delete = 1, tokenize = 'ascii')"],
        _ => &[
            "CREATE TABLE message_words (room_id TEXT NOT NULL, seq BIGINT NOT NULL, place BIGINT NOT NULL, \
             words TSVECTOR NOT NULL, PRIMARY KEY (room_id, seq))",
            "CREATE INDEX message_words_by_place ON message_words (place)",
            "CREATE INDEX message_words_by_word ON message_words USING GIN (words)",
        ],
    }
}

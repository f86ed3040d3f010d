//! Threads with a summary and followers, pinned messages, and what was said before it was changed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, boolean, integer, text, text_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite takes one column at a time.
        for mut column in [
            boolean("broadcast").default(false).take(),
            big_integer_null("pinned_at"),
            text_null("pinned_by"),
        ] {
            let alter = Table::alter().table("messages").add_column(&mut column).take();
            manager.alter_table(alter).await?;
        }
        for table in [threads(), follows(), edits()] {
            manager.create_table(table).await?;
        }
        for index in [
            Index::create().name("messages_pinned").table("messages").col("room_id").col("pinned_at").take(),
            Index::create().name("follows_of_thread").table("follows").col("room_id").col("thread_id").take(),
            Index::create().name("threads_by_time").table("threads").col("last_at").take(),
        ] {
            manager.create_index(index).await?;
        }
        for old in [OLD_THREADS, OLD_AUTHORS, OLD_ROOTS] {
            manager.get_connection().execute_unprepared(old).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("messages_pinned").table("messages").to_owned()).await?;
        for table in ["edits", "follows", "threads"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        for column in ["pinned_by", "pinned_at", "broadcast"] {
            manager.alter_table(Table::alter().table("messages").drop_column(column).take()).await?;
        }
        Ok(())
    }
}

/// What was answered before: counted, and its newest author shown.
const OLD_THREADS: &str = "INSERT INTO threads (room_id, root_id, count, last_at, users, seq) \
    SELECT t.room_id, t.thread_id, t.n, t.last_at, '[\"' || m.author_id || '\"]', t.last_seq \
    FROM (SELECT room_id, thread_id, COUNT(CASE WHEN deleted_at IS NULL THEN 1 END) AS n, \
          MAX(at) AS last_at, MAX(seq) AS last_seq \
          FROM messages WHERE thread_id IS NOT NULL GROUP BY room_id, thread_id) AS t \
    JOIN messages AS m ON m.room_id = t.room_id AND m.seq = t.last_seq";

/// Whoever answered or was answered takes part, and has read it all.
const OLD_AUTHORS: &str = "INSERT INTO follows (user_id, room_id, thread_id, last_seq, read_seq, takes_part) \
    SELECT DISTINCT m.author_id, m.room_id, m.thread_id, t.seq, t.seq, TRUE FROM messages AS m \
    JOIN threads AS t ON t.room_id = m.room_id AND t.root_id = m.thread_id WHERE TRUE ON CONFLICT DO NOTHING";
const OLD_ROOTS: &str = "INSERT INTO follows (user_id, room_id, thread_id, last_seq, read_seq, takes_part) \
    SELECT m.author_id, m.room_id, m.id, t.seq, t.seq, TRUE FROM messages AS m \
    JOIN threads AS t ON t.room_id = m.room_id AND t.root_id = m.id WHERE TRUE ON CONFLICT DO NOTHING";

fn threads() -> TableCreateStatement {
    Table::create()
        .table("threads")
        .col(text("room_id"))
        .col(text("root_id"))
        .col(integer("count"))
        .col(big_integer("last_at"))
        // A JSON array of ids.
        .col(text("users"))
        .col(big_integer("seq"))
        .primary_key(Index::create().col("room_id").col("root_id"))
        .take()
}

/// One row for each person who takes part in a thread, or has read one.
fn follows() -> TableCreateStatement {
    Table::create()
        .table("follows")
        .col(text("user_id"))
        .col(text("room_id"))
        .col(text("thread_id"))
        .col(big_integer("last_seq"))
        .col(big_integer("read_seq"))
        .col(boolean("takes_part"))
        .primary_key(Index::create().col("user_id").col("room_id").col("thread_id"))
        .take()
}

/// Former texts, by the place of the event that replaced each.
fn edits() -> TableCreateStatement {
    Table::create()
        .table("edits")
        .col(text("room_id"))
        .col(text("message_id"))
        .col(big_integer("seq"))
        .col(text("text"))
        .col(big_integer("at"))
        .primary_key(Index::create().col("room_id").col("message_id").col("seq"))
        .take()
}

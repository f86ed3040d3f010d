//! What belongs to one person: how they keep rooms, what they saved and began.
//!
//! Rooms have no foreign key here: checking it would lock the room's row while the person's is held, and
//! joining takes the two in the other order.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, boolean, text, text_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(room_prefs()).await?;
        manager.create_table(saved()).await?;
        manager.create_table(drafts()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["drafts", "saved", "room_prefs"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}

fn room_prefs() -> TableCreateStatement {
    Table::create()
        .table("room_prefs")
        .col(text("user_id"))
        .col(text("room_id"))
        .col(boolean("starred"))
        .col(boolean("muted"))
        .col(big_integer_null("muted_until"))
        .col(text_null("level"))
        .primary_key(Index::create().col("user_id").col("room_id"))
        .foreign_key(&mut of_user("room_prefs"))
        .take()
}

fn saved() -> TableCreateStatement {
    Table::create()
        .table("saved")
        .col(text("user_id"))
        .col(text("room_id"))
        .col(text("message_id"))
        .col(big_integer("saved_at"))
        .primary_key(Index::create().col("user_id").col("room_id").col("message_id"))
        .foreign_key(&mut of_user("saved"))
        .take()
}

fn drafts() -> TableCreateStatement {
    Table::create()
        .table("drafts")
        .col(text("user_id"))
        .col(text("room_id"))
        // Empty for the room itself.
        .col(text("thread_id"))
        // Empty once sent or given up: a device that was away must not bring it back.
        .col(text("text"))
        .col(big_integer("at"))
        .primary_key(Index::create().col("user_id").col("room_id").col("thread_id"))
        .foreign_key(&mut of_user("drafts"))
        .take()
}

fn of_user(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, "user_id").to("users", "id").on_delete(ForeignKeyAction::Cascade).take()
}

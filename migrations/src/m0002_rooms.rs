//! Rooms and who is in them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, text, text_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(rooms()).await?;
        manager.create_table(members()).await?;
        manager
            .create_index(Index::create().name("members_of_user").table("members").col("user_id").take())
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["members", "rooms"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}

fn rooms() -> TableCreateStatement {
    Table::create()
        .table("rooms")
        .col(text("id").primary_key())
        .col(text("kind"))
        .col(text("name"))
        // The name in lower case: two rooms may not differ by case alone. Direct rooms have none.
        .col(text_null("name_key").unique_key())
        // The sorted ids of a direct room's people, separated by commas: one room for each set.
        .col(text_null("direct_key").unique_key())
        .col(text("topic"))
        .col(integer("shard"))
        .col(big_integer("created_at"))
        .col(text("created_by"))
        .take()
}

fn members() -> TableCreateStatement {
    Table::create()
        .table("members")
        .col(text("room_id"))
        .col(text("user_id"))
        .col(text("role"))
        .col(big_integer("joined_at"))
        .primary_key(Index::create().col("room_id").col("user_id"))
        .foreign_key(
            ForeignKey::create()
                .from("members", "room_id")
                .to("rooms", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .foreign_key(
            ForeignKey::create()
                .from("members", "user_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}

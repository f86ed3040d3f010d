//! Bots, the addresses at which others speak as them, and sign-ins that lack a second factor.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, boolean, text, text_uniq};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [("users", "bot"), ("sessions", "limited")] {
            let mut mark = boolean(column).default(false).take();
            manager.alter_table(Table::alter().table(table).add_column(&mut mark).take()).await?;
        }
        manager.create_table(webhooks()).await?;
        for index in [
            Index::create().name("webhooks_of_user").table("webhooks").col("user_id").take(),
            // Mentions go with their message.
            Index::create().name("mentions_of_message").table("mentions").col("room_id").col("seq").take(),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("mentions_of_message").table("mentions").to_owned()).await?;
        manager.drop_table(Table::drop().table("webhooks").take()).await?;
        manager.alter_table(Table::alter().table("sessions").drop_column("limited").take()).await?;
        manager.alter_table(Table::alter().table("users").drop_column("bot").take()).await
    }
}

fn webhooks() -> TableCreateStatement {
    let mut table = Table::create().table("webhooks").take();
    table
        .col(text("id").primary_key())
        // SHA-256 in base64url, as of session tokens.
        .col(text_uniq("code_hash"))
        .col(text("user_id"))
        .col(text("room_id"))
        .col(text("name"))
        .col(text("created_by"))
        .col(big_integer("created_at"))
        .col(big_integer_null("last_used_at"));
    for (column, of) in [("user_id", "users"), ("room_id", "rooms"), ("created_by", "users")] {
        table.foreign_key(
            ForeignKey::create().from("webhooks", column).to(of, "id").on_delete(ForeignKeyAction::Cascade),
        );
    }
    table
}

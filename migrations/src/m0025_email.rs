//! E-mail addresses, and what waits to be told by mail.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, integer, text, text_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(emails()).await?;
        manager.create_table(missed()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["missed", "emails"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}

fn emails() -> TableCreateStatement {
    Table::create()
        .table("emails")
        .col(text("user_id").primary_key())
        // Where mail goes, once a code came back from there.
        .col(text_null("address"))
        // Where the last code was sent, until it comes back.
        .col(text_null("pending"))
        .col(text_null("code_hash"))
        .col(big_integer_null("code_until"))
        .col(integer("tries"))
        .col(big_integer("code_sent_at"))
        .col(text("pace"))
        // Whoever has it may turn the mails off, and nothing else.
        .col(text("token").unique_key())
        // When the last mail about what was missed went out.
        .col(big_integer("mailed_at"))
        // Before that, it is not looked whether one is due.
        .col(big_integer("look_at"))
        .foreign_key(
            ForeignKey::create()
                .from("emails", "user_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}

/// Written by the projection, so without foreign keys.
fn missed() -> TableCreateStatement {
    Table::create()
        .table("missed")
        .col(text("user_id"))
        .col(text("room_id"))
        .col(big_integer("seq"))
        .col(big_integer("at"))
        // The mail that tells of it, from just before it is handed over: so none tells of it again.
        .col(text_null("mail"))
        .primary_key(Index::create().col("user_id").col("room_id").col("seq"))
        .take()
}

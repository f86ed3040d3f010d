//! What admins need: the server's own settings, links for new passwords, archived rooms, and who did what.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, text, text_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let archived = Table::alter().table("rooms").add_column(big_integer_null("archived_at")).take();
        manager.alter_table(archived).await?;
        // One row for each name; what is not there is as the process was started with.
        let server =
            Table::create().table("server").col(text("name").primary_key()).col(text("value")).take();
        manager.create_table(server).await?;
        manager.create_table(password_resets()).await?;
        manager.create_table(audit()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["audit", "password_resets", "server"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        manager.alter_table(Table::alter().table("rooms").drop_column("archived_at").take()).await
    }
}

fn password_resets() -> TableCreateStatement {
    Table::create()
        .table("password_resets")
        // SHA-256 in base64url, as of session tokens.
        .col(text("code_hash").primary_key())
        .col(text("user_id"))
        .col(big_integer("expires_at"))
        .foreign_key(
            ForeignKey::create()
                .from("password_resets", "user_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}

fn audit() -> TableCreateStatement {
    Table::create()
        .table("audit")
        .col(big_integer("id").primary_key().auto_increment())
        .col(big_integer("at"))
        .col(text("actor_id"))
        .col(text("action"))
        // No foreign keys: what was done stays written when its object is gone.
        .col(text_null("user_id"))
        .col(text_null("room_id"))
        .col(text_null("detail"))
        .take()
}

//! People, their sign-ins, and invitations.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, integer, text, text_uniq};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(users()).await?;
        manager.create_table(sessions()).await?;
        manager
            .create_index(Index::create().name("sessions_of_user").table("sessions").col("user_id").take())
            .await?;
        manager.create_table(invites()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["invites", "sessions", "users"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}

fn users() -> TableCreateStatement {
    Table::create()
        .table("users")
        .col(text("id").primary_key())
        .col(text_uniq("username"))
        .col(text("display_name"))
        // Username and display name in lower case, each word after a space: a search is one LIKE '% word%',
        // the same on both databases, since SQLite's lower() knows only ASCII.
        .col(text("search"))
        .col(text("role"))
        .col(integer("shard"))
        // A PHC string (argon2id), so that its cost can rise without a change here.
        .col(text("password_hash"))
        .col(big_integer("created_at"))
        .col(big_integer_null("deactivated_at"))
        .take()
}

fn sessions() -> TableCreateStatement {
    Table::create()
        .table("sessions")
        .col(text("id").primary_key())
        .col(text("user_id"))
        // SHA-256 in base64url: a read of this table lets nobody sign in.
        .col(text_uniq("token_hash"))
        .col(big_integer("created_at"))
        .col(big_integer("last_seen_at"))
        .col(big_integer("expires_at"))
        .col(text("device"))
        .foreign_key(
            ForeignKey::create()
                .from("sessions", "user_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}

fn invites() -> TableCreateStatement {
    Table::create()
        .table("invites")
        .col(text("code").primary_key())
        .col(text("created_by"))
        .col(big_integer("created_at"))
        .col(big_integer("expires_at"))
        .col(integer("uses_left"))
        .foreign_key(
            ForeignKey::create()
                .from("invites", "created_by")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}

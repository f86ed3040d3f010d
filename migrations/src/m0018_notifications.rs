//! How people want to be told, where their devices take pushes, what waits to be pushed; and keys of the server's own.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(settings()).await?;
        manager.create_table(subscriptions()).await?;
        for (name, column) in
            [("push_subscriptions_of_user", "user_id"), ("push_subscriptions_at", "endpoint")]
        {
            let index = Index::create().name(name).table("push_subscriptions").col(column).take();
            manager.create_index(index).await?;
        }
        manager.create_table(queue()).await?;
        let due = Index::create().name("push_queue_due").table("push_queue").col("due_at").take();
        manager.create_index(due).await?;
        let secrets =
            Table::create().table("secrets").col(text("name").primary_key()).col(text("value")).take();
        manager.create_table(secrets).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["secrets", "push_queue", "push_subscriptions", "notification_settings"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}

fn settings() -> TableCreateStatement {
    Table::create()
        .table("notification_settings")
        .col(text("user_id").primary_key())
        // JSON, as on the wire: read and written as a whole.
        .col(text("settings"))
        .foreign_key(
            ForeignKey::create()
                .from("notification_settings", "user_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}

/// One for each sign-in, gone with it.
fn subscriptions() -> TableCreateStatement {
    Table::create()
        .table("push_subscriptions")
        .col(text("session_id").primary_key())
        .col(text("user_id"))
        .col(text("endpoint"))
        // Base64url.
        .col(text("p256dh"))
        .col(text("auth"))
        .col(big_integer("created_at"))
        .foreign_key(
            ForeignKey::create()
                .from("push_subscriptions", "session_id")
                .to("sessions", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}

/// Written by the projection, so without foreign keys.
fn queue() -> TableCreateStatement {
    Table::create()
        .table("push_queue")
        .col(text("session_id"))
        .col(text("room_id"))
        .col(big_integer("seq"))
        .col(integer("attempts"))
        .col(big_integer("due_at"))
        .col(big_integer("created_at"))
        .primary_key(Index::create().col("session_id").col("room_id").col("seq"))
        .take()
}

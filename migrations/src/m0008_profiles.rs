//! What people say of themselves: title, pronouns, time zone, status, do not disturb.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer_null, text_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TEXTS: [&str; 5] = ["title", "pronouns", "time_zone", "status_emoji", "status_text"];
const MOMENTS: [&str; 2] = ["status_expires_at", "dnd_until"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One at a time: SQLite adds one column in a statement.
        for column in TEXTS {
            manager.alter_table(Table::alter().table("users").add_column(text_null(column)).take()).await?;
        }
        for column in MOMENTS {
            let add = Table::alter().table("users").add_column(big_integer_null(column)).take();
            manager.alter_table(add).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in TEXTS.into_iter().chain(MOMENTS) {
            manager.alter_table(Table::alter().table("users").drop_column(column).take()).await?;
        }
        Ok(())
    }
}

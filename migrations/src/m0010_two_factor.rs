//! The second factor: a secret for each person who has one, and codes for when the telephone is gone.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let totp = Table::create()
            .table("totp")
            .col(text("user_id").primary_key())
            // Base 32. It must be readable to be checked against: whoever reads the database has it.
            .col(text("secret"))
            // Null until a code has proven that the app has the secret.
            .col(big_integer_null("confirmed_at"))
            // The 30-second step of the newest code that was used: none is taken twice (RFC 6238 §5.2).
            .col(big_integer("last_step"))
            .foreign_key(
                ForeignKey::create()
                    .from("totp", "user_id")
                    .to("users", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .take();
        manager.create_table(totp).await?;
        let codes = Table::create()
            .table("recovery_codes")
            .col(text("code_hash").primary_key())
            .col(text("user_id"))
            .foreign_key(
                ForeignKey::create()
                    .from("recovery_codes", "user_id")
                    .to("users", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .take();
        manager.create_table(codes).await?;
        let index =
            Index::create().name("recovery_codes_of_user").table("recovery_codes").col("user_id").take();
        manager.create_index(index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["recovery_codes", "totp"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}

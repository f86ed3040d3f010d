//! How far the projection has come in each shard, who is writing it, and what it could not take.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, text, text_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(shards()).await?;
        manager.create_table(leases()).await?;
        manager.create_table(dead_letters()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["dead_letters", "leases", "shards"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}

fn shards() -> TableCreateStatement {
    Table::create()
        .table("shards")
        .col(integer("shard").primary_key())
        .col(integer("epoch"))
        .col(big_integer("last_seq"))
        .col(big_integer("fence"))
        .col(text_null("holder"))
        .col(big_integer("lease_until"))
        .take()
}

fn leases() -> TableCreateStatement {
    Table::create()
        .table("leases")
        .col(text("name").primary_key())
        .col(text("holder"))
        .col(big_integer("until"))
        .take()
}

fn dead_letters() -> TableCreateStatement {
    Table::create()
        .table("dead_letters")
        .col(integer("shard"))
        .col(integer("epoch"))
        .col(big_integer("seq"))
        .col(text("subject"))
        .col(text("payload"))
        .col(text("error"))
        .col(big_integer("at"))
        .primary_key(Index::create().col("shard").col("epoch").col("seq"))
        .take()
}

//! When a person last read and joined a room: the later of the two says how far one has read.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::big_integer;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// What is not known is long ago.
const COLUMNS: [&str; 3] = ["read_at", "joined_seq", "joined_at"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in COLUMNS {
            let mut column = big_integer(column);
            column.default(0);
            manager.alter_table(Table::alter().table("reads").add_column(column).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in COLUMNS {
            manager.alter_table(Table::alter().table("reads").drop_column(column).take()).await?;
        }
        Ok(())
    }
}

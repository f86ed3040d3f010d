//! The database's schema, one file for each change, on SQLite and on PostgreSQL alike.
//!
//! Ids are ULIDs in TEXT; times are milliseconds since 1970 UTC and places in the log are sequences, both
//! BIGINT. During a deploy the old code runs on the new schema for a while: a change adds, and what it
//! replaces is dropped one release later.
//!
//! Tables of what is born here (people, sessions, rooms, members) have foreign keys. Tables written by the
//! projection have none: it repeats what the log says and must never be stopped by a missing row.

#![expect(elided_lifetimes_in_paths, reason = "the trait of sea-orm-migration is declared so")]

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

mod m0001_accounts;
mod m0002_rooms;
mod m0003_outbox;
mod m0004_messages;
mod m0005_log;
mod m0006_tickets;
mod m0007_files;
mod m0008_profiles;
mod m0009_administration;
mod m0010_two_factor;
mod m0011_avatars;
mod m0012_search;
mod m0018_notifications;
mod m0019_talk;
mod m0020_own;
mod m0021_scheduled;
mod m0022_emoji;
mod m0023_scheduled_files;
mod m0024_polls;
mod m0025_email;
mod m0026_mail_reader;
mod m0027_read_times;
mod m0028_notices;
mod m0029_integrations;

/// All changes in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_accounts::Migration),
            Box::new(m0002_rooms::Migration),
            Box::new(m0003_outbox::Migration),
            Box::new(m0004_messages::Migration),
            Box::new(m0005_log::Migration),
            Box::new(m0006_tickets::Migration),
            Box::new(m0007_files::Migration),
            Box::new(m0008_profiles::Migration),
            Box::new(m0009_administration::Migration),
            Box::new(m0010_two_factor::Migration),
            Box::new(m0011_avatars::Migration),
            Box::new(m0012_search::Migration),
            Box::new(m0018_notifications::Migration),
            Box::new(m0019_talk::Migration),
            Box::new(m0020_own::Migration),
            Box::new(m0021_scheduled::Migration),
            Box::new(m0022_emoji::Migration),
            Box::new(m0023_scheduled_files::Migration),
            Box::new(m0024_polls::Migration),
            Box::new(m0025_email::Migration),
            Box::new(m0026_mail_reader::Migration),
            Box::new(m0027_read_times::Migration),
            Box::new(m0028_notices::Migration),
            Box::new(m0029_integrations::Migration),
        ]
    }
}

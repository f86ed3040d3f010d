//! SQL: accounts, rooms and memberships are born here; what was said is written here by the projection.
//!
//! On SQLite one connection writes and a few read. SQLite has one writer at a time anyway, so queueing for
//! it in the pool, where waiting is fair and cheap, means that `SQLITE_BUSY` cannot arise inside the
//! process; WAL lets the readers go on meanwhile. On PostgreSQL both are the same pool.
//!
//! Rows become `protocol` types here; entities never leave. Nothing here decides: what may be done is
//! asked of `chat` by a closure that runs inside the transaction, on the rows it has locked.

use std::time::Duration;

use natter_migrations::{Migrator, MigratorTrait};
use natter_protocol::Problem;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    SqlErr, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value,
};

mod accounts;
pub mod audit;
mod ballots;
mod bots;
mod column;
pub mod directory;
pub mod drafts;
mod edits;
pub mod emails;
mod emoji;
mod entities;
pub mod files;
mod follows;
mod index;
pub mod invites;
mod managed_rooms;
pub mod members;
pub mod mentions;
pub mod messages;
pub mod missed;
pub mod notifications;
pub mod outbox;
pub mod own;
mod password_resets;
pub mod preferences;
mod profiles;
pub mod projection;
pub mod push;
pub mod reads;
pub mod registration;
mod retention;
pub mod rooms;
pub mod saved;
pub mod scheduled;
pub mod search;
mod server;
pub mod sessions;
pub mod shards;
pub mod threads;
pub mod tickets;
pub mod two_factor;
pub mod users;
pub mod webhooks;

pub use outbox::{Committed, OutboxRow, Writing};

/// How long a request waits for a connection before it is answered `unavailable`.
const ACQUIRE: Duration = Duration::from_secs(5);
/// Readers on SQLite; each is a thread.
const SQLITE_READERS: u32 = 4;
/// Connections to PostgreSQL of one gateway.
const POSTGRES_CONNECTIONS: u32 = 16;
/// The advisory lock under which gateways that start together migrate one after the other.
const MIGRATION_LOCK: i64 = 0x6e61_7474_6572_0001;

#[derive(Clone)]
pub struct Store {
    read: DatabaseConnection,
    write: DatabaseConnection,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rules refused it; the transaction was rolled back.
    #[error("{0}")]
    Refused(Problem),
    #[error(transparent)]
    Db(#[from] DbErr),
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem)
    }
}

impl Store {
    /// Opens `sqlite://…` or `postgres://…` and brings its schema up to date.
    pub async fn connect(url: &str) -> Result<Self, DbErr> {
        let store = if url.starts_with("sqlite:") {
            Self { write: sqlite(url, true).await?, read: sqlite(url, false).await? }
        } else {
            let pool = Box::pin(Database::connect(postgres(url))).await?;
            Self { write: pool.clone(), read: pool }
        };
        store.migrate().await?;
        Ok(store)
    }

    #[must_use]
    pub fn backend(&self) -> DbBackend {
        self.write.get_database_backend()
    }

    /// Whether the database answers; for readiness.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.read.ping().await
    }

    /// Closes the connections once what runs on them has ended.
    pub async fn close(&self) -> Result<(), DbErr> {
        self.read.close_by_ref().await?;
        self.write.close_by_ref().await
    }

    async fn migrate(&self) -> Result<(), DbErr> {
        if self.backend() != DbBackend::Postgres {
            return Migrator::up(&self.write, None).await;
        }
        let txn = self.write.begin().await?;
        lock(&txn, MIGRATION_LOCK).await?;
        Migrator::up(&txn, None).await?;
        txn.commit().await
    }

    /// A transaction that will write. On SQLite it takes the write lock at once, so that it can never fail
    /// half-way on the step from reading to writing.
    async fn transaction(&self) -> Result<DatabaseTransaction, DbErr> {
        self.write
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode: (self.backend() == DbBackend::Sqlite)
                    .then_some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            })
            .await
    }
}

async fn sqlite(url: &str, writer: bool) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(if writer { 1 } else { SQLITE_READERS })
        .min_connections(1)
        .acquire_timeout(ACQUIRE)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |options| {
            options
                .journal_mode(SqliteJournalMode::Wal)
                // Accounts and rooms are born here and nowhere else: an answered request survives a power
                // cut. NORMAL would only keep the file whole. It costs one fsync for each commit.
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(Duration::from_secs(5))
                .foreign_keys(true)
                .pragma("query_only", if writer { "off" } else { "on" })
        });
    Box::pin(Database::connect(options)).await
}

fn postgres(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(ACQUIRE)
        .test_before_acquire_if_idle_for(Duration::from_secs(5))
        .set_application_name("natter")
        .sqlx_logging(false);
    options
}

/// A statement with `$1`, `$2`, … as both databases read them.
fn sql(on: &impl ConnectionTrait, text: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(on.get_database_backend(), text, values)
}

/// Holds a lock until the transaction ends, on PostgreSQL; on SQLite the transaction itself is one.
async fn lock(txn: &DatabaseTransaction, key: i64) -> Result<(), DbErr> {
    if txn.get_database_backend() == DbBackend::Postgres {
        txn.execute_raw(sql(txn, "SELECT pg_advisory_xact_lock($1)", [key.into()])).await?;
    }
    Ok(())
}

/// Whether a unique constraint said no.
fn is_taken(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

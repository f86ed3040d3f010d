//! The store on SQLite and on PostgreSQL: the same tests on both.

mod accounts;
mod archive;
mod bots;
mod direct;
mod membership;
mod outage;
mod people;
mod reads;
mod retention;
mod rooms;
mod search;
mod sessions;
mod town;

/// Declares tests that run once on each database. Each gets an empty town of its own.
macro_rules! on_both_databases {
    ($($(#[$meta:meta])* async fn $name:ident($town:ident: &Town) $body:block)+) => {
        $($(#[$meta])* async fn $name($town: &Town) $body)+

        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name(&super::Town::on_sqlite().await).await;
            })+
        }

        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name(&super::Town::on_postgres().await).await;
            })+
        }
    };
}
pub(crate) use on_both_databases;

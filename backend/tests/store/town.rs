//! A database with people in it.

use std::sync::Arc;

use natter::chat::bots;
use natter::chat::rooms::{self, NewRoom};
use natter::log::Audience;
use natter::store::registration::{House, NewAccount};
use natter::store::sessions::NewSession;
use natter::store::{Error, Store};
use natter_protocol::account::Registration;
use natter_protocol::bot::CreateBot;
use natter_protocol::{Code, Event, Room, RoomId, RoomKind, User, UserId};
use natter_tests::postgres::Postgres;
use sea_orm::{ConnectionTrait as _, Database, Statement};
use tempfile::TempDir;

pub const SHARDS: u16 = 4;

pub struct Town {
    pub store: Store,
    pub url: String,
    _folder: TempDir,
    _postgres: Option<Arc<Postgres>>,
}

impl Town {
    pub async fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("natter.db").display());
        Self { store: connect(&url).await, url, _folder: folder, _postgres: None }
    }

    pub async fn on_postgres() -> Self {
        let postgres = tokio::task::spawn_blocking(Postgres::shared).await.expect("a server");
        let url = postgres.database();
        let folder = tempfile::tempdir().expect("a folder");
        Self { store: connect(&url).await, url, _folder: folder, _postgres: Some(postgres) }
    }

    /// Someone with an account.
    pub async fn person(&self, name: &str) -> User {
        self.registers(name, Registration::Open, None).await.expect(name)
    }

    pub async fn registers(
        &self,
        name: &str,
        registration: Registration,
        invite: Option<&str>,
    ) -> Result<User, Code> {
        let account = NewAccount {
            username: name.to_lowercase(),
            display_name: name.to_owned(),
            password_hash: "$argon2id$…".to_owned(),
            invite: invite.map(str::to_owned),
            session: NewSession::of("a test".to_owned(), 60),
        };
        let house = House { name: "Town", registration, shards: SHARDS };
        self.store.register(account, house).await.map(|committed| committed.value).map_err(code)
    }

    /// A bot that this person has made.
    pub async fn bot(&self, by: &User, name: &str) -> User {
        let command = CreateBot { username: name.to_owned(), ..CreateBot::default() };
        let bot = bots::create(&command, natter::fresh::user_id()).expect("a bot");
        self.store.create_bot(by.id, bot, SHARDS).await.expect(name).value
    }

    /// A room that this person owns.
    pub async fn room(&self, owner: &User, name: &str, kind: RoomKind) -> Room {
        let new = NewRoom { kind, name: name.to_owned(), topic: String::new() };
        self.store.create_room(new, owner, SHARDS).await.expect(name).value
    }

    pub async fn joins(&self, user: UserId, room: RoomId) -> Result<(), Code> {
        let joined = self.store.change_membership(room, user, user, rooms::join).await;
        joined.map(|_| ()).map_err(code)
    }

    pub async fn leaves(&self, user: UserId, room: RoomId) -> Result<(), Code> {
        let left = self.store.change_membership(room, user, user, rooms::leave).await;
        left.map(|_| ()).map_err(code)
    }

    /// Everything announced so far, in the order in which the log will hear it.
    pub async fn announced(&self) -> Vec<(Audience, Event)> {
        let rows = self.store.outbox_page(100_000).await.expect("the outbox");
        let read = |row: natter::store::OutboxRow| {
            let event = serde_json::from_str(&row.payload).expect("an event");
            (Audience::parse(&row.subject).expect("a subject"), event)
        };
        rows.into_iter().map(read).collect()
    }

    /// How many rows a table has.
    pub async fn rows(&self, table: &str) -> i64 {
        let database = Box::pin(Database::connect(&self.url)).await.expect("a database");
        let count = format!("SELECT COUNT(*) AS n FROM {table}");
        let row =
            database.query_one_raw(Statement::from_string(database.get_database_backend(), count)).await;
        row.expect("counted").expect("a row").try_get("", "n").expect("a number")
    }

    /// Forgets what was announced so far.
    pub async fn hush(&self) {
        let rows = self.store.outbox_page(100_000).await.expect("the outbox");
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        self.store.outbox_done(&ids).await.expect("forgotten");
    }

    /// The types of what was announced.
    pub async fn announced_types(&self) -> Vec<String> {
        let kind = |event: &Event| {
            serde_json::to_value(event).expect("JSON")["type"].as_str().unwrap_or("").to_owned()
        };
        self.announced().await.iter().map(|(_, event)| kind(event)).collect()
    }
}

async fn connect(url: &str) -> Store {
    Store::connect(url).await.expect("a database")
}

/// Why it was refused; anything else than a refusal fails the test.
pub fn code(error: Error) -> Code {
    match error {
        Error::Refused(problem) => problem.code,
        Error::Db(error) => panic!("{error}"),
    }
}

//! What requests ask of SQL again and again, kept in memory and forgotten by the log.
//!
//! Every gateway reads the whole log, and everything here is announced in it: [`Cache::observe`] forgets
//! what an event has changed. Handlers call it right after a commit too, so that the same gateway never
//! answers with what it has itself changed. A time to live of a minute is the backstop, not the mechanism.

mod fresh_reads;
mod highest_ids;
mod written;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use natter_protocol::account::Registration;
use natter_protocol::sync::HistoryPage;
use natter_protocol::{
    Body, Event, MessageId, Millis, Policy, Room, RoomId, RoomRole, Seq, SessionId, Shard, User, UserId,
};
use sea_orm::DbErr;
use tokio::sync::futures::Notified;

use crate::fresh::TokenHash;
use crate::log::Audience;
use crate::store::Store;
use crate::store::sessions::Session;
use fresh_reads::FreshReads;
use highest_ids::HighestIds;
use written::Written;

/// How long anything may be wrong at most, if the log said nothing.
const BACKSTOP: Duration = Duration::from_secs(60);
/// How often at most a session's use is written down.
const TOUCH_MS: i64 = 60 * 60 * 1000;

/// A session in use: what SQL said of it, and when its use was last written down.
#[derive(Debug)]
pub struct LiveSession {
    pub session: Session,
    touched_at: AtomicI64,
}

/// The shards and ids of the rooms that a person is in.
pub type RoomsOf = Arc<[(RoomId, Shard)]>;

/// Reads through to the store. Clones share everything.
#[derive(Clone)]
pub struct Cache(Arc<Inner>);

/// The newest messages of a room.
#[derive(Debug, Clone)]
pub struct NewestPage {
    pub page: Arc<HistoryPage>,
    /// It holds all that this gateway had read of the room by then: what it lacks would have it forgotten.
    pub is_whole: bool,
}

struct Inner {
    store: Store,
    /// Which session a token opens never changes, so this is never wrong; whether the session still
    /// stands is asked of `sessions`.
    tokens: moka::sync::Cache<TokenHash, SessionId>,
    sessions: FreshReads<SessionId, Option<Arc<LiveSession>>>,
    users: FreshReads<UserId, Option<Arc<User>>>,
    rooms: FreshReads<RoomId, Option<Arc<Room>>>,
    roles: FreshReads<(RoomId, UserId), Option<RoomRole>>,
    rooms_of: FreshReads<UserId, RoomsOf>,
    /// The newest page of each room that is being opened: what everyone who comes asks for.
    newest_pages: FreshReads<RoomId, NewestPage>,
    /// Only ever raised, by every message of the log, so this is never wrong either.
    highest_ids: HighestIds,
    written: Written,
    /// Once there is an owner there always is one.
    has_owner: AtomicBool,
    server_name: FreshReads<(), Option<Arc<str>>>,
    policy: FreshReads<(), Option<Arc<Policy>>>,
}

impl Cache {
    #[must_use]
    pub fn new(store: Store, shards: Shard) -> Self {
        Self(Arc::new(Inner {
            store,
            highest_ids: HighestIds::new(),
            written: Written::new(shards),
            tokens: moka::sync::Cache::builder().max_capacity(100_000).time_to_idle(60 * BACKSTOP).build(),
            sessions: FreshReads::new(100_000, BACKSTOP),
            users: FreshReads::new(100_000, BACKSTOP),
            rooms: FreshReads::new(50_000, BACKSTOP),
            roles: FreshReads::new(500_000, BACKSTOP),
            rooms_of: FreshReads::new(50_000, BACKSTOP),
            newest_pages: FreshReads::new(2_000, BACKSTOP),
            has_owner: AtomicBool::new(false),
            server_name: FreshReads::new(1, BACKSTOP),
            policy: FreshReads::new(1, BACKSTOP),
        }))
    }

    /// The session that a token opens, unless it has ended or expired.
    pub async fn session_of_token(&self, token: &str) -> Result<Option<Arc<LiveSession>>, DbErr> {
        let hash = TokenHash::of(token);
        let id = match self.0.tokens.get(&hash) {
            Some(id) => id,
            // An unknown token is not remembered: they are free to make up.
            None => match self.0.store.session_of_token(&hash).await? {
                Some(session) => {
                    self.0.tokens.insert(hash, session.id);
                    session.id
                }
                None => return Ok(None),
            },
        };
        self.session(id).await
    }

    /// A session by its id (a stream's ticket names it), unless it has ended or expired.
    pub async fn session(&self, id: SessionId) -> Result<Option<Arc<LiveSession>>, DbErr> {
        let load = async || {
            let session = self.0.store.session(id).await?;
            Ok::<_, DbErr>(session.map(|session| Arc::new(LiveSession::new(session))))
        };
        let found = self.0.sessions.get(id, load).await?;
        Ok(found.filter(|live| live.session.expires_at > Millis::now()))
    }

    pub async fn user(&self, id: UserId) -> Result<Option<Arc<User>>, DbErr> {
        self.0.users.get(id, async || Ok(self.0.store.user(id).await?.map(Arc::new))).await
    }

    pub async fn room(&self, id: RoomId) -> Result<Option<Arc<Room>>, DbErr> {
        self.0.rooms.get(id, async || Ok(self.0.store.room(id).await?.map(Arc::new))).await
    }

    /// As what a person is in a room; none for who is not.
    pub async fn role(&self, room: RoomId, user: UserId) -> Result<Option<RoomRole>, DbErr> {
        self.0.roles.get((room, user), async || self.0.store.role(room, user).await).await
    }

    /// The rooms whose events reach a person.
    pub async fn rooms_of(&self, user: UserId) -> Result<RoomsOf, DbErr> {
        self.0.rooms_of.get(user, async || Ok(self.0.store.rooms_of(user).await?.into())).await
    }

    /// The newest page of a room, read by `load` if something happened in the room since.
    pub async fn newest_page<E>(
        &self,
        room: RoomId,
        load: impl AsyncFnOnce() -> Result<NewestPage, E>,
    ) -> Result<NewestPage, E> {
        self.0.newest_pages.get(room, load).await
    }

    /// The highest message id in a room, or none when that cannot be known now; `load` looks at all that
    /// was said so far. It is looked at again when the log was not read without a gap since the same place.
    pub async fn highest_id<E>(
        &self,
        room: RoomId,
        unbroken_since: Seq,
        load: impl AsyncFnOnce() -> Result<Option<MessageId>, E>,
    ) -> Result<Option<MessageId>, E> {
        self.0.highest_ids.get(room, unbroken_since, load).await
    }

    /// A place up to which the projection has written everything of a shard. It may have written more, in
    /// the last quarter of a second.
    pub async fn written(&self, shard: Shard) -> Result<Seq, DbErr> {
        if self.0.written.is_due() {
            self.ask_written().await.inspect_err(|_| self.0.written.unanswered())?;
        }
        Ok(self.0.written.get(shard))
    }

    /// The same, as SQL says now.
    pub async fn written_now(&self, shard: Shard) -> Result<Seq, DbErr> {
        self.ask_written().await?;
        Ok(self.0.written.get(shard))
    }

    async fn ask_written(&self) -> Result<(), DbErr> {
        self.0.written.take(&self.0.store.positions().await?);
        Ok(())
    }

    /// This gateway's projection has written up to here.
    pub fn wrote(&self, shard: Shard, seq: Seq) {
        self.0.written.reach(shard, seq);
    }

    /// Asks this gateway's projection to write now what it has gathered.
    pub fn hurry(&self) {
        self.0.written.hurry();
    }

    /// Waits for [`Cache::hurry`].
    pub async fn hurried(&self, shard: Shard) {
        self.0.written.hurried(shard).await;
    }

    /// Waits until this gateway's projection writes again; from the moment on at which this is called.
    pub fn wrote_again(&self) -> Notified<'_> {
        self.0.written.moved()
    }

    /// Whether no account exists yet.
    pub async fn needs_owner(&self) -> Result<bool, DbErr> {
        if self.0.has_owner.load(Ordering::Relaxed) {
            return Ok(false);
        }
        let needs_owner = self.0.store.needs_owner().await?;
        self.0.has_owner.store(!needs_owner, Ordering::Relaxed);
        Ok(needs_owner)
    }

    /// The name that an admin gave the server; without one, that of the settings.
    pub async fn server_name(&self, otherwise: &str) -> Result<Arc<str>, DbErr> {
        let load = async || Ok::<_, DbErr>(self.0.store.server_name().await?.map(Into::into));
        Ok(self.0.server_name.get((), load).await?.unwrap_or_else(|| otherwise.into()))
    }

    /// What an owner has decided; without that, what is usual.
    pub async fn policy(&self, registration: Registration) -> Result<Arc<Policy>, DbErr> {
        let load = async || Ok::<_, DbErr>(self.0.store.policy().await?.map(Arc::new));
        let decided = self.0.policy.get((), load).await?;
        Ok(decided.unwrap_or_else(|| Arc::new(Policy::usual(registration))))
    }

    /// Forgets what an event has changed. Cheap: called for every event of the log.
    pub fn observe(&self, audience: &Audience, event: &Event) {
        if let Audience::Room(room, _) = audience {
            self.0.newest_pages.forget(room);
            self.observe_in_room(*room, &event.body);
        }
        match &event.body {
            Body::SessionRevoked { session_id } => self.0.sessions.forget(session_id),
            Body::ServerUpdated { .. } => {
                self.0.server_name.forget(&());
                self.0.policy.forget(&());
            }
            Body::UserCreated { user } | Body::UserUpdated { user } => self.0.users.forget(&user.id),
            _ => {}
        }
    }

    fn observe_in_room(&self, room: RoomId, body: &Body) {
        let membership = |user: UserId| {
            self.0.roles.forget(&(room, user));
            self.0.rooms_of.forget(&user);
        };
        match body {
            Body::MessageCreated { message, .. } => self.0.highest_ids.said(room, message.id),
            Body::RoomCreated { .. } | Body::RoomUpdated { .. } => self.0.rooms.forget(&room),
            Body::MemberJoined { user, .. } => membership(user.id),
            Body::MemberChanged { user_id, .. } | Body::MemberLeft { user_id, .. } => membership(*user_id),
            _ => {}
        }
    }
}

impl LiveSession {
    fn new(session: Session) -> Self {
        Self { touched_at: AtomicI64::new(session.last_seen_at.0), session }
    }

    /// Whether this use should be written down, which prolongs the session: true once an hour, and of
    /// several requests at the same moment for one.
    pub fn is_due(&self, now: Millis) -> bool {
        let last = self.touched_at.load(Ordering::Relaxed);
        now.0.saturating_sub(last) >= TOUCH_MS
            && self.touched_at.compare_exchange(last, now.0, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }
}

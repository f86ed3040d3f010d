//! Someone signed in on one device, who follows what happens.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use natter_client::{Chat, RoomState};
use natter_protocol::account::Invite;
use natter_protocol::command::{CreateInvite, Login, Register};
use natter_protocol::{
    Message, MessageId, Millis, Own, RoomId, RoomSummary, SignedIn, SyncAnswer, User, UserId, routes,
};
use serde::Serialize;

use crate::gateway::Gateway;
use crate::http::{Answer, Call, Error};
use crate::live::{Live, snapshot};
use crate::patience::DEADLINE;
use crate::stream::{EventStream, Opened};

/// Everyone's password here.
pub const PASSWORD: &str = "correct horse battery";

/// An id for a message, new each time.
#[must_use]
pub fn new_message_id() -> MessageId {
    MessageId::from_parts(Millis::now(), rand::random())
}

/// Someone signed in on one device.
#[derive(Debug)]
pub struct Person {
    pub name: String,
    pub id: UserId,
    pub token: String,
    pub live: Live,
}

impl Person {
    /// Creates an account; who does it first owns the server.
    pub async fn registers(address: SocketAddr, name: &str, invite: Option<&str>) -> Self {
        let answer = Self::tries_to_register(address, name, invite).await.is(201);
        Self::with(address, &answer.json()).await
    }

    pub async fn tries_to_register(address: SocketAddr, name: &str, invite: Option<&str>) -> Answer {
        let command = Register {
            username: name.to_owned(),
            password: PASSWORD.to_owned(),
            display_name: None,
            invite: invite.map(str::to_owned),
        };
        Call::post(routes::REGISTER).json(&command).send(address).await.expect("an answer")
    }

    /// Signs in again, as on another device.
    pub async fn signs_in_again(&self) -> Self {
        let login = Login { username: self.name.clone(), password: PASSWORD.to_owned(), totp: None };
        let answer = Call::post(routes::LOGIN).json(&login).send(self.address()).await.expect("an answer");
        Self::with(self.address(), &answer.is(200).json()).await
    }

    /// Someone who holds the answer to registering or signing in.
    pub async fn with(address: SocketAddr, signed_in: &SignedIn) -> Self {
        let SignedIn { token, user } = signed_in;
        let live = Live::start(address, token).await;
        Self { name: user.username.clone(), id: user.id, token: token.clone(), live }
    }

    /// The same sign-in with a second stream, at another gateway.
    pub async fn also_at(&self, gateway: &Gateway) -> Self {
        let live = Live::start(gateway.address(), &self.token).await;
        Self { name: self.name.clone(), id: self.id, token: self.token.clone(), live }
    }

    /// Leaves the gateway for another one; the stream is resumed there.
    pub fn moves_to(&self, gateway: &Gateway) {
        self.live.move_to(gateway.address());
    }

    /// Brings someone new to the server.
    pub async fn invites(&self, name: &str) -> Self {
        self.invites_to(name, self.address()).await
    }

    /// Brings someone new, who uses another gateway.
    pub async fn invites_at(&self, name: &str, gateway: &Gateway) -> Self {
        self.invites_to(name, gateway.address()).await
    }

    async fn invites_to(&self, name: &str, address: SocketAddr) -> Self {
        let terms = CreateInvite { max_uses: Some(1), expires_in_s: None };
        let invite: Invite = self.post(routes::INVITES, &terms).await.is(201).json();
        Self::registers(address, name, Some(&invite.code.0)).await
    }

    /// Where this person's requests go.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.live.address()
    }

    /// A request of this person.
    #[must_use]
    pub fn call(&self, method: &str, path: impl Into<String>) -> Call {
        Call::new(method, path).bearer(&self.token)
    }

    /// # Errors
    /// When the connection fails.
    pub async fn tries(&self, call: Call) -> Result<Answer, Error> {
        call.send(self.address()).await
    }

    async fn asks(&self, call: Call) -> Answer {
        self.tries(call).await.unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }

    pub async fn get(&self, path: impl Into<String>) -> Answer {
        self.asks(self.call("GET", path)).await
    }

    pub async fn post(&self, path: impl Into<String>, body: &impl Serialize) -> Answer {
        self.asks(self.call("POST", path).json(body)).await
    }

    pub async fn put(&self, path: impl Into<String>, body: &impl Serialize) -> Answer {
        self.asks(self.call("PUT", path).json(body)).await
    }

    pub async fn patch(&self, path: impl Into<String>, body: &impl Serialize) -> Answer {
        self.asks(self.call("PATCH", path).json(body)).await
    }

    /// A request without a body.
    pub async fn does(&self, method: &str, path: impl Into<String>) -> Answer {
        self.asks(self.call(method, path)).await
    }

    /// Takes a snapshot.
    pub async fn syncs(&self) -> SyncAnswer {
        snapshot(self.address(), &self.token).await.expect("a snapshot")
    }

    /// Opens a stream besides the one in the background.
    pub async fn opens_stream(&self, cursor: Option<&str>) -> EventStream {
        self.tries_to_stream(cursor).await.stream()
    }

    pub async fn tries_to_stream(&self, cursor: Option<&str>) -> Opened {
        EventStream::open(self.address(), &self.token, cursor).await.expect("an answer")
    }

    /// Waits until a message of this text is on screen.
    pub async fn sees(&self, text: &str) -> Message {
        self.live.until(&format!("{} sees {text:?}", self.name), |seen| seen.on_screen(text)).await
    }

    /// Nothing of a room was ever delivered here. Call it after something later has arrived.
    ///
    /// # Panics
    /// When something was.
    pub fn has_heard_nothing_of(&self, room: RoomId) {
        let heard: Vec<_> = self
            .live
            .look(|seen| seen.events.iter().filter(|event| event.room == Some(room)).cloned().collect());
        assert!(heard.is_empty(), "{} heard of {room}: {heard:#?}", self.name);
    }

    /// Waits until a room is in the sidebar.
    pub async fn finds(&self, room: RoomId) {
        let what = format!("{} finds {room}", self.name);
        self.live.until(&what, |seen| seen.chat.room(room).map(|_| ())).await;
    }

    /// The law of convergence: snapshot + events = fresh snapshot. Waits for what is still on its way.
    ///
    /// # Panics
    /// When they stay different.
    pub async fn sees_what_a_snapshot_shows(&self) {
        let started = Instant::now();
        loop {
            let fresh = snapshot(self.address(), &self.token).await;
            let fresh = fresh.map(|snapshot| picture(&Chat::from_snapshot(snapshot)));
            let seen = self.live.look(|seen| picture(&seen.chat));
            if fresh.as_ref().is_ok_and(|fresh| *fresh == seen) {
                return;
            }
            let told = || format!("{}: seen {seen:#?}\nbut a snapshot shows {fresh:#?}", self.name);
            assert!(started.elapsed() < DEADLINE, "{}", told());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// What a person is shown of the chat as a whole.
#[derive(Debug, PartialEq)]
struct Picture {
    rooms: Vec<RoomSummary>,
    badge: u32,
    own: Own,
    me: User,
}

fn picture(chat: &Chat) -> Picture {
    let rooms = chat.rooms().map(RoomState::summary).map(|mut summary| {
        // A snapshot names the newest unread messages only; whoever was there knows of older mentions too.
        let oldest = summary.unread_seqs.first().copied().unwrap_or_default();
        summary.mention_seqs.retain(|&seq| seq >= oldest);
        summary
    });
    Picture {
        rooms: rooms.collect(),
        badge: chat.badge(Millis::now()),
        own: chat.own(),
        me: chat.me().user.clone(),
    }
}

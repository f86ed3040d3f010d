//! A new account, all of it or nothing: the person, the invitation's use, the first room, the sign-in.

use natter_protocol::account::Registration;
use natter_protocol::{
    Body, Code, Event, Message, Millis, Problem, Room, RoomKind, RoomRole, Shard, User, UserId,
};
use sea_orm::{DbErr, EntityTrait, QuerySelect};

use super::entities::users as user_rows;
use super::outbox::{Committed, Writing};
use super::sessions::NewSession;
use super::{Error, Store, invites, lock, members, rooms, sessions, users};
use crate::chat::accounts::{self, Admission};
use crate::chat::rooms::NewRoom;
use crate::fresh;
use crate::log::{Audience, subject};

/// The advisory lock under which the first account is made: there is one owner.
const OWNER_LOCK: i64 = 0x6e61_7474_6572_0002;

/// Who wants in, after the rules for names and passwords.
#[derive(Debug)]
pub struct NewAccount {
    pub username: String,
    pub display_name: String,
    /// A PHC string.
    pub password_hash: String,
    pub invite: Option<String>,
    pub session: NewSession,
}

/// What the server's settings say about it.
#[derive(Debug, Clone, Copy)]
pub struct House<'a> {
    pub name: &'a str,
    pub registration: Registration,
    pub shards: Shard,
}

impl Store {
    /// Creates an account and signs it in. The first one owns the server and finds `#general` made for it;
    /// the others join the server's first public room.
    pub async fn register(&self, account: NewAccount, house: House<'_>) -> Result<Committed<User>, Error> {
        let now = Millis::now();
        let mut w = self.writing().await?;
        let admission = accounts::admit(house.registration, first(&w).await?, account.invite.as_deref())?;
        if let Admission::Invited(code) = &admission
            && !invites::redeem(&w, code, now).await?
        {
            return Err(Problem::new(Code::InviteInvalid).field("invite").into());
        }
        let user = User::new(fresh::user_id(), account.username, account.display_name, admission.role(), now);
        let shard = subject::place(&user.id.to_string(), house.shards);
        users::insert(&w, &user, shard, &account.password_hash).await?;
        sessions::insert(&w, user.id, &account.session).await?;
        let created = Event::unplaced(None, now, Body::UserCreated { user: user.clone() });
        w.announce(Audience::Server, created).await?;
        if admission == Admission::Owner {
            make_general(&mut w, &user, house).await?;
        } else if let Some(room) = rooms::first_public(&w).await? {
            let room = rooms::locked(&w, room).await?;
            members::begin(&mut w, &room, &user, RoomRole::Member, None).await?;
        }
        Ok(w.commit(user).await?)
    }
}

/// Whether this transaction makes the first account. While there is none, one transaction at a time asks.
async fn first(w: &Writing) -> Result<bool, DbErr> {
    let nobody = || async { Ok::<_, DbErr>(user_rows::Entity::find().limit(1).one(&w.txn).await?.is_none()) };
    if !nobody().await? {
        return Ok(false);
    }
    lock(&w.txn, OWNER_LOCK).await?;
    nobody().await
}

async fn make_general(w: &mut Writing, owner: &User, house: House<'_>) -> Result<(), Error> {
    let new =
        NewRoom { kind: RoomKind::Public, name: "general".to_owned(), topic: "Everyone is here".to_owned() };
    let room = rooms::insert(w, new, owner.id, house.shards).await?;
    members::begin(w, &room, owner, RoomRole::Owner, None).await?;
    let message = welcome(&room, owner.id, house.name);
    rooms::announce(w, &room, Body::MessageCreated { message, followers: Vec::new() }).await?;
    Ok(())
}

fn welcome(room: &Room, author: UserId, server: &str) -> Message {
    let text = format!(
        "Welcome to {server}! Everyone who joins the server starts in **#general**. \
         Invite people, or make rooms for what you want to talk about."
    );
    Message::plain(fresh::message_id(), room.id, author, text, Millis::now())
}

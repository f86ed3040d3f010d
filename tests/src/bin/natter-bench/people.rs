//! Who takes part: accounts, made the way people make them, and their rooms.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use natter_protocol::account::Invite;
use natter_protocol::command::{CreateInvite, CreateRoom, Register};
use natter_protocol::{Room, RoomId, RoomKind, SignedIn, routes};
use natter_tests::Call;
use natter_tests::http::{Answer, Error};

/// People who register at the same time: each costs the server a password hash.
const AT_ONCE: usize = 4;
/// How many may come by one invitation.
const USES: u16 = 1_000;
/// Where they register from, one address each, since the server counts what comes from one: the network that RFC 2544
/// keeps for measuring. It believes this tool, which it takes for a proxy on its own machine.
const HOMES: Ipv4Addr = Ipv4Addr::new(198, 18, 0, 0);
pub const PASSWORD: &str = "correct horse battery staple";

#[derive(Clone)]
pub struct Person {
    pub token: String,
}

/// The owner first, then everyone else with the owner's invitation.
///
/// # Errors
/// When the server does not answer.
pub async fn register(address: SocketAddr, count: usize) -> Result<Vec<Person>, Error> {
    let owner = one(address, 0, None).await?;
    let others = join(address, &owner, 1..count).await?;
    Ok(std::iter::once(owner).chain(others).collect())
}

/// People with these numbers, by the owner's invitation.
///
/// # Errors
/// When the server does not answer.
pub async fn join(
    address: SocketAddr,
    owner: &Person,
    mut numbers: std::ops::Range<usize>,
) -> Result<Vec<Person>, Error> {
    let mut people = Vec::with_capacity(numbers.len());
    while !numbers.is_empty() {
        let wanted = CreateInvite { max_uses: Some(u32::from(USES)), expires_in_s: None };
        let invite = Call::post(routes::INVITES).bearer(&owner.token).json(&wanted);
        let invite: Invite = invite.send(address).await?.is(201).json();
        let end = numbers.end.min(numbers.start + usize::from(USES));
        while numbers.start < end {
            let next = numbers.start..end.min(numbers.start + AT_ONCE);
            numbers.start = next.end;
            let registering: Vec<_> =
                next.map(|number| tokio::spawn(one(address, number, Some(invite.code.0.clone())))).collect();
            for person in registering {
                people.push(person.await??);
            }
        }
    }
    Ok(people)
}

/// The username of the person with a number.
pub fn name(number: usize) -> String {
    format!("person{number}")
}

async fn one(address: SocketAddr, number: usize, invite: Option<String>) -> Result<Person, Error> {
    let register = Register {
        username: name(number),
        password: PASSWORD.to_owned(),
        display_name: Some(format!("Person {number}")),
        invite,
    };
    let home = Ipv4Addr::from(u32::from(HOMES) + u32::try_from(number)?);
    let call = Call::post(routes::REGISTER).header("x-forwarded-for", &home.to_string()).json(&register);
    let answer = call.send(address).await?;
    let signed_in: SignedIn = answer.is(201).json();
    Ok(Person { token: signed_in.token })
}

/// Sends it, and again whenever the server says that this was too often.
///
/// # Errors
/// When the server does not answer.
pub async fn ask(address: SocketAddr, call: &Call) -> Result<Answer, Error> {
    loop {
        let answer = call.clone().send(address).await?;
        let seconds = answer.header("retry-after").filter(|_| answer.status == 429).map(str::parse);
        match seconds {
            Some(seconds) => tokio::time::sleep(Duration::from_secs(seconds?)).await,
            None => return Ok(answer),
        }
    }
}

/// A public room that all these people join.
///
/// # Errors
/// When the server does not answer.
pub async fn gather(address: SocketAddr, name: &str, people: &[&Person]) -> Result<RoomId, Error> {
    let (founder, others) = people.split_first().ok_or("a room needs somebody")?;
    let room = CreateRoom { kind: RoomKind::Public, name: name.to_owned(), topic: None };
    let answer = Call::post(routes::ROOMS).bearer(&founder.token).json(&room).send(address).await?;
    let room: Room = answer.is(201).json();
    for person in others {
        let answer = Call::post(routes::join(room.id)).bearer(&person.token).send(address).await?;
        if answer.status >= 300 {
            return Err(format!("{}: {}", answer.what, answer.status).into());
        }
    }
    Ok(room.id)
}

//! Natter from outside: fixtures that start the real thing, and people who use it.
//!
//! A [`Cluster`] is where a test takes place: one gateway with SQLite and a nats-server of its own, or
//! several gateways on one [`Nats`] and one [`Postgres`]. A [`Person`] is signed in on one device there and
//! follows the event stream with the client's own engine, so that what a person *sees* went through the
//! real parser and the real reducer. A [`Proxy`] stands for the network between them.
//!
//! Everything lives in temporary folders, on ports of 127.0.0.1 that are this process' own, and ends
//! with the test. Waiting is always for an event, up to [`DEADLINE`]; silence is proved by something that
//! was sent later and has arrived.

pub mod authenticator;
pub mod browser;
mod browser_tabs;
pub mod cluster;
pub mod dice;
pub mod environment;
pub mod folder;
pub mod gallery;
pub mod gateway;
pub mod http;
pub mod live;
pub mod mailbox;
pub mod nats;
pub mod nats_door;
pub mod patience;
pub mod person;
pub mod person_files;
pub mod person_own;
pub mod person_polls;
mod person_says;
pub mod port;
pub mod postgres;
pub mod process;
pub mod proxy;
pub mod push_endpoint;
pub mod seen;
pub mod stream;
pub mod town;

pub use cluster::Cluster;
pub use dice::Dice;
pub use gateway::Gateway;
pub use http::{Answer, Call};
pub use live::Live;
pub use nats::Nats;
pub use nats_door::NatsDoor;
pub use patience::{DEADLINE, eventually, in_time};
pub use person::Person;
pub use postgres::Postgres;
pub use proxy::Proxy;
pub use push_endpoint::PushEndpoint;
pub use seen::Seen;
pub use stream::{EventStream, Opened, words};
pub use town::Town;

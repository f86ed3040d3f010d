//! What happens when things die: gateways, nats-servers, the database, the network, a record of the log.

mod convergence;
mod counts;
mod deaths;
mod network;
mod orphan;
mod poison;
mod refusals;
mod talk;

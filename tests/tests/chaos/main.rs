//! What happens when things die: gateways, nats-servers, the database, the network, a record of the log.

mod away;
mod convergence;
mod counts;
mod deaths;
mod full;
mod lagging;
mod network;
mod orphan;
mod partition;
mod poison;
mod refusals;
mod schedule;
mod talk;

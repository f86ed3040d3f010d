//! The event stream and the long poll: what they promise, block by block.

mod closing;
mod contract;
mod poll;
mod resets;
mod resume;
mod wire;

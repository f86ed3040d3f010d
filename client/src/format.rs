//! What is shown of the replica, as far as it deserves a test without a browser: pure functions from
//! values to values. Strings here are the parts that follow a rule; sentences are the UI's.

mod days;
mod divider;
mod labels;
mod rows;
mod size;

pub use days::{Day, Weekday, clock, day, local_day};
pub use divider::Divider;
pub use labels::{Typists, count, title, typists};
pub use rows::{By, GROUP_MS, Line, Row, rows};
pub use size::{fit, size};

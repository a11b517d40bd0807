//! The papers' acts on a real database file.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test stops where it fails")]

mod appointments;
mod change_sequences;
mod changes;
mod charges;
mod free_times;
mod house;
mod known;
mod law;
mod messages;
mod notices;
mod orders;
mod prescriptions;
mod prices;
mod schedules;
mod stock;
mod visits;

//! Kham: the rooms put together into one clinic, and the commands that run it.
//!
//! `config` reads what the person who runs it decides, `house` builds what every request stands on, `router` joins the
//! rooms' routes, `door` lets people in, `server` speaks HTTP, `jobs` does what nobody asks for, `verify` proves the
//! books, `safety` checks a table of prescriptions, `bench` measures the whole.

pub mod bench;
pub mod config;
pub mod demo;
pub mod demo_clock;
mod door;
pub mod house;
mod jobs;
mod printing;
mod rail;
pub mod router;
pub mod safety;
pub mod serve;
pub mod server;
mod tell;
pub mod verify;

/// The words of this crate in every language, generated from `text/*.ftl`.
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

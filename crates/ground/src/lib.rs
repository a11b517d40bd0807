//! What every room stands on. The modules know only those above them in this list: `db`, `audit`, `access`, `people`,
//! `catalog`, `files`, `sheet`, `printer`, `outgoing`, `html`, `web`.

pub mod access;
pub mod audit;
pub mod catalog;
pub mod db;
pub mod files;
pub mod html;

pub mod outgoing;
pub mod people;
pub mod printer;
pub mod sheet;
pub mod web;

/// The words of this crate in every language, generated from `text/*.ftl`.
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

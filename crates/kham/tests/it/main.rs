//! The house as a whole, over HTTP: every test of an act runs on SQLite and on PostgreSQL from one body.
//!
//! PostgreSQL is named by `KHAM_TEST_POSTGRES`, the browser's driver by `KHAM_TEST_CHROMEDRIVER`; `scripts/test` sets
//! both. Without them the tests that need them say that they were not run; with `KHAM_TEST_ALL` they fail instead.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests stop where they fail"
)]

mod agreed;
mod arrival;
mod back;
mod browser;
mod browser_approvals;
mod browser_arrival;
mod browser_cashier;
mod browser_consumables;
mod browser_desk;
mod browser_diary;
mod browser_every;
mod browser_line;
mod browser_office;
mod browser_override;
mod browser_pharmacy;
mod browser_record;
mod browser_shelf;
mod browser_typing;
mod browser_waiting;
mod browser_website;
mod cashier;
mod crash;
mod crawl;
mod desk;
mod desk_bad;
mod desk_hand_over;
mod desk_note;
mod diary;
mod doors;
mod einvoice;
mod emergency;
mod ending;
mod figures;
mod fuzz;
mod harness;
mod images;
mod last_units;
mod leaks;
mod line_preview;
mod live;
mod made;
mod matrix;
mod month;
mod one_expiry;
mod overlooked;
mod pharmacy;
mod prescribing;
mod presence;
mod prices;
mod proofs;
mod protection;
mod queue;
mod races;
mod readings;
mod record;
mod record_search;
mod replaced;
mod retried;
mod safety;
mod schedule;
mod staff;
mod stock_documents;
mod story;
mod tampered;
mod tidy;
mod vaccinations;
mod website;
mod withdrawn;

//! Brings a database to this program's version: each migration in one transaction, so a killed one restarts clean.

use super::dialect::{postgres_ddl, sqlite_ddl};
use super::error::{DbError, OpenError};
use super::{pg, sqlite};
use bricks::clock::Instant;
use std::collections::BTreeSet;
use tokio_postgres::Config;

/// One step of the schema, in PostgreSQL's types; what one engine alone understands stands in a section of its own.
pub struct Migration {
    pub version: i64,
    pub sql: &'static str,
}

/// All steps, in order.
pub const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, sql: include_str!("../../../../migrations/0001_clinic.sql") },
    Migration { version: 2, sql: include_str!("../../../../migrations/0002_diary.sql") },
    Migration { version: 3, sql: include_str!("../../../../migrations/0003_schedule.sql") },
    Migration { version: 4, sql: include_str!("../../../../migrations/0004_arrival.sql") },
    Migration { version: 5, sql: include_str!("../../../../migrations/0005_queue.sql") },
    Migration { version: 6, sql: include_str!("../../../../migrations/0006_website.sql") },
    Migration { version: 7, sql: include_str!("../../../../migrations/0007_books.sql") },
    Migration { version: 8, sql: include_str!("../../../../migrations/0008_safety.sql") },
    Migration { version: 9, sql: include_str!("../../../../migrations/0009_desk.sql") },
    Migration { version: 10, sql: include_str!("../../../../migrations/0010_record.sql") },
    Migration { version: 11, sql: include_str!("../../../../migrations/0011_dispensing.sql") },
    Migration { version: 12, sql: include_str!("../../../../migrations/0012_cash.sql") },
    Migration { version: 13, sql: include_str!("../../../../migrations/0013_messages.sql") },
    Migration { version: 14, sql: include_str!("../../../../migrations/0014_staff.sql") },
    Migration { version: 15, sql: include_str!("../../../../migrations/0015_note.sql") },
    Migration { version: 16, sql: include_str!("../../../../migrations/0016_record_facts.sql") },
    Migration { version: 17, sql: include_str!("../../../../migrations/0017_pharmacy.sql") },
    Migration { version: 18, sql: include_str!("../../../../migrations/0018_prescribing.sql") },
    Migration { version: 19, sql: include_str!("../../../../migrations/0019_payers.sql") },
    Migration { version: 20, sql: include_str!("../../../../migrations/0020_takings.sql") },
    Migration { version: 21, sql: include_str!("../../../../migrations/0021_corrections.sql") },
    Migration { version: 22, sql: include_str!("../../../../migrations/0022_prices.sql") },
    Migration { version: 25, sql: include_str!("../../../../migrations/0025_consumables.sql") },
    Migration { version: 26, sql: include_str!("../../../../migrations/0026_deposits.sql") },
    Migration { version: 27, sql: include_str!("../../../../migrations/0027_einvoice.sql") },
    Migration { version: 34, sql: include_str!("../../../../migrations/0034_whole_record.sql") },
    Migration { version: 37, sql: include_str!("../../../../migrations/0037_pay_screen.sql") },
    Migration { version: 38, sql: include_str!("../../../../migrations/0038_debts.sql") },
    Migration { version: 40, sql: include_str!("../../../../migrations/0040_bhyt.sql") },
    Migration { version: 41, sql: include_str!("../../../../migrations/0041_receipt_template.sql") },
    Migration { version: 43, sql: include_str!("../../../../migrations/0043_kept_once.sql") },
    Migration { version: 44, sql: include_str!("../../../../migrations/0044_allergy_words.sql") },
    Migration { version: 45, sql: include_str!("../../../../migrations/0045_stock_documents.sql") },
    Migration { version: 46, sql: include_str!("../../../../migrations/0046_vaccinations.sql") },
    Migration { version: 47, sql: include_str!("../../../../migrations/0047_consumable_charged.sql") },
    Migration { version: 51, sql: include_str!("../../../../migrations/0051_national_card.sql") },
    Migration { version: 48, sql: include_str!("../../../../migrations/0048_shelves.sql") },
    Migration { version: 49, sql: include_str!("../../../../migrations/0049_withdrawn.sql") },
    Migration { version: 62, sql: include_str!("../../../../migrations/0062_found_at_once.sql") },
    Migration { version: 64, sql: include_str!("../../../../migrations/0064_what_waits.sql") },
    Migration { version: 39, sql: include_str!("../../../../migrations/0039_audience.sql") },
    Migration { version: 55, sql: include_str!("../../../../migrations/0055_no_index_twice.sql") },
    Migration { version: 50, sql: include_str!("../../../../migrations/0050_debt_second.sql") },
    Migration { version: 53, sql: include_str!("../../../../migrations/0053_stock_losses.sql") },
    Migration { version: 54, sql: include_str!("../../../../migrations/0054_closing_wish.sql") },
    Migration { version: 58, sql: include_str!("../../../../migrations/0058_vaccines.sql") },
    Migration { version: 52, sql: include_str!("../../../../migrations/0052_final_stop.sql") },
    Migration { version: 56, sql: include_str!("../../../../migrations/0056_refusal_seen.sql") },
    Migration { version: 60, sql: include_str!("../../../../migrations/0060_paid_by.sql") },
    Migration { version: 59, sql: include_str!("../../../../migrations/0059_wish_kept.sql") },
    Migration { version: 65, sql: include_str!("../../../../migrations/0065_replaced.sql") },
    Migration { version: 71, sql: include_str!("../../../../migrations/0071_refund_within.sql") },
    Migration { version: 72, sql: include_str!("../../../../migrations/0072_payouts.sql") },
    Migration { version: 73, sql: include_str!("../../../../migrations/0073_no_return.sql") },
    Migration { version: 68, sql: include_str!("../../../../migrations/0068_seen.sql") },
    Migration { version: 69, sql: include_str!("../../../../migrations/0069_vaccine_facts.sql") },
    Migration { version: 75, sql: include_str!("../../../../migrations/0075_emergency.sql") },
    Migration { version: 80, sql: include_str!("../../../../migrations/0080_not_given.sql") },
    Migration { version: 81, sql: include_str!("../../../../migrations/0081_refund_said.sql") },
    Migration { version: 85, sql: include_str!("../../../../migrations/0085_emergency_after.sql") },
    Migration { version: 76, sql: include_str!("../../../../migrations/0076_vaccine_courses.sql") },
    Migration { version: 82, sql: include_str!("../../../../migrations/0082_set_off.sql") },
    Migration { version: 83, sql: include_str!("../../../../migrations/0083_claim_back.sql") },
    Migration { version: 63, sql: include_str!("../../../../migrations/0063_claim_refused.sql") },
    Migration { version: 86, sql: include_str!("../../../../migrations/0086_said_pregnant.sql") },
];

const NODES: i64 = 1_024;
/// A process that has not been seen for so long has given its number back.
const NODE_LEASE_MS: i64 = 120_000;

fn newest() -> i64 {
    MIGRATIONS.iter().map(|m| m.version).max().unwrap_or(0)
}

fn check_version(database: i64) -> Result<(), OpenError> {
    let program = newest();
    if database > program { Err(OpenError::Newer { database, program }) } else { Ok(()) }
}

pub(super) fn sqlite(connection: &rusqlite::Connection) -> Result<(), OpenError> {
    let made = "CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY) STRICT";
    connection.execute_batch(made).map_err(sqlite::error)?;
    let done: BTreeSet<i64> = connection
        .prepare("SELECT version FROM migration")
        .and_then(|mut all| all.query_map([], |row| row.get(0))?.collect())
        .map_err(sqlite::error)?;
    check_version(done.last().copied().unwrap_or(0))?;
    // A step may come after one with a higher number; none is passed over for that.
    for step in MIGRATIONS.iter().filter(|m| !done.contains(&m.version)) {
        let ddl = sqlite_ddl(step.sql);
        let done = connection
            .execute_batch("BEGIN IMMEDIATE")
            .and_then(|()| connection.execute_batch(&ddl))
            .and_then(|()| {
                connection.execute("INSERT INTO migration (version) VALUES (?1)", [step.version]).map(|_| ())
            })
            .and_then(|()| connection.execute_batch("COMMIT"));
        if let Err(e) = done {
            let _ = connection.execute_batch("ROLLBACK");
            return Err(OpenError::Db(sqlite::error(e)));
        }
    }
    Ok(())
}

/// Migrates and gives the node number assigned to this process.
pub(super) fn postgres(config: &Config, now: Instant) -> Result<u16, OpenError> {
    let mut session = pg::Session::open(config)?;
    let collation: Option<String> = session
        .all("SELECT CAST(datcollate AS TEXT) FROM pg_database WHERE datname = current_database()", &[])?
        .into_iter()
        .next();
    match collation.as_deref() {
        Some("C" | "POSIX" | "C.UTF-8" | "C.utf8") => {}
        other => return Err(OpenError::Collation(other.unwrap_or("?").to_owned())),
    }
    session.batch("CREATE TABLE IF NOT EXISTS migration (version BIGINT PRIMARY KEY)")?;
    for step in MIGRATIONS {
        postgres_step(&mut session, step)?;
    }
    claim_node(&mut session, now).map_err(OpenError::Db)
}

fn postgres_step(session: &mut pg::Session, step: &Migration) -> Result<(), OpenError> {
    session.batch("BEGIN; LOCK TABLE migration IN EXCLUSIVE MODE")?;
    let before: BTreeSet<i64> = session.all("SELECT version FROM migration", &[])?.into_iter().collect();
    let done = check_version(before.last().copied().unwrap_or(0)).and_then(|()| {
        if !before.contains(&step.version) {
            session.batch(&postgres_ddl(step.sql))?;
            session.run("INSERT INTO migration (version) VALUES ($1)", &[&step.version])?;
        }
        Ok(())
    });
    session.batch(if done.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    done
}

/// Takes the lowest number that nobody holds; a lost race simply tries the next.
fn claim_node(session: &mut pg::Session, now: Instant) -> Result<u16, DbError> {
    let holder = format!("{}-{}", std::process::id(), now.millis());
    let stale = now.plus_millis(-NODE_LEASE_MS);
    for number in 0..NODES {
        let taken = session.run(
            "INSERT INTO node (number, holder, seen_at) VALUES ($1, $2, $3) \
             ON CONFLICT (number) DO UPDATE SET holder = excluded.holder, seen_at = excluded.seen_at WHERE node.seen_at < $4",
            &[&number, &holder, &now, &stale],
        )?;
        if taken == 1 {
            return u16::try_from(number).map_err(|e| DbError::Other(e.to_string()));
        }
    }
    Err(DbError::Other("all 1,024 node numbers are taken".to_owned()))
}

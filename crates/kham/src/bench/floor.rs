//! The floor: the statements of the same visits, with the same parameters, on the bare SQLite driver with the same
//! pragmas and durable commits, on a copy of the database taken before them.

use super::process::cpu_of_this_thread;
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::types::Value;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::time::Duration;

struct Step {
    sql: String,
    params: Vec<Value>,
}

struct Transaction {
    writes: bool,
    steps: Vec<Step>,
}

const PRAGMAS: &str = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16384; \
     PRAGMA temp_store=MEMORY;";

/// Runs a recording on a database file and gives the CPU time it took.
pub(super) fn replay(recording: &Path, database: &Path) -> Result<Duration, String> {
    let transactions = read(recording)?;
    let connection = Connection::open(database).map_err(|e| e.to_string())?;
    connection.execute_batch(PRAGMAS).map_err(|e| e.to_string())?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(|e| e.to_string())?;
    connection.set_prepared_statement_cache_capacity(512);
    let before = cpu_of_this_thread()?;
    for transaction in &transactions {
        run(&connection, transaction).map_err(|e| format!("the floor stopped: {e}"))?;
    }
    Ok(cpu_of_this_thread()?.saturating_sub(before))
}

fn run(connection: &Connection, transaction: &Transaction) -> rusqlite::Result<()> {
    let begin = if transaction.writes { "BEGIN IMMEDIATE" } else { "BEGIN" };
    connection.prepare_cached(begin)?.raw_execute()?;
    for step in &transaction.steps {
        let mut statement = connection.prepare_cached(&step.sql)?;
        for index in 1..=statement.parameter_count() {
            let number = statement.parameter_name(index).and_then(|n| n.get(1..)).and_then(|n| n.parse::<usize>().ok());
            if let Some(value) = number.and_then(|n| step.params.get(n.wrapping_sub(1))) {
                statement.raw_bind_parameter(index, value)?;
            }
        }
        let columns = statement.column_count();
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                std::hint::black_box(row.get_ref(column)?);
            }
        }
    }
    connection.prepare_cached("COMMIT")?.raw_execute()?;
    Ok(())
}

fn read(recording: &Path) -> Result<Vec<Transaction>, String> {
    let file = BufReader::new(std::fs::File::open(recording).map_err(|e| e.to_string())?);
    let mut transactions: Vec<Transaction> = Vec::new();
    for line in file.lines() {
        let line = line.map_err(|e| e.to_string())?;
        if let Some(kind) = line.strip_prefix("T ") {
            transactions.push(Transaction { writes: kind == "w", steps: Vec::new() });
        } else if let (Some(rest), Some(last)) = (line.strip_prefix("S\t"), transactions.last_mut()) {
            let mut parts = rest.split('\t');
            let sql = ground::db::sqlite_statement(parts.next().unwrap_or_default()).into_owned();
            last.steps.push(Step { sql, params: parts.map(param).collect() });
        }
    }
    Ok(transactions)
}

fn param(text: &str) -> Value {
    let (kind, rest) = text.split_at(text.len().min(1));
    match kind {
        "i" => rest.parse().map_or(Value::Null, Value::Integer),
        "t" => Value::Text(rest.to_owned()),
        "b" => bricks::hex::unhex(rest).map_or(Value::Null, Value::Blob),
        _ => Value::Null,
    }
}

//! The floor: the statements of the same visits, with the same parameters, on the bare SQLite driver with the same
//! pragmas and durable commits, on a copy of the database taken before them.

use super::process::cpu_of_this_thread;
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::types::Value;
use std::collections::HashMap;
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

/// What one statement cost over a whole recording.
#[derive(Default, Clone)]
pub(super) struct Cost {
    pub(super) sql: String,
    pub(super) runs: u32,
    pub(super) cpu: Duration,
}

/// Runs a recording on a database file and gives the CPU time it took.
pub(super) fn replay(recording: &Path, database: &Path) -> Result<Duration, String> {
    let (transactions, connection) = (read(recording)?, open(database)?);
    let before = cpu_of_this_thread()?;
    for transaction in &transactions {
        run(&connection, transaction, &mut |_| Ok(())).map_err(|e| format!("the floor stopped: {e}"))?;
    }
    Ok(cpu_of_this_thread()?.saturating_sub(before))
}

/// Runs a recording on another copy and gives what each statement cost, the costliest first.
pub(super) fn weigh(recording: &Path, database: &Path) -> Result<Vec<Cost>, String> {
    let (transactions, connection) = (read(recording)?, open(database)?);
    let mut costs: HashMap<String, Cost> = HashMap::new();
    for transaction in &transactions {
        let mut before = cpu_of_this_thread()?;
        let mut told = |sql: &str| -> Result<(), String> {
            let now = cpu_of_this_thread()?;
            let cost = costs.entry(sql.to_owned()).or_insert_with(|| Cost { sql: sql.to_owned(), ..Cost::default() });
            cost.runs += 1;
            cost.cpu += now.saturating_sub(before);
            before = cpu_of_this_thread()?;
            Ok(())
        };
        run(&connection, transaction, &mut told)?;
    }
    let mut costs: Vec<Cost> = costs.into_values().collect();
    costs.sort_unstable_by_key(|cost| std::cmp::Reverse(cost.cpu));
    Ok(costs)
}

fn open(database: &Path) -> Result<Connection, String> {
    let connection = Connection::open(database).map_err(|e| e.to_string())?;
    connection.execute_batch(PRAGMAS).map_err(|e| e.to_string())?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(|e| e.to_string())?;
    connection.set_prepared_statement_cache_capacity(512);
    Ok(connection)
}

/// Runs one transaction; `told` hears of each statement when it is done.
fn run(
    connection: &Connection,
    transaction: &Transaction,
    told: &mut dyn FnMut(&str) -> Result<(), String>,
) -> Result<(), String> {
    let (begin, end) = if transaction.writes { ("BEGIN IMMEDIATE", "COMMIT of writing") } else { ("BEGIN", "COMMIT") };
    execute(connection, begin)?;
    told(begin)?;
    for step in &transaction.steps {
        step.run(connection).map_err(|e| e.to_string())?;
        told(&step.sql)?;
    }
    execute(connection, "COMMIT")?;
    told(end)
}

fn execute(connection: &Connection, sql: &str) -> Result<(), String> {
    let mut statement = connection.prepare_cached(sql).map_err(|e| e.to_string())?;
    statement.raw_execute().map(|_| ()).map_err(|e| e.to_string())
}

impl Step {
    fn run(&self, connection: &Connection) -> rusqlite::Result<()> {
        let mut statement = connection.prepare_cached(&self.sql)?;
        for index in 1..=statement.parameter_count() {
            let number = statement.parameter_name(index).and_then(|n| n.get(1..)).and_then(|n| n.parse::<usize>().ok());
            if let Some(value) = number.and_then(|n| self.params.get(n.wrapping_sub(1))) {
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
        Ok(())
    }
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

//! No statement goes through the whole of a table that grows with the clinic's years.

use super::none;
use super::sql::{postgres, sqlite};
use super::statements::{Statement, statements};
use ground::db::sqlite_statement;
use std::collections::BTreeSet;

const BIG: &[&str] = &[
    "patient",
    "patient_word",
    "visit",
    "note",
    "vitals",
    "visit_diagnosis",
    "clinical_order",
    "result_value",
    "prescription",
    "prescription_line",
    "dispense",
    "dispense_line",
    "dispense_refusal",
    "stock_return",
    "stock_return_line",
    "charge_return",
    "back_closing",
    "set_off",
    "prescription_pause",
    "pack_scan",
    "counselling",
    "movement",
    "charge",
    "invoice",
    "payment",
    "claim",
    "claim_refused",
    "discount",
    "visit_payer",
    "payment_share",
    "deposit",
    "deposit_movement",
    "debt",
    "debt_instalment",
    "package_holding",
    "package_draw",
    "takings",
    "receipt",
    "appointment",
    "appointment_change",
    "slot",
    "overbooking",
    "audit",
    "outbox",
    "attachment",
    "problem",
    "family_illness",
    "safety_fact_version",
    "allergy_words",
];

/// The auditor's own statements go through everything, that is their work.
const WHOLE: &[&str] = &["crates/kham/src/verify/"];

/// Reviewed scans: the file, how the statement begins, and why it may.
const REVIEWED: &[(&str, &str, &str)] = &[
    (
        "crates/papers/src/batch/store.rs",
        "INSERT INTO batch ",
        "SQLite plans a look at the batch's children that stock coming in never makes",
    ),
    (
        "crates/papers/src/takings.rs",
        "INSERT INTO payment_share (payment_id, doctor_id, service_group, payer_kind, amount_vnd) SELECT x.payment_id",
        "the demonstration shares out all its payments once",
    ),
    (
        "crates/papers/src/takings.rs",
        "INSERT INTO takings (branch_id, day, cashier_id, method, doctor_id, service_group, payer_kind, taken_vnd, voided_vnd, refunded_vnd, payments) SELECT x.branch_id",
        "the demonstration adds up all its payments once",
    ),
];

/// The table behind a name of the statement: itself or what the alias stands for.
fn table(sql: &str, name: &str) -> String {
    let words: Vec<&str> = sql.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect();
    let named = words.windows(2).find(|w| w[1] == name && BIG.contains(&w[0])).map(|w| w[0]);
    let renamed = words.windows(3).find(|w| w[2] == name && w[1] == "AS" && BIG.contains(&w[0])).map(|w| w[0]);
    named.or(renamed).unwrap_or(name).to_owned()
}

/// What the plan of a statement goes through as a whole.
fn scans(connection: &rusqlite::Connection, open_lists: &BTreeSet<String>, statement: &Statement) -> Vec<String> {
    let explain = format!("EXPLAIN QUERY PLAN {}", sqlite_statement(&statement.sql));
    let Ok(mut prepared) = connection.prepare(&explain) else { return Vec::new() };
    let mut rows = prepared.raw_query();
    let mut found = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let detail: String = row.get(3).unwrap();
        let name = detail.split_whitespace().nth(1).unwrap_or_default();
        let index = detail.split(" INDEX ").nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap_or_default();
        let big = BIG.contains(&table(&statement.sql, name).as_str());
        if is_wide(&detail) && big && !open_lists.contains(index) {
            found.push(format!("{}: {detail}", statement.place()));
        }
    }
    found
}

/// A scan, an index that is built for this one statement, or a search that finds everything of the branch, the node or
/// the kind.
fn is_wide(detail: &str) -> bool {
    let everything = ["AUTOMATIC", "(branch_id=?)", "(node=?)", "(source_kind=?)", "(kind=?)", "(state=?)"];
    detail.starts_with("SCAN ") || detail.starts_with("SEARCH ") && everything.iter().any(|part| detail.contains(part))
}

/// Indexes that hold only what is open now: to go through one of them is to read the list.
fn open_lists(connection: &rusqlite::Connection) -> BTreeSet<String> {
    let mut prepared =
        connection.prepare("SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'").unwrap();
    let names = prepared.query_map([], |row| row.get(0)).unwrap();
    names.map(Result::unwrap).collect()
}

#[test]
fn every_statement_finds_its_rows_by_an_index() {
    let connection = sqlite();
    let open_lists = open_lists(&connection);
    let mut findings = Vec::new();
    for statement in statements().0.iter().filter(|s| !WHOLE.iter().any(|folder| s.path.starts_with(folder))) {
        let reviewed =
            |(path, begins, _): &(&str, &str, &str)| statement.path == *path && statement.sql.starts_with(begins);
        if !REVIEWED.iter().any(reviewed) {
            findings.extend(scans(&connection, &open_lists, statement));
        }
    }
    none("Add an index, or change the statement so that one serves it.", findings);
}

/// The highest `$n` of a statement.
fn parameters(sql: &str) -> usize {
    let numbers =
        sql.split('$').skip(1).map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default());
    numbers.filter_map(|n| n.parse().ok()).max().unwrap_or(0)
}

/// The plan of a statement whatever its parameters, where PostgreSQL may not read a table from end to end if it can help it.
async fn postgres_plan(client: &tokio_postgres::Client, statement: &Statement) -> Vec<String> {
    let nulls = vec!["NULL"; parameters(&statement.sql)].join(", ");
    let arguments = if nulls.is_empty() { nulls } else { format!("({nulls})") };
    if client.batch_execute(&format!("DEALLOCATE ALL; PREPARE one AS {}", statement.sql)).await.is_err() {
        return Vec::new();
    }
    let lines = client.simple_query(&format!("EXPLAIN EXECUTE one{arguments}")).await.unwrap();
    let text = |line: tokio_postgres::SimpleQueryMessage| match line {
        tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    };
    lines.into_iter().filter_map(text).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_can_find_every_row_by_an_index() {
    let Some(client) = postgres().await else { return };
    client.batch_execute("SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off").await.unwrap();
    let mut findings = Vec::new();
    for statement in statements().0.iter().filter(|s| !WHOLE.iter().any(|folder| s.path.starts_with(folder))) {
        for line in postgres_plan(&client, statement).await {
            let table = line.split("Seq Scan on ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
            if BIG.contains(&table) {
                findings.push(format!("{}: {}", statement.place(), line.trim()));
            }
        }
    }
    none("Add an index, or change the statement so that one serves it.", findings);
}

#[test]
fn a_reviewed_scan_that_is_gone_is_taken_out() {
    let (connection, all) = (sqlite(), statements().0);
    let open_lists = open_lists(&connection);
    let scans_still = |(path, begins, _): &(&str, &str, &str)| {
        let of = all.iter().filter(|s| s.path == *path && s.sql.starts_with(begins));
        of.into_iter().any(|s| !scans(&connection, &open_lists, s).is_empty())
    };
    let idle = REVIEWED.iter().filter(|entry| !scans_still(entry)).map(|(path, begins, _)| format!("{path}: {begins}"));
    none("Take the entry out of the list.", idle.collect());
}

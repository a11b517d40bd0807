//! Every proof of `kham verify` finds what it is there for: what somebody did to the database past every rule is
//! reported under the name of its proof. A proof without a tampering here fails the test.

use crate::harness::{Clinic, On, tuesday_morning};
use crate::made;
use ground::db::{Db, Place};
use kham::verify::{self, Head, Verdict};
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// A proof, and what is done past the rules that it alone has to find: SQL, or `ADD table column = value, …` for a row
/// whose other columns hold anything.
const TAMPERINGS: &[(&str, &str)] = &[
    ("chain", "UPDATE audit SET detail = detail || 'x' WHERE id = (SELECT MIN(id) FROM audit WHERE seq IS NOT NULL)"),
    ("stock", "UPDATE batch SET quantity_milli = quantity_milli + 1 WHERE id = (SELECT MIN(id) FROM batch)"),
    ("stock", "DELETE FROM movement WHERE id = (SELECT MIN(id) FROM movement)"),
    (
        "dispensed",
        "UPDATE movement SET quantity_milli = quantity_milli - 1 \
         WHERE id = (SELECT MIN(id) FROM movement WHERE dispense_line_id IS NOT NULL)",
    ),
    ("dispensed", "DELETE FROM movement WHERE id = (SELECT MIN(id) FROM movement WHERE dispense_line_id IS NOT NULL)"),
    (
        "dispensed",
        "UPDATE movement SET batch_id = (SELECT MAX(id) FROM batch) \
         WHERE id = (SELECT MIN(id) FROM movement WHERE dispense_line_id IS NOT NULL)",
    ),
    ("review", "ADD reviewed_line quantity_milli = 2000, given_milli = 1000"),
    ("not given", "ADD reviewed_line quantity_milli = 2000, given_milli = 0, withheld_milli = 1000"),
    (
        "came back",
        "ADD charge_return source_kind = 'order', source_id = (SELECT MIN(source_id) FROM charge WHERE source_kind = 'order'), \
         quantity_milli = 1000, is_lowered = FALSE",
    ),
    ("set off", "ADD set_off charge_id = (SELECT MIN(id) FROM charge), amount_vnd = 1000"),
    ("sold", "ADD retail_line quantity_milli = 1000"),
    ("used", "ADD consumable_line quantity_milli = 1000"),
    ("used in all", "ADD consumable_use quantity_milli = 2000, missing_milli = 1000"),
    (
        "used and charged",
        "ADD consumable_use id = 77, quantity_milli = 2000, missing_milli = 2000, \
         order_id = (SELECT MIN(id) FROM clinical_order WHERE state = 'done'); \
         ADD charge id = 77, source_kind = 'medicine', source_id = 77, quantity_milli = 1000",
    ),
    (
        "used and charged",
        "ADD consumable_use id = 77, quantity_milli = 1000, missing_milli = 1000, undone_at = 1, \
         order_id = (SELECT MIN(id) FROM clinical_order WHERE state = 'done'); \
         ADD charge id = 77, source_kind = 'medicine', source_id = 77, quantity_milli = 1000",
    ),
    (
        "sale charged",
        "ADD retail_sale id = 77, visit_id = 77; ADD retail_line retail_sale_id = 77, quantity_milli = 1000",
    ),
    (
        "prescribed",
        "UPDATE prescription_line SET given_milli = given_milli - 1 \
         WHERE id = (SELECT MIN(id) FROM prescription_line WHERE given_milli > 0)",
    ),
    ("prescribed", "DELETE FROM dispense_line WHERE id = (SELECT MIN(id) FROM dispense_line)"),
    (
        "replaced",
        "UPDATE prescription SET replaces_id = (SELECT MIN(id) FROM prescription), late_by = created_by \
         WHERE id = (SELECT MAX(id) FROM prescription)",
    ),
    ("returned", "UPDATE dispense_line SET returned_milli = 1 WHERE id = (SELECT MIN(id) FROM dispense_line)"),
    (
        "charge",
        "UPDATE charge SET amount_vnd = amount_vnd - 1 WHERE id = (SELECT MIN(id) FROM charge WHERE amount_vnd > 0)",
    ),
    ("due", "UPDATE visit SET due_vnd = due_vnd - 1 WHERE id = (SELECT MIN(id) FROM visit WHERE due_vnd > 0)"),
    (
        "due",
        "DELETE FROM charge \
         WHERE id = (SELECT MIN(id) FROM charge WHERE invoice_id IS NULL AND amount_vnd > discount_vnd + first_vnd + second_vnd)",
    ),
    (
        "invoice",
        "DELETE FROM charge WHERE id = (SELECT MIN(id) FROM charge WHERE invoice_id IS NOT NULL AND amount_vnd > 0)",
    ),
    ("invoice", "UPDATE invoice SET charged_vnd = charged_vnd - 1 WHERE id = (SELECT MIN(id) FROM invoice)"),
    (
        "slot",
        "DELETE FROM slot WHERE appointment_id = (SELECT MAX(id) FROM appointment WHERE state = 'booked' AND NOT overbooked)",
    ),
    (
        "slot of somebody",
        "UPDATE appointment SET state = 'cancelled' WHERE id = (SELECT MAX(appointment_id) FROM slot)",
    ),
    (
        "slot of somebody",
        "UPDATE appointment SET starts_at = starts_at + 3600000 WHERE id = (SELECT MAX(appointment_id) FROM slot)",
    ),
    (
        "overbooking",
        "UPDATE appointment SET overbooked = TRUE WHERE id = (SELECT MAX(id) FROM appointment WHERE state = 'booked' AND NOT overbooked)",
    ),
    (
        "invoiced",
        "UPDATE charge SET invoice_id = 77 WHERE id = (SELECT MIN(id) FROM charge WHERE invoice_id IS NOT NULL)",
    ),
    (
        "invoiced",
        "UPDATE charge SET visit_id = 77 WHERE id = (SELECT MIN(id) FROM charge WHERE invoice_id IS NOT NULL)",
    ),
    (
        "consultation billed",
        "DELETE FROM charge WHERE id = (SELECT MIN(c.id) FROM charge c JOIN visit v ON v.id = c.source_id \
         WHERE c.source_kind = 'consultation' AND v.state = 'finished' AND v.kind = 'consultation')",
    ),
    (
        "note",
        "UPDATE note SET signed = signed + 1 WHERE visit_id = (SELECT MIN(visit_id) FROM note WHERE signed IS NOT NULL)",
    ),
    ("note", "DELETE FROM note_version WHERE visit_id = (SELECT MIN(visit_id) FROM note_version)"),
    ("signed", "UPDATE note SET findings = findings || 'x' WHERE visit_id = (SELECT MIN(visit_id) FROM note_version)"),
    ("chain places", "UPDATE audit SET seq = 0 WHERE id = (SELECT MIN(id) FROM audit)"),
    (
        "billed",
        "DELETE FROM charge WHERE id = (SELECT MIN(c.id) FROM charge c JOIN clinical_order o ON o.id = c.source_id \
         WHERE c.source_kind = 'order' AND o.state = 'done')",
    ),
    ("payment", "DELETE FROM payment WHERE id = (SELECT MIN(id) FROM payment)"),
    ("payment", "UPDATE invoice SET due_vnd = due_vnd + 1 WHERE id = (SELECT MIN(invoice_id) FROM payment)"),
    ("refund", "UPDATE invoice SET refunded_vnd = 1 WHERE id = (SELECT MIN(id) FROM invoice)"),
    (
        "refund of a receipt",
        "ADD refund state = 'asked', amount_vnd = 1000000000, receipt_id = (SELECT MIN(id) FROM receipt)",
    ),
    (
        "refund of a charge",
        "UPDATE charge SET back_vnd = 1 WHERE id = (SELECT MIN(id) FROM charge WHERE amount_vnd > 0)",
    ),
    ("refund paid", "ADD refund state = 'paid', amount_vnd = 1000"),
    ("receipt", "UPDATE receipt SET total_vnd = total_vnd - 1 WHERE id = (SELECT MIN(id) FROM receipt)"),
    ("void", "ADD receipt_void receipt_id = (SELECT MIN(receipt_id) FROM payment WHERE kind = 'taken')"),
    (
        "cash session",
        "UPDATE cash_session SET expected_vnd = expected_vnd - 1 WHERE id = (SELECT MIN(id) FROM cash_session WHERE closed_at IS NOT NULL)",
    ),
    ("voucher", "ADD voucher used = 1, uses_max = 5"),
    ("discounts", "ADD discount amount_vnd = 1, invoice_id = (SELECT MIN(id) FROM invoice)"),
    (
        "discounts on lines",
        "ADD discount amount_vnd = 7, invoice_id = (SELECT MIN(id) FROM invoice); \
         UPDATE invoice SET discount_vnd = 7 WHERE id = (SELECT MIN(id) FROM invoice)",
    ),
    (
        "discounts on lines",
        "UPDATE charge SET discount_vnd = 1 WHERE id = (SELECT MIN(id) FROM charge WHERE invoice_id IS NOT NULL)",
    ),
    (
        "discount of a line",
        "UPDATE charge SET discount_vnd = discount_vnd + 1 WHERE id = (SELECT MIN(id) FROM charge WHERE invoice_id IS NULL)",
    ),
    ("insured", "UPDATE invoice SET insured_vnd = insured_vnd + 1 WHERE id = (SELECT MIN(id) FROM invoice)"),
    ("claim", "ADD claim amount_vnd = 5, position = 1, invoice_id = (SELECT MIN(id) FROM invoice)"),
    ("claim refused", "ADD claim_refused claim_id = (SELECT MIN(id) FROM claim), charge_id = 7, amount_vnd = 5"),
    ("session and day", "UPDATE payment SET branch_id = 77 WHERE id = (SELECT MIN(id) FROM payment)"),
    ("session and day", "UPDATE payment SET day = '1999-01-01' WHERE id = (SELECT MIN(id) FROM payment)"),
    ("debt", "ADD debt amount_vnd = 5"),
    ("deposit", "ADD deposit held_vnd = 5, amount_vnd = 5"),
    ("deposit taken", "ADD deposit held_vnd = 0, amount_vnd = 5"),
    (
        "deposit's session and day",
        "ADD deposit_movement branch_id = 77, session_id = (SELECT MIN(id) FROM cash_session)",
    ),
    ("payout", "ADD payout amount_vnd = 5"),
    ("payment share", "DELETE FROM payment_share WHERE payment_id = (SELECT MIN(payment_id) FROM payment_share)"),
    ("takings", "UPDATE takings SET taken_vnd = taken_vnd - 1 WHERE taken_vnd = (SELECT MAX(taken_vnd) FROM takings)"),
    ("takings", "DELETE FROM takings WHERE taken_vnd = (SELECT MAX(taken_vnd) FROM takings)"),
    (
        "number of payments",
        "UPDATE takings SET payments = payments + 1 WHERE taken_vnd = (SELECT MAX(taken_vnd) FROM takings)",
    ),
    ("package", "ADD package_holding used = 1, sessions = 5"),
    ("receipt numbers", "DELETE FROM receipt WHERE id = (SELECT MIN(id) FROM receipt)"),
    ("receipt numbers", "DELETE FROM receipt WHERE id = (SELECT MAX(id) FROM receipt)"),
    ("payout numbers", "ADD payout series = 'T', number = 2"),
    ("deposit numbers", "ADD deposit series = 'T', number = 2"),
    ("certificate numbers", "ADD certificate branch_id = 1, series = 'T', number = 2"),
    ("certificate numbers", "ADD counter name = 'certificate:1:T', last = 1"),
    ("files", "ADD attachment bytes = 5, sha256 = x'00'"),
];

/// Nothing of the rules is left in the database of a connection.
fn without_rules(path: &Path) -> Connection {
    let database = Connection::open(path).unwrap();
    database
        .execute_batch("PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
        .unwrap();
    let triggers: Vec<String> = {
        let mut all = database.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").unwrap();
        all.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let dropped: String = triggers.iter().map(|trigger| format!("DROP TRIGGER {trigger}; ")).collect();
    database.execute_batch(&format!("BEGIN; {dropped} COMMIT")).unwrap();
    database
}

/// A row of which only some columns matter: `table column = value, …`.
fn add(database: &Connection, row: &str) {
    let (table, given) = row.split_once(' ').unwrap();
    let (mut names, mut values): (Vec<String>, Vec<String>) = given
        .split(", ")
        .map(|pair| pair.split_once(" = ").unwrap())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .unzip();
    let mut columns = database
        .prepare("SELECT name, type FROM pragma_table_info(?1) WHERE (\"notnull\" OR pk) AND dflt_value IS NULL")
        .unwrap();
    let needed = columns.query_map([table], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).unwrap();
    for (name, kind) in needed.map(Result::unwrap).filter(|(name, _)| !names.contains(name)).collect::<Vec<_>>() {
        values.push(if kind == "TEXT" { "'x'".to_owned() } else { "1".to_owned() });
        names.push(name);
    }
    let sql = format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), values.join(", "));
    assert_eq!(database.execute(&sql, []).unwrap(), 1, "{sql}");
}

fn tamper(path: &Path, tampering: &str) {
    let database = without_rules(path);
    for step in tampering.split("; ") {
        match step.strip_prefix("ADD ") {
            Some(row) => add(&database, row),
            None => assert!(database.execute(step, []).unwrap() > 0, "nothing to tamper with: {step}"),
        }
    }
}

fn found(verdict: &Verdict, proof: &str) -> bool {
    verdict.differences.iter().any(|d| d.proof == proof)
}

/// The verdict on a copy of a clinic's database to which something was done.
async fn proved(clinic: &Path, tampering: &str) -> Verdict {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kham.db");
    std::fs::copy(clinic, &path).unwrap();
    tamper(&path, tampering);
    if tampering.contains("attachment") {
        let clinic = Clinic::open_at(folder, &format!("sqlite:{}", path.display())).await;
        return verify::prove(&clinic.house).await.unwrap();
    }
    let db = Db::open(&Place::Sqlite(path), Arc::new(tuesday_morning())).unwrap();
    verify::prove_database(&db).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_proof_finds_what_it_is_there_for() {
    let folder = tempfile::tempdir().unwrap();
    made::copy_into(folder.path(), On::Sqlite, "").await;
    let clinic = folder.path().join("kham.db");
    drop(without_rules(&clinic));
    let mut missed = Vec::new();
    for (proof, tampering) in TAMPERINGS {
        let verdict = proved(&clinic, tampering).await;
        if !found(&verdict, proof) {
            missed.push(format!("{proof} does not find: {tampering}; found is {:?}", verdict.differences));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
    let whole = Clinic::open_at(folder, &format!("sqlite:{}", clinic.display())).await;
    let verdict = verify::prove(&whole.house).await.unwrap();
    assert_eq!(verdict.differences, [], "nothing was done to this one");
    let proofs: BTreeSet<&str> = verdict.checked.iter().map(|(name, _)| *name).collect();
    let tampered: BTreeSet<&str> = TAMPERINGS.iter().map(|(name, _)| *name).collect();
    assert_eq!(proofs, tampered, "a proof and what it has to find");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_that_does_not_go_through_a_kept_head_is_found() {
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let mut heads = verify::prove(&clinic.house).await.unwrap().heads;
    let verdict = verify::prove_since(&clinic.house, &heads).await.unwrap();
    assert!(!heads.is_empty() && verdict.differences.is_empty(), "{:?}", verdict.differences);
    heads.push(Head { node: 1, seq: 9_000_000, hash: "ab".repeat(32) });
    let verdict = verify::prove_since(&clinic.house, &heads).await.unwrap();
    assert!(found(&verdict, "kept chain head"), "{:?}", verdict.differences);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_difference_is_printed_and_ends_with_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    made::copy_into(folder.path(), On::Sqlite, "").await;
    tamper(
        &folder.path().join("kham.db"),
        "UPDATE batch SET quantity_milli = quantity_milli + 1 WHERE id = (SELECT MIN(id) FROM batch)",
    );
    let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_kham"));
    let said = command.arg("verify").arg("--data").arg(folder.path()).output().await.unwrap();
    let out = String::from_utf8_lossy(&said.stdout);
    assert_eq!(said.status.code(), Some(1), "{out}");
    assert!(out.contains("difference in stock: batch ") && out.trim_end().ends_with("1 differences"), "{out}");
}

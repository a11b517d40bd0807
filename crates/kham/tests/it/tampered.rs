//! Somebody who can write to the database itself: the tables refuse, and what gets past them is found.

use crate::both;
use crate::harness::Clinic;
use ground::audit::{self, Sealable};
use ground::db::{Engine, Stop, Tx};
use kham::verify::{self, Head};

both!(what_was_written_is_refused_to_be_rewritten, refused);
both!(a_tampered_log_is_found, found);

const REWRITES: [&str; 13] = [
    "UPDATE audit SET detail = 'x'",
    "UPDATE audit SET hash = NULL WHERE seq IS NOT NULL",
    "DELETE FROM audit",
    "UPDATE movement SET quantity_milli = quantity_milli + 1",
    "DELETE FROM movement",
    "UPDATE payment SET reference = 'x'",
    "DELETE FROM payment",
    "UPDATE receipt SET printed = '{}'",
    "DELETE FROM receipt",
    "UPDATE payment_share SET amount_vnd = amount_vnd + 1",
    "DELETE FROM payment_share",
    "UPDATE batch SET quantity_milli = quantity_milli - 500 WHERE medicine_id IN (SELECT id FROM medicine WHERE dispense_unit <> 'viên')",
    "UPDATE batch SET quantity_milli = quantity_milli - 250 WHERE medicine_id IN (SELECT id FROM medicine WHERE dispense_unit = 'viên')",
];

async fn seal(clinic: &Clinic) {
    let sealed = clinic.house.db.write(|tx| {
        let node = tx.node();
        while audit::seal(tx, node)? > 0 {}
        Ok(())
    });
    sealed.await.unwrap();
}

async fn run(clinic: &Clinic, statement: &'static str) -> Result<u64, Stop> {
    clinic.house.db.write(move |tx| Ok(tx.run(statement, &[])?)).await
}

async fn refused(clinic: Clinic) {
    seal(&clinic).await;
    for rewrite in REWRITES {
        assert!(run(&clinic, rewrite).await.is_err(), "{rewrite} went through");
    }
    clinic.prove().await;
}

async fn without_triggers(clinic: &Clinic) {
    for (sqlite, postgres) in [
        ("DROP TRIGGER audit_unchanged", "DROP TRIGGER audit_unchanged ON audit"),
        ("DROP TRIGGER audit_sealed_once", "DROP TRIGGER audit_sealed_once ON audit"),
        ("DROP TRIGGER audit_undeleted", "DROP TRIGGER audit_undeleted ON audit"),
    ] {
        let dropped = clinic.house.db.write(move |tx| {
            let statement = if tx.engine() == Engine::Sqlite { sqlite } else { postgres };
            Ok(tx.run(statement, &[])?)
        });
        dropped.await.unwrap();
    }
}

/// What the proofs find, with the heads that were kept and without.
async fn differences(clinic: &Clinic, kept: &[Head]) -> (usize, usize) {
    let count = async |kept| verify::prove_since(&clinic.house, kept).await.unwrap().differences.len();
    (count(kept).await, count(&[]).await)
}

async fn found(clinic: Clinic) {
    for login in ["letan", "dieuduong", "bacsi1", "ktv", "duocsi", "thungan"] {
        clinic.browser(login).await;
    }
    seal(&clinic).await;
    let kept = verify::prove(&clinic.house).await.unwrap().heads;
    assert!(kept.iter().any(|head| head.seq > 5), "too few rows: {kept:?}");
    assert_eq!(differences(&clinic, &kept).await, (0, 0));
    without_triggers(&clinic).await;

    run(&clinic, "UPDATE audit SET detail = detail || 'x' WHERE seq = 5").await.unwrap();
    assert!(differences(&clinic, &kept).await.1 > 0, "an edited row");
    run(&clinic, "UPDATE audit SET detail = SUBSTR(detail, 1, LENGTH(detail) - 1) WHERE seq = 5").await.unwrap();
    assert_eq!(differences(&clinic, &kept).await, (0, 0));

    for step in ["SET seq = 900000 WHERE seq = 3", "SET seq = 3 WHERE seq = 4", "SET seq = 4 WHERE seq = 900000"] {
        let statement: &'static str = format!("UPDATE audit {step}").leak();
        run(&clinic, statement).await.unwrap();
    }
    assert!(differences(&clinic, &kept).await.1 > 0, "two rows in the other order");
    for step in ["SET seq = 900000 WHERE seq = 3", "SET seq = 3 WHERE seq = 4", "SET seq = 4 WHERE seq = 900000"] {
        let statement: &'static str = format!("UPDATE audit {step}").leak();
        run(&clinic, statement).await.unwrap();
    }
    assert_eq!(differences(&clinic, &kept).await, (0, 0));

    clinic.house.db.write(compute_anew).await.unwrap();
    assert_eq!(differences(&clinic, &kept).await, (1, 0), "a chain computed anew agrees with itself alone");
    run(&clinic, "DELETE FROM audit WHERE seq = (SELECT MAX(seq) FROM audit)").await.unwrap();
    assert_eq!(differences(&clinic, &kept).await, (1, 0), "a chain without its tail agrees with itself alone");
    run(&clinic, "DELETE FROM audit WHERE seq = 2").await.unwrap();
    assert!(differences(&clinic, &kept).await.1 > 0, "a deleted row");
}

/// Edits the last row and gives it the hash that belongs to it, as somebody would who knows how.
fn compute_anew(tx: &mut Tx<'_>) -> Result<(), Stop> {
    tx.run_one("UPDATE audit SET detail = 'x' WHERE seq = (SELECT MAX(seq) FROM audit)", &[])?;
    let row: Sealable = tx
        .one(
            "SELECT id, branch_id, node, at, staff_id, act, subject_kind, subject_id, patient_id, detail, request_id \
             FROM audit ORDER BY seq DESC LIMIT 1",
            &[],
        )?
        .unwrap();
    let (seq, previous): (i64, Vec<u8>) =
        tx.one("SELECT seq + 1, hash FROM audit ORDER BY seq DESC LIMIT 1 OFFSET 1", &[])?.unwrap();
    let hash = audit::chain(&previous.try_into().unwrap(), seq, &row);
    tx.run_one("UPDATE audit SET hash = $2 WHERE id = $1", &[&row.id, &hash])?;
    Ok(())
}

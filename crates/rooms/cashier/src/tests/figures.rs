//! What a payment costs, printed; the bounds are wide enough for a debug build on a busy machine.

use super::*;
use std::time::{Duration, Instant};

/// How many are measured.
const TRIES: usize = 21;

/// The middle one.
fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

#[tokio::test]
async fn a_payment_with_its_receipt_number_and_audit_row_is_quick() {
    let house = House::open().await;
    let visit = billed(&house, HUONG).await;
    pay(&house, visit, cash(167_600, 167_600)).await;
    let visit = billed(&house, MINH).await;
    let asked = cash(167_600, 167_600);
    // Each try is taken back, so that every one pays the same bill.
    let times = house
        .done(move |tx, who| {
            let mut times = Vec::new();
            for at in 0..TRIES {
                tx.run("SAVEPOINT pay", &[])?;
                let began = Instant::now();
                let receipt = paying::settle(tx, who, visit, &asked)?;
                times.push(began.elapsed());
                assert_eq!(seen::receipt_of(tx, who, receipt)?.printed.number, "PT26-000002", "{at}");
                tx.run("ROLLBACK TO pay", &[])?;
                tx.run("RELEASE pay", &[])?;
            }
            Ok(times)
        })
        .await;
    let took = middle(times);
    println!("pay, receipt number and audit row: {took:?} of database time, goal 0.5 ms in a release build");
    assert!(took < Duration::from_millis(50), "{took:?}");
}

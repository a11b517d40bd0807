//! Charges of an agreed bill are taken back while it is paid: what is owed, invoiced and agreed stays exact, on both databases.

use crate::both;
use crate::cashier::{agreement, bills};
use crate::harness::Clinic;
use crate::last_units::act;
use crate::races::{at_once, with_own_keys, won};
use bricks::id::{PatientId, VisitId};
use bricks::money::Money;
use bricks::quantity::Quantity;
use kham::bench::forms::PageForm;
use papers::charge::{self, NewCharge, Source, SourceKind};

both!(charges_taken_back_from_an_agreed_bill_and_its_payments_at_once_keep_it_exact, taken_back);

/// So many charges are taken back; half of them are lowered first.
const CHARGES: i64 = 25;

fn source(n: i64) -> Source {
    Source { kind: SourceKind::Medicine, id: 7_000_000 + n }
}

/// Charges a visit for the medicines that are then taken back.
async fn charge_medicines(clinic: &Clinic, visit: VisitId) {
    let charged = act(&clinic.house, move |tx, who| {
        let patient: PatientId = tx.one("SELECT patient_id FROM visit WHERE id = $1", &[&visit])?.unwrap();
        for n in 0..CHARGES {
            let new = NewCharge {
                visit,
                patient,
                source: source(n),
                name_vi: "Thuốc".to_owned(),
                name_en: "Medicine".to_owned(),
                unit: "viên".to_owned(),
                quantity: Quantity::whole(2),
                unit_price: Money::from_minor(1_000),
            };
            charge::post(tx, who, &new)?;
        }
        Ok(())
    });
    charged.await.unwrap();
}

async fn taken_back(clinic: Clinic) {
    let mut cashier = clinic.browser("thungan").await;
    let bill = bills(&mut cashier).await.remove(0);
    let visit: i64 = bill.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap();
    let visit = VisitId::from_raw(visit);
    charge_medicines(&clinic, visit).await;
    let form = agreement(&mut cashier, &bill).await;
    cashier.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    let page = cashier.get(&bill).await.unwrap().body;
    let pay = PageForm::find(&page, &bill.replace("/bill", "/payment")).unwrap();
    let pay = pay.with("method", "cash").with("amount", "5.000").with("tendered", "5.000");
    let taking = async {
        let all = (0..CHARGES).map(|n| {
            act(&clinic.house, move |tx, who| match n % 2 {
                0 => charge::take_back(tx, who, source(n)),
                _ => Ok(charge::lower(tx, who, source(n), Quantity::whole(1))?.is_some()),
            })
        });
        let mut taken = Vec::new();
        for done in futures_of(all).await {
            taken.push(done.unwrap());
        }
        taken
    };
    let forms: Vec<PageForm> = with_own_keys(&pay).into_iter().take(25).collect();
    let (taken, paid) = tokio::join!(taking, at_once(&cashier, forms));
    assert!(won(&paid) <= 1, "each saw the whole bill: {paid:?}");
    assert_eq!(
        taken.iter().all(|taken| *taken),
        won(&paid) == 0,
        "nothing is taken off what is paid: {taken:?} {paid:?}"
    );
    let closed = act(&clinic.house, move |tx, _| {
        const OPEN: &str = "SELECT COUNT(*) FROM charge WHERE visit_id = $1 AND invoice_id IS NULL";
        const OWED: &str = "SELECT d.amount_vnd - v.due_vnd FROM debt d JOIN visit v ON v.id = d.visit_id WHERE v.id = $1 AND d.ended_at IS NULL";
        Ok((tx.one::<i64>(OPEN, &[&visit])?.unwrap(), tx.one::<i64>(OWED, &[&visit])?.unwrap()))
    });
    let (open, less) = closed.await.unwrap();
    let off: i64 =
        (0..).zip(&taken).filter(|(_, taken)| **taken).map(|(n, _)| if n % 2 == 0 { 2_000 } else { 1_000 }).sum();
    assert_eq!(
        (open, less),
        (0, off + if won(&paid) == 1 { 5_000 } else { 0 }),
        "it stays closed, and owes what is left"
    );
    clinic.prove().await;
}

/// Runs all at once, and gives what became of each in order.
async fn futures_of<T>(all: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut all: Vec<_> = all.map(Box::pin).map(|each| (each, None)).collect();
    std::future::poll_fn(|cx| {
        let mut is_ready = true;
        for (each, done) in all.iter_mut().filter(|(_, done)| done.is_none()) {
            match each.as_mut().poll(cx) {
                std::task::Poll::Ready(value) => *done = Some(value),
                std::task::Poll::Pending => is_ready = false,
            }
        }
        if is_ready { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    all.into_iter().filter_map(|(_, done)| done).collect()
}

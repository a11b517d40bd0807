//! Two deliveries of one batch number with two expiry dates, at once, on both databases: one date is on the shelf.

use crate::both;
use crate::harness::Clinic;
use crate::races::{at_once, with_own_keys, won};
use kham::bench::forms::PageForm;

both!(one_number_has_one_expiry_however_many_take_it_in, deliveries);

async fn one(clinic: &Clinic, sql: &'static str) -> i64 {
    clinic.house.db.read(move |tx| Ok(tx.one::<i64>(sql, &[])?)).await.unwrap().unwrap()
}

async fn deliveries(clinic: Clinic) {
    let mut keeper = clinic.browser("thukho").await;
    let medicine = one(&clinic, "SELECT id FROM medicine WHERE stocked ORDER BY id LIMIT 1").await;
    let page = keeper.get("/storeroom").await.unwrap().body;
    let form = PageForm::find(&page, "/batches").unwrap();
    let form = form.with("medicine", medicine.to_string()).with("number", "RACE-1").with("quantity", "10");
    let form = form.with("cost", "1000").with("supplier_name", "Dược Huế");
    let dated =
        |(n, form): (usize, PageForm)| form.with("expires_on", if n % 2 == 0 { "2028-01-01" } else { "2027-06-01" });
    let forms: Vec<PageForm> = with_own_keys(&form).into_iter().enumerate().map(dated).collect();
    let results = at_once(&keeper, forms).await;
    assert_eq!(won(&results), 25, "{results:?}");
    assert_eq!(one(&clinic, "SELECT COUNT(*) FROM batch WHERE number = 'RACE-1'").await, 1);
    assert_eq!(one(&clinic, "SELECT quantity_milli FROM batch WHERE number = 'RACE-1'").await, 250_000);
    clinic.prove().await;
}

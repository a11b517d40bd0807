//! The pharmacy's counter over HTTP, on both databases: the last units go once, through whichever door, and the cashier
//! takes the money of a sale like any other.

use crate::both;
use crate::harness::Clinic;
use crate::races::{at_once, leave_one_dose_in_stock, with_own_keys, won};
use kham::bench::forms::PageForm;
use kham::bench::http::{Browser, Posted};
use kham::bench::visit::{Staff, Visit};

both!(the_last_units_leave_once_whether_dispensed_or_sold, last_units);
both!(a_sale_is_paid_at_the_cashier_and_is_no_consultation, a_sale);

both!(paid_first_nothing_is_given_out_of_a_voided_receipt, paid_first);
both!(what_is_paid_later_is_given_out_or_its_agreement_ended_and_nothing_after_it, agreed_later);

const PHARMACISTS: usize = 5;

/// A medicine that all of these prescriptions want, sold without one from now on.
async fn sold_freely(clinic: &Clinic, prescriptions: &[String]) -> i64 {
    let ids: Vec<i64> = prescriptions.iter().map(|id| id.parse().unwrap()).collect();
    clinic
        .house
        .db
        .write(move |tx| {
            const LINES: &str =
                "SELECT medicine_id FROM prescription_line WHERE prescription_id = $1 ORDER BY position DESC";
            let mut common: Vec<i64> = tx.all(LINES, &[&ids[0]])?;
            for id in &ids[1..] {
                let own: Vec<i64> = tx.all(LINES, &[id])?;
                common.retain(|medicine| own.contains(medicine));
            }
            let medicine = common[0];
            tx.run_one(
                "UPDATE medicine SET prescription_only = FALSE, controlled = 'none' WHERE id = $1",
                &[&medicine],
            )?;
            Ok(medicine)
        })
        .await
        .unwrap()
}

/// More pharmacists like the first one, with the same password.
async fn more_pharmacists(clinic: &Clinic) -> Vec<Browser> {
    clinic
        .house
        .db
        .write(|tx| {
            for number in 2..=PHARMACISTS {
                let (id, login) = (tx.new_id(), format!("duocsi-{number}"));
                const LIKE: &str = "INSERT INTO staff (id, branch_id, login, name, title, speciality, password_hash, active, created_at) \
                     SELECT CAST($1 AS BIGINT), branch_id, CAST($2 AS TEXT), name, title, speciality, password_hash, TRUE, created_at FROM staff WHERE login = 'duocsi'";
                tx.run_one(LIKE, &[&id, &login])?;
                tx.run_one("INSERT INTO staff_role (staff_id, role) VALUES ($1, 'pharmacist')", &[&id])?;
            }
            Ok(())
        })
        .await
        .unwrap();
    let mut browsers = vec![clinic.browser("duocsi").await];
    for number in 2..=PHARMACISTS {
        browsers.push(clinic.browser(&format!("duocsi-{number}")).await);
    }
    browsers
}

async fn put(pharmacist: &mut Browser, medicine: i64, quantity: &str) {
    let page = pharmacist.get("/pharmacy/retail").await.unwrap().body;
    let form = PageForm::find(&page, "/pharmacy/retail/lines").unwrap();
    let form = form.with("medicine", medicine.to_string()).with("quantity", quantity);
    assert!(matches!(pharmacist.post(&form.action, &form.fields).await, Ok(Posted::Done(_))));
}

async fn selling(pharmacist: &mut Browser) -> PageForm {
    let page = pharmacist.get("/pharmacy/retail").await.unwrap().body;
    PageForm::find(&page, "/pharmacy/retail/sales").unwrap()
}

/// Five prescriptions and five baskets want the same six units, each sent five times.
async fn last_units(clinic: Clinic) {
    let staff = Staff::sign_in(&clinic.host).await.unwrap();
    let mut walker = Visit::new(&staff);
    let mut prescriptions = Vec::new();
    for number in 0..5 {
        prescriptions.push(walker.walk_to_pharmacy(number).await.unwrap());
    }
    leave_one_dose_in_stock(&clinic).await;
    let medicine = sold_freely(&clinic, &prescriptions).await;
    let mut pharmacists = more_pharmacists(&clinic).await;
    // Every page is open before anybody sends: who opens one later sees what is left, and gives out a part.
    let mut ready = Vec::new();
    for (number, (pharmacist, prescription)) in pharmacists.iter_mut().zip(&prescriptions).enumerate() {
        put(pharmacist, medicine, "6").await;
        let sale = selling(pharmacist).await;
        let page = pharmacist.get(&format!("/prescriptions/{prescription}")).await.unwrap().body;
        let given = PageForm::find(&page, &format!("/prescriptions/{prescription}/dispensing")).unwrap();
        let mut forms = Vec::new();
        for sender in 0..5 {
            forms.push(sale.clone().with("key", format!("sell-{number:02}-{sender}-0")));
            forms.push(given.clone().with("explained", "on").with("key", format!("give-{number:02}-{sender}-0")));
        }
        ready.push((pharmacist.again(), forms));
    }
    let send = |(browser, forms): (Browser, Vec<PageForm>)| tokio::spawn(async move { at_once(&browser, forms).await });
    let sending: Vec<_> = ready.into_iter().map(send).collect();
    let mut results = Vec::new();
    for sent in sending {
        results.extend(sent.await.unwrap());
    }
    assert_eq!((results.len(), won(&results)), (50, 1), "{results:?}");
    clinic.prove().await;
}

async fn a_sale(clinic: Clinic) {
    let medicine: i64 = clinic
        .house
        .db
        .read(|tx| {
            const STOCKED: &str = "SELECT m.id FROM medicine m JOIN batch b ON b.medicine_id = m.id AND b.quantity_milli >= 20000 \
                 WHERE m.stocked AND m.form <> 'consumable' AND NOT m.prescription_only AND m.controlled IN ('', 'none') AND b.expires_on > '2027-06-01' AND m.price_vnd > 0 ORDER BY m.id LIMIT 1";
            Ok(tx.one(STOCKED, &[])?.unwrap())
        })
        .await
        .unwrap();
    let mut pharmacist = clinic.browser("duocsi").await;
    put(&mut pharmacist, medicine, "2").await;
    let form = selling(&mut pharmacist).await;
    let Ok(Posted::Done(sale)) = pharmacist.post(&form.action, &form.fields).await else { panic!("not sold") };
    let page = pharmacist.get(&sale).await.unwrap().body;
    assert!(page.contains("thu ngân"), "{page}");
    let visit: i64 = clinic
        .house
        .db
        .read(|tx| Ok(tx.one("SELECT visit_id FROM retail_sale ORDER BY id DESC LIMIT 1", &[])?.unwrap()))
        .await
        .unwrap();
    let mut cashier = clinic.browser("thungan").await;
    let bill = cashier.get(&format!("/visits/{visit}/bill")).await.unwrap().body;
    assert!(bill.contains("Khách lẻ") && bill.contains("BL001"), "{bill}");
    let payment = PageForm::find(&bill, &format!("/visits/{visit}/payment")).unwrap();
    let payment = payment.with("method", "cash").with("tendered", "9.000.000");
    let paid = cashier.post(&payment.action, &payment.fields).await;
    assert!(matches!(paid, Ok(Posted::Done(_))), "{paid:?}");
    let page = pharmacist.get(&sale).await.unwrap().body;
    assert!(page.contains("Đã thu tiền") && page.contains("/undo\""), "{page}");
    let undo = pharmacist
        .post(
            &format!("{sale}/undo"),
            &[("key".to_owned(), "undo-key-1".to_owned()), ("reason".to_owned(), "a race of two".to_owned())],
        )
        .await;
    assert!(matches!(undo, Ok(Posted::Done(_))), "{undo:?}");
    let refunds = cashier.get("/cashier/refunds").await.unwrap().body;
    assert!(refunds.contains("a race of two"), "what was paid for it waits to be given back: {refunds}");
    let mut manager = clinic.browser("quanly").await;
    let today = manager.get("/office").await.unwrap().body;
    assert!(!today.contains("Quầy thuốc"), "a sale is no consultation of the day's figures");
    let rooms = manager.get("/office/places").await.unwrap().body;
    assert!(!rooms.contains("Quầy thuốc"));
    clinic.prove().await;
}

/// A prescription that was reviewed and paid is given out once; giving out and voiding the receipt at once leave the books
/// agreed, and after the void nothing is given out.
async fn paid_first(clinic: Clinic) {
    let staff = Staff::sign_in(&clinic.host).await.unwrap();
    let mut walker = Visit::new(&staff);
    let (mut manager, mut pharmacist) = (clinic.browser("quanly").await, clinic.browser("duocsi").await);
    pays_first(&mut manager).await;
    let mut cashier = clinic.browser("thungan").await;
    for (number, voided_first) in [(0, false), (1, true)] {
        let prescription = walker.walk_to_pharmacy(number).await.unwrap();
        let path = format!("/prescriptions/{prescription}");
        let page = pharmacist.get(&path).await.unwrap().body;
        assert!(PageForm::find(&page, &format!("{path}/dispensing")).is_err(), "it is reviewed first");
        let review = PageForm::find(&page, &format!("{path}/review")).unwrap();
        let reviewed = at_once(&pharmacist, with_own_keys(&review)).await;
        assert_eq!(won(&reviewed), 1, "{reviewed:?}");
        let page = pharmacist.get(&path).await.unwrap().body;
        assert!(page.contains("Chờ thu tiền") && PageForm::find(&page, &format!("{path}/dispensing")).is_err());
        let visit = visit_of(&clinic, &prescription).await;
        let bill = cashier.get(&format!("/visits/{visit}/bill")).await.unwrap().body;
        let payment = PageForm::find(&bill, &format!("/visits/{visit}/payment")).unwrap();
        let payment = payment.with("method", "cash").with("tendered", "9.000.000");
        let Ok(Posted::Done(receipt)) = cashier.post(&payment.action, &payment.fields).await else {
            panic!("not paid")
        };
        let receipt = receipt.split(['?', '#']).next().unwrap().to_owned();
        let page = pharmacist.get(&path).await.unwrap().body;
        let given = PageForm::find(&page, &format!("{path}/dispensing")).unwrap().with("explained", "on");
        let page = manager.get(&receipt).await.unwrap().body;
        let void = PageForm::find(&page, &format!("{receipt}/void")).unwrap().with("void_reason", "race of two");
        if voided_first {
            assert!(matches!(manager.post(&void.action, &void.fields).await, Ok(Posted::Done(_))));
            let refused = pharmacist.post(&given.action, &given.fields).await;
            assert!(matches!(refused, Ok(Posted::Conflict)), "{refused:?}");
        } else {
            let voiding = manager.again();
            let voids = with_own_keys(&void).into_iter().take(10).collect();
            let voids = tokio::spawn(async move { at_once(&voiding, voids).await });
            let gave = at_once(&pharmacist, with_own_keys(&given).into_iter().take(40).collect()).await;
            let voided = voids.await.unwrap();
            assert!(won(&gave) <= 1 && won(&voided) == 1, "{gave:?} {voided:?}");
        }
        clinic.prove().await;
    }
}

async fn visit_of(clinic: &Clinic, prescription: &str) -> i64 {
    let prescription: i64 = prescription.parse().unwrap();
    const VISIT: &str = "SELECT visit_id FROM prescription WHERE id = $1";
    clinic.house.db.read(move |tx| Ok(tx.one(VISIT, &[&prescription])?.unwrap())).await.unwrap()
}

async fn pays_first(manager: &mut Browser) {
    let page = manager.get("/pharmacy/settings").await.unwrap().body;
    let form = PageForm::find(&page, "/pharmacy/settings").unwrap().with("medicines_pay_first", "yes");
    assert!(matches!(manager.post(&form.action, &form.fields).await, Ok(Posted::Done(_))));
}

/// Reviewed medicines whose bill is agreed to be paid later: giving out and ending the agreement at once; after the end nothing is given.
async fn agreed_later(clinic: Clinic) {
    let staff = Staff::sign_in(&clinic.host).await.unwrap();
    let mut walker = Visit::new(&staff);
    let (mut manager, mut pharmacist) = (clinic.browser("quanly").await, clinic.browser("duocsi").await);
    pays_first(&mut manager).await;
    let mut cashier = clinic.browser("thungan").await;
    for (number, ended_first) in [(0, false), (1, true)] {
        let prescription = walker.walk_to_pharmacy(number).await.unwrap();
        let path = format!("/prescriptions/{prescription}");
        let page = pharmacist.get(&path).await.unwrap().body;
        let review = PageForm::find(&page, &format!("{path}/review")).unwrap();
        pharmacist.post(&review.action, &review.fields).await.unwrap().done().unwrap();
        let bill = format!("/visits/{}/bill", visit_of(&clinic, &prescription).await);
        let agree = crate::cashier::agreement(&mut cashier, &bill).await;
        cashier.post(&agree.action, &agree.fields).await.unwrap().done().unwrap();
        let page = cashier.get(&bill).await.unwrap().body;
        let end = PageForm::find(&page, &bill.replace("/bill", "/debt/removal")).unwrap();
        let page = pharmacist.get(&path).await.unwrap().body;
        let give = PageForm::find(&page, &format!("{path}/dispensing")).unwrap().with("explained", "on");
        if ended_first {
            cashier.post(&end.action, &end.fields).await.unwrap().done().unwrap();
        } else {
            let ending = cashier.again();
            let ends = with_own_keys(&end).into_iter().take(10).collect();
            let ends = tokio::spawn(async move { at_once(&ending, ends).await });
            let gave = at_once(&pharmacist, with_own_keys(&give).into_iter().take(40).collect()).await;
            let ended = ends.await.unwrap();
            assert!(won(&gave) <= 1 && won(&ended) == 1, "{gave:?} {ended:?}");
        }
        let late = give.with("key", "after-the-end-1");
        let late = pharmacist.post(&late.action, &late.fields).await;
        assert!(matches!(late, Ok(Posted::Conflict)), "{late:?}");
        clinic.prove().await;
    }
}

//! Money that goes back, on both databases: what came back after it was paid is not forgotten, no receipt gives back more than it
//! took, and no drawer more than it holds.

use crate::both;
use crate::cashier::{bills, pay};
use crate::harness::Clinic;
use crate::races::{at_once, with_own_keys, won};
use bricks::id::BranchId;
use kham::bench::forms::{PageForm, all_with_prefix};
use kham::bench::http::Browser;
use kham::bench::visit::{Staff, Visit};

both!(medicines_that_come_back_after_they_were_paid_leave_a_refund_to_be_paid_out, returned);
both!(fifty_refunds_of_two_receipts_of_one_bill_give_back_no_more_than_each_took, two_receipts);
both!(voids_and_cash_taken_out_at_once_never_leave_a_drawer_below_nothing, voids_and_outs);

both!(what_was_paid_first_and_is_declined_is_asked_back_once_and_paid_out_at_its_receipt, declined);
both!(a_return_is_undone_or_its_refund_paid_out_and_never_both, undone_or_paid);

both!(each_branch_numbers_its_own_papers_without_a_gap, branches);
both!(what_comes_back_and_the_rest_of_the_bill_at_once_leave_every_dong_accounted_for, in_part);
both!(what_an_insurer_refused_goes_back_with_its_goods_and_no_dong_more, insurer_refused);

async fn number(clinic: &Clinic, sql: &'static str) -> i64 {
    clinic.house.db.read(move |tx| Ok(tx.one::<i64>(sql, &[])?.unwrap())).await.unwrap()
}

async fn send(browser: &mut Browser, form: &PageForm) -> String {
    browser.post(&form.action, &form.fields).await.unwrap().done().unwrap()
}

/// The visit of a prescription.
async fn visit_of(clinic: &Clinic, prescription: &str) -> i64 {
    let of: i64 = prescription.parse().unwrap();
    const VISIT: &str = "SELECT visit_id FROM prescription WHERE id = $1";
    clinic.house.db.read(move |tx| Ok(tx.one(VISIT, &[&of])?.unwrap())).await.unwrap()
}

/// Where the last handing over of a prescription stands, and its form by which one piece of the first batch comes back.
async fn one_comes_back(pharmacist: &mut Browser, prescription: &str, fate: &str) -> (String, PageForm) {
    let page = pharmacist.get(prescription).await.unwrap().body;
    let handing = all_with_prefix(&page, "href", "/dispenses/")[0].to_owned();
    let page = pharmacist.get(&handing).await.unwrap().body;
    let form = PageForm::find(&page, &format!("{handing}/returns")).unwrap();
    let back = form.fields.iter().map(|(name, _)| name.clone()).find(|name| name.starts_with("back-")).unwrap();
    let form = form.with("reason", "Dị ứng sau liều đầu").with("fate", fate).with(&back, "1");
    (handing, form)
}

async fn declined(clinic: Clinic) {
    let staff = Staff::sign_in(&clinic.host).await.unwrap();
    let (mut manager, mut pharmacist) = (clinic.browser("quanly").await, clinic.browser("duocsi").await);
    let mut cashier = clinic.browser("thungan").await;
    let page = manager.get("/pharmacy/settings").await.unwrap().body;
    send(&mut manager, &PageForm::find(&page, "/pharmacy/settings").unwrap().with("medicines_pay_first", "yes")).await;
    let prescription = Visit::new(&staff).walk_to_pharmacy(0).await.unwrap();
    let path = format!("/prescriptions/{prescription}");
    let page = pharmacist.get(&path).await.unwrap().body;
    send(&mut pharmacist, &PageForm::find(&page, &format!("{path}/review")).unwrap()).await;
    let bill = format!("/visits/{}/bill", visit_of(&clinic, &prescription).await);
    let (receipt, _) = pay(&mut cashier, &bill).await;

    let page = pharmacist.get(&path).await.unwrap().body;
    let mut form = PageForm::find(&page, &format!("{path}/dispensing")).unwrap().with("explained", "on");
    let takes: Vec<String> =
        form.fields.iter().map(|(name, _)| name.clone()).filter(|n| n.starts_with("take-")).collect();
    for take in takes {
        let line = take.split('-').nth(1).unwrap().to_owned();
        form = form.with(&take, "0").with(&format!("rest-{line}"), "not_wanted");
    }
    assert_eq!(won(&at_once(&pharmacist, with_own_keys(&form)).await), 1, "declined once");
    const MEDICINES: &str =
        "SELECT CAST(SUM(c.amount_vnd) AS BIGINT) FROM charge c JOIN reviewed_line x ON x.id = c.source_id";
    let asked = "SELECT CAST(COALESCE(SUM(amount_vnd), 0) AS BIGINT) FROM refund WHERE state = 'approved'";
    let medicines = number(&clinic, MEDICINES).await;
    assert!(medicines > 0 && number(&clinic, asked).await == medicines);

    let front = cashier.get("/cashier").await.unwrap().body;
    let waits = front.split("id=\"cashier-refunds\"").nth(1).unwrap();
    assert!(waits.contains(&format!("href=\"{receipt}\"")), "the first page leads to the receipt");
    loop {
        let page = cashier.get(&receipt).await.unwrap().body;
        let Some(action) = all_with_prefix(&page, "action", "/refunds/").into_iter().find(|a| a.ends_with("/payment"))
        else {
            break;
        };
        let form = PageForm::find(&page, action).unwrap().with("method", "cash");
        assert_eq!(won(&at_once(&cashier, with_own_keys(&form)).await), 1, "paid out once");
    }
    let paid = "SELECT CAST(COALESCE(-SUM(amount_vnd), 0) AS BIGINT) FROM payment WHERE kind = 'refunded'";
    assert_eq!(number(&clinic, paid).await, medicines);
    assert!(!cashier.get("/cashier").await.unwrap().body.contains("id=\"cashier-refunds\""));
    clinic.prove().await;
}

async fn undone_or_paid(clinic: Clinic) {
    let staff = Staff::sign_in(&clinic.host).await.unwrap();
    let mut walker = Visit::new(&staff);
    let (mut pharmacist, mut cashier) = (clinic.browser("duocsi").await, clinic.browser("thungan").await);
    for turn in 0..3 {
        let prescription = walker.walk_to_pharmacy(turn).await.unwrap();
        let path = format!("/prescriptions/{prescription}");
        let page = pharmacist.get(&path).await.unwrap().body;
        let form = PageForm::find(&page, &format!("{path}/dispensing")).unwrap().with("explained", "on");
        send(&mut pharmacist, &form).await;
        pay(&mut cashier, &format!("/visits/{}/bill", visit_of(&clinic, &prescription).await)).await;
        let (handing, form) = one_comes_back(&mut pharmacist, &path, "shelf").await;
        send(&mut pharmacist, &form).await;

        let page = pharmacist.get(&handing).await.unwrap().body;
        let action = all_with_prefix(&page, "action", "/dispenses/")
            .into_iter()
            .find(|a| a.ends_with("/undo") && a.contains("/returns/"));
        let undo = PageForm::find(&page, action.unwrap()).unwrap().with("undo_return_reason", "Ghi nhầm người");
        let page = cashier.get("/cashier/refunds").await.unwrap().body;
        let action = all_with_prefix(&page, "action", "/refunds/").into_iter().find(|a| a.ends_with("/payment"));
        let payment = PageForm::find(&page, action.unwrap()).unwrap().with("method", "cash");
        let undos: Vec<PageForm> = with_own_keys(&undo).into_iter().take(25).collect();
        let payments = (0..25).map(|n| payment.clone().with("key", format!("race-{turn}-back-{n:04}"))).collect();
        let (undone, paid) = tokio::join!(at_once(&pharmacist, undos), at_once(&cashier, payments));
        assert_eq!(won(&undone) + won(&paid), 1, "{undone:?} {paid:?}");
        clinic.prove().await;
    }
}

async fn returned(clinic: Clinic) {
    let staff = Staff::sign_in(&clinic.host).await.unwrap();
    let prescription = Visit::new(&staff).walk_to_pharmacy(0).await.unwrap();
    let (mut pharmacist, mut cashier) = (clinic.browser("duocsi").await, clinic.browser("thungan").await);
    let path = format!("/prescriptions/{prescription}");
    let page = pharmacist.get(&path).await.unwrap().body;
    let form = PageForm::find(&page, &format!("{path}/dispensing")).unwrap().with("explained", "on");
    send(&mut pharmacist, &form).await;
    let visit = visit_of(&clinic, &prescription).await;
    pay(&mut cashier, &format!("/visits/{visit}/bill")).await;

    let (_, form) = one_comes_back(&mut pharmacist, &path, "destruction").await;
    send(&mut pharmacist, &form).await;
    let due_back = number(&clinic, "SELECT CAST(SUM(back_vnd) AS BIGINT) FROM charge").await;
    assert!(due_back > 0);
    assert_eq!(
        number(&clinic, "SELECT CAST(SUM(amount_vnd) AS BIGINT) FROM refund WHERE state = 'approved'").await,
        due_back
    );

    let leaks = cashier.get("/leaks").await.unwrap().body;
    let card = leaks.split("id=\"back\"").nth(1).unwrap();
    assert!(card.contains(&format!("/visits/{visit}/bill")) && card.contains("/cashier/refunds"), "{card}");
    let page = cashier.get("/cashier/refunds").await.unwrap().body;
    let action = all_with_prefix(&page, "action", "/refunds/").into_iter().find(|a| a.ends_with("/payment")).unwrap();
    let form = PageForm::find(&page, action).unwrap().with("method", "cash");
    assert_eq!(won(&at_once(&cashier, with_own_keys(&form)).await), 1, "paid out once");
    let leaks = cashier.get("/leaks").await.unwrap().body;
    assert!(!leaks.split("id=\"back\"").nth(1).unwrap().contains("/bill"), "nothing is owed any more");
    clinic.prove().await;
}

/// Pays a part of a bill in cash; gives the receipt's path.
async fn part(cashier: &mut Browser, bill: &str, amount: i64) -> String {
    let page = cashier.get(bill).await.unwrap().body;
    let form = PageForm::find(&page, &bill.replace("/bill", "/payment")).unwrap();
    let form = form.with("method", "cash").with("amount", amount.to_string()).with("tendered", "9.000.000");
    send(cashier, &form).await
}

async fn two_receipts(clinic: Clinic) {
    let mut cashier = clinic.browser("thungan").await;
    let bill = bills(&mut cashier).await.remove(0);
    let first = part(&mut cashier, &bill, 30_000).await;
    let (last, rest) = pay(&mut cashier, &bill).await;
    let mut forms = Vec::new();
    for receipt in [&first, &last] {
        let page = cashier.get(receipt).await.unwrap().body;
        let ask = PageForm::find(&page, &format!("{receipt}/refunds")).unwrap();
        let ask = ask.with("refund_amount", "20.000").with("refund_reason", "Không làm nữa");
        let name = receipt.rsplit('/').next().unwrap_or_default().to_owned();
        forms.extend((0..25).map(|n| ask.clone().with("key", format!("back-{name}-{n:04}"))));
    }
    let results = at_once(&cashier, forms).await;
    let wanted = 1 + usize::try_from(rest / 20_000).unwrap().min(25);
    assert_eq!(won(&results), wanted, "{results:?}");
    let above = "SELECT COUNT(*) FROM receipt r WHERE r.total_vnd < \
         (SELECT COALESCE(SUM(f.amount_vnd), 0) FROM refund f WHERE f.receipt_id = r.id AND f.state <> 'refused')";
    assert_eq!(number(&clinic, above).await, 0);
    clinic.prove().await;
}

async fn voids_and_outs(clinic: Clinic) {
    let (mut cashier, mut manager) = (clinic.browser("thungan").await, clinic.browser("quanly").await);
    let bill = bills(&mut cashier).await.remove(0);
    let (receipt, due) = pay(&mut cashier, &bill).await;
    let page = manager.get(&receipt).await.unwrap().body;
    let void = PageForm::find(&page, &format!("{receipt}/void")).unwrap().with("void_reason", "Nhầm người");
    let page = cashier.get("/cashier/session").await.unwrap().body;
    let out = PageForm::find(&page, "/cashier/session/movements").unwrap().with("kind", "out");
    let float =
        number(&clinic, "SELECT float_vnd FROM cash_session WHERE id = (SELECT MAX(session_id) FROM payment)").await;
    let out = out.with("amount", (float + due - 1_000).to_string()).with("reason", "Nộp ngân hàng");
    let voids: Vec<PageForm> = with_own_keys(&void).into_iter().take(25).collect();
    let outs: Vec<PageForm> = (0..25).map(|n| out.clone().with("key", format!("race-out-{n:04}"))).collect();
    let (voided, taken) = tokio::join!(at_once(&manager, voids), at_once(&cashier, outs));
    assert_eq!(won(&voided) + won(&taken), 1, "{voided:?} {taken:?}");
    clinic.prove().await;
}

/// Fifty papers of three branches at once.
async fn branches(clinic: Clinic) {
    const BRANCH: &str = "INSERT INTO branch (id, name, address, phone, time_zone, currency) \
         SELECT $1, 'Cơ sở khác', '5 Hải Dương', phone, time_zone, currency FROM branch ORDER BY id LIMIT 1";
    let made = clinic.house.db.write(|tx| {
        let first: BranchId = tx.one("SELECT MIN(id) FROM branch", &[])?.unwrap();
        let [second, third] = [(); 2].map(|()| BranchId::from_raw(tx.new_id()));
        for id in [second, third] {
            tx.run_one(BRANCH, &[&id])?;
        }
        Ok([first, second, third])
    });
    let branches = made.await.unwrap();
    let mut tries = tokio::task::JoinSet::new();
    for turn in 0..50 {
        let (db, branch) = (clinic.house.db.clone(), branches[turn % 3]);
        tries.spawn(async move {
            db.write_locked(move |tx| {
                let series = papers::counter::series(tx, branch, "XX", 2026)?;
                Ok((papers::counter::next(tx, &format!("test:{series}"))?, series))
            })
            .await
            .unwrap()
        });
    }
    let mut given = tries.join_all().await;
    given.sort_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
    let of = |series: &str| given.iter().filter(|(_, of)| of == series).map(|(number, _)| *number).collect::<Vec<_>>();
    assert_eq!(of("XX26"), (1..=17).collect::<Vec<_>>(), "the first branch goes on as before");
    assert_eq!(of("XX26B2"), (1..=17).collect::<Vec<_>>());
    assert_eq!(of("XX26B3"), (1..=16).collect::<Vec<_>>());
}

/// Medicines of a bill that is paid in part come back, one by one, while the rest of it is paid.
async fn in_part(clinic: Clinic) {
    let staff = Staff::sign_in(&clinic.host).await.unwrap();
    let (mut pharmacist, mut cashier) = (clinic.browser("duocsi").await, clinic.browser("thungan").await);
    let prescription = Visit::new(&staff).walk_to_pharmacy(0).await.unwrap();
    let path = format!("/prescriptions/{prescription}");
    let page = pharmacist.get(&path).await.unwrap().body;
    let form = PageForm::find(&page, &format!("{path}/dispensing")).unwrap().with("explained", "on");
    send(&mut pharmacist, &form).await;
    let visit = visit_of(&clinic, &prescription).await;
    let bill = format!("/visits/{visit}/bill");
    part(&mut cashier, &bill, 1_000).await;
    let (_, form) = one_comes_back(&mut pharmacist, &path, "shelf").await;
    let returns: Vec<PageForm> = with_own_keys(&form).into_iter().take(4).collect();
    let page = cashier.get(&bill).await.unwrap().body;
    let payment = PageForm::find(&page, &bill.replace("/bill", "/payment")).unwrap();
    let payment = payment.with("method", "cash").with("tendered", "9.000.000");
    let payments: Vec<PageForm> = with_own_keys(&payment).into_iter().take(4).collect();
    let (came, paid) = tokio::join!(at_once(&pharmacist, returns), at_once(&cashier, payments));
    assert!(won(&came) >= 1 && won(&paid) <= 1, "{came:?} {paid:?}");
    clinic.prove().await;
    if won(&paid) == 0 {
        pay(&mut cashier, &bill).await;
        clinic.prove().await;
    }
    const FATE: &str = "SELECT CAST((SELECT COALESCE(SUM(back_vnd - set_off_vnd), 0) FROM charge) \
         - (SELECT COALESCE(SUM(amount_vnd), 0) FROM refund WHERE state <> 'refused' AND charge_id IS NOT NULL) AS BIGINT)";
    assert_eq!(number(&clinic, FATE).await, 0, "what came back is off the bill or asked for");
    const DUE: &str = "SELECT due_vnd FROM visit WHERE id = $1";
    let due: i64 = clinic.house.db.read(move |tx| Ok(tx.one(DUE, &[&visit])?.unwrap())).await.unwrap();
    assert_eq!(due, 0);
}

async fn insurer_refused(clinic: Clinic) {
    const PAYER: &str =
        "INSERT INTO insurer (id, name_vi, name_en, kind) VALUES (991, 'An Bình', 'An Binh', 'private')";
    const PLAN: &str = "INSERT INTO payer_plan (id, insurer_id, name, by_card, share_basis_points, deductible_vnd, copayment_vnd, needs_guarantee, \
         automatic, from_day, active) VALUES (995, 991, 'Vàng', FALSE, 5000, 0, 0, FALSE, FALSE, '2020-01-01', TRUE)";
    clinic.house.db.write(|tx| Ok(tx.run(PAYER, &[])? + tx.run(PLAN, &[])?)).await.unwrap();
    let staff = Staff::sign_in(&clinic.host).await.unwrap();
    let (mut pharmacist, mut cashier) = (clinic.browser("duocsi").await, clinic.browser("thungan").await);
    let mut manager = clinic.browser("quanly").await;
    let prescription = Visit::new(&staff).walk_to_pharmacy(0).await.unwrap();
    let path = format!("/prescriptions/{prescription}");
    let page = pharmacist.get(&path).await.unwrap().body;
    let form = PageForm::find(&page, &format!("{path}/dispensing")).unwrap().with("explained", "on");
    send(&mut pharmacist, &form).await;
    let bill = format!("/visits/{}/bill", visit_of(&clinic, &prescription).await);
    let page = cashier.get(&bill).await.unwrap().body;
    let payer = PageForm::find(&page, &bill.replace("/bill", "/payers")).unwrap();
    send(&mut cashier, &payer.with("plan", "995").with("card", "AB1")).await;
    let (_, own) = pay(&mut cashier, &bill).await;

    let page = manager.get("/cashier/claims?payer=991").await.unwrap().body;
    send(&mut manager, &PageForm::find(&page, "/claims/sending").unwrap()).await;
    let page = manager.get("/cashier/claims?payer=991").await.unwrap().body;
    let action = all_with_prefix(&page, "action", "/claims/").into_iter().find(|a| a.ends_with("/settlement")).unwrap();
    let settled = PageForm::find(&page, action).unwrap().with("paid", "0").with("bears", "patient");
    send(&mut manager, &settled.with("reason", "Thẻ đã hết hạn")).await;
    let (_, refused) = pay(&mut cashier, &bill).await;
    assert!(refused > 0 && (own - refused).abs() <= 9, "half each: {own} {refused}");
    clinic.prove().await;

    let (_, form) = one_comes_back(&mut pharmacist, &path, "shelf").await;
    let came = at_once(&pharmacist, with_own_keys(&form).into_iter().take(8).collect()).await;
    assert!(won(&came) >= 1, "{came:?}");
    clinic.prove().await;
    let price = "SELECT CAST(SUM(returned_milli * unit_price_vnd / 1000) AS BIGINT) FROM charge";
    let (price, back) =
        (number(&clinic, price).await, number(&clinic, "SELECT CAST(SUM(back_vnd) AS BIGINT) FROM charge").await);
    assert!((price - back).abs() <= 2, "all that the patient bore of it: {price} {back}");
    let asked = "SELECT CAST(SUM(amount_vnd) AS BIGINT) FROM refund WHERE state <> 'refused'";
    assert_eq!(number(&clinic, asked).await, back);
}

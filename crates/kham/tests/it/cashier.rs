//! The cashier over HTTP, on both databases: one session, refunds and closings under races, the bank's gateway.

use crate::both;
use crate::harness::Clinic;
use crate::races::{at_once, with_own_keys, won};
use kham::bench::forms::{PageForm, all_with_prefix};
use kham::bench::http::{Browser, Posted};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

both!(a_receipt_is_voided_and_money_goes_back_by_two_people, voids_and_refunds);
both!(fifty_refunds_at_once_give_back_no_more_than_was_paid, refunds_at_once);
both!(payments_and_the_closing_at_once_agree, closing_against_payments);
both!(the_banks_gateway_pays_a_bill_once, gateway);
both!(a_manager_counts_and_closes_a_session_that_was_forgotten, forgotten);

/// The bills that wait at the cashier.
pub async fn bills(cashier: &mut Browser) -> Vec<String> {
    let queue = cashier.get("/cashier").await.unwrap().body;
    let bills = all_with_prefix(&queue, "href", "/visits/");
    bills.into_iter().filter(|href| href.ends_with("/bill")).map(str::to_owned).collect()
}

async fn form_of(cashier: &mut Browser, bill: &str) -> PageForm {
    let page = cashier.get(bill).await.unwrap().body;
    PageForm::find(&page, &bill.replace("/bill", "/payment")).unwrap()
}

/// Pays a bill in cash and gives the receipt's path and the amount.
pub async fn pay(cashier: &mut Browser, bill: &str) -> (String, i64) {
    let form = form_of(cashier, bill).await.with("method", "cash").with("tendered", "9.000.000");
    let due = value(&form, "due").parse().unwrap();
    (cashier.post(&form.action, &form.fields).await.unwrap().done().unwrap(), due)
}

fn value(form: &PageForm, name: &str) -> String {
    form.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap()
}

async fn voids_and_refunds(clinic: Clinic) {
    let (mut cashier, mut manager) = (clinic.browser("thungan").await, clinic.browser("quanly").await);
    let waiting = bills(&mut cashier).await;
    let (first, due) = pay(&mut cashier, &waiting[0]).await;
    let page = cashier.get(&first).await.unwrap().body;
    assert!(PageForm::find(&page, &format!("{first}/void")).is_err(), "a cashier does not void");
    let page = manager.get(&first).await.unwrap().body;
    let void = PageForm::find(&page, &format!("{first}/void")).unwrap().with("void_reason", "Nhầm người");
    assert_eq!(manager.post(&void.action, &void.fields).await.unwrap().done().unwrap(), first);
    let again = with_own_keys(&void);
    assert_eq!(won(&at_once(&manager, again).await), 0, "a receipt is voided once");
    let (second, due_again) = pay(&mut cashier, &waiting[0]).await;
    assert_eq!(due_again, due, "the bill is due again");

    refund_whole(&mut cashier, &mut manager, &second, due).await;
    clinic.prove().await;
}

/// Gives back all that a receipt tells: asked by the cashier, agreed to by the manager where it must be, paid once.
pub async fn refund_whole(cashier: &mut Browser, manager: &mut Browser, receipt: &str, due: i64) {
    let page = cashier.get(receipt).await.unwrap().body;
    let ask = PageForm::find(&page, &format!("{receipt}/refunds")).unwrap();
    let ask = ask.with("refund_amount", due.to_string()).with("refund_reason", "Không làm");
    cashier.post(&ask.action, &ask.fields).await.unwrap().done().unwrap();
    let page = manager.get("/cashier/refunds").await.unwrap().body;
    if let Some(action) = all_with_prefix(&page, "action", "/refunds/").into_iter().find(|a| a.ends_with("/approval")) {
        let form = PageForm::find(&page, action).unwrap();
        manager.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    }
    let page = cashier.get("/cashier/refunds").await.unwrap().body;
    let action = all_with_prefix(&page, "action", "/refunds/").into_iter().find(|a| a.ends_with("/payment")).unwrap();
    let form = PageForm::find(&page, action).unwrap().with("method", "cash");
    assert_eq!(won(&at_once(cashier, with_own_keys(&form)).await), 1, "a refund is paid once");
}

async fn refunds_at_once(clinic: Clinic) {
    let mut cashier = clinic.browser("thungan").await;
    let bill = bills(&mut cashier).await.remove(0);
    let (receipt, due) = pay(&mut cashier, &bill).await;
    let page = cashier.get(&receipt).await.unwrap().body;
    let ask = PageForm::find(&page, &format!("{receipt}/refunds")).unwrap();
    let ask = ask.with("refund_amount", (due / 3 + 1).to_string()).with("refund_reason", "Không làm nữa");
    let results = at_once(&cashier, with_own_keys(&ask)).await;
    assert_eq!(won(&results), 2, "{results:?}");
    clinic.prove().await;
}

async fn closing_against_payments(clinic: Clinic) {
    let mut cashier = clinic.browser("thungan").await;
    let mut forms = Vec::new();
    for bill in bills(&mut cashier).await.into_iter().take(8) {
        let form = form_of(&mut cashier, &bill).await.with("method", "cash").with("tendered", "9.000.000");
        forms.extend((0..3).map(|n| form.clone().with("key", format!("pay-{}-{n}", forms_name(&bill)))));
    }
    let page = cashier.get("/cashier/session").await.unwrap().body;
    let action = all_with_prefix(&page, "action", "/cashier/sessions/").remove(0).to_owned();
    let close = PageForm::find(&page, &action).unwrap().with("n500000", "1").with("explanation", "kiểm tra");
    forms.push(close);
    let results = at_once(&cashier, forms).await;
    assert!(won(&results) >= 1, "{results:?}");
    clinic.prove().await;
}

async fn forgotten(clinic: Clinic) {
    let (mut cashier, mut manager) = (clinic.browser("thungan").await, clinic.browser("quanly").await);
    let bill = bills(&mut cashier).await.remove(0);
    pay(&mut cashier, &bill).await;
    let own = cashier.get("/cashier/session").await.unwrap().body;
    let action = all_with_prefix(&own, "action", "/cashier/sessions/").remove(0).to_owned();
    let page = action.trim_end_matches("/closing").to_owned();
    let seen = cashier.get(&page).await.unwrap().body;
    assert!(PageForm::find(&seen, &action).is_err(), "a cashier counts on the own page");
    let seen = manager.get(&page).await.unwrap().body;
    let form = PageForm::find(&seen, &action).unwrap().with("n100", "1");
    assert!(manager.post(&form.action, &form.fields).await.is_err(), "a difference is explained");
    let form = form.with("key", "forgotten-again").with("explanation", "Thu ngân quên chốt");
    assert_eq!(manager.post(&form.action, &form.fields).await.unwrap().done().unwrap(), page);
    let seen = manager.get(&page).await.unwrap().body;
    assert!(PageForm::find(&seen, &action).is_err() && seen.contains("Thu ngân quên chốt"));
    clinic.prove().await;
}

fn forms_name(bill: &str) -> String {
    bill.chars().filter(char::is_ascii_digit).collect()
}

/// Posts as a gateway does: no cookie, no origin, a header that proves it. Gives the status.
pub async fn tell(clinic: &Clinic, header: &str, body: &str) -> u16 {
    let branch: i64 = clinic.house.clinics.all()[0].id.raw();
    let mut stream = tokio::net::TcpStream::connect(&clinic.host).await.unwrap();
    let request = format!(
        "POST /hooks/bank/{branch} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\n{header}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        clinic.host,
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

/// What a gateway tells of a transfer.
pub fn sepay(reference: &str, amount: i64, purpose: &str) -> String {
    format!(
        r#"{{"id":1,"accountNumber":"1023456789","content":"{purpose}","transferType":"in","transferAmount":{amount},"referenceCode":"{reference}"}}"#
    )
}

pub const GENUINE: &str = "authorization: Apikey kham-demo-gateway";

/// The purpose and the amount of a bill, as its code says them.
pub async fn told_by(cashier: &mut Browser, bill: &str) -> (String, i64) {
    let page = cashier.get(bill).await.unwrap().body;
    let at = page.find("<b>PT").expect("the code tells its purpose") + 3;
    let purpose: String = page[at..].chars().take_while(char::is_ascii_alphanumeric).collect();
    let form = PageForm::find(&page, &bill.replace("/bill", "/payment")).unwrap();
    (purpose, value(&form, "due").parse().unwrap())
}

async fn gateway(clinic: Clinic) {
    let mut cashier = clinic.browser("thungan").await;
    let waiting = bills(&mut cashier).await;
    let (purpose, due) = told_by(&mut cashier, &waiting[0]).await;
    let body = sepay("FT900", due, &format!("MBVCB.{purpose}.CT"));
    assert_eq!(tell(&clinic, "x-none: 1", &body).await, 401, "no secret");
    assert_eq!(tell(&clinic, "authorization: Apikey guessed", &body).await, 401, "forged");
    assert_eq!(tell(&clinic, "x-signature: 00ff", &body).await, 401, "forged signature");
    assert_eq!(tell(&clinic, GENUINE, "nonsense").await, 422);
    let mut form = form_of(&mut cashier, &waiting[0]).await.with("method", "transfer").with("reference", "FT900");
    form = form.with("key", "race-by-hand");
    let told = async {
        let one = || tell(&clinic, GENUINE, &body);
        tokio::join!(one(), one(), one(), one(), one(), one(), one(), one(), one(), one())
    };
    let (_, hand) = tokio::join!(told, cashier.post(&form.action, &form.fields));
    let by_hand = matches!(hand, Ok(Posted::Done(_)));
    let count = |sql: &'static str| clinic.house.db.read(move |tx| Ok(tx.one::<i64>(sql, &[])?.unwrap_or(-1)));
    assert_eq!(count("SELECT COUNT(*) FROM payment WHERE reference = 'FT900'").await.unwrap(), 1, "by hand: {by_hand}");
    assert_eq!(
        count("SELECT COUNT(*) FROM bank_transfer WHERE reference = 'FT900' AND state = 'settled'").await.unwrap(),
        1
    );

    let (other, due) = told_by(&mut cashier, &waiting[1]).await;
    assert_eq!(tell(&clinic, GENUINE, &sepay("FT901", due - 1, &other)).await, 200, "another amount waits");
    assert_eq!(tell(&clinic, GENUINE, &sepay("FT902", due, &purpose)).await, 200, "late: that bill is paid");
    assert_eq!(count("SELECT COUNT(*) FROM bank_transfer WHERE state = 'waiting'").await.unwrap(), 2);
    let page = cashier.get("/cashier/transfers").await.unwrap().body;
    let action =
        all_with_prefix(&page, "action", "/transfers/").into_iter().find(|a| a.ends_with("/assignment")).unwrap();
    let visit: String = waiting[1].chars().filter(char::is_ascii_digit).collect();
    let assign = PageForm::find(&page, action).unwrap().with("visit", visit);
    assert_eq!(won(&at_once(&cashier, with_own_keys(&assign)).await), 1, "a transfer is assigned once");
    clinic.prove().await;
}

both!(a_customers_screen_shows_what_its_cashier_shows_and_nothing_else, customers_screen);

/// Puts a bill onto the customer's screen, as the button of its page does.
pub async fn show(cashier: &mut Browser, bill: &str) {
    let mut form = form_of(cashier, bill).await.with("method", "transfer");
    form.action = bill.replace("/bill", "/display");
    assert!(cashier.post(&form.action, &form.fields).await.unwrap().done().unwrap().ends_with("way=transfer"));
}

async fn customers_screen(clinic: Clinic) {
    let (mut screen, code) = crate::queue::television(&clinic).await;
    let page = screen.get("/pay-display").await.unwrap().body;
    assert!(page.contains("href=\"/tv\"") && !page.contains("qrbox"), "an unpaired screen sees nothing");
    let mut manager = clinic.browser("quanly").await;
    let screens = manager.get("/office/screens").await.unwrap().body;
    let staff = "SELECT id FROM staff WHERE login = 'thungan'";
    let staff = clinic.house.db.read(move |tx| Ok(tx.one::<i64>(staff, &[])?.unwrap())).await.unwrap();
    assert!(screens.contains(&format!("value=\"{staff}\"")), "the cashier is offered");
    let form = PageForm::find(&screens, "/office/screens").unwrap();
    let form = form.with("code", code).with("name", "Quầy 1").with("cashier", staff.to_string());
    manager.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    assert!(screen.get("/tv").await.unwrap().body.contains("href=\"/pay-display\""), "the board sends it on");
    assert!(!screen.get("/pay-display").await.unwrap().body.contains("qrbox"), "neutral while no bill is open");

    let mut cashier = clinic.browser("thungan").await;
    let waiting = bills(&mut cashier).await;
    let (bill, other) = (waiting[0].clone(), waiting[1].clone());
    let (purpose, due) = told_by(&mut cashier, &bill).await;
    assert!(
        !screen.get("/pay-display").await.unwrap().body.contains("qrbox"),
        "a bill that is only read is shown to nobody"
    );
    show(&mut cashier, &bill).await;
    assert!(screen.get("/pay-display").await.unwrap().body.contains(&purpose));
    assert!(cashier.get(&bill).await.unwrap().body.contains("data-every=\"10\""), "its page says that it is open");
    cashier.get(&other).await.unwrap();
    assert!(!screen.get("/pay-display").await.unwrap().body.contains("qrbox"), "another bill is open");
    show(&mut cashier, &bill).await;
    let put = |at: i64| {
        clinic.house.db.write(move |tx| Ok(tx.run("UPDATE pay_display SET shown_at = shown_at - $1", &[&at])?))
    };
    put(20_000).await.unwrap();
    assert!(cashier.get(&bill.replace("/bill", "/display")).await.unwrap().body.contains("/display/removal"));
    put(20_000).await.unwrap();
    assert!(screen.get("/pay-display").await.unwrap().body.contains("qrbox"), "its page said that it is open");
    put(10_000).await.unwrap();
    assert!(!screen.get("/pay-display").await.unwrap().body.contains("qrbox"), "its page says nothing any more");
    let gone = cashier.get(&bill.replace("/bill", "/display")).await.unwrap().body;
    assert!(!gone.contains("/display/removal"), "and does not bring it back: {gone}");
    show(&mut cashier, &bill).await;
    let mut away = form_of(&mut cashier, &bill).await;
    away.action = bill.replace("/bill", "/display/removal");
    cashier.post(&away.action, &away.fields).await.unwrap().done().unwrap();
    assert!(!screen.get("/pay-display").await.unwrap().body.contains("qrbox"), "taken off");
    show(&mut cashier, &bill).await;
    let shown = screen.get("/pay-display").await.unwrap().body;
    assert!(shown.contains("qrbox") && shown.contains(&purpose), "the bill that is shown: {shown}");
    let names = clinic.house.db.read(|tx| Ok(tx.all::<String>("SELECT name FROM patient WHERE name LIKE '% %'", &[])?));
    assert!(names.await.unwrap().iter().all(|name| !shown.contains(name.as_str())), "no whole name");
    assert_eq!(tell(&clinic, GENUINE, &sepay("FT910", due, &purpose)).await, 200);
    let paid = screen.get("/pay-display").await.unwrap().body;
    assert!(!paid.contains("qrbox") && paid.contains("circle-check"), "paid: {paid}");
    assert_eq!(screen.open("/receipts/1").await.unwrap().status.as_u16(), 303, "the token opens nothing else");

    let screens = manager.get("/office/screens").await.unwrap().body;
    let action = all_with_prefix(&screens, "action", "/office/screens/")[0].to_owned();
    let form = PageForm::find(&screens, &action).unwrap();
    manager.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    assert!(!screen.get("/pay-display").await.unwrap().body.contains("circle-check"), "unpaired it shows nothing");
}

both!(the_last_use_of_a_voucher_has_one_winner, last_voucher);

/// One voucher with one use left, by all bills that wait and several hands at each: it comes off one bill, once.
async fn last_voucher(clinic: Clinic) {
    let (mut cashier, mut manager) = (clinic.browser("thungan").await, clinic.browser("quanly").await);
    let page = manager.get("/cashier/discounts").await.unwrap().body;
    let form = PageForm::find(&page, "/vouchers").unwrap().with("code", "CUOI").with("value", "1.000");
    let form = form.with("from_day", "2026-11-01").with("until_day", "2026-12-31").with("uses_max", "1");
    manager.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    let waiting = bills(&mut cashier).await;
    assert!(waiting.len() >= 4, "{waiting:?}");
    let hands = 50_usize.div_ceil(waiting.len());
    let mut forms = Vec::new();
    for bill in &waiting {
        let page = cashier.get(bill).await.unwrap().body;
        let form = PageForm::find(&page, &bill.replace("/bill", "/voucher")).unwrap().with("code", "cuoi");
        forms.extend((0..hands).map(|n| form.clone().with("key", format!("last-{}-{n}", forms_name(bill)))));
    }
    let results = at_once(&cashier, forms).await;
    assert_eq!(won(&results), 1, "{results:?}");
    let sql = "SELECT v.used, (SELECT COUNT(*) FROM voucher_use u WHERE u.voucher_id = v.id), \
         (SELECT COUNT(*) FROM discount d WHERE d.voucher_id = v.id) FROM voucher v WHERE v.code = 'CUOI'";
    let used: Option<(i64, i64, i64)> = clinic.house.db.read(move |tx| Ok(tx.one(sql, &[])?)).await.unwrap();
    assert_eq!(used, Some((1, 1, 1)));
    clinic.prove().await;
}

both!(fifty_bills_and_a_giving_back_never_use_a_deposit_twice, one_deposit);

/// A deposit that pays a bill and is given back at once, fifty times over: one of them wins.
async fn one_deposit(clinic: Clinic) {
    let mut cashier = clinic.browser("thungan").await;
    let bill = bills(&mut cashier).await.remove(0);
    let visit: i64 = forms_name(&bill).parse().unwrap();
    let sql = "SELECT patient_id, due_vnd FROM visit WHERE id = $1";
    let (patient, due): (i64, i64) =
        clinic.house.db.read(move |tx| Ok(tx.one(sql, &[&visit])?.unwrap())).await.unwrap();
    let amount = due.min(200_000);
    let page = cashier.get("/cashier/deposits").await.unwrap().body;
    let form = PageForm::find(&page, "/cashier/deposits").unwrap().with("patient", patient.to_string());
    let form = form.with("amount", amount.to_string()).with("purpose", "Tạm ứng").with("method", "cash");
    let deposit = cashier.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    let page = cashier.get(&deposit).await.unwrap().body;
    let back = PageForm::find(&page, &format!("{deposit}/return"))
        .unwrap()
        .with("reason", "Không mổ nữa")
        .with("method", "cash");
    let pay = form_of(&mut cashier, &bill).await.with("method", "deposit");
    let mut forms: Vec<PageForm> = with_own_keys(&pay).into_iter().take(25).collect();
    forms.extend((0..25).map(|n| back.clone().with("key", format!("race-back-{n:04}"))));
    let results = at_once(&cashier, forms).await;
    assert_eq!(won(&results), 1, "{results:?}");
    clinic.prove().await;
}

both!(fifty_cashiers_agree_about_a_bill_once, agreed_once);
both!(an_agreement_and_payments_at_once_keep_the_bill_and_its_instalments_exact, agreed_while_paid);

pub async fn agreement(cashier: &mut Browser, bill: &str) -> PageForm {
    let page = cashier.get(bill).await.unwrap().body;
    let form = PageForm::find(&page, &bill.replace("/bill", "/debt")).unwrap();
    form.with("debt_reason", "Không mang đủ tiền").with("debt_amount_1", "1.000").with("debt_day_2", "2027-06-30")
}

async fn agreed_once(clinic: Clinic) {
    let mut cashier = clinic.browser("thungan").await;
    let bill = bills(&mut cashier).await.remove(0);
    let form = agreement(&mut cashier, &bill).await;
    let results = at_once(&cashier, with_own_keys(&form)).await;
    assert_eq!(won(&results), 1, "{results:?}");
    assert!(!bills(&mut cashier).await.contains(&bill), "who may pay later does not wait at the cashier");
    let list = cashier.get("/cashier/debts").await.unwrap().body;
    assert!(list.contains(&bill), "the bill stands among the debts");
    assert_eq!(cashier.open("/cashier/debts/workbook").await.unwrap().status, 200);
    clinic.prove().await;
}

/// Half agree, half pay a part: each saw the whole bill, so one of all wins, and what the agreement says is what was open.
async fn agreed_while_paid(clinic: Clinic) {
    let mut cashier = clinic.browser("thungan").await;
    let bill = bills(&mut cashier).await.remove(0);
    let agree = agreement(&mut cashier, &bill).await;
    let pay =
        form_of(&mut cashier, &bill).await.with("method", "cash").with("amount", "5.000").with("tendered", "5.000");
    let mut forms: Vec<PageForm> = with_own_keys(&pay).into_iter().take(25).collect();
    forms.extend((0..25).map(|n| agree.clone().with("key", format!("race-debt-{n:04}"))));
    let results = at_once(&cashier, forms).await;
    let (paid, agreed) = (won(&results[..25]), won(&results[25..]));
    assert!(paid <= 1 && agreed <= 1 && paid + agreed >= 1, "{results:?}");
    let visit: i64 = forms_name(&bill).parse().unwrap();
    const OPEN: &str = "SELECT d.amount_vnd + d.paid_before_vnd - v.due_vnd - (SELECT CAST(COALESCE(SUM(i.total_vnd - i.due_vnd), 0) AS BIGINT) FROM invoice i \
         WHERE i.visit_id = v.id) FROM debt d JOIN visit v ON v.id = d.visit_id WHERE v.id = $1";
    let off: Option<i64> = clinic
        .house
        .db
        .read(move |tx| Ok(tx.one("SELECT visit_id FROM debt WHERE visit_id = $1", &[&visit])?))
        .await
        .unwrap();
    assert_eq!(off.is_some(), agreed == 1);
    if agreed == 1 {
        let differs: i64 = clinic.house.db.read(move |tx| Ok(tx.one(OPEN, &[&visit])?.unwrap())).await.unwrap();
        assert_eq!(differs, 0);
    }
    clinic.prove().await;
}

//! A month of a clinic with a fixed seed: visits, discounts, vouchers, every way of paying, forms that are sent twice, voids,
//! refunds, deposits, and sessions that are closed after midnight. The books agree to the last đồng on both databases.

use crate::harness::{Clinic, On};
use crate::last_units::act;
use crate::races::at_once;
use bricks::clock::{Clock, Day, Instant, Zone, add_days, parse_day};
use bricks::id::{OrderId, PatientId, ResourceId, ServiceId, VisitId};
use ground::access::Who;
use ground::db::{Stop, Tx};
use kham::bench::forms::{PageForm, all_with_prefix};
use kham::bench::http::{Browser, Posted};
use papers::charge::{self, Source, SourceKind};
use papers::order::{self, NewOrder};
use papers::visit::{self, CheckIn, Priority};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

const DAYS: i64 = 31;
const SEED: u64 = 20_261_201;
const FLOAT: i64 = 500_000;
const VOUCHER_USES: i64 = 5;
const NOTES: [i64; 12] = [500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100];

const PATIENTS: &str = "SELECT p.id FROM patient p WHERE p.branch_id = $1 AND p.merged_into IS NULL AND NOT EXISTS \
     (SELECT 1 FROM visit v WHERE v.patient_id = p.id AND v.state IN ('waiting', 'in_room')) ORDER BY p.id";
const DOCTORS: &str = "SELECT id, room_id FROM resource WHERE branch_id = $1 AND kind = 'doctor' AND active AND room_id IS NOT NULL ORDER BY id";
const CONSULTATIONS: &str = "SELECT id FROM service WHERE kind = 'consultation' AND active ORDER BY code";
const LABS: &str = "SELECT id FROM service WHERE kind = 'lab' AND active ORDER BY code";
/// The cash that a session's drawer holds by its own records.
const CASH: &str = "SELECT CAST(s.float_vnd + COALESCE((SELECT SUM(amount_vnd) FROM payment WHERE session_id = s.id AND method = 'cash'), 0) \
     + COALESCE((SELECT SUM(CASE kind WHEN 'in' THEN amount_vnd ELSE -amount_vnd END) FROM cash_movement WHERE session_id = s.id), 0) \
     + COALESCE((SELECT SUM(amount_vnd) FROM deposit_movement WHERE session_id = s.id AND method = 'cash'), 0) AS BIGINT) \
     FROM cash_session s WHERE s.id = $1";

/// A clock that stands where it is put, and a millisecond later at every look.
struct MonthClock(AtomicI64);

impl Clock for MonthClock {
    fn now(&self) -> Instant {
        Instant::from_millis(self.0.fetch_add(1, Ordering::Relaxed))
    }
}

/// Throws that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// Who is not in the house, and what there is for them.
#[derive(Clone)]
pub struct Facts {
    pub patients: Vec<PatientId>,
    /// Each with the own room.
    pub doctors: Vec<(ResourceId, ResourceId)>,
    pub consultations: Vec<ServiceId>,
    pub labs: Vec<ServiceId>,
}

impl Facts {
    pub async fn of(clinic: &Clinic) -> Facts {
        let read = |tx: &mut Tx<'_>, who: &Who| {
            Ok(Facts {
                patients: tx.all(PATIENTS, &[&who.branch])?,
                doctors: tx.all(DOCTORS, &[&who.branch])?,
                consultations: tx.all(CONSULTATIONS, &[])?,
                labs: tx.all(LABS, &[])?,
            })
        };
        act(&clinic.house, read).await.unwrap()
    }
}

struct Month {
    clinic: Clinic,
    clock: Arc<MonthClock>,
    zone: Zone,
    facts: Facts,
    dice: Dice,
    visits_a_day: usize,
    /// Visits so far.
    visits: usize,
    cashier: Browser,
    manager: Browser,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_with_retries_voids_refunds_and_midnights_agrees_on_sqlite() {
    Month::begin(On::Sqlite).await.unwrap().walk().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_with_retries_voids_refunds_and_midnights_agrees_on_postgres() {
    if let Some(month) = Month::begin(On::Postgres).await {
        month.walk().await;
    }
}

impl Month {
    async fn begin(on: On) -> Option<Month> {
        let zone = Zone::named("Asia/Ho_Chi_Minh").unwrap();
        let morning = zone.instant_of(parse_day("2026-11-24").unwrap(), 580);
        let clock = Arc::new(MonthClock(AtomicI64::new(morning.millis())));
        let clinic = Clinic::open_by(on, clock.clone()).await?;
        let facts = Facts::of(&clinic).await;
        let (cashier, manager) = (clinic.browser("thungan").await, clinic.browser("quanly").await);
        // A statement on PostgreSQL waits for the other process; half as many visits show the same there.
        let visits_a_day = if on == On::Sqlite { 2 } else { 1 };
        let dice = Dice(SEED);
        let mut month = Month { clinic, clock, zone, facts, dice, visits_a_day, visits: 0, cashier, manager };
        month.close_session().await;
        month.make_voucher().await;
        Some(month)
    }

    async fn walk(mut self) {
        let first = parse_day("2026-12-01").unwrap();
        for n in 0..DAYS {
            self.day(add_days(first, n), n % 5 == 4).await;
        }
        let of_month = |sql: &'static str| self.clinic.house.db.read(move |tx| Ok(tx.one::<i64>(sql, &[])?.unwrap()));
        let used = of_month("SELECT used FROM voucher WHERE code = 'THANG12'").await.unwrap();
        assert_eq!(used, VOUCHER_USES, "the voucher was used to its last time and no more");
        let open = of_month("SELECT COUNT(*) FROM cash_session WHERE closed_at IS NULL AND drawer > 0").await.unwrap();
        assert_eq!(open, 0, "every session is closed");
        let after_midnight = "SELECT COUNT(*) FROM payment p JOIN cash_session s ON s.id = p.session_id \
             WHERE p.paid_at - s.opened_at > 39600000 AND p.day = s.day";
        assert!(of_month(after_midnight).await.unwrap() > 0, "money taken after midnight is of the session's day");
        for kind in ["SELECT COUNT(*) FROM receipt_void", "SELECT COUNT(*) FROM refund WHERE state = 'paid'"] {
            assert!(of_month(kind).await.unwrap() >= 4, "{kind}");
        }
        self.clinic.prove().await;
    }

    fn at(&self, day: Day, minute: i64) {
        self.clock.0.store(self.zone.instant_of(day, minute).millis(), Ordering::Relaxed);
    }

    async fn sign_in(&mut self) {
        (self.cashier, self.manager) = (self.clinic.browser("thungan").await, self.clinic.browser("quanly").await);
    }

    async fn day(&mut self, day: Day, is_late: bool) {
        self.at(day, if is_late { 13 * 60 } else { 8 * 60 });
        self.sign_in().await;
        let page = self.cashier.get("/cashier/session").await.unwrap().body;
        let open = PageForm::find(&page, "/cashier/session").unwrap().with("float", FLOAT.to_string());
        let open = open.with("float_reason", "Bổ sung tiền lẻ");
        self.cashier.post(&open.action, &open.fields).await.unwrap().done().unwrap();
        for _ in 0..self.visits_a_day {
            self.visit().await;
        }
        self.move_cash().await;
        if is_late {
            self.at(day, 23 * 60 + 58);
            self.sign_in().await;
            self.visit().await;
            self.at(add_days(day, 1), 25);
            self.visit().await;
        }
        self.close_session().await;
    }

    async fn move_cash(&mut self) {
        let page = self.cashier.get("/cashier/session").await.unwrap().body;
        let form = PageForm::find(&page, "/cashier/session/movements").unwrap();
        let kind = self.dice.one(&["in", "out"]);
        let form = form.with("kind", kind).with("amount", "50.000").with("reason", "Đổi tiền lẻ");
        twice(&mut self.cashier, &form).await;
    }

    /// Counts the drawer; now and then a note is missing, and it is said why.
    async fn close_session(&mut self) {
        let page = self.cashier.get("/cashier/session").await.unwrap().body;
        let action = all_with_prefix(&page, "action", "/cashier/sessions/").remove(0).to_owned();
        let id: i64 = action.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap();
        let cash = self.clinic.house.db.read(move |tx| Ok(tx.one::<i64>(CASH, &[&id])?.unwrap())).await.unwrap();
        let missing = self.dice.one(&[0, 0, 0, 20_000]);
        let mut left = cash - missing;
        let mut form = PageForm::find(&page, &action).unwrap().with("left", FLOAT.min(left).to_string());
        for note in NOTES {
            form = form.with(&format!("n{note}"), (left / note).to_string());
            left %= note;
        }
        form = form.with("explanation", if missing + left > 0 { "Trả nhầm tiền thừa" } else { "" });
        twice(&mut self.cashier, &form).await;
    }

    async fn make_voucher(&mut self) {
        let page = self.manager.get("/cashier/discounts").await.unwrap().body;
        let form = PageForm::find(&page, "/vouchers").unwrap().with("code", "THANG12").with("value", "20.000");
        let form = form.with("from_day", "2026-11-01").with("until_day", "2027-01-31");
        let form = form.with("uses_max", VOUCHER_USES.to_string()).with("per_patient_max", "1");
        self.manager.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    }

    /// One patient is let in, seen and charged, and pays in one of the ways.
    async fn visit(&mut self) {
        let n = self.visits;
        self.visits += 1;
        let patient = self.facts.patients[n % self.facts.patients.len()];
        let visit = self.treated(patient, n % 9 == 8).await;
        let bill = format!("/visits/{visit}/bill");
        match n % 8 {
            0 => drop(self.pay(&bill, &[("method", "cash")]).await),
            1 => {
                self.discount(&bill).await;
                self.pay(&bill, &[("method", "cash")]).await;
            }
            2 => {
                self.voucher(&bill).await;
                self.pay(&bill, &[("method", "card"), ("card_reference", "POS 17")]).await;
            }
            3 => {
                self.pay(&bill, &[("method", "cash"), ("amount", "50.000")]).await;
                self.pay(&bill, &[("method", "transfer"), ("reference", &format!("FT{n}"))]).await;
            }
            4 => {
                let ways = [
                    ("mixed_cash", "30.000"),
                    ("mixed_card", "20.000"),
                    ("mixed_card_reference", "POS 18"),
                    ("mixed_part", "yes"),
                ];
                self.pay(&bill, &[&[("method", "mixed")], &ways[..]].concat()).await;
                self.pay(&bill, &[("method", "wallet"), ("wallet_reference", &format!("MM{n}"))]).await;
            }
            5 => {
                let receipt = self.pay(&bill, &[("method", "cash")]).await;
                self.void(&receipt).await;
                self.pay(&bill, &[("method", "card"), ("card_reference", "POS 19")]).await;
            }
            6 => {
                let receipt = self.pay(&bill, &[("method", "cash")]).await;
                self.refund(&receipt).await;
            }
            _ => {
                self.deposit(patient).await;
                self.pay(&bill, &[("method", "deposit")]).await;
                self.pay(&bill, &[("method", "cash")]).await;
            }
        }
    }

    async fn treated(&mut self, patient: PatientId, is_withdrawn: bool) -> VisitId {
        let (doctor, room) = self.dice.one(&self.facts.doctors);
        let service = self.dice.one(&self.facts.consultations);
        let first = self.dice.below(self.facts.labs.len());
        let labs: Vec<ServiceId> =
            (0..self.dice.below(3)).map(|n| self.facts.labs[(first + n) % self.facts.labs.len()]).collect();
        let treat = move |tx: &mut Tx<'_>, who: &Who| {
            let reason = "Khám".to_owned();
            let here = papers::appointment::inside(tx, patient, who.day_of(tx.now()))?;
            let beside = here.map(|here| here.visit);
            let new = CheckIn {
                patient,
                appointment: None,
                service,
                doctor,
                room,
                reason,
                priority: Priority::Ordinary,
                beside,
            };
            let (visit, _) = visit::check_in(tx, who, &new)?;
            visit::call_in(tx, who, visit)?;
            let source = Source { kind: SourceKind::Consultation, id: visit.raw() };
            charge::post_service(tx, who, (visit, patient), source, service)?;
            for lab in &labs {
                perform(tx, who, (visit, patient), *lab, is_withdrawn)?;
            }
            visit::finish(tx, who, visit)?;
            Ok(visit)
        };
        act(&self.clinic.house, treat).await.unwrap()
    }

    /// Takes money; the form is sent twice at once, and there is one receipt. Nothing happens when nothing is due any more.
    async fn pay(&mut self, bill: &str, fields: &[(&str, &str)]) -> String {
        let page = self.cashier.get(bill).await.unwrap().body;
        let action = bill.replace("/bill", "/payment");
        let Ok(form) = PageForm::find(&page, &action) else { return String::new() };
        let mut form = form.with("tendered", "10.000.000");
        for (name, value) in fields {
            form = form.with(name, *value);
        }
        let both = at_once(&self.cashier, vec![form.clone(), form.clone()]).await;
        let led: Vec<_> = both.into_iter().map(|posted| posted.unwrap().done().unwrap()).collect();
        assert_eq!(led[0], led[1], "one form is one payment");
        assert_eq!(self.cashier.post(&form.action, &form.fields).await.unwrap().done().unwrap(), led[0]);
        led[0].clone()
    }

    async fn discount(&mut self, bill: &str) {
        let page = self.manager.get(bill).await.unwrap().body;
        let form = PageForm::find(&page, &bill.replace("/bill", "/discount")).unwrap();
        let amount = self.dice.one(&["5%", "12,5%", "15.000", "33%"]);
        twice(&mut self.manager, &form.with("amount", amount).with("reason", "Khách quen")).await;
    }

    /// Refused when its last use is gone; then the bill stays as it is.
    async fn voucher(&mut self, bill: &str) {
        let page = self.cashier.get(bill).await.unwrap().body;
        let form = PageForm::find(&page, &bill.replace("/bill", "/voucher")).unwrap().with("code", "thang12");
        let posted = self.cashier.post(&form.action, &form.fields).await;
        let is_used = matches!(posted, Ok(Posted::Done(_)));
        assert_eq!(self.cashier.post(&form.action, &form.fields).await.is_ok_and(|p| p.done().is_ok()), is_used);
    }

    /// Not offered after midnight: what was taken on the session's day is given back then, not voided.
    async fn void(&mut self, receipt: &str) {
        let page = self.manager.get(receipt).await.unwrap().body;
        let Ok(form) = PageForm::find(&page, &format!("{receipt}/void")) else { return };
        twice(&mut self.manager, &form.with("void_reason", "Nhầm người")).await;
    }

    async fn refund(&mut self, receipt: &str) {
        let page = self.cashier.get(receipt).await.unwrap().body;
        let form = PageForm::find(&page, &format!("{receipt}/refunds")).unwrap();
        let amount = self.dice.one(&["20.000", "35.000", "50.000"]);
        twice(&mut self.cashier, &form.with("refund_amount", amount).with("refund_reason", "Không làm")).await;
        let page = self.manager.get("/cashier/refunds").await.unwrap().body;
        if let Some(action) = all_with_prefix(&page, "action", "/refunds/").iter().find(|a| a.ends_with("/approval")) {
            twice(&mut self.manager, &PageForm::find(&page, action).unwrap()).await;
        }
        let page = self.cashier.get("/cashier/refunds").await.unwrap().body;
        let actions = all_with_prefix(&page, "action", "/refunds/");
        let action = actions.iter().find(|a| a.ends_with("/payment")).unwrap();
        twice(&mut self.cashier, &PageForm::find(&page, action).unwrap().with("method", "cash")).await;
    }

    async fn deposit(&mut self, patient: PatientId) {
        let page = self.cashier.get("/cashier/deposits").await.unwrap().body;
        let form = PageForm::find(&page, "/cashier/deposits").unwrap().with("patient", patient.to_string());
        let form = form.with("amount", "60.000").with("purpose", "Tạm ứng").with("method", "cash");
        twice(&mut self.cashier, &form).await;
    }
}

/// An order that is done and charged; a withdrawn one is charged to nobody.
pub fn perform(
    tx: &mut Tx<'_>,
    who: &Who,
    (visit, patient): (VisitId, PatientId),
    service: ServiceId,
    is_withdrawn: bool,
) -> Result<OrderId, Stop> {
    let new = NewOrder { service, urgent: false, question: String::new(), fasting: false };
    let id = order::place(tx, who, visit, &new)?;
    order::start(tx, who, id)?;
    order::complete(tx, who, id, "", "Bình thường", &[])?;
    let source = Source { kind: SourceKind::Order, id: id.raw() };
    charge::post_service(tx, who, (visit, patient), source, service)?;
    if is_withdrawn {
        order::withdraw(tx, who, id, "Nhầm người")?;
        assert!(charge::take_back(tx, who, source)?);
    }
    Ok(id)
}

/// Sends a form, and the same form again as a browser does that heard no answer: it leads to the same place.
async fn twice(browser: &mut Browser, form: &PageForm) {
    let first = browser.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    let again = browser.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    assert_eq!(first, again, "{}", form.action);
}

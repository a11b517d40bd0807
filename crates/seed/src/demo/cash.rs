//! The cashier's session of each day: opened in the morning with what the evening before left, counted and closed at night.

use super::clinic::{ADDRESS, NAME, PHONE, TAX_ID};
use super::maker::Maker;
use super::plan::Plan;
use super::rows::{BankAccountRow, CashCloseRow, CashSessionRow, VoucherRow};
use bricks::clock::{Day, Instant, add_days, iso_day};
use bricks::id::CashSessionId;
use bricks::money::Money;
use ground::db::Stop;
use papers::cash::{NOTES, Pending, Slip, Way};
use papers::receipt::{Clinic, Method};

/// BIN, number and holder of the account, and the secret of an invented gateway.
const ACCOUNT: (&str, &str, &str, &str) = ("970436", "1023456789", "PK MINH AN", "kham-demo-gateway");
/// Code, amount, share in hundredths of a percent, uses of the vouchers.
const VOUCHERS: [(&str, Option<i64>, Option<i64>, i64); 3] = [
    ("KHAI11", Some(40_000), None, 200),
    ("NGUOICAOTUOI", None, Some(1_000), 1_000),
    ("TAIKHAM", Some(20_000), None, 500),
];
const VOUCHER_DAYS: i64 = 400;
const FLOAT_VND: i64 = 500_000;
const OPENS_MINUTE: i64 = 415;
const CLOSES_MINUTE: i64 = 1_290;
/// One day in so many the count is short.
const SHORT_ONE_IN: i64 = 37;

/// The day's session while its bills are written.
#[derive(Default)]
pub(super) struct Cash {
    pub(super) session: Option<CashSessionId>,
    opened_at: Option<Instant>,
    before: Option<CashSessionId>,
    taken: Vec<(Method, i64)>,
    first: String,
    last: String,
}

impl Cash {
    /// Adds a payment to the day.
    pub(super) fn take(&mut self, method: Method, amount: i64, number: &str) {
        self.taken.push((method, amount));
        if self.first.is_empty() || number < self.first.as_str() {
            number.clone_into(&mut self.first);
        }
        if number > self.last.as_str() {
            number.clone_into(&mut self.last);
        }
    }

    fn net(&self, method: Method) -> i64 {
        self.taken.iter().filter(|(m, _)| *m == method).map(|(_, amount)| amount).sum()
    }
}

/// Opens the day's session, if somebody will pay on it.
pub(super) fn open(maker: &mut Maker<'_>, day: Day, plans: &[Plan]) {
    let Some(first) = plans.iter().filter_map(|plan| plan.times.paid).min() else { return };
    let opened_at = maker.setup.zone.instant_of(day, OPENS_MINUTE).min(first.plus_minutes(-5));
    let id = CashSessionId::from_raw(maker.setup.ids.next(opened_at));
    let before = maker.cash.before;
    maker.cash = Cash { session: Some(id), opened_at: Some(opened_at), before: Some(id), ..Cash::default() };
    let clinic = maker.clinic;
    if before.is_none() {
        let branch = clinic.branch;
        let (bin, number, holder, secret) = ACCOUNT;
        maker.out.bank_accounts.push(BankAccountRow { branch, bin, number, holder, secret });
        make_vouchers(maker, day, opened_at);
        super::insured::plans(maker);
    }
    maker.out.cash_sessions.push(CashSessionRow {
        id,
        branch: clinic.branch,
        day,
        float_vnd: FLOAT_VND,
        taken_over: before,
        opened_at,
        opened_by: clinic.cashier,
    });
}

fn make_vouchers(maker: &mut Maker<'_>, from_day: Day, made_at: Instant) {
    let (until_day, made_by) = (add_days(maker.setup.zone.day_of(maker.setup.now), VOUCHER_DAYS), maker.clinic.manager);
    for (code, amount_vnd, share_basis_points, uses_max) in VOUCHERS {
        let id = maker.setup.ids.next(made_at);
        let voucher =
            VoucherRow { id, code, amount_vnd, share_basis_points, from_day, until_day, uses_max, made_at, made_by };
        maker.out.vouchers.push(voucher);
    }
}

/// Counts and closes the day's session; today's stays open.
pub(super) fn close(maker: &mut Maker<'_>, day: Day) -> Result<(), Stop> {
    let Some((id, opened_at)) = maker.cash.session.take().zip(maker.cash.opened_at) else { return Ok(()) };
    if day >= maker.setup.zone.day_of(maker.setup.now) {
        return Ok(());
    }
    let expected = FLOAT_VND + maker.cash.net(Method::Cash);
    let short = maker.dice.below(SHORT_ONE_IN) == 0 && expected > FLOAT_VND;
    let counted = if short { expected - 20_000 } else { expected };
    let explanation = if short { "Trả nhầm tiền thối" } else { "" };
    let closed_at = maker.setup.zone.instant_of(day, CLOSES_MINUTE);
    let slip = slip(maker, (day, opened_at, closed_at), (expected, counted, explanation));
    let slip = serde_json::to_string(&slip).map_err(|e| Stop::fault(format!("a slip that is no JSON: {e}")))?;
    let (closed_by, left_vnd) = (maker.clinic.cashier, FLOAT_VND.min(counted));
    let (expected_vnd, counted_vnd) = (expected, counted);
    maker.out.cash_closes.push(CashCloseRow {
        id,
        closed_at,
        closed_by,
        expected_vnd,
        counted_vnd,
        left_vnd,
        explanation,
        slip,
    });
    Ok(())
}

fn slip(
    maker: &Maker<'_>,
    (day, opened_at, closed_at): (Day, Instant, Instant),
    (expected, counted, explanation): (i64, i64, &str),
) -> Slip {
    let cash = &maker.cash;
    let way = |method: Method| {
        let taken = Money::from_minor(cash.net(method));
        Way { method, taken, voided: Money::ZERO, refunded: Money::ZERO, net: taken }
    };
    let cashier = maker.clinic.cashier_name.to_owned();
    Slip {
        clinic: Clinic { name: NAME.into(), address: ADDRESS.into(), phone: PHONE.into(), tax_id: Some(TAX_ID.into()) },
        closed_by: cashier.clone(),
        agreed_by: String::new(),
        pending: Pending::default(),
        cashier,
        drawer: 1,
        day: iso_day(day),
        opened_at,
        closed_at,
        float: Money::from_minor(FLOAT_VND),
        float_reason: String::new(),
        deposits: Vec::new(),
        ways: Method::MONEY.iter().copied().map(way).collect(),
        moves: Vec::new(),
        receipts: vec![(cash.first.clone(), cash.last.clone(), i64::try_from(cash.taken.len()).unwrap_or(0))],
        voids: 0,
        refunds: 0,
        expected: Money::from_minor(expected),
        counted: Money::from_minor(counted),
        left: Money::from_minor(FLOAT_VND.min(counted)),
        explanation: explanation.to_owned(),
        notes: notes(counted),
        chain: (0, 0, String::new()),
    }
}

/// An amount in as few notes as it takes.
fn notes(mut amount: i64) -> Vec<(i64, i64)> {
    let mut found = Vec::new();
    for face in NOTES {
        if amount >= face {
            found.push((face, amount / face));
            amount %= face;
        }
    }
    found
}

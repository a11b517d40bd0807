//! The tables of a report, for the page and for the workbook alike.

use crate::pages::Lost;
use crate::period::Period;
use crate::rules::{By, Line, Row, Sums, change, lines};
use crate::shares::{Earned, Rule, earned};
use crate::store::{Deposits, Done, Names};
use crate::text;
use bricks::clock::{Day, days_between};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::db::Stop;
use ground::sheet::{Cell, Sheet};
use papers::debt::{Agreed, Debtor};
use papers::receipt::Method;

/// A kind of service in words.
pub fn group_word(l: Lang, group: &str) -> &'static str {
    match group {
        "consultation" => text::group_consultation(l),
        "lab" => text::group_lab(l),
        "imaging" => text::group_imaging(l),
        "procedure" => text::group_procedure(l),
        "vaccine" => text::group_vaccine(l),
        "medicine" => text::group_medicine(l),
        "retail" => text::group_retail(l),
        _ => text::group_other(l),
    }
}

fn payer_word(l: Lang, payer: &str) -> &'static str {
    match payer {
        "national" => text::payer_national(l),
        "private" => text::payer_private(l),
        _ => text::payer_self(l),
    }
}

/// A doctor's name; 0 is nobody.
pub fn doctor_name(l: Lang, names: &Names, doctor: i64) -> String {
    names.doctors.get(&doctor).cloned().unwrap_or_else(|| text::doctor_none(l).to_owned())
}

/// What a line is about.
pub fn name_of(l: Lang, names: &Names, by: By, key: &str) -> String {
    let id: i64 = key.parse().unwrap_or(0);
    match by {
        By::Method => Method::parse(key).map_or_else(|| key.to_owned(), |method| method.say().to(l).to_owned()),
        By::Group => group_word(l, key).to_owned(),
        By::Doctor => doctor_name(l, names, id),
        By::Cashier => names.staff.get(&id).cloned().unwrap_or_else(|| text::cashier_house(l).to_owned()),
        By::Payer => payer_word(l, key).to_owned(),
    }
}

/// The heading of a table of takings.
pub fn title_of(l: Lang, by: By) -> &'static str {
    match by {
        By::Method => text::by_method(l),
        By::Group => text::by_group(l),
        By::Doctor => text::by_doctor(l),
        By::Cashier => text::by_cashier(l),
        By::Payer => text::by_payer(l),
    }
}

fn sums(sums: Sums, before: Money) -> Vec<Cell> {
    let change = change(sums.net(), before).map_or(Cell::Empty, |percent| Cell::Share(percent.saturating_mul(100)));
    vec![
        Cell::Count(sums.payments),
        Cell::Money(sums.taken),
        Cell::Money(sums.voided),
        Cell::Money(sums.refunded),
        Cell::Money(sums.net()),
        Cell::Money(before),
        change,
    ]
}

fn heads(l: Lang, first: &str) -> Vec<String> {
    [
        first,
        text::head_payments(l),
        text::head_taken(l),
        text::head_voided(l),
        text::head_refunded(l),
        text::head_net(l),
        text::head_before(l),
        text::head_change(l),
    ]
    .map(str::to_owned)
    .to_vec()
}

/// Takings told apart, with what they come to. Payments are counted where they are whole: by way of paying and by cashier.
pub fn breakdown(l: Lang, names: &Names, by: By, lines: &[Line]) -> Sheet {
    let counted = matches!(by, By::Method | By::Cashier);
    let row = |line: &Line| {
        let first = Cell::Text(name_of(l, names, by, &line.key));
        let rest = sums(line.now, line.before.net()).into_iter().skip(usize::from(!counted));
        std::iter::once(first).chain(rest).collect()
    };
    let mut heads = heads(l, text::head_name(l));
    if !counted {
        heads.remove(1);
    }
    Sheet { name: title_of(l, by).to_owned(), heads, rows: lines.iter().map(row).collect() }
}

/// Takings day by day.
pub fn by_day(l: Lang, rows: &[Row], period: Period) -> Sheet {
    let mut days: Vec<Day> = rows.iter().map(|row| row.day).filter(|day| period.has(*day)).collect();
    days.sort_unstable();
    days.dedup();
    let row = |day: Day| {
        let mut cells = vec![Cell::Day(day)];
        cells.extend(sums(Sums::of(rows.iter().filter(|row| row.day == day)), Money::ZERO).into_iter().take(5));
        cells
    };
    let heads = heads(l, text::head_day(l)).into_iter().take(6).collect();
    Sheet { name: text::by_day(l).to_owned(), heads, rows: days.into_iter().map(row).collect() }
}

/// Deposits apart from the takings: they count there once, when a bill uses them.
pub fn deposits(l: Lang, deposits: &Deposits, rows: &[Row], period: Period) -> Sheet {
    let used = rows.iter().filter(|row| period.has(row.day) && row.method == Method::Deposit);
    let lines = [
        (text::deposits_taken(l), deposits.taken),
        (text::deposits_used(l), Sums::of(used).net()),
        (text::deposits_back(l), deposits.given_back),
        (text::deposits_held(l), deposits.held),
    ];
    Sheet {
        name: text::deposits(l).to_owned(),
        heads: vec![text::head_name(l).to_owned(), text::head_amount(l).to_owned()],
        rows: lines.map(|(name, sum)| vec![Cell::text(name), Cell::Money(sum)]).to_vec(),
    }
}

/// What was taken off, voided and given back, person by person.
pub fn undone(l: Lang, lost: &Lost) -> Sheet {
    let kinds = [&lost.discounts, &lost.vouchers, &lost.voids, &lost.refunds];
    let mut names: Vec<&String> = kinds.into_iter().flatten().map(|done| &done.name).collect();
    names.sort_unstable();
    names.dedup();
    let of = |all: &[Done], name: &str| {
        let done = all.iter().find(|done| done.name == name);
        [Cell::Count(done.map_or(0, |d| d.times)), Cell::Money(done.map_or(Money::ZERO, |d| d.amount))]
    };
    let row = |name: &String| {
        let mut cells = vec![Cell::text(if name.is_empty() { text::cashier_house(l) } else { name })];
        cells.extend(kinds.into_iter().flat_map(|all| of(all, name)));
        cells
    };
    let heads = [
        text::head_person(l),
        text::head_discounts(l),
        text::head_discounted(l),
        text::head_vouchers(l),
        text::head_vouchered(l),
        text::head_voids(l),
        text::head_voided(l),
        text::head_refunds(l),
        text::head_refunded(l),
    ];
    let rows = names.into_iter().map(row).collect();
    Sheet { name: text::part_undone(l).to_owned(), heads: heads.map(str::to_owned).to_vec(), rows }
}

/// Who owes, with how old it is.
pub fn debts(l: Lang, debts: &[(Debtor, Option<Agreed>)], today: Day) -> Sheet {
    let row = |(debt, agreed): &(Debtor, Option<Agreed>)| {
        let standing = agreed.as_ref().filter(|agreed| agreed.is_agreed()).map(|agreed| agreed.standing(today));
        vec![
            Cell::Text(debt.code.clone()),
            Cell::Text(debt.name.clone()),
            Cell::text(debt.phone.clone().unwrap_or_default()),
            Cell::Day(debt.day),
            Cell::Count(days_between(debt.day, today)),
            standing.as_ref().and_then(|s| s.next).map_or(Cell::Empty, Cell::Day),
            standing.map_or(Cell::Empty, |s| Cell::Money(s.overdue)),
            Cell::Money(debt.due),
        ]
    };
    let heads = [
        text::head_code(l),
        text::head_patient(l),
        text::head_phone(l),
        text::head_visit_day(l),
        text::head_age(l),
        text::head_next(l),
        text::head_late(l),
        text::head_due(l),
    ];
    let rows = debts.iter().map(row).collect();
    Sheet { name: text::part_debts(l).to_owned(), heads: heads.map(str::to_owned).to_vec(), rows }
}

/// What every doctor earned. Refused when a sum does not fit.
pub fn shares(
    l: Lang,
    names: &Names,
    rules: &[Rule],
    rows: &[Row],
    period: Period,
) -> Result<(Sheet, Vec<Earned>), Stop> {
    let of_period: Vec<Row> = rows.iter().filter(|row| period.has(row.day)).cloned().collect();
    let earned = earned(rules, &of_period).ok_or_else(|| Stop::fault("a doctor's share that does not fit"))?;
    let row = |e: &Earned| {
        vec![
            Cell::Text(doctor_name(l, names, e.doctor)),
            Cell::text(group_word(l, &e.group)),
            Cell::Money(e.net),
            Cell::Share(e.share),
            Cell::Money(e.amount),
        ]
    };
    let heads =
        [text::head_doctor(l), text::head_group(l), text::head_net(l), text::head_share(l), text::head_earned(l)];
    let rows = earned.iter().map(row).collect();
    let sheet = Sheet { name: text::part_shares(l).to_owned(), heads: heads.map(str::to_owned).to_vec(), rows };
    Ok((sheet, earned))
}

/// All tables of takings.
pub fn all_takings(l: Lang, names: &Names, rows: &[Row], period: Period) -> Vec<Sheet> {
    let apart = By::ALL.into_iter().map(|by| breakdown(l, names, by, &lines(rows, period, by)));
    std::iter::once(by_day(l, rows, period)).chain(apart).collect()
}

//! The claims of a payer and a period as tables: one row a claim with what was charged by class, one a charge, and one a
//! difference with its name.

use super::store::{Claim, Line};
use super::views::state_word;
use crate::payers::views::group_word;
use crate::text;
use bricks::lang::Lang;
use bricks::money::Money;
use ground::catalog::{in_lang, unit_word};
use ground::sheet::{Cell, Sheet};
use papers::payer::ServiceGroup;
use std::collections::BTreeMap;

/// The sheets. `lines` follow the order of `claims`.
pub fn sheets(l: Lang, claims: &[Claim], lines: &[Line]) -> Vec<Sheet> {
    let mut of_claim: BTreeMap<i64, Vec<&Line>> = BTreeMap::new();
    for line in lines {
        of_claim.entry(line.claim.raw()).or_default().push(line);
    }
    let of = |claim: &Claim| of_claim.get(&claim.id.raw()).map_or(&[][..], Vec::as_slice);
    vec![by_claim(l, claims, of), by_line(l, claims, of), differences(l, claims)]
}

/// Day, code, name and card of a claim: how every table begins.
fn whose(l: Lang, claim: &Claim) -> Vec<Cell> {
    vec![
        Cell::Day(claim.day),
        Cell::text(&claim.patient_code),
        Cell::text(&claim.patient_name),
        Cell::text(&claim.card),
        Cell::text(&claim.guarantee),
        Cell::text(format!("{} · {}", in_lang(l, &claim.insurer_vi, &claim.insurer_en), claim.plan_name)),
    ]
}

fn whose_heads(l: Lang) -> Vec<&'static str> {
    vec![
        text::claim_day(l),
        text::claim_code(l),
        text::paper_patient(l),
        text::payer_card(l),
        text::payer_guarantee(l),
        text::payer(l),
    ]
}

fn heads(l: Lang, more: &[&'static str]) -> Vec<String> {
    whose_heads(l).iter().chain(more).map(|head| (*head).to_owned()).collect()
}

fn sum<'a>(lines: impl Iterator<Item = &'a Line>, of: fn(&Line) -> Money) -> Money {
    Money::sum(lines.map(of)).unwrap_or(Money::ZERO)
}

fn by_claim<'a>(l: Lang, claims: &[Claim], of: impl Fn(&Claim) -> &'a [&'a Line]) -> Sheet {
    let mut names: Vec<&'static str> = ServiceGroup::ALL.iter().map(|group| group_word(l, *group)).collect();
    names.extend([
        text::claim_charged(l),
        text::sum_discount(l),
        text::claim_amount(l),
        text::claim_paid(l),
        text::claim_by_clinic(l),
        text::claim_by_patient(l),
        text::claim_back(l),
        text::voucher_state(l),
        text::claim_reason(l),
    ]);
    let mut rows: Vec<Vec<Cell>> = Vec::with_capacity(claims.len() + 1);
    for claim in claims {
        let lines = of(claim);
        let mut row = whose(l, claim);
        row.extend(ServiceGroup::ALL.iter().map(|group| {
            Cell::Money(sum(lines.iter().copied().filter(|line| line.group == *group), |line| line.amount))
        }));
        let answered = |amount: Option<Money>| amount.map_or(Cell::Empty, Cell::Money);
        row.extend([
            Cell::Money(claim.charged),
            Cell::Money(sum(lines.iter().copied(), |line| line.discount)),
            Cell::Money(claim.amount),
            answered(claim.paid),
            answered(claim.clinic),
            answered(claim.patient_bears),
            Cell::Money(claim.back),
            Cell::text(state_word(l, claim.state).2),
            Cell::text(&claim.reason),
        ]);
        rows.push(row);
    }
    rows.push(below(l, &rows));
    Sheet { name: text::claims(l).to_owned(), heads: heads(l, &names), rows }
}

/// The sums below a table: of every column that holds money.
fn below(l: Lang, rows: &[Vec<Cell>]) -> Vec<Cell> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let of = |column: usize| {
        let amounts: Vec<Money> = rows
            .iter()
            .filter_map(|row| match row.get(column) {
                Some(Cell::Money(amount)) => Some(*amount),
                _ => None,
            })
            .collect();
        if amounts.is_empty() { Cell::Empty } else { Money::sum(amounts).map_or(Cell::Empty, Cell::Money) }
    };
    let mut sums: Vec<Cell> = (0..columns).map(of).collect();
    if let Some(first) = sums.first_mut() {
        *first = Cell::text(text::claim_sum(l));
    }
    sums
}

fn by_line<'a>(l: Lang, claims: &[Claim], of: impl Fn(&Claim) -> &'a [&'a Line]) -> Sheet {
    let names = [
        text::claim_group(l),
        text::claim_item(l),
        text::col_item(l),
        text::claim_unit(l),
        text::col_quantity(l),
        text::col_price(l),
        text::col_amount(l),
        text::sum_discount(l),
        text::claim_borne(l),
        text::claim_other(l),
        text::claim_by_patient(l),
    ];
    let line_cells = |claim: &Claim, line: &Line| {
        let other = line.insured.sub(line.borne).unwrap_or(Money::ZERO);
        let patient = line.amount.sub(line.discount).and_then(|net| net.sub(line.insured)).unwrap_or(Money::ZERO);
        let mut row = whose(l, claim);
        row.extend([
            Cell::text(group_word(l, line.group)),
            Cell::text(&line.item),
            Cell::text(in_lang(l, &line.name_vi, &line.name_en)),
            Cell::text(unit_word(l, &line.unit)),
            Cell::Quantity(line.quantity),
            Cell::Money(line.unit_price),
            Cell::Money(line.amount),
            Cell::Money(line.discount),
            Cell::Money(line.borne),
            Cell::Money(other),
            Cell::Money(patient),
        ]);
        row
    };
    let rows = claims.iter().flat_map(|claim| of(claim).iter().map(move |line| (claim, *line)));
    let rows = rows.map(|(claim, line)| line_cells(claim, line)).collect();
    Sheet { name: text::claim_lines(l).to_owned(), heads: heads(l, &names), rows }
}

fn differences(l: Lang, claims: &[Claim]) -> Sheet {
    let names = [
        text::claim_amount(l),
        text::claim_paid(l),
        text::claim_by_clinic(l),
        text::claim_by_patient(l),
        text::claim_back(l),
        text::claim_reason(l),
    ];
    let differs = |claim: &&Claim| !claim.back.is_zero() || claim.paid.is_some_and(|paid| paid != claim.amount);
    let mut rows: Vec<Vec<Cell>> = claims
        .iter()
        .filter(differs)
        .map(|claim| {
            let mut row = whose(l, claim);
            row.push(Cell::Money(claim.amount));
            row.extend(
                [claim.paid, claim.clinic, claim.patient_bears].map(|part| part.map_or(Cell::Empty, Cell::Money)),
            );
            row.push(Cell::Money(claim.back));
            row.push(Cell::text(&claim.reason));
            row
        })
        .collect();
    if !rows.is_empty() {
        rows.push(below(l, &rows));
    }
    Sheet { name: text::claim_differences(l).to_owned(), heads: heads(l, &names), rows }
}

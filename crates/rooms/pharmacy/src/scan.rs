//! A pack held before the scanner confirms that it is the medicine, and the batch, that the page says.

use crate::store_scan::{self, Named, Scanned};
use crate::takings::{Offered, Proposal, Stock, propose_all};
use crate::text;
use bricks::clock::show_day;
use bricks::id::{BatchId, PrescriptionId, PrescriptionLineId};
use bricks::lang::Lang;
use bricks::pack_code::{self, PackCode, parse_pack_code};
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::Who;
use ground::catalog;
use ground::db::{Stop, Topic, Tx};
use ground::web::Form;
use papers::{batch, prescription};

impl Named {
    fn name(&self, l: Lang) -> String {
        let generic = catalog::medicine_name(l, (&self.generic_vi, &self.generic_en), &self.strength);
        if self.brand.is_empty() { generic } else { format!("{generic} ({})", self.brand) }
    }

    fn told(&self, said: impl Fn(Lang, &str) -> String) -> Say {
        Say::new(said(Lang::Vi, &self.name(Lang::Vi)), said(Lang::En, &self.name(Lang::En)))
    }
}

/// Confirms a pack by its code. Refused at `scan`: what is no code, another medicine, another batch than is taken from, an
/// expiry that is not the batch's.
pub fn scan(tx: &mut Tx<'_>, who: &Who, id: PrescriptionId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let held = prescription::by_id(tx, who.branch, id)?;
    let today = who.day_of(tx.now());
    let code = parse_pack_code(form.text("scan"), today.year()).map_err(wrong)?;
    let named = store_scan::named(tx, &code.gtin)?.ok_or_else(|| wrong(text::scan_unknown_say(&code.gtin)))?;
    let stock = Stock {
        available: batch::available_for(tx, who.branch, id, today)?,
        substitutes: batch::substitutes_for(tx, who.branch, id, today)?,
    };
    let proposals = propose_all(prescription::lines(tx, id)?, &stock, today);
    let (line, batch) = find(&proposals, &named, &code, (form, lang))?;
    store_scan::scanned(tx, who, line, batch)?;
    let said = format!("{} · {}", held.number, code.gtin);
    who.note(tx, "scan_pack", "prescription", id.raw(), Some(held.patient), &said)?;
    tx.announce(Topic::Visit(held.visit));
    Ok(())
}

fn wrong(say: Say) -> Refusal {
    Refusal::field("scan", say)
}

/// The line and the batch that a pack is of, or why it must not be given.
fn find(
    proposals: &[Proposal],
    named: &Named,
    code: &PackCode,
    typed: (&Form, Lang),
) -> Result<(PrescriptionLineId, Option<BatchId>), Refusal> {
    let of_line = |p: &&Proposal| {
        !p.line.remainder().is_zero()
            && (p.line.medicine == named.id
                || p.batches.iter().any(|b| b.instead.as_ref().is_some_and(|product| product.medicine == named.id)))
    };
    let Some(proposal) = proposals.iter().find(of_line) else {
        return Err(wrong(named.told(|l, name| text::scan_wrong_medicine(l, name))));
    };
    if code.separator_lost {
        return Err(wrong(pack_code::NO_SEPARATOR));
    }
    let Some(number) = &code.batch else { return Ok((proposal.line.id, None)) };
    let is_of = |b: &&Offered| b.instead.as_ref().map_or(proposal.line.medicine, |p| p.medicine) == named.id;
    let own: Vec<&Offered> = proposal.batches.iter().filter(is_of).collect();
    let Some(batch) = own.iter().find(|b| b.number == *number) else {
        return Err(wrong(named.told(|l, name| text::scan_no_batch(l, number, name))));
    };
    if code.expires_on.is_some_and(|day| day != batch.expires_on) {
        let days = |l| code.expires_on.map(|day| show_day(day, l)).unwrap_or_default();
        let told = |l| text::scan_other_expiry(l, number, days(l), show_day(batch.expires_on, l));
        return Err(wrong(Say::new(told(Lang::Vi), told(Lang::En))));
    }
    if !is_taken(proposal.line.id, batch, typed) {
        let taken: Vec<&str> = own.iter().filter(|b| !b.take.is_zero()).map(|b| b.number.as_str()).collect();
        return Err(wrong(named.told(|l, name| text::scan_other_batch(l, number, name, taken.join(", ")))));
    }
    Ok((proposal.line.id, Some(batch.batch)))
}

/// Whether the form, or the proposal where nothing was typed, takes from the batch.
fn is_taken(line: PrescriptionLineId, batch: &Offered, (form, lang): (&Form, Lang)) -> bool {
    let name = crate::takings::input_name(line, batch.batch);
    if !form.has(&name) {
        return !batch.take.is_zero();
    }
    Quantity::parse(form.text(&name), lang).is_ok_and(|quantity| !quantity.is_zero())
}

/// How far a line is confirmed by the scanner.
pub fn is_scanned(proposal: &Proposal, scans: &[Scanned]) -> bool {
    let mut own = scans.iter().filter(|s| s.line == proposal.line.id).peekable();
    if own.peek().is_none() {
        return false;
    }
    let batches: Vec<Option<BatchId>> = own.map(|s| s.batch).collect();
    let mut taken = proposal.batches.iter().filter(|b| !b.take.is_zero());
    batches.contains(&None) || taken.all(|b| batches.contains(&Some(b.batch)))
}

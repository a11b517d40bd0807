//! What a clinician does with the data of medicine safety.

use crate::text;
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::safety::{self, List, RowError};

/// So many wrong lines are told at once.
const TOLD_MAX: usize = 12;

/// Stands behind a line as it is now.
pub fn confirm(tx: &mut Tx<'_>, who: &Who, form: &Form) -> Result<(), Stop> {
    let list = List::parse(form.text("list")).ok_or(Stop::Missing)?;
    safety::confirm(tx, who, list, form.text("line"))
}

/// Takes a clinic's own list in, or tells every wrong line and changes nothing.
pub fn import(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let list = List::parse(form.text("list")).ok_or(Stop::Missing)?;
    let mut fields = Fields::new(form, lang);
    let as_of = fields.required_day("as_of");
    if as_of.is_some_and(|day| day > who.day_of(tx.now())) {
        fields.refuse("as_of", text::import_future_say());
    }
    fields.check()?;
    let Some(as_of) = as_of else { return Err(Stop::Missing) };
    match safety::import(tx, who, list, form.text("content"), as_of)? {
        Ok(_) => Ok(()),
        Err(wrong) => Err(Refusal::field("content", told(&wrong)).into()),
    }
}

fn told(wrong: &[RowError]) -> Say {
    let listed = |l: Lang| {
        let line = |error: &RowError| text::import_line(l, error.line, error.reason.to(l));
        let mut lines: Vec<String> = wrong.iter().take(TOLD_MAX).map(line).collect();
        if let Some(more) = wrong.len().checked_sub(TOLD_MAX).filter(|more| *more > 0) {
            lines.push(text::import_more(l, more));
        }
        text::import_nothing(l, lines.join(" "))
    };
    Say::new(listed(Lang::Vi), listed(Lang::En))
}

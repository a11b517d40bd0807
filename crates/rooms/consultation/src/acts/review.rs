use bricks::id::VisitId;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::Form;
use papers::order::Shown;
use papers::{order, prescription, visit};

/// The results as the page showed them; what is none is passed over.
pub(super) fn seen(form: &Form) -> Vec<Shown> {
    form.all("seen").filter_map(Shown::parse).collect()
}

/// The doctor has seen what the pharmacy does not give, as the page showed it.
pub fn see_refusals(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form) -> Result<(), Stop> {
    let visit = visit::by_id(tx, who.branch, id)?;
    let shown = form.text("shown").parse().map_err(|_| Stop::Missing)?;
    prescription::see_refusals(tx, who, visit.id, shown)
}

/// The doctor has seen results that came after the visit: those that the page showed, as it showed them, and no others.
pub fn review(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form) -> Result<(), Stop> {
    let visit = visit::by_id(tx, who.branch, id)?;
    order::review(tx, who, visit.id, &seen(form))?;
    Ok(())
}

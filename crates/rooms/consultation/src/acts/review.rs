use bricks::id::{OrderId, VisitId};
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::Form;
use papers::{order, visit};

/// The results that the page showed; what is no id is passed over.
pub(super) fn seen(form: &Form) -> Vec<OrderId> {
    form.all("seen").filter_map(|id| id.parse().ok()).collect()
}

/// The doctor has seen results that came after the visit: those that the page showed, and no others.
pub fn review(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form) -> Result<(), Stop> {
    let visit = visit::by_id(tx, who.branch, id)?;
    order::review(tx, who, visit.id, &seen(form))?;
    Ok(())
}

//! What a page needs, gathered statement by statement within one snapshot.

use crate::rules::{Offered, Proposal, propose_all};
use crate::store::{self, Given, Head, Listed};
use bricks::id::PrescriptionId;
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::access::{Permission, Who};
use ground::db::{Stop, Tx};
use ground::web::Face;
use papers::batch;
use papers::prescription::{self, Line, State};
use papers::safety::{self, Checked};

/// The queue, with the prescription that is open beside it.
pub struct Queue {
    pub rows: Vec<Listed>,
    pub current: Option<PrescriptionId>,
}

/// The room with nothing chosen.
pub struct Overview {
    pub queue: Queue,
    pub today: Vec<Listed>,
}

/// All that a prescription's page shows.
pub struct PrescriptionPage {
    pub queue: Queue,
    pub head: Head,
    /// What is proposed, or what was given.
    pub lines: Vec<Proposal>,
    /// What the medicine rules say today, and why the doctor went on.
    pub safety: Checked,
    /// The prescription to go on with when this one is closed.
    pub next: Option<(PrescriptionId, String)>,
}

impl PrescriptionPage {
    /// Whether it waits to be given out, and who looks may do that.
    pub fn is_dispensable(&self, face: &Face) -> bool {
        self.head.state == State::Issued && face.may(Permission::Dispense)
    }

    /// Whether some medicine is not there in full.
    pub fn is_short(&self) -> bool {
        self.lines.iter().any(|p| !p.missing.is_zero())
    }

    /// What all medicines cost today.
    pub fn total(&self) -> Money {
        let amounts = self.lines.iter().filter_map(|p| p.line.price.times(p.line.quantity));
        Money::sum(amounts).unwrap_or(Money::ZERO)
    }
}

/// The queue of the branch.
pub fn queue(tx: &mut Tx<'_>, who: &Who, current: Option<PrescriptionId>) -> Result<Queue, Stop> {
    Ok(Queue { rows: store::waiting(tx, who.branch)?, current })
}

/// The queue and what was given out today.
pub fn overview(tx: &mut Tx<'_>, who: &Who, current: Option<PrescriptionId>) -> Result<Overview, Stop> {
    let midnight = who.zone().instant_of(who.day_of(tx.now()), 0);
    Ok(Overview { queue: queue(tx, who, current)?, today: store::dispensed_since(tx, who.branch, midnight)? })
}

/// A prescription's page; `Stop::Missing` for another branch's.
pub fn prescription_page(tx: &mut Tx<'_>, who: &Who, id: PrescriptionId) -> Result<PrescriptionPage, Stop> {
    let head = store::head(tx, who.branch, id)?;
    let lines = prescription::lines(tx, id)?;
    let lines = match head.state {
        State::Issued | State::Draft => {
            let today = who.day_of(tx.now());
            propose_all(lines, &batch::available_for(tx, who.branch, id, today)?, today)
        }
        State::Dispensed | State::Cancelled => given_for(lines, &store::given(tx, id)?),
    };
    let safety = safety::look(tx, who, head.patient, Some(id))?;
    let next = if head.state == State::Issued { None } else { store::next(tx, who.branch)? };
    Ok(PrescriptionPage { queue: queue(tx, who, Some(id))?, head, lines, safety, next })
}

fn given_for(lines: Vec<Line>, given: &[Given]) -> Vec<Proposal> {
    let batches = |line: &Line| given.iter().filter(|g| g.line == line.id).map(offered).collect();
    lines.into_iter().map(|line| Proposal { batches: batches(&line), missing: Quantity::ZERO, line }).collect()
}

fn offered(given: &Given) -> Offered {
    Offered {
        batch: given.batch,
        number: given.number.clone(),
        expires_on: given.expires_on,
        on_hand: given.on_hand,
        take: given.quantity,
    }
}

//! What a page needs, gathered statement by statement within one snapshot.

use crate::acts::{checked_since, is_controlled, is_over};
use crate::acts_back;
use crate::review::{self, Reviewed};
use crate::store::{self, Head, Listed};
use crate::store_given::{self, Given, Handing, Pause, Refused, Returned};
use crate::store_scan::{self, Scanned};
use crate::takings::{Offered, Product, Proposal, Stock, propose_all};
use bricks::id::{DispenseId, PrescriptionId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use bricks::say::Say;
use ground::access::{Permission, Who};
use ground::db::{Stop, Tx};
use ground::web::Face;
use papers::background::{self, Stopped};
use papers::batch;
use papers::prescription::{self, Line, State};
use papers::refund;
use papers::safety::{self, Checked, Finding};

/// The queue, with the prescription that is open beside it.
pub struct Queue {
    pub rows: Vec<Listed>,
    pub current: Option<PrescriptionId>,
}

/// The room with nothing chosen.
pub struct Overview {
    pub queue: Queue,
    pub today: Vec<Listed>,
    /// Handed over in part: the remainder is collected later.
    pub remainder: Vec<Listed>,
}

/// All that a prescription's page shows.
pub struct PrescriptionPage {
    pub queue: Queue,
    pub head: Head,
    /// What is proposed of the remainder, or what was given.
    pub lines: Vec<Proposal>,
    pub story: Story,
    /// What the record says is taken no longer.
    pub stopped: Vec<Stopped>,
    pub scans: Vec<Scanned>,
    pub pauses: Vec<Pause>,
    /// Somebody else looked at the controlled medicines, and who did.
    pub second_person: Option<String>,
    /// It can no longer be collected.
    pub is_over: bool,
    /// What is on the bill before it is given out, and not given yet.
    pub reviewed: Vec<Reviewed>,
    /// The branch gives medicines out only once they are paid.
    pub pays_first: bool,
    /// What the medicine rules say today, and why the doctor went on.
    pub safety: Checked,
    /// What the cashier still has to give back for medicines of the visit.
    pub goes_back: Money,
    /// The prescription to go on with when this one is closed.
    pub next: Option<(PrescriptionId, String)>,
}

/// What was done with a prescription so far.
#[derive(Default)]
pub struct Story {
    pub handings: Vec<Handing>,
    pub given: Vec<Given>,
    pub refused: Vec<Refused>,
    pub returns: Vec<Returned>,
}

/// One handing over with what can be done about it.
pub struct HandingPage {
    pub queue: Queue,
    pub head: Head,
    pub handing: Handing,
    pub given: Vec<Given>,
    pub returns: Vec<Returned>,
    /// What the cashier still has to give back for medicines of the visit.
    pub goes_back: Money,
    /// By which document how much of which given row came back.
    pub brought: Vec<(i64, i64, Quantity)>,
    /// Something of it is paid, so that it comes back as a return only.
    pub is_paid: bool,
}

impl PrescriptionPage {
    /// Whether something of it is still to be given, whoever looks.
    pub fn is_open(&self) -> bool {
        matches!(self.head.state, State::Issued | State::Partial)
    }

    /// Whether it waits to be given out, and who looks may do that.
    pub fn is_dispensable(&self, face: &Face) -> bool {
        self.is_open()
            && face.may(Permission::Dispense)
            && !self.is_over
            && self.open_pause().is_none()
            && !self.waits_for_payment()
    }

    /// It is on the bill, and not paid.
    pub fn waits_for_payment(&self) -> bool {
        self.is_open() && self.reviewed.iter().any(|row| !row.paid)
    }

    /// It was reviewed, and is paid.
    pub fn is_paid(&self) -> bool {
        !self.reviewed.is_empty() && self.reviewed.iter().all(|row| row.paid)
    }

    /// It goes on the bill before it is given out.
    pub fn needs_review(&self) -> bool {
        self.is_open() && self.pays_first && self.reviewed.is_empty()
    }

    /// Something that a finding is about is still to be given.
    pub fn waits(&self, finding: &Finding) -> bool {
        let mut about = self.safety.new_lines(finding);
        about.any(|of| self.lines.iter().any(|each| each.line.id == of && !each.line.remainder().is_zero()))
    }

    /// What is said of a line that is stopped and still to be given.
    pub fn stop_of(&self, line: &Line) -> Option<&Stopped> {
        self.stopped.iter().find(|stopped| stopped.line == line.id && !line.remainder().is_zero())
    }

    /// Why the pharmacy waits now.
    pub fn open_pause(&self) -> Option<&Pause> {
        self.pauses.last().filter(|pause| pause.ended_at.is_none())
    }

    /// Whether some of it takes two persons.
    pub fn is_controlled(&self) -> bool {
        self.lines.iter().any(|p| is_controlled(&p.line))
    }

    /// What all medicines cost today.
    pub fn total(&self) -> Money {
        let given = |line: &Line| line.quantity.sub(line.declined).unwrap_or(line.quantity);
        let amounts = self.lines.iter().filter_map(|p| p.line.price.times(given(&p.line)));
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
    Ok(Overview {
        queue: queue(tx, who, current)?,
        today: store::dispensed_since(tx, who.branch, midnight)?,
        remainder: store::remainder(tx, who.branch)?,
    })
}

/// A prescription's page; `Stop::Missing` for another branch's.
pub fn prescription_page(tx: &mut Tx<'_>, who: &Who, id: PrescriptionId) -> Result<PrescriptionPage, Stop> {
    let (head, today) = (store::head(tx, who.branch, id)?, who.day_of(tx.now()));
    let is_open = matches!(head.state, State::Issued | State::Partial);
    let lines = prescription::lines(tx, id)?;
    let story = match head.state {
        State::Partial | State::Dispensed => story(tx, id)?,
        State::Draft | State::Issued | State::Cancelled => Story::default(),
    };
    let lines = match head.state {
        State::Issued | State::Draft | State::Partial => propose_all(lines, &stock(tx, who, id)?, today),
        State::Dispensed | State::Cancelled => given_for(lines, &story),
    };
    let reviewed: Vec<Reviewed> = if is_open {
        review::reviewed(tx, id)?.into_iter().filter(|row| !row.left().is_zero()).collect()
    } else {
        Vec::new()
    };
    let lines = if reviewed.is_empty() { lines } else { lines.into_iter().map(|p| capped(p, &reviewed)).collect() };
    let second_person = if lines.iter().any(|p| is_controlled(&p.line)) {
        let checked = store_given::checked(tx, id, checked_since(tx.now()))?;
        checked.into_iter().find(|(staff, ..)| *staff != who.staff).map(|(_, name, _)| name)
    } else {
        None
    };
    Ok(PrescriptionPage {
        queue: queue(tx, who, Some(id))?,
        scans: if is_open { store_scan::scans(tx, id)? } else { Vec::new() },
        stopped: if is_open { background::stopped(tx, id)? } else { Vec::new() },
        pauses: store_given::pauses(tx, id)?,
        pays_first: review::pays_first(tx, who.branch)?,
        reviewed,
        safety: safety::look(tx, who, head.patient, Some(id))?,
        goes_back: refund::of_medicines(tx, head.visit)?,
        next: if is_open { None } else { store::next(tx, who.branch)? },
        is_over: head.issued_at.is_some_and(|at| is_over(head.state, who.day_of(at), today)),
        head,
        lines,
        story,
        second_person,
    })
}

/// No more is proposed than was reviewed.
fn capped(mut proposal: Proposal, reviewed: &[Reviewed]) -> Proposal {
    let mut left = review::left_of(reviewed, &proposal.line);
    for batch in proposal.batches.iter_mut().filter(|batch| batch.instead.is_none()) {
        batch.take = batch.take.min(left);
        left = left.sub(batch.take).unwrap_or(Quantity::ZERO);
    }
    proposal
}

/// What the shelves hold for a prescription today.
pub fn stock(tx: &mut Tx<'_>, who: &Who, id: PrescriptionId) -> Result<Stock, Stop> {
    let today = who.day_of(tx.now());
    Ok(Stock {
        available: batch::available_for(tx, who.branch, id, today)?,
        substitutes: batch::substitutes_for(tx, who.branch, id, today)?,
    })
}

fn story(tx: &mut Tx<'_>, id: PrescriptionId) -> Result<Story, Stop> {
    Ok(Story {
        handings: store_given::handings(tx, id)?,
        given: store_given::given(tx, id)?,
        refused: store_given::refused(tx, id)?,
        returns: store_given::returns(tx, id)?,
    })
}

/// One handing over; `Stop::Missing` for another branch's.
pub fn handing_page(tx: &mut Tx<'_>, who: &Who, id: DispenseId) -> Result<HandingPage, Stop> {
    let of = store_given::prescription_of(tx, who.branch, id)?;
    let story = story(tx, of)?;
    let handing = story.handings.into_iter().find(|handing| handing.id == id).ok_or(Stop::Missing)?;
    let head = store::head(tx, who.branch, of)?;
    let returns: Vec<Returned> = story.returns.into_iter().filter(|returned| returned.dispense == id).collect();
    let mut brought = Vec::new();
    for document in &returns {
        let lines = store_given::return_lines(tx, document.id)?;
        brought.extend(lines.into_iter().map(|(line, _, quantity)| (document.id, line, quantity)));
    }
    let given: Vec<Given> = story.given.into_iter().filter(|given| given.dispense == id).collect();
    Ok(HandingPage {
        brought,
        queue: queue(tx, who, Some(of))?,
        goes_back: refund::of_medicines(tx, head.visit)?,
        is_paid: acts_back::is_paid(tx, &given)?,
        head,
        handing,
        given,
        returns,
    })
}

fn given_for(lines: Vec<Line>, story: &Story) -> Vec<Proposal> {
    let stands = |of: DispenseId| story.handings.iter().any(|h| h.id == of && h.undone_at.is_none());
    let batches = |line: &Line| {
        let own = story.given.iter().filter(|g| g.line == line.id && stands(g.dispense));
        own.map(|given| offered(given, line)).collect()
    };
    lines.into_iter().map(|line| Proposal { batches: batches(&line), missing: Quantity::ZERO, line }).collect()
}

fn offered(given: &Given, line: &Line) -> Offered {
    Offered {
        batch: given.batch,
        number: given.number.clone(),
        expires_on: given.expires_on,
        on_hand: given.on_hand,
        take: given.quantity,
        instead: (given.medicine != line.medicine).then(|| Product {
            medicine: given.medicine,
            name: Say::new(given.name(Lang::Vi), given.name(Lang::En)),
            price: Money::ZERO,
        }),
    }
}

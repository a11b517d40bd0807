use super::amendment::Amending;
use super::queue_next::{call_again, call_icon, next_form};
use super::{banner, footer, history, note, orders, prescription, question, refusals, spark, visit_path};
use crate::acts::Taken as TakenText;
use crate::store::{Aside, Diagnosed, Earlier, Found, Head, LineRow, OfferedTemplate, OrderRow, Picture, Taken, Value};
use crate::text;
use bricks::clock::Instant;
use bricks::id::{OrderId, VisitId};
use bricks::say::Say;
use ground::access::Permission;
use ground::html::{Attempt, Button, Look, Size, icon_small};
use ground::web::{Face, Present, Seen};
use maud::{Markup, html};
use papers::journey::{Facts, Station};
use papers::note::is_open_to;
use papers::prescription::{NotGiven, Question};
use papers::queue::{self, Queues};
use papers::visit::{Priority, State};

/// Everything on the doctor's page.
pub struct Chart {
    pub head: Head,
    pub taken: Vec<Taken>,
    pub diagnoses: Vec<Diagnosed>,
    pub earlier: Vec<Earlier>,
    pub found: Vec<Found>,
    pub orders: Vec<OrderRow>,
    pub values: Vec<Value>,
    pub pictures: Vec<Picture>,
    /// What vaccinations of the visit gave.
    pub doses: Vec<papers::vaccination::Dose>,
    /// What speaks today against those that are still to be given.
    pub foreseen: Vec<(OrderId, Vec<Say>)>,
    pub lines: Vec<LineRow>,
    /// What the law asks about the prescription.
    pub legal: papers::prescription::Legal,
    /// Prescriptions ready for the diagnoses.
    pub templates: Vec<OfferedTemplate>,
    /// What was signed, the first one first; empty while the note is a draft.
    pub versions: Vec<papers::note::Version>,
    /// What the reader typed and could not save.
    pub asides: Vec<Aside>,
    /// The reader's own amendment that is not signed yet.
    pub amending: Option<Amending>,
    /// Who else has the page open.
    pub present: Present,
    /// The line of the doctor who looks, for those who have one.
    pub line: Option<Queues>,
    /// What the pharmacy asks the doctors.
    pub questions: Vec<Question>,
    /// What it asks about this prescription.
    pub question: Option<Question>,
    /// What the pharmacy did not give of the prescription.
    pub refusals: Vec<NotGiven>,
    /// The lines of earlier prescriptions of the visit, in whose place this one was written.
    pub replaced: Vec<LineRow>,
    /// What the medicine rules say; not asked where only the way on is drawn.
    pub safety: Option<papers::safety::Checked>,
    /// Free starts offered in place of the follow-up that was refused.
    pub offers: Vec<Instant>,
}

impl Chart {
    /// The head alone.
    pub fn bare(head: Head) -> Chart {
        Chart {
            head,
            taken: Vec::new(),
            diagnoses: Vec::new(),
            earlier: Vec::new(),
            found: Vec::new(),
            orders: Vec::new(),
            values: Vec::new(),
            pictures: Vec::new(),
            doses: Vec::new(),
            foreseen: Vec::new(),
            lines: Vec::new(),
            templates: Vec::new(),
            legal: papers::prescription::Legal::default(),
            versions: Vec::new(),
            asides: Vec::new(),
            amending: None,
            present: Present::default(),
            line: None,
            questions: Vec::new(),
            question: None,
            refusals: Vec::new(),
            replaced: Vec::new(),
            safety: None,
            offers: Vec::new(),
        }
    }

    /// The facts as they are now.
    pub fn facts(&self) -> Facts {
        let count = |state| self.orders.iter().filter(|o| o.state == state).count();
        let open = count(papers::order::State::Ordered) + count(papers::order::State::Started);
        let done = count(papers::order::State::Done);
        let whole = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        Facts {
            state: self.head.state,
            vitals_taken: self.taken.iter().any(|t| t.visit == self.head.id),
            orders_open: whole(open),
            orders_done: whole(if self.head.state == State::Finished { self.late().count() } else { done }),
            prescription: self.head.prescription_state,
            due: self.head.due,
            owes: self.head.owes,
        }
    }

    /// The results that no doctor has seen.
    pub fn unseen(&self) -> impl Iterator<Item = &OrderRow> {
        self.orders.iter().filter(|o| o.state == papers::order::State::Done && o.reviewed_at.is_none())
    }

    /// Those of them that wait for a doctor's eye after the visit.
    pub fn late(&self) -> impl Iterator<Item = &OrderRow> {
        self.orders.iter().filter(|o| o.waits_for_a_look())
    }

    /// Where the patient goes when the doctor finishes now.
    pub fn after_finishing(&self) -> Station {
        let issued = (!self.lines.is_empty()).then_some(papers::prescription::State::Issued);
        let facts = Facts { state: State::Finished, prescription: issued, orders_done: 0, ..self.facts() };
        facts.station()
    }
}

/// A form of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Note,
    /// The choice between two texts.
    Aside,
    Diagnoses,
    Orders,
    Prescription,
    Template,
    Child,
    Override,
    Allergies,
    Facts,
    FollowUp,
    Closure,
    Withdrawal,
    Amendment,
    HandOver,
    /// The answer to the pharmacy.
    Question,
}

/// The form that was refused, if one was, with what had been typed into it.
#[derive(Debug, Clone)]
pub struct Tried {
    pub part: Option<Part>,
    pub attempt: Attempt,
    /// Which of two texts was taken a moment ago.
    pub taken: Option<TakenText>,
    none: Attempt,
}

impl Tried {
    pub fn nothing() -> Tried {
        Tried { part: None, attempt: Attempt::none(), taken: None, none: Attempt::none() }
    }

    /// Nothing was refused; one of two texts was taken a moment ago.
    pub fn taken(taken: Option<TakenText>) -> Tried {
        Tried { taken, ..Tried::nothing() }
    }

    pub fn at(part: Part, attempt: Attempt) -> Tried {
        Tried { part: Some(part), attempt, taken: None, none: Attempt::none() }
    }

    /// What was typed into this form.
    pub fn of(&self, part: Part) -> &Attempt {
        if self.part == Some(part) { &self.attempt } else { &self.none }
    }
}

/// What every part of the page is drawn from.
#[derive(Clone, Copy)]
pub(super) struct Desk<'a> {
    pub face: &'a Face,
    pub chart: &'a Chart,
    pub tried: &'a Tried,
}

impl Desk<'_> {
    /// Whether this person may write on this chart now.
    pub fn writes(self) -> bool {
        self.face.may(Permission::Consult) && self.chart.head.state == State::InRoom
    }

    /// Whether this person may write the prescription now: also who took it back, or began another one, after finishing.
    pub fn prescribes(self) -> bool {
        self.writes() || self.writes_after()
    }

    /// Whether another prescription may be begun: the pharmacy declined something of the one that counts, or there is none. One that a
    /// colleague began so is gone on with.
    pub fn may_begin_after(self) -> bool {
        use papers::prescription::State::{Cancelled, Dispensed, Draft};
        let head = &self.chart.head;
        self.face.may(Permission::Consult)
            && head.state == State::Finished
            && match head.prescription_state {
                None | Some(Cancelled) => head.day == self.face.today(),
                Some(Draft) => head.prescription_late_by.is_some_and(|by| by != self.face.who.staff),
                state => state == Some(Dispensed) && head.prescription_declined,
            }
    }

    /// Whether the pharmacy still owes something of the finished visit's prescription: it is replaced when that is closed.
    pub fn is_open_after(self) -> bool {
        let head = &self.chart.head;
        self.face.may(Permission::Consult)
            && head.state == State::Finished
            && head.prescription_state == Some(papers::prescription::State::Partial)
    }

    /// Whether this person writes the prescription of the finished visit, took it back or began it then, and has to sign it.
    pub fn writes_after(self) -> bool {
        let head = &self.chart.head;
        self.face.may(Permission::Consult)
            && head.state == State::Finished
            && head.prescription_state == Some(papers::prescription::State::Draft)
            && head.prescription_late_by == Some(self.face.who.staff)
    }

    /// Whether this person may try to take the signed prescription back; the pharmacy may have been faster.
    pub fn takes_back(self) -> bool {
        let head = &self.chart.head;
        self.face.may(Permission::Consult)
            && head.state == State::Finished
            && match head.prescription_state {
                Some(papers::prescription::State::Issued) => true,
                // Of what is bought elsewhere the pharmacy gives nothing.
                Some(papers::prescription::State::Dispensed) => self.chart.lines.iter().all(|line| line.outside),
                _ => false,
            }
            && head.prescription_issued_by == Some(self.face.who.staff)
    }

    /// Whether this person may write the note and its diagnoses: also when the desk closed the visit before its author signed.
    pub fn writes_note(self) -> bool {
        let head = &self.chart.head;
        self.face.may(Permission::Consult)
            && is_open_to(self.face.who.staff, head.state, head.note_author, head.note_signed.is_some())
    }

    /// Whether this person may amend what was signed.
    pub fn amends(self) -> bool {
        self.face.may(Permission::Consult) && self.chart.head.note_signed.is_some()
    }
}

/// The doctor's page.
pub fn page(face: &Face, chart: &Chart, tried: &Tried) -> Seen {
    let desk = Desk { face, chart, tried };
    Seen {
        title: text::chart_title(face.lang).to_owned(),
        room: "consultation",
        top: top(desk),
        main: html! {
            (banner::banner(desk))
            div.doc {
                (history::pane(desk))
                section.scroll aria-label=(text::chart_note(face.lang)) tabindex="-1" { (note::column(desk)) }
                (right(desk))
            }
            (footer::footer(desk))
            (outer_forms(desk))
        },
    }
}

/// What follows the visit and the patient while the page is open, each under its own id.
pub fn parts(face: &Face, chart: &Chart) -> Markup {
    let desk = Desk { face, chart, tried: &Tried::nothing() };
    html! {
        (banner::moving(desk))
        (spark::trends(desk))
        (note::moving(desk))
        (orders::list(desk))
        (prescription::list(desk))
        (question::asked(desk))
        (refusals::told(desk))
        (footer::way_on(desk))
    }
}

/// What the acts of the page's forms change, with the forms themselves.
pub fn acted(face: &Face, chart: &Chart) -> Markup {
    let desk = Desk { face, chart, tried: &Tried::nothing() };
    html! {
        (banner::moving(desk))
        (note::column(desk))
        (right(desk))
        (footer::footer(desk))
        (outer_forms(desk))
    }
}

fn right(desk: Desk<'_>) -> Markup {
    let l = desk.face.lang;
    html! {
        section.pane.rgt aria-label=(text::chart_plan(l)) {
            div.scroll.sp tabindex="0" role="region" aria-label=(text::chart_plan(l)) {
                (question::asked(desk))
                (refusals::told(desk))
                (orders::list(desk))
                @if desk.writes() { (orders::form(desk)) }
                (prescription::list(desk))
            }
            @if desk.prescribes() { (prescription::form(desk)) }
        }
    }
}

/// Forms that the diagnoses inside the note belong to: a form cannot stand inside another one.
fn outer_forms(desk: Desk<'_>) -> Markup {
    let (face, id) = (desk.face, desk.chart.head.id);
    let form = |name: &str, part: &str| {
        html! {
            form id=(name) method="post" action=(visit_path(id, part)) data-guard data-target="#dx #rx #finish" hidden {
                input type="hidden" name="key" value=(face.key);
            }
        }
    };
    html! {
        @if desk.writes_note() { (form("dx-add", "diagnoses")) (form("dx-remove", "diagnoses/removal")) (form("dx-change", "diagnoses/change")) }
    }
}

/// Beside the heading: the way back to the queue, another call for who does not come, and the next patient; follows the
/// queue.
fn top(desk: Desk<'_>) -> Markup {
    next(desk.face, desk.chart.head.id, desk.chart.line.as_ref(), &desk.chart.questions)
}

/// How many wait for this doctor, and the next of them.
pub fn next(face: &Face, id: VisitId, line: Option<&Queues>, questions: &[Question]) -> Markup {
    let l = face.lang;
    let places = line.iter().flat_map(|queues| &queues.lines).flat_map(|line| &line.places);
    let first = places.clone().next().filter(|place| place.visit != id);
    html! {
        div.row.g1 #next data-live="queue" data-src=(visit_path(id, "next")) {
            a.btn.sm.g href="/consultation" { (icon_small("list-ordered")) (text::chart_queue(l)) " " b.num { (places.count()) } }
            (question::sign(face, questions))
            @if let Some((queues, inside)) = line.and_then(|queues| Some((queues, queues.inside(id)?))) {
                (call_again(face, inside, queues.rule.calls_max, false))
            }
            @if let Some(place) = first {
                @let look = if place.priority == Priority::Emergency { Look::Danger } else { Look::Normal };
                (next_form(face, place, Button { text: &text::queue_call_ticket(l, &place.ticket), icon: call_icon(place), look, size: Size::Small, kbd: "Alt G", key: "Alt+G", ..Button::default() }))
                @if place.priority == Priority::Emergency { span.vh { (queue::priority_text(place.priority, l)) } }
            }
        }
    }
}

use super::queue_next::{call_again, next_pane};
use super::{question, refusals, sex_and_age, station_chip, visit_path};
use crate::store::{Done, Late, Taken, Unsigned, Waiting, of_visit};
use crate::text;
use crate::{alarm, rules};
use bricks::clock::{show_day_short, show_time};
use bricks::id::VisitId;
use bricks::lang::Lang;
use ground::access::Permission;
use ground::catalog::in_lang;
use ground::html::parts::Part;
use ground::html::{Attempt, Button, Look, Size, general_error, icon_small, parts, post_form};
use ground::people::Sex;
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::journey::Station;
use papers::prescription::{NotGiven, Question};
use papers::queue::{self, Place, Queues, Wait};
use papers::visit::{Priority, show_ticket};

/// Who is in the house, and who was seen today.
pub struct Queue {
    pub rows: Vec<Waiting>,
    /// What was measured of them, the last first.
    pub taken: Vec<Taken>,
    /// Finished visits with results that no doctor has seen.
    pub late: Vec<Late>,
    /// Notes that wait for the reader's signature.
    pub unsigned: Vec<Unsigned>,
    /// Prescriptions that the reader took back.
    pub late_drafts: Vec<Unsigned>,
    /// What the pharmacy asks.
    pub questions: Vec<Question>,
    /// What the pharmacy did not give and no doctor has seen.
    pub refusals: Vec<NotGiven>,
    /// Who is called when.
    pub queues: Queues,
    pub done: Vec<Done>,
    /// Everybody's patients, not the doctor's own alone.
    pub all: bool,
}

/// The screen of the waiting patients.
/// `finished` is the visit whose finishing led here, with where its patient goes.
pub fn page(face: &Face, queue: &Queue, finished: Option<(VisitId, Station)>, attempt: &Attempt) -> Seen {
    let l = face.lang;
    Seen {
        title: text::queue_title(l).to_owned(),
        room: "consultation",
        top: html! {},
        main: html! {
            @if attempt.refusal.is_some() { div.strip { (general_error(attempt, l)) } }
            @if let Some((visit, station)) = finished { (done_toast(l, queue, visit, station)) }
            (fragment(face, queue))
        },
    }
}

fn done_toast(l: Lang, queue: &Queue, visit: VisitId, station: Station) -> Markup {
    html! {
        @for done in queue.done.iter().filter(|done| done.id == visit) {
            @let ticket = show_ticket(&done.ticket_prefix, done.ticket_number);
            div.strip { (parts::toast("circle-check", &text::finish_done(l, &done.name, station.text(l), ticket), html! {})) }
        }
    }
}

/// The part of it that follows the house.
pub fn fragment(face: &Face, queue: &Queue) -> Markup {
    let rows = sorted(face, queue);
    let source = if queue.all { "/consultation/queue?all=1" } else { "/consultation/queue" };
    html! {
        div.rec #consultation-queue data-live="queue orders" data-src=(source) data-every="60" {
            (done_pane(face, queue))
            section.pane aria-label=(text::queue_title(face.lang)) {
                (tool_bar(face, queue, rows.len()))
                (alarms(face, queue, &rows))
                div.scroll.sp tabindex="0" role="region" aria-label=(text::queue_title(face.lang)) {
                    @if rows.is_empty() { (nobody(face, queue)) } @else { (table(face, queue, &rows)) }
                }
            }
            (next_pane(face, queue, &rows))
        }
    }
}

pub(super) fn calls_in(face: &Face) -> bool {
    face.may(Permission::Consult)
}

pub(super) fn is_own(face: &Face, row: &Waiting) -> bool {
    row.doctor_staff == Some(face.who.staff)
}

/// The rows shown, in the order in which they should be looked at. An emergency concerns every doctor: the own one may be away.
fn sorted<'a>(face: &Face, queue: &'a Queue) -> Vec<&'a Waiting> {
    let calls = calls_in(face);
    let shown = |row: &&Waiting| queue.all || !calls || is_own(face, row) || row.priority == Priority::Emergency;
    let mut rows: Vec<&Waiting> = queue.rows.iter().filter(shown).collect();
    rows.sort_by_key(|row| {
        let own = !calls || is_own(face, row);
        let place = queue.queues.place_of(row.id);
        rules::order(
            (own, row.priority == Priority::Emergency),
            station(queue, row),
            place.map(|p| p.number),
            row.since(),
            calls,
        )
    });
    rows
}

fn tool_bar(face: &Face, queue: &Queue, shown: usize) -> Markup {
    let l = face.lang;
    let count = |n: usize| i64::try_from(n).ok();
    let own = queue.rows.iter().filter(|row| is_own(face, row)).count();
    html! {
        div.tbar {
            @if calls_in(face) {
                (parts::segmented(text::queue_whose(l), &[
                    Part { text: text::queue_mine(l), href: "/consultation", current: !queue.all, count: count(own), ..Part::default() },
                    Part { text: text::queue_all(l), href: "/consultation?all=1", current: queue.all, count: count(queue.rows.len()), ..Part::default() },
                ]))
            } @else {
                b { (text::queue_waiting(l)) } (parts::badge(parts::Tone::Mute, shown))
            }
        }
    }
}

/// `HA 250/150 · SpO₂ 82` of who is in the house with alarming values.
pub(super) fn alarm_of(face: &Face, queue: &Queue, row: &Waiting) -> Option<String> {
    let taken = of_visit(&queue.taken, row.id)?;
    alarm::told(&taken, bricks::age::months(row.birth(), face.today()), face.lang)
}

/// Those whose values are alarming and who do not go before all others yet, with the act that lets them.
fn alarms(face: &Face, queue: &Queue, rows: &[&Waiting]) -> Markup {
    let l = face.lang;
    let open = rows.iter().filter(|row| row.priority != Priority::Emergency);
    html! {
        @for (row, told) in open.filter_map(|row| Some((row, alarm_of(face, queue, row)?))) {
            div.alert.k-bad role="alert" {
                (icon_small("siren"))
                div.grow { b { (show_ticket(&row.ticket_prefix, row.ticket_number)) " " (row.name) } " · " (told) }
                @if face.may(Permission::TakeVitals) {
                    (post_form(&visit_path(row.id, "emergency"), &face.key, html! {
                        (Button { text: text::alarm_put_first(l), icon: "siren", look: Look::Danger, size: Size::Small, submit: true, ..Button::default() })
                    }))
                }
            }
        }
    }
}

fn nobody(face: &Face, queue: &Queue) -> Markup {
    let l = face.lang;
    let others = queue.rows.len();
    let action = html! {
        @if others > 0 && !queue.all {
            (Button { text: text::queue_all(l), href: "/consultation?all=1", ..Button::default() })
        }
    };
    parts::empty("coffee", text::queue_empty(l), text::queue_empty_hint(l), action)
}

fn table(face: &Face, queue: &Queue, rows: &[&Waiting]) -> Markup {
    let l = face.lang;
    html! {
        table.tbl {
            thead { tr {
                th scope="col" { (text::queue_ticket(l)) }
                th scope="col" { (text::queue_patient(l)) }
                th scope="col" { (text::queue_reason(l)) }
                th scope="col" { (text::queue_where(l)) }
                th.r scope="col" { (text::queue_minutes(l)) }
                th scope="col" { span.vh { (text::queue_actions(l)) } }
            } }
            tbody { @for row in rows { (table_row(face, queue, row)) } }
        }
    }
}

/// Where the patient is; who was called back in with results is in the room.
pub(super) fn station(queue: &Queue, row: &Waiting) -> Station {
    match row.station() {
        Station::DoctorWithResults if queue.queues.place_of(row.id).is_none() => Station::InRoom,
        station => station,
    }
}

fn table_row(face: &Face, queue: &Queue, row: &Waiting) -> Markup {
    let l = face.lang;
    let sex = Sex::parse(&row.sex_code).unwrap_or(Sex::Other);
    let reason = if row.reason.is_empty() { in_lang(l, &row.service_vi, &row.service_en) } else { &row.reason };
    let place = queue.queues.place_of(row.id);
    html! {
        tr {
            td { span.tkt { (show_ticket(&row.ticket_prefix, row.ticket_number)) } @if let Some(place) = place { div.sm.mut.nw { (text::queue_place(l, place.number)) } } }
            td.nm {
                b { (row.name) }
                div.sm.sub.nw { (sex_and_age(sex, row.birth(), face.today(), l)) }
                @if let Some(told) = alarm_of(face, queue, row) { div.sm.bad.b { (icon_small("activity")) " " (told) } } @else if !row.emergency_reason.is_empty() { div.sm.bad.b { (row.emergency_words(l)) } }
                @if let Some(place) = place { (priority_badge(place, l)) }
                (refusals::mark(face, &queue.refusals, row.id))
            }
            td { (reason) @if !is_own(face, row) { div.sm.mut { (row.doctor) " · " (row.room) } } }
            td { (station_chip(station(queue, row), l)) @if let Some(place) = place { div.sm.mut { (place.reason.text(l)) } } }
            td.r.nw { (waited(face, queue, row)) @if let Some(place) = place { div.sm.mut.num { (promised(place, l)) } } }
            td { div.row.g1 { span.sp {} (actions(face, queue, row)) } }
        }
    }
}

/// `Từ 80 tuổi` with its icon; nothing for everybody else.
pub(super) fn priority_badge(place: &Place, l: Lang) -> Markup {
    let tone = match place.priority {
        Priority::Emergency => parts::Tone::Bad,
        Priority::Pregnant => parts::Tone::Test,
        Priority::Elderly | Priority::YoungChild | Priority::Ordinary => parts::Tone::Info,
    };
    html! {
        @if place.priority != Priority::Ordinary {
            (parts::status(tone, queue::priority_icon(place.priority), queue::priority_text(place.priority, l)))
        }
    }
}

/// `~10–20′`.
pub(super) fn promised(place: &Place, l: Lang) -> String {
    text::queue_promised(l, place.promise.from_minutes, place.promise.to_minutes)
}

/// The minutes of waiting, amber and red past the limits; plain for who does not wait.
fn waited(face: &Face, queue: &Queue, row: &Waiting) -> Markup {
    let minutes = face.now.minutes_since(row.since()).max(0);
    let wait = queue.queues.place_of(row.id).map(|_| queue.queues.rule.wait(minutes));
    let (class, icon) = match wait {
        Some(Wait::TooLong) => ("num bad b nw", "clock-alert"),
        Some(Wait::Long) => ("num warn b nw", "clock"),
        Some(Wait::Short) | None => ("num nw", ""),
    };
    html! { span class=(class) { @if !icon.is_empty() { (icon_small(icon)) " " } (minutes) "′" } }
}

fn actions(face: &Face, queue: &Queue, row: &Waiting) -> Markup {
    let (l, calls) = (face.lang, calls_in(face));
    let waits = matches!(row.station(), Station::Vitals | Station::Doctor);
    let inside = queue.queues.inside(row.id).filter(|_| calls && is_own(face, row));
    html! {
        @if !calls {
            (Button { text: text::queue_vitals(l), icon: "activity", size: Size::Small, href: &visit_path(row.id, "vitals"), ..Button::default() })
        }
        @if let Some(inside) = inside { (call_again(face, inside, queue.queues.rule.calls_max, true)) }
        @if calls {
            (Button { text: text::queue_open(l), look: if waits { Look::Ghost } else { Look::Normal }, size: Size::Small, href: &visit_path(row.id, "chart"), ..Button::default() })
        }
        @if calls && waits {
            (post_form(&visit_path(row.id, "call"), &face.key, html! {
                (Button { text: text::queue_call(l), icon: "megaphone", size: Size::Small, submit: true, ..Button::default() })
            }))
        }
    }
}

fn done_pane(face: &Face, queue: &Queue) -> Markup {
    let l = face.lang;
    let shown = |d: &&Done| queue.all || !calls_in(face) || d.doctor_staff == Some(face.who.staff) || d.is_emergency();
    let done: Vec<&Done> = queue.done.iter().filter(shown).collect();
    html! {
        section.pane.lft aria-labelledby="done-h" {
            (question::pane(face, &queue.questions, queue.all))
            (refusals::pane(face, &queue.refusals, queue.all))
            (unsigned_pane(face, queue))
            (late_pane(face, queue))
            (parts::pane_header("done-h", text::queue_done(l), parts::badge(parts::Tone::Mute, done.len())))
            ol.scroll.sp tabindex="0" aria-label=(text::queue_done(l)) {
                @for row in &done {
                    li {
                        a.li href=(visit_path(row.id, "chart")) {
                            (parts::ticket(&show_ticket(&row.ticket_prefix, row.ticket_number)))
                            span.grow {
                                span { (row.name) }
                                @if row.is_emergency() { (worse(face, queue, row)) }
                                (refusals::mark(face, &queue.refusals, row.id))
                            }
                            span.num.sm.mut { (show_time(row.finished_at, face.zone())) }
                        }
                        @if row.is_emergency() && !row.is_back { div.pb { (seen_again(face, row.id)) } }
                    }
                }
            }
            @if done.is_empty() { p.pb.mut { (text::queue_done_none(l)) } }
        }
    }
}

/// Why somebody got worse after the consultation, and what was measured since.
fn worse(face: &Face, queue: &Queue, row: &Done) -> Markup {
    let l = face.lang;
    let taken = of_visit(&queue.taken, row.id);
    let alarming = taken.and_then(|t| alarm::told(&t, bricks::age::months(row.birth(), face.today()), l));
    html! {
        div.mt { (parts::status(parts::Tone::Bad, queue::priority_icon(row.priority), queue::priority_text(row.priority, l))) }
        @if !row.emergency_reason.is_empty() { div.sm.bad.b { (row.emergency_words(l)) } }
        @if let Some(told) = alarming { div.sm.bad.b { (icon_small("activity")) " " (told) } }
        @if row.is_back { div.sm.sub { (text::seen_again_waits(l)) } }
    }
}

/// The ways back of an emergency whom the doctor has finished with: measured again, and into a doctor's line.
pub(super) fn seen_again(face: &Face, id: VisitId) -> Markup {
    let l = face.lang;
    html! {
        @if face.may(Permission::TakeVitals) {
            div.row.w.g2 {
                (Button { text: text::vitals_again(l), icon: "activity", size: Size::Small, href: &visit_path(id, "vitals"), ..Button::default() })
                (post_form(&visit_path(id, "recall"), &face.key, html! {
                    (Button { text: text::see_again(l), icon: "undo-2", look: Look::Danger, size: Size::Small, submit: true, ..Button::default() })
                }))
            }
        }
    }
}

/// What the reader has to sign and nobody else may: notes whose visits the desk closed, and prescriptions taken back.
fn unsigned_pane(face: &Face, queue: &Queue) -> Markup {
    let l = face.lang;
    let row = |row: &Unsigned, icon: &str, said: &str| {
        html! {
            li { a.li.at href=(visit_path(row.id, "chart")) {
                (parts::ticket(&show_ticket(&row.ticket_prefix, row.ticket_number)))
                span.grow { b.tr { (row.name) } (parts::status(parts::Tone::Wait, icon, said)) }
                span.num.sm.mut { (show_day_short(row.day)) }
            } }
        }
    };
    let open = queue.unsigned.len() + queue.late_drafts.len();
    html! {
        @if open > 0 {
            (parts::pane_header("unsigned-h", text::queue_unsigned(l), parts::badge(parts::Tone::Wait, open)))
            ol aria-labelledby="unsigned-h" {
                @for one in &queue.unsigned { (row(one, "pencil", text::queue_unsigned_note(l))) }
                @for one in &queue.late_drafts { (row(one, "pill", text::queue_late_draft(l))) }
            }
        }
    }
}

/// Results that came after the visit lead back to the doctor until they were seen.
fn late_pane(face: &Face, queue: &Queue) -> Markup {
    let l = face.lang;
    let own = |row: &&Late| queue.all || row.doctor_staff == Some(face.who.staff);
    let late: Vec<&Late> = queue.late.iter().filter(own).filter(|_| calls_in(face)).collect();
    html! {
        @if !late.is_empty() {
            (parts::pane_header("late-h", text::queue_late(l), parts::badge(parts::Tone::Wait, late.len())))
            ol aria-labelledby="late-h" {
                @for row in late { li { a.li.at href=(visit_path(row.id, "chart")) {
                    (parts::ticket(&show_ticket(&row.ticket_prefix, row.ticket_number)))
                    span.grow {
                        b.tr { (row.name) }
                        @if row.alarming > 0 { (parts::status(parts::Tone::Bad, "siren", text::queue_late_alarming(l, row.alarming))) " " }
                        @if row.results > row.alarming { (parts::status(parts::Tone::Wait, "triangle-alert", text::queue_late_results(l, row.results - row.alarming))) }
                    }
                    span.num.sm.mut { (late_since(face, row)) }
                } } }
            }
        }
    }
}

/// The time of a visit of today, the day of an earlier one.
fn late_since(face: &Face, row: &Late) -> String {
    if row.day == face.today() { show_time(row.since, face.zone()) } else { show_day_short(row.day) }
}

use super::chart::{Desk, Part};
use super::history::{value_text, value_words};
use super::visit_path;
use crate::store::Value;
use crate::text;
use bricks::clock::{Instant, show_day};
use bricks::clock::{add_days, iso_day, show_day_short, show_time, weekday_name};
use bricks::lang::Lang;
use ground::access::Permission;
use ground::catalog::in_lang;
use ground::html::{
    Attempt, Button, Combobox, Field, Kind, Look, Size, Tone, alert, combobox, field, form::post_form_to, hidden,
    icon_small, parts, post_form,
};
use maud::{Markup, html};
use papers::journey::Station;
use papers::visit::{Priority, State};

/// Follow-up in so many days from today, by one click.
const IN_DAYS: [i64; 5] = [3, 5, 7, 14, 30];

/// The bar below: the follow-up, and the one way on.
pub(super) fn footer(desk: Desk<'_>) -> Markup {
    html! {
        footer.foot {
            (follow_up(desk))
            span.sp {}
            (hand_over(desk))
            (papers_link(desk))
            (way_on(desk))
        }
    }
}

/// The one way on; it follows the visit, because results change where the patient goes next.
pub(super) fn way_on(desk: Desk<'_>) -> Markup {
    let (l, head) = (desk.face.lang, &desk.chart.head);
    html! {
        div.col.g1 #finish data-live={ "visit-" (head.id) } data-src=(visit_path(head.id, "parts")) {
            @if let Some(said) = refused(desk) { (alert(Tone::Bad, "octagon-alert", said)) }
            @if is_worse(desk) && (desk.writes_after() || desk.writes_note()) { (super::queue::seen_again(desk.face, head.id)) }
            @match head.state {
                State::InRoom if desk.writes() => (finish(desk)),
                State::Waiting if desk.face.may(Permission::Consult) => (call(desk)),
                State::Finished if desk.writes_after() => (issue_anew(desk)),
                State::Finished if desk.writes_note() => (sign(desk)),
                State::Finished => { (finished(desk)) }
                _ => { (Button { text: text::chart_back(l), href: "/consultation", ..Button::default() }) }
            }
        }
    }
}

/// Whether the patient became an emergency today after the doctor had finished.
fn is_worse(desk: Desk<'_>) -> bool {
    let head = &desk.chart.head;
    head.state == State::Finished && head.priority == Priority::Emergency && head.day == desk.face.today()
}

/// Why the visit was not finished; or why any act was refused, where its own form is no longer there.
fn refused<'a>(desk: Desk<'a>) -> Option<&'a str> {
    let part = if desk.writes_note() { Part::Closure } else { desk.tried.part? };
    let elsewhere = matches!(part, Part::FollowUp | Part::HandOver) || part == Part::Prescription && desk.prescribes();
    desk.tried.of(part).general(desk.face.lang).filter(|_| !elsewhere)
}

/// The way to certificates and letters.
fn papers_link(desk: Desk<'_>) -> Markup {
    let (l, head) = (desk.face.lang, &desk.chart.head);
    html! {
        @if matches!(head.state, State::InRoom | State::Finished) {
            a.btn.sm href=(visit_path(head.id, "certificates")) { (icon_small("file-text")) (text::certificates_title(l)) }
        }
    }
}

/// Another doctor goes on with this patient.
fn hand_over(desk: Desk<'_>) -> Markup {
    let (face, l, head) = (desk.face, desk.face.lang, &desk.chart.head);
    let attempt = desk.tried.of(Part::HandOver);
    let doctor = Combobox {
        field: Field { name: "doctor", label: text::hand_over_to(l), required: true, ..Field::default() },
        source: "/doctors/search",
        ..Combobox::default()
    };
    let reason = Field {
        name: "hand_reason",
        label: text::hand_over_reason(l),
        required: true,
        maxlength: 200,
        autocomplete: "off",
        ..Field::default()
    };
    html! {
        @if face.may(Permission::Consult) && matches!(head.state, State::Waiting | State::InRoom) {
            details.menu data-menu #hand-over open[attempt.was_sent()] {
                summary.btn.sm { (icon_small("split")) (text::hand_over(l)) }
                div.drop-menu.up.pb {
                    @if let Some(said) = attempt.general(l) { (alert(Tone::Bad, "octagon-alert", said)) }
                    (post_form(&visit_path(head.id, "hand-over"), &face.key, html! {
                        (hidden("seen_state", head.state.code()))
                        (combobox(doctor, attempt, l))
                        (field(reason, attempt, l))
                        (Button { text: text::hand_over_do(l), icon: "split", submit: true, block: true, ..Button::default() })
                    }))
                }
            }
        }
    }
}

fn call(desk: Desk<'_>) -> Markup {
    let (l, head) = (desk.face.lang, &desk.chart.head);
    html! {
        (post_form(&visit_path(head.id, "call"), &desk.face.key, html! {
            (Button { text: &text::queue_call_of(l, head.ticket()), icon: "megaphone", look: Look::Primary, size: Size::Large, kbd: "Ctrl ↵", submit: true, ..Button::default() })
        }))
    }
}

fn finished(desk: Desk<'_>) -> Markup {
    let (face, head) = (desk.face, &desk.chart.head);
    html! {
        div.row {
        @if is_worse(desk) { (super::queue::seen_again(face, head.id)) }
        @if let Some(at) = head.finished_at {
            span.row.g1.sub { (icon_small("circle-check")) (text::chart_finished(face.lang, show_time(at, face.zone()))) }
        }
        (Button { text: text::chart_back(face.lang), icon: "list-ordered", href: "/consultation", ..Button::default() })
        }
    }
}

/// What a refused end of the visit may concern: also the reasons and a child's data beside the prescription.
const REFUSED: &str = "#draft #dx #rx #finish";

/// The button that ends the consultation submits the note along, so that nothing typed is lost.
fn finish(desk: Desk<'_>) -> Markup {
    let l = desk.face.lang;
    let action = visit_path(desk.chart.head.id, "closure");
    let next = match desk.chart.after_finishing() {
        Station::Tests => text::finish_tests(l),
        Station::Pharmacy => text::finish_pharmacy(l),
        Station::Cashier => text::finish_cashier(l),
        _ => text::finish_home(l),
    };
    html! {
        (alarms(desk))
        (sure(desk, Some("note")))
        (Button { text: next, look: Look::Primary, size: Size::Large, kbd: "Ctrl ↵", submit: true, form: "note", formaction: &action, target: REFUSED, ..Button::default() })
        // The results that stand on the page are seen by finishing.
        @for order in desk.chart.unseen() { input type="hidden" form="note" name="seen" value=(order.shown()); }
    }
}

/// Alarming values that no doctor has seen: each result is ticked before the visit is finished.
fn alarms(desk: Desk<'_>) -> Markup {
    let (l, refused) = (desk.face.lang, desk.tried.of(Part::Closure).error("alarm", desk.face.lang).is_some());
    html! {
        @for order in desk.chart.unseen() {
            @let values: Vec<&Value> = desk.chart.values.iter().filter(|v| v.order == order.id && v.flag.is_critical()).collect();
            @if !values.is_empty() {
                label.chk.bad {
                    input type="checkbox" form="note" name="alarm" value=(order.shown()) aria-invalid=[refused.then_some("true")];
                    span { (text::alarm_seen(l)) @for value in values { " " (value_words(&value.code, in_lang(l, &value.name_vi, &value.name_en), &value_text(value.value, value.decimals, &value.text, l), value.flag)) } }
                }
            }
        }
    }
}

/// The prescription that is written after the visit goes to the pharmacy; one without a line is dropped.
fn issue_anew(desk: Desk<'_>) -> Markup {
    let l = desk.face.lang;
    let send = Button { look: Look::Primary, size: Size::Large, kbd: "Ctrl ↵", submit: true, ..Button::default() };
    html! {
        (post_form(&visit_path(desk.chart.head.id, "prescription/issue"), &desk.face.key, html! {
            (sure(desk, None))
            div.row {
                (parts::status(Tone::Wait, "pill", text::queue_late_draft(l)))
                @if desk.chart.lines.is_empty() {
                    (Button { text: text::issue_nothing(l), icon: "x", look: Look::Normal, ..send })
                } @else {
                    (Button { text: text::issue_anew(l), icon: "send", ..send })
                }
            }
        }))
    }
}

/// The box that answers what was asked before the visit is finished; it sends the sentence that it answers.
fn sure(desk: Desk<'_>, form: Option<&str>) -> Markup {
    let tried = desk.tried.of(Part::Closure);
    let asked = tried.error("sure_finish", Lang::Vi);
    // What was answered stays answered while something else is missing.
    let answered = tried.value("sure_finish").filter(|said| !said.is_empty() && asked.is_none());
    html! {
        @if let Some(asked) = asked.or(answered) {
            label.chk { input type="checkbox" form=[form] name="sure_finish" value=(asked) checked[answered.is_some()] autofocus[answered.is_none()]; b { (text::finish_sure(desk.face.lang)) } }
        }
    }
}

/// The desk closed the visit before its note was signed: its author signs it, and nobody else.
fn sign(desk: Desk<'_>) -> Markup {
    let l = desk.face.lang;
    let action = visit_path(desk.chart.head.id, "closure");
    html! {
        (sure(desk, Some("note")))
        div.row {
            (parts::status(Tone::Wait, "pencil", text::queue_unsigned_note(l)))
            (Button { text: text::note_sign(l), icon: "lock", look: Look::Primary, size: Size::Large, kbd: "Ctrl ↵", submit: true, form: "note", formaction: &action, ..Button::default() })
        }
    }
}

/// The follow-up that is booked, or the ways to book one.
fn follow_up(desk: Desk<'_>) -> Markup {
    let (l, head) = (desk.face.lang, &desk.chart.head);
    let attempt = desk.tried.of(Part::FollowUp);
    html! {
        div.col.g1 #follow-up {
            @if let Some(said) = attempt.general(l) { (alert(Tone::Bad, "calendar-x", said)) }
            @match (head.follow_up_at, desk.writes()) {
                (Some(at), writes) => (booked(desk, at, writes)),
                (None, true) => { (offers(desk)) (choice(desk, attempt)) }
                (None, false) => {}
            }
        }
    }
}

fn when(desk: Desk<'_>, at: Instant) -> String {
    let (face, l) = (desk.face, desk.face.lang);
    let day = face.zone().day_of(at);
    format!("{} {} {}", weekday_name(day, l), show_day(day, l), show_time(at, face.zone()))
}

fn booked(desk: Desk<'_>, at: Instant, writes: bool) -> Markup {
    let (face, l, id) = (desk.face, desk.face.lang, desk.chart.head.id);
    html! {
        div.row {
            span.lb { (text::follow_up(l)) }
            (parts::status(Tone::Info, "calendar-check", when(desk, at)))
            @if writes {
                (post_form_to(&visit_path(id, "follow-up/removal"), &face.key, "#follow-up", html! {
                    (Button { icon: "x", label: text::follow_up_remove(l), look: Look::Ghost, size: Size::Small, submit: true, ..Button::default() })
                }))
            }
        }
    }
}

fn choice(desk: Desk<'_>, attempt: &Attempt) -> Markup {
    let (face, l, id) = (desk.face, desk.face.lang, desk.chart.head.id);
    let day = Field { name: "follow_day", label: text::follow_up_day(l), kind: Kind::Date, ..Field::default() };
    let time = Field { name: "follow_time", label: text::follow_up_time(l), kind: Kind::Time, ..Field::default() };
    let action = visit_path(id, "follow-up");
    html! {
        div.row {
            span.lb.nw #fu-l { (text::follow_up(l)) }
            (post_form_to(&action, &face.key, "#follow-up", html! {
                div.seg role="group" aria-labelledby="fu-l" {
                    @for days in IN_DAYS { (in_days(desk, days)) }
                }
            }))
            details.menu data-menu open[attempt.has("by", "day") && desk.chart.offers.is_empty()] {
                summary.btn.sm { (icon_small("calendar-days")) (text::follow_up_other(l)) }
                div.drop-menu.up.pb {
                    (post_form_to(&action, &face.key, "#follow-up", html! {
                        (ground::html::hidden("by", "day"))
                        (field(day, attempt, l))
                        (field(time, attempt, l))
                        (Button { text: text::follow_up_book(l), icon: "calendar-plus", submit: true, block: true, ..Button::default() })
                    }))
                }
            }
        }
    }
}

/// `5 ngày`, with the day it means when pointed at.
fn in_days(desk: Desk<'_>, days: i64) -> Markup {
    let (face, l) = (desk.face, desk.face.lang);
    let day = add_days(face.today(), days);
    let title = format!("{} {}", weekday_name(day, l), show_day_short(day));
    html! {
        button type="submit" name="in_days" value=(days) title=(title) { (text::follow_up_in(l, days)) }
    }
}

/// The nearest free days in place of one that is closed or full, each booked by one click.
fn offers(desk: Desk<'_>) -> Markup {
    let (face, id) = (desk.face, desk.chart.head.id);
    let zone = face.zone();
    html! {
        @if !desk.chart.offers.is_empty() {
            div.row.w {
                @for (n, at) in desk.chart.offers.iter().enumerate() {
                    (post_form_to(&visit_path(id, "follow-up"), &face.key, "#follow-up", html! {
                        (ground::html::hidden("follow_day", &iso_day(zone.day_of(*at))))
                        (ground::html::hidden("follow_time", &show_time(*at, zone)))
                        (Button { text: &when(desk, *at), icon: "calendar-check", look: if n == 0 { Look::Soft } else { Look::Normal }, size: Size::Small, submit: true, ..Button::default() })
                    }))
                }
            }
        }
    }
}

//! The frame of the room: the queue on the left, a prescription or an invitation beside it.

use crate::acts_pause::QUESTION;
use crate::load::{Overview, Queue};
use crate::rules::waiting_tone;
use crate::store::Listed;
use crate::views_aside::pause_word;
use crate::{review, text};
use bricks::age::age_on;
use bricks::clock::{show_day, show_time};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::access::Permission;
use ground::html::{Tone, alert, icon_small, parts};
use ground::web::{Face, Seen};
use maud::{Markup, html};

/// The whole room around what stands beside the queue.
pub fn room(face: &Face, queue: &Queue, beside: &Markup) -> Seen {
    let l = face.lang;
    let main = html! { div.ph3 { (waiting(face, queue)) (beside) } };
    Seen { title: text::room_title(l).to_owned(), room: "pharmacy", top: top(face), main }
}

/// The ways to the counter, to the data that medicine safety is decided by, and to the check of papers.
pub fn top(face: &Face) -> Markup {
    let l = face.lang;
    html! {
        a.btn.sm.g href="/pharmacy" { (icon_small("pill")) (text::queue_title(l)) }
        @if face.may(Permission::Dispense) {
            a.btn.sm.g href="/pharmacy/retail" { (icon_small("shopping-cart")) (text::retail_title(l)) }
            a.btn.sm.g href="/pharmacy/register" { (icon_small("lock")) (text::register_top(l)) }
        }
        a.btn.sm.g href="/pharmacy/safety" { (icon_small("shield-check")) (text::data_title(l)) }
        a.btn.sm.g href="/pharmacy/papers" { (icon_small("qr-code")) (text::seal_title(l)) }
    }
}

/// The room with no prescription chosen.
pub fn nothing_chosen(face: &Face, seen: &Overview) -> Seen {
    let l = face.lang;
    let beside = html! {
        section.fill { div.page.sp { (parts::empty("pill", text::choose_title(l), text::choose_hint(l), html! {})) } }
        (today(face, seen))
    };
    room(face, &seen.queue, &beside)
}

/// The parts that are fetched anew when prescriptions move.
pub fn moving_parts(face: &Face, seen: &Overview) -> Markup {
    html! { (waiting(face, &seen.queue)) (today(face, seen)) }
}

fn waiting(face: &Face, queue: &Queue) -> Markup {
    let l = face.lang;
    let source =
        queue.current.map_or_else(|| "/pharmacy/queue".to_owned(), |id| format!("/pharmacy/queue?prescription={id}"));
    let count = parts::badge(Tone::Wait, queue.rows.len());
    html! {
        section.pane.lft #queue aria-labelledby="queue-title" data-live="pharmacy" data-src=(source) data-every="60" {
            (parts::pane_header("queue-title", text::queue_title(l), count))
            div.scroll.sp tabindex="0" role="region" aria-label=(text::queue_region(l)) {
                @for row in &queue.rows {
                    (listed(face, row, queue.current == Some(row.id), minutes(face, row)))
                }
                @if queue.rows.is_empty() {
                    (parts::empty("circle-check", text::queue_none(l), text::queue_none_hint(l), html! {}))
                }
            }
        }
    }
}

fn today(face: &Face, seen: &Overview) -> Markup {
    let l = face.lang;
    html! {
        aside.pane.rgt #today aria-labelledby="today-title" data-live="pharmacy" data-src="/pharmacy/queue" {
            div.scroll.sp tabindex="0" role="region" aria-label=(text::today_title(l)) {
                // What is owed stands above what is done: somebody will come for it.
                @if !seen.remainder.is_empty() {
                    (parts::pane_header("remainder-title", text::remainder_title(l), parts::badge(Tone::Wait, seen.remainder.len())))
                    @for row in &seen.remainder { (listed(face, row, false, html! { span.mut.sm.num { (show_day(face.zone().day_of(row.at), l)) } })) }
                }
                (parts::pane_header("today-title", text::today_title(l), html! {}))
                @for row in &seen.today {
                    (listed(face, row, false, html! { span.mut.sm.num { (show_time(row.at, face.zone())) } }))
                }
                @if seen.today.is_empty() { p.pb.mut.sm { (text::today_none(l)) } }
            }
        }
    }
}

fn listed(face: &Face, row: &Listed, current: bool, when: Markup) -> Markup {
    let l = face.lang;
    html! {
        a.li.at href={ "/prescriptions/" (row.id) } aria-current=[current.then_some("true")] {
            span.tkt { (row.ticket()) }
            span.grow {
                span.row.g2 { b.tr.grow title=(row.patient) { (row.patient) } (when) }
                span.row.w.g1.mt {
                    @if row.emergency { (parts::status(Tone::Bad, "siren", text::emergency(l))) }
                    @if row.has_stop { (parts::status(Tone::Bad, "octagon-alert", text::has_stop(l))) }
                    span.sub.sm.nw { (text::medicines(l, row.medicines)) }
                    (review::badge(l, row.reviewed, row.paid))
                    @if !row.paused.is_empty() { (paused(l, &row.paused)) }
                    @if row.nothing_given { (parts::status(Tone::Bad, "ban", text::state_nothing_given(l))) }
                    @if is_child(face, row) { (parts::status(Tone::Info, "baby", text::child(l))) }
                }
            }
        }
    }
}

/// Why a prescription waits.
pub fn paused(l: Lang, reason: &str) -> Markup {
    match reason {
        QUESTION => parts::status(Tone::Wait, "circle-help", text::state_asked(l)),
        _ => parts::status(Tone::Wait, "hourglass", pause_word(l, reason)),
    }
}

fn is_child(face: &Face, row: &Listed) -> bool {
    age_on(row.birth(), face.today()).is_told_in_months()
}

fn minutes(face: &Face, row: &Listed) -> Markup {
    let minutes = face.now.minutes_since(row.at).max(0);
    let class = match waiting_tone(minutes) {
        Tone::Bad => "num sm bad b",
        Tone::Wait => "num sm warn b",
        _ => "num sm mut",
    };
    html! {
        span class=(class) {
            span aria-hidden="true" { @if minutes < 100 { (minutes) "′" } @else { (minutes / 60) "h" } }
            span.vh { (text::minutes_waiting(face.lang, minutes)) }
        }
    }
}

/// That the cashier owes the patient money for medicines.
pub fn goes_back(l: Lang, amount: Money) -> Markup {
    html! { @if !amount.is_zero() { (alert(Tone::Wait, "hand-coins", text::goes_back(l, amount.show_with_sign(l)))) } }
}

/// A fact of the banner: its name above its value.
pub fn fact(name: &str, value: Markup) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

/// Medicines as a list in words, the first few: `A, B, C`.
pub fn some(l: Lang, names: &[String]) -> String {
    let shown = names.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(3) {
        0 => shown,
        rest => format!("{shown} +{}", text::medicines(l, i64::try_from(rest).unwrap_or(0))),
    }
}

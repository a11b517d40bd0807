use super::chart::{Chart, Desk, Tried};
use super::{spark, visit_path};
use crate::rules;
use crate::store::{CONCLUSION, DIAGNOSIS, EARLIER_SHOWN, Earlier, Found, MEDICINE, RESULT};
use crate::text;
use bricks::clock::{show_day, show_time};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::access::Permission;
use ground::catalog::in_lang;
use ground::html::{Button, Look, Size, icon_small, parts};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::order::{Flag, NEGATIVE, POSITIVE};

/// The earlier visits, the last first.
pub(super) fn pane(desk: Desk<'_>) -> Markup {
    let (l, head) = (desk.face.lang, &desk.chart.head);
    let record = format!("/patients/{}", head.patient);
    let link = html! {
        @if desk.face.may(Permission::SeeRecord) {
            (Button { text: text::history_record(l), icon: "contact-round", look: Look::Ghost, size: Size::Small, href: &record, ..Button::default() })
        }
    };
    html! {
        section.pane.lft aria-labelledby="tl-h" {
            (parts::pane_header("tl-h", text::history_title(l), link))
            (spark::trends(desk))
            ol.tl.scroll.sp tabindex="0" aria-label=(text::history_title(l)) {
                (today(desk))
                @for visit in &desk.chart.earlier { (earlier(desk, visit)) }
                (more(desk))
            }
            @if desk.chart.earlier.is_empty() { p.pb.mut { (text::history_none(l)) } }
        }
    }
}

/// The way to visits before those shown, followed when it comes into sight.
fn more(desk: Desk<'_>) -> Markup {
    let (l, all) = (desk.face.lang, &desk.chart.earlier);
    let last = all.last().filter(|_| all.len() >= EARLIER_SHOWN);
    html! {
        @if let Some(last) = last {
            li data-more="#older" { a.lnk href={ (visit_path(desk.chart.head.id, "history")) "?before=" (last.arrived_at.millis()) } { (text::history_older(l)) } }
        }
    }
}

/// Older visits on a page of their own, from which the script takes the rows.
pub fn older(face: &Face, chart: &Chart) -> Seen {
    let (l, tried) = (face.lang, Tried::nothing());
    let desk = Desk { face, chart, tried: &tried };
    Seen {
        title: text::history_title(l).to_owned(),
        room: "consultation",
        top: html! { a.btn.sm.g href=(visit_path(chart.head.id, "chart")) { (icon_small("arrow-left")) (text::certificates_back(l)) } },
        main: html! {
            div.scroll.sp tabindex="-1" { div.page.narrow {
                ol.tl #older aria-label=(text::history_title(l)) { @for visit in &chart.earlier { (earlier(desk, visit)) } (more(desk)) }
            } }
        },
    }
}

fn today(desk: Desk<'_>) -> Markup {
    let (face, head, l) = (desk.face, &desk.chart.head, desk.face.lang);
    let day = if head.day == face.today() { text::history_today(l).to_owned() } else { show_day(head.day, l) };
    html! {
        li.k-room {
            time { (day) " " (show_time(head.arrived_at, face.zone())) }
            h3 { (in_lang(l, &head.service_vi, &head.service_en)) " · " (head.doctor_name) }
            @if !head.reason.is_empty() { p { (head.reason) } }
        }
    }
}

/// Puts this visit's text behind what is being written; the note's own fields go along.
fn copy(desk: Desk<'_>, visit: &Earlier) -> Markup {
    let l = desk.face.lang;
    let (action, label) = (visit_path(desk.chart.head.id, "copy"), text::history_copy(l, show_day(visit.day, l)));
    html! {
        button.btn.g.sm.ic type="submit" form="note" formaction=(action) name="from" value=(visit.id) data-target="#main" title=(label) aria-label=(label) {
            (icon_small("copy"))
        }
    }
}

fn earlier(desk: Desk<'_>, visit: &Earlier) -> Markup {
    let l = desk.face.lang;
    let of = |kind| desk.chart.found.iter().filter(move |f| f.visit == visit.id && f.kind == kind);
    let mut diagnoses = of(DIAGNOSIS);
    let service = in_lang(l, &visit.service_vi, &visit.service_en);
    let main = diagnoses.next();
    html! {
        li.k-ok {
            div.row.g1 {
                time.grow { (show_day(visit.day, l)) " · " (visit.doctor) }
                @if desk.writes() { (copy(desk, visit)) }
            }
            h3 { a.ink href=(visit_path(visit.id, "chart")) {
                @match main { Some(d) => { (in_lang(l, &d.name_vi, &d.name_en)) " " (d.code) }, None => (service) }
            } }
            @for d in diagnoses { p { (in_lang(l, &d.name_vi, &d.name_en)) " " (d.code) } }
            @if !visit.reason.is_empty() { p { (visit.reason) } }
            (results(&of(RESULT).collect::<Vec<_>>(), l))
            @for c in of(CONCLUSION) { p { (in_lang(l, &c.name_vi, &c.name_en)) ": " (c.text) } }
            (medicines(&of(MEDICINE).collect::<Vec<_>>(), l))
        }
    }
}

fn results(found: &[&Found], l: Lang) -> Markup {
    html! {
        @if !found.is_empty() {
            p { @for (n, f) in found.iter().enumerate() {
                @if n > 0 { " · " }
                (value_words(&f.code, in_lang(l, &f.name_vi, &f.name_en), &value_text(f.value, f.decimals, &f.text, l), f.flag))
            } }
        }
    }
}

fn medicines(found: &[&Found], l: Lang) -> Markup {
    let words: Vec<String> = found
        .iter()
        .map(|m| {
            let quantity = m.value.unwrap_or(Quantity::ZERO).show(l);
            format!("{} {} × {quantity}", in_lang(l, &m.name_vi, &m.name_en), m.text)
        })
        .collect();
    html! { @if !words.is_empty() { p { (words.join(", ")) } } }
}

/// `WBC 12,6 ↑`: red when it lies outside what is usual; the whole name when pointed at.
pub(super) fn value_words(code: &str, name: &str, value: &str, flag: Flag) -> Markup {
    let class = if flag.is_abnormal() { "nw bad b" } else { "nw" };
    html! {
        span class=(class) { abbr title=(name) { (code.replace('_', " ")) } " " (value) (arrow(flag)) }
    }
}

/// A value in words: a number with its decimals, a finding, or a text.
pub(super) fn value_text(value: Option<Quantity>, decimals: i64, words: &str, l: Lang) -> String {
    match (value, words) {
        (Some(value), _) => rules::with_decimals(value, decimals, l),
        (None, POSITIVE) => text::value_positive(l).to_owned(),
        (None, NEGATIVE) => text::value_negative(l).to_owned(),
        (None, other) => other.to_owned(),
    }
}

pub(super) fn arrow(flag: Flag) -> &'static str {
    match flag {
        Flag::CriticalLow => " ↓↓",
        Flag::Low => " ↓",
        Flag::High => " ↑",
        Flag::CriticalHigh => " ↑↑",
        Flag::Abnormal => " !",
        Flag::None | Flag::Normal => "",
    }
}

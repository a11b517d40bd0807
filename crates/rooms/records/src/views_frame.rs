//! What stands above every page of a record: who it is, what must not be overlooked, and the parts.

use crate::history::Top;
use crate::rules::{self, Show};
use crate::{text, views_find};
use bricks::age::show_age;
use bricks::id::PatientId;
use bricks::lang::Lang;
use ground::access::{Permission, Roles};
use ground::catalog::in_lang;
use ground::html::{Button, Look, Tone, icon, icon_small, parts};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::journey::Station;

/// A page of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Show(Show),
    Charts,
    Background,
    Privacy,
}

/// The page around its part.
pub fn page(face: &Face, top: &Top, tab: Tab, body: &Markup) -> Seen {
    let l = face.lang;
    let patient = &top.patient;
    let way = html! {
        nav.row.g1.sub.sm aria-label=(text::path_label(l)) {
            a.lnk href="/patients" { (text::path_patients(l)) }
            (icon_small("chevron-right"))
            span { (patient.code) }
        }
    };
    let main = html! {
        div.fill #record {
            (banner(face, top, tab))
            (tabs(face, top, tab))
            (body)
        }
    };
    Seen { title: text::record_title(l).to_owned(), room: "records", top: way, main }
}

/// Papers of another branch open nowhere else: what is seen of them leads nowhere.
pub fn without_ways(face: &Face, top: &Top) -> Face {
    let mut face = face.clone();
    if top.patient.branch != face.who.branch {
        face.who.roles = Roles::default();
    }
    face
}

/// On the page about who saw the record nothing of it is told.
fn banner(face: &Face, top: &Top, tab: Tab) -> Markup {
    let (l, p) = (face.lang, &top.patient);
    let phone = p.phone.as_deref().map(views_find::show_phone);
    let (live, topic) = (matches!(tab, Tab::Show(_)), format!("patient-{}", p.id));
    html! {
        section.pbn #who data-live=[live.then_some(&topic)] data-src=[live.then_some(&face.path)] {
            (parts::avatar_large(&p.name))
            div.snug {
                div.row { h2.nw { (p.name) } (where_now(face, top)) }
                div.sub.tr {
                    (p.sex().word(l)) " · " b { (show_age(p.birth(), face.today(), l)) } " (" (p.birth().show(l)) ") · " (p.code)
                    @if let Some(phone) = phone { " · " span.num { (phone) } }
                    @if let Some(insurer) = insurer(face, top) { " · " (insurer) }
                }
                @if tab != Tab::Privacy { (money(l, top)) }
            }
            @if tab != Tab::Privacy { (allergies(face, top)) }
            span.sp {}
            (buttons(face, top, tab))
        }
    }
}

/// What is owed and what is held.
fn money(l: Lang, top: &Top) -> Markup {
    let tone = if top.balance.overdue.is_zero() { Tone::Wait } else { Tone::Bad };
    html! {
        @if !top.balance.due.is_zero() || !top.held.is_zero() {
            div.row {
                @if !top.balance.due.is_zero() { (parts::status(tone, "hand-coins", top.balance.told(l))) }
                @if !top.held.is_zero() { (parts::status(Tone::Info, "wallet", papers::text::balance_held(l, top.held.show_with_sign(l)))) }
            }
        }
    }
}

/// By name what the rules know, then what is written in the profile.
fn allergies(face: &Face, top: &Top) -> Markup {
    let (l, p, of) = (face.lang, &top.patient, &top.background);
    let said = of.allergies_with(&p.allergies, l);
    html! {
        @if !said.is_empty() {
            span.alert.k-bad role="note" title=(said) { (icon_small("octagon-alert")) span { b { (text::allergic(l, &said)) } } }
        } @else {
            span.sm.nw.mut[p.allergies_none].warn[!p.allergies_none] { (papers::safety::none_known(p.allergies_none, l)) }
        }
    }
}

fn buttons(face: &Face, top: &Top, tab: Tab) -> Markup {
    let (l, p) = (face.lang, &top.patient);
    let open =
        top.head.last.as_ref().filter(|v| !matches!(v.facts.station(), Station::Owes | Station::Done | Station::Left));
    let open = open.filter(|_| face.may(Permission::SeeConsultations));
    html! {
        @if tab != Tab::Privacy {
            a.btn href={ "/patients/" (p.id) "/summary" } target="_blank" rel="noopener" { (icon("printer")) (text::summary(l)) }
        }
        @if face.may(Permission::EditPatients) {
            (Button { text: text::edit(l), icon: "pencil", href: &format!("/patients/{}/profile", p.id), ..Button::default() })
        }
        @if face.may(Permission::Book) {
            (Button { text: text::book(l), icon: "calendar-plus", href: &format!("/reception?patient={}", p.id), ..Button::default() })
        }
        @if let Some(visit) = open {
            (Button { text: text::open_visit(l), icon: "stethoscope", look: Look::Primary, href: &format!("/visits/{}/chart", visit.id), ..Button::default() })
        }
    }
}

/// Where the patient is now, while a visit is under way.
fn where_now(face: &Face, top: &Top) -> Markup {
    let Some(visit) = &top.head.last else { return html! {} };
    let station = visit.facts.station();
    if matches!(station, Station::Done | Station::Left) {
        return html! {};
    }
    let chip = views_find::station(station, &visit.room, face);
    match rules::way_to(station, visit.id, &face.who) {
        Some(way) => html! { a href=(way) { (chip) } },
        None => chip,
    }
}

/// The insurer's name.
pub fn insurer<'a>(face: &Face, top: &'a Top) -> Option<&'a str> {
    let (vi, en) = (top.head.insurer_vi.as_deref()?, top.head.insurer_en.as_deref()?);
    Some(in_lang(face.lang, vi, en))
}

fn tabs(face: &Face, top: &Top, tab: Tab) -> Markup {
    let (l, head, id) = (face.lang, &top.head, top.patient.id);
    let word = |part: Show| match part {
        Show::All => (text::part_all(l), None),
        Show::Visits => (text::part_visits(l), Some(head.visits)),
        Show::Tests => (text::part_tests(l), Some(head.orders)),
        Show::Images => (text::part_images(l), Some(head.images)),
        Show::Prescriptions => (text::part_prescriptions(l), Some(head.prescriptions)),
        Show::Vaccinations => (text::part_vaccinations(l), None),
        Show::Certificates => (text::part_certificates(l), None),
        Show::Payments => (text::part_payments(l), Some(head.receipts)),
        Show::Appointments => (text::part_appointments(l), Some(head.appointments)),
        Show::Messages => (text::part_messages(l), None),
    };
    let link = |href: String, text: &str, count: Option<i64>, current: bool| {
        html! {
            a href=(href) aria-current=[current.then_some("page")] {
                (text) @if let Some(count) = count { " " span.bdg { (count) } }
            }
        }
    };
    html! {
        nav.tabs.top-t aria-label=(text::parts_label(l)) {
            @if face.may(Permission::SeeRecord) || face.opened.is_some() {
                @for part in Show::ALL {
                    @let (text, count) = word(part);
                    (link(address(id, part), text, count, tab == Tab::Show(part)))
                }
                (link(format!("/patients/{id}/charts"), text::part_charts(l), None, tab == Tab::Charts))
                (link(format!("/patients/{id}/background"), text::part_background(l), None, tab == Tab::Background))
            }
            @if face.may(Permission::SeeReaders) {
                (link(format!("/patients/{id}/privacy"), text::part_privacy(l), None, tab == Tab::Privacy))
            }
        }
    }
}

/// The page of a part.
pub fn address(id: PatientId, show: Show) -> String {
    match show {
        Show::All => format!("/patients/{id}"),
        _ => format!("/patients/{id}?show={}", show.code()),
    }
}

/// A status for what is over.
pub fn over(words: &str) -> Markup {
    parts::status(Tone::Mute, "check", words)
}

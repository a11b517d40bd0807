//! A patient's profile as a form: on its own, and inside the check-in.

use super::alike;
use super::booking::general;
use super::{ROOM, words};
use crate::asked::{Moment, NAME_MAX};
use crate::rules::identity::{guardian_asked, guardian_needed, identity_number};
use crate::rules::likeness::Likeness;
use crate::rules::{card, province};
use crate::store::{AlikeRow, Insurer};
use crate::text;
use bricks::age::Birth;
use bricks::clock::{Day, show_day};
use bricks::lang::Lang;
use ground::access::Permission;
use ground::catalog::in_lang;
use ground::html::{
    Attempt, Button, Field, Kind, Look, Size, Tone, alert, checkbox, field, hidden, parts, radios, select, textarea,
};
use ground::people::consent::Consent;
use ground::people::{Patient, Sex};
use ground::web::{Face, Seen};
use maud::{Markup, html};

/// A profile's own page: of a patient, or of one that is to be made.
pub struct ProfilePage {
    pub patient: Option<Patient>,
    pub insurers: Vec<Insurer>,
    /// Filled in for a new patient.
    pub name: String,
    pub back: String,
    /// Patients alike: when the form was refused because of them, or beside a patient's profile.
    pub alike: Vec<(Likeness, AlikeRow)>,
    /// What was allowed until now.
    pub consent: Vec<Consent>,
    /// It came from the website and nobody has confirmed it.
    pub unverified: bool,
    /// Another profile was made a part of it.
    pub has_merged: bool,
}

pub fn profile_page(face: &Face, page: &ProfilePage, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let action = page.patient.as_ref().map_or("/patients".to_owned(), |p| format!("/patients/{}/profile", p.id));
    let title = if page.patient.is_some() { text::profile(l) } else { text::create_patient(l) };
    let shown = Shown {
        patient: page.patient.as_ref(),
        name: &page.name,
        insurers: &page.insurers,
        consent: &page.consent,
        moment: Moment::Anytime,
    };
    let is_read_only = page.patient.as_ref().is_some_and(|p| p.merged_into.is_some());
    let main = html! {
        @if let Some(patient) = &page.patient { (banner(patient, face.today(), l, &html! { (unverified(page.unverified, l)) (to_record(face, patient)) })) (merged(patient, l)) (merge_ways(face, patient, page.has_merged)) }
        form.scroll.sp.page #profile method="post" action=(action) data-guard novalidate {
            (hidden("key", &face.key))
            (hidden("back", &page.back))
            @match &page.patient {
                None if !page.alike.is_empty() => (alike::before_making(face, &page.alike, &page.back)),
                _ => (general(attempt, l)),
            }
            div.card inert[is_read_only] { div.cb { (fields(face, shown, attempt)) } }
            @if let Some(patient) = &page.patient { (alike::beside(face, patient.id, &page.alike)) }
        }
        div.foot {
            @if !page.back.is_empty() { (Button { text: text::back(l), icon: "arrow-left", href: &page.back, ..Button::default() }) }
            span.sp {}
            @if let Some(patient) = page.patient.as_ref().filter(|p| p.merged_into.is_none()) { (ways(face, patient)) }
            @if !is_read_only { (Button { text: text::save_profile(l), kbd: "Ctrl ↵", look: Look::Primary, size: Size::Large, submit: true, form: "profile", ..Button::default() }) }
        }
    };
    Seen { title: title.to_owned(), room: ROOM, top: html! {}, main }
}

/// The ways from a profile to the record and to who saw it, for those whom they lead somewhere.
fn to_record(face: &Face, patient: &Patient) -> Markup {
    let (l, id) = (face.lang, patient.id);
    html! {
        @if patient.merged_into.is_none() {
            @if face.may(Permission::SeeRecord) { (way(text::profile_record(l), "file-text", &format!("/patients/{id}"))) }
            @else if face.may(Permission::OpenRecord) { (way(text::profile_open_record(l), "lock", &format!("/patients/{id}/opening"))) }
            @if face.may(Permission::SeeReaders) { (way(text::profile_readers(l), "shield-check", &format!("/patients/{id}/privacy"))) }
        }
    }
}

fn way(text: &str, icon: &str, href: &str) -> Markup {
    html! { (Button { text, icon, href, size: Size::Small, ..Button::default() }) }
}

/// What the desk does next for a patient who has no appointment today.
fn ways(face: &Face, patient: &Patient) -> Markup {
    let l = face.lang;
    let (book, walk_in) =
        (format!("/reception?patient={}#book", patient.id), format!("/walk-in?patient={}", patient.id));
    html! {
        @if face.may(Permission::Book) { (Button { text: text::book(l), icon: "calendar-plus", href: &book, size: Size::Large, ..Button::default() }) }
        @if face.may(Permission::CheckIn) { (Button { text: text::check_in(l), icon: "user-check", href: &walk_in, size: Size::Large, ..Button::default() }) }
    }
}

/// A profile that became a part of another is only read.
pub fn merged(patient: &Patient, l: Lang) -> Markup {
    html! {
        @if let Some(into) = patient.merged_into {
            (alert(Tone::Wait, "merge", html! { (text::merged_note(l)) " " a.lnk href={ "/patients/" (into) "/profile" } { (text::merged_open(l)) } }))
        }
    }
}

/// The way to the list where a merge is taken back, from both of its profiles, for those who may.
fn merge_ways(face: &Face, patient: &Patient, has_merged: bool) -> Markup {
    let l = face.lang;
    let said = if patient.merged_into.is_some() { text::merge_undo_here(l) } else { text::merge_contains(l) };
    html! {
        @if face.may(Permission::MergePatients) && (has_merged || patient.merged_into.is_some()) {
            (alert(Tone::Info, "undo-2", html! { (said) " " a.lnk href="/merges" { (text::merge_see(l)) } }))
        }
    }
}

/// That a new profile is kept, under which code, and what is still to be asked.
pub fn saved(patient: &Patient, today: Day, l: Lang) -> Markup {
    let asks = patient.guardian_name.is_none() && guardian_asked(patient.birth(), today);
    html! {
        (alert(Tone::Ok, "circle-check", text::profile_saved(l, &patient.code)))
        @if asks { (alert(Tone::Wait, "users", text::profile_saved_child(l))) }
    }
}

/// The mark of a profile that came from the website, until it is confirmed at a check-in.
pub fn unverified(is_unverified: bool, l: Lang) -> Markup {
    html! { @if is_unverified { (parts::status(Tone::Wait, "globe", text::profile_unverified(l))) } }
}

/// The head of every page about one patient; `end` stands at its right.
pub fn banner(patient: &Patient, today: Day, l: Lang, end: &Markup) -> Markup {
    html! {
        section.pbn {
            (parts::avatar_large(&patient.name))
            div.snug {
                h2 { (patient.name) }
                span.mut.num { (words::patient_line(patient, today, l)) @if let Some(phone) = &patient.phone { " · " (words::phone(phone)) } }
            }
            span.sp {}
            @if !patient.allergies.is_empty() {
                (alert(Tone::Bad, "shield-alert", html! { b { (text::allergies(l)) ":" } " " (patient.allergies) }))
            }
            (end)
        }
    }
}

/// What the fields are filled with before anybody types.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    pub patient: Option<&'a Patient>,
    /// For a new patient.
    pub name: &'a str,
    pub insurers: &'a [Insurer],
    /// What was allowed until now.
    pub consent: &'a [Consent],
    pub moment: Moment,
}

/// All fields of a profile, with the version that they were read at.
pub fn fields(face: &Face, shown: Shown<'_>, attempt: &Attempt) -> Markup {
    html! {
        @if let Some(patient) = shown.patient { (hidden("version", &patient.version.to_string())) }
        div.col.g3 {
            (scanned_card(face.lang, attempt))
            (person(face, shown, attempt))
            (insurance(face, shown, attempt))
            (guardian(face, shown, attempt))
            (health(face.lang, shown, attempt))
            (super::consent::asked(face, shown, attempt))
        }
    }
}

/// The identity card's QR code fills the fields; nothing is stored by it.
fn scanned_card(l: Lang, attempt: &Attempt) -> Markup {
    let scan = Field { kind: Kind::Scan, value: "", hint: text::card_hint(l), ..line("card", text::card(l), None) };
    html! {
        div.row.g2.at {
            div.grow { (field(scan, attempt, l)) }
            div.mt4 { (Button { text: text::card_fill(l), icon: "scan-line", submit: true, name: "fill", value: "1", ..Button::default() }) }
        }
    }
}

fn line<'a>(name: &'a str, label: &'a str, value: Option<&'a str>) -> Field<'a> {
    Field { name, label, value: value.unwrap_or_default(), autocomplete: "off", ..Field::default() }
}

fn person(face: &Face, shown: Shown<'_>, attempt: &Attempt) -> Markup {
    let (l, p) = (face.lang, shown.patient);
    let birth = p.map(|p| p.birth().show(l));
    let phone = p.and_then(|p| p.phone.as_deref()).map(words::phone);
    let sex = p.map(|p| p.sex().code());
    let sexes = [Sex::Female, Sex::Male, Sex::Other].map(|s| (s.code(), s.word(l)));
    let name = p.map_or(shown.name, |p| &p.name);
    let maxlength = u16::try_from(NAME_MAX).unwrap_or(120);
    html! {
        div.grid3 {
            div.two-c { (field(Field { required: true, maxlength, autofocus: p.is_none(), ..line("name", text::name(l), Some(name)) }, attempt, l)) }
            (radios(Field { required: true, ..line("sex", text::sex(l), sex) }, sexes, attempt, l))
            (field(Field { required: true, hint: text::birth_hint(l), ..line("birth", text::birth(l), birth.as_deref()) }, attempt, l))
            (field(Field { kind: Kind::Tel, ..line("phone", text::phone(l), phone.as_deref()) }, attempt, l))
            (field(Field { kind: Kind::Email, ..line("email", text::email(l), p.and_then(|p| p.email.as_deref())) }, attempt, l))
            (field(line("national_id", text::national_id(l), p.and_then(|p| p.national_id.as_deref())), attempt, l))
            div.two-c { (field(line("address", text::address(l), p.map(|p| p.address.as_str())), attempt, l)) }
            (select(Field { placeholder: text::province_none(l), ..line("province", text::province(l), p.and_then(|p| p.province.as_deref())) },
                province::all().map(|p| (p.code, p.name(l))), attempt, l))
        }
        (card_doubt(p, attempt, l))
    }
}

/// The number of the identity card against sex and birth: a doubt that somebody should look at, and no refusal.
fn card_doubt(p: Option<&Patient>, attempt: &Attempt, l: Lang) -> Markup {
    let said = |name: &str, stored: Option<String>| attempt.value(name).map(str::to_owned).or(stored);
    let number = said("national_id", p.and_then(|p| p.national_id.clone())).and_then(|n| identity_number(&n));
    let sex = said("sex", p.map(|p| p.sex_code.clone())).and_then(|s| Sex::parse(&s));
    let birth = said("birth", p.map(|p| p.birth().to_string())).and_then(|b| Birth::parse(&b).ok());
    let doubt = number.zip(sex).zip(birth).and_then(|((number, sex), birth)| card::mismatch(&number, sex, birth));
    html! {
        @if let Some(doubt) = doubt {
            (alert(Tone::Wait, "triangle-alert", match (doubt.sex, doubt.year) {
                (true, true) => text::card_doubt_both(l),
                (true, false) => text::card_doubt_sex(l),
                _ => text::card_doubt_birth(l),
            }))
        }
    }
}

fn insurance(face: &Face, shown: Shown<'_>, attempt: &Attempt) -> Markup {
    let (l, p) = (face.lang, shown.patient);
    let insurer = p.and_then(|p| p.insurer).map(|id| id.to_string());
    let (from, until) = (p.and_then(|p| p.insurance_from), p.and_then(|p| p.insurance_until));
    let (from, until) = (from.map(|day| show_day(day, l)), until.map(|day| show_day(day, l)));
    let options = shown.insurers.iter().map(|i| (i.id.to_string(), in_lang(l, &i.name_vi, &i.name_en)));
    html! {
        @if let Some(patient) = p { (insurance_doubt(patient, face.today(), l)) }
        div.grid2 {
            (select(Field { placeholder: text::insurer_none(l), ..line("insurer", text::insurer(l), insurer.as_deref()) }, options, attempt, l))
            (field(line("insurance_number", text::insurance_number(l), p.and_then(|p| p.insurance_number.as_deref())), attempt, l))
            (field(Field { placeholder: text::day_form(l), ..line("insurance_from", text::insurance_from(l), from.as_deref()) }, attempt, l))
            (field(Field { placeholder: text::day_form(l), ..line("insurance_until", text::insurance_until(l), until.as_deref()) }, attempt, l))
        }
    }
}

/// A card that does not hold today is said loudly, but nobody is turned away for it.
pub fn insurance_doubt(patient: &Patient, today: Day, l: Lang) -> Markup {
    let over = patient.insurance_until.filter(|until| *until < today);
    let early = patient.insurance_from.filter(|from| *from > today);
    html! {
        @if let Some(until) = over { (alert(Tone::Bad, "calendar-x", text::insurance_over(l, show_day(until, l)))) }
        @if let Some(from) = early { (alert(Tone::Wait, "calendar-clock", text::insurance_early(l, show_day(from, l)))) }
    }
}

/// Asked for children; for others only when something stands there already.
fn guardian(face: &Face, shown: Shown<'_>, attempt: &Attempt) -> Markup {
    let (l, p) = (face.lang, shown.patient);
    let is_filled = p.is_some_and(|p| p.guardian_name.is_some() || p.guardian_phone.is_some());
    let is_child = p.is_none_or(|p| guardian_asked(p.birth(), face.today()));
    let is_typed = ["guardian_name", "guardian_phone"].iter().any(|f| attempt.error(f, l).is_some());
    let phone = p.and_then(|p| p.guardian_phone.as_deref()).map(words::phone);
    let is_missed =
        p.is_some_and(|p| is_child && p.guardian_name.is_none()) || attempt.error("guardian_name", l).is_some();
    let has_to_be_known =
        p.is_some_and(|p| shown.moment != Moment::Anytime && guardian_needed(p.birth(), face.today()));
    let may_be_unknown = !has_to_be_known && (is_missed || attempt.value("guardian_unknown").is_some());
    html! {
        @if is_filled || is_child || is_typed {
            div.grid3 {
                div.two-c.col.g1 {
                    (field(Field { hint: text::guardian_hint(l), ..line("guardian_name", text::guardian_name(l), p.and_then(|p| p.guardian_name.as_deref())) }, attempt, l))
                    @if may_be_unknown { (checkbox(Field { name: "guardian_unknown", label: text::guardian_unknown(l), ..Field::default() }, false, attempt, l)) }
                }
                (field(Field { kind: Kind::Tel, ..line("guardian_phone", text::guardian_phone(l), phone.as_deref()) }, attempt, l))
            }
        }
    }
}

fn health(l: Lang, shown: Shown<'_>, attempt: &Attempt) -> Markup {
    let p = shown.patient;
    let at_check_in = shown.moment == Moment::CheckIn;
    let hint = if at_check_in { text::allergies_hint(l) } else { "" };
    html! {
        div.grid2 {
            div.col.g1 {
                (textarea(Field { rows: 2, hint, ..line("allergies", text::allergies(l), p.map(|p| p.allergies.as_str())) }, attempt, l))
                (checkbox(Field { name: "no_allergies", label: papers::safety::none_known(true, l), ..Field::default() }, p.is_some_and(|p| p.allergies_none), attempt, l))
            }
            (textarea(Field { rows: 2, ..line("conditions", text::conditions(l), p.map(|p| p.conditions.as_str())) }, attempt, l))
        }
        (checkbox(Field { name: "reminders_wanted", label: text::reminders_wanted(l), ..Field::default() },
            p.is_none_or(|p| p.reminders_wanted), attempt, l))
    }
}

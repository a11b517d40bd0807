//! A patient's profile as a form: on its own, and inside the check-in.

use super::booking::general;
use super::{ROOM, words};
use crate::asked::{Moment, NAME_MAX};
use crate::rules::identity::guardian_asked;
use crate::rules::likeness::{Likeness, Traits};
use crate::store::{AlikeRow, Insurer};
use crate::text;
use bricks::clock::{Day, show_day};
use bricks::lang::Lang;
use ground::catalog::in_lang;
use ground::html::{
    Attempt, Button, Field, Kind, Look, Size, Tone, alert, checkbox, field, hidden, parts, radios, select, textarea,
};
use ground::people::{Hit, Patient, Sex};
use ground::web::{Face, Seen};
use maud::{Markup, html};

/// A profile's own page: of a patient, or of one that is to be made.
pub struct ProfilePage {
    pub patient: Option<Patient>,
    pub insurers: Vec<Insurer>,
    /// Filled in for a new patient.
    pub name: String,
    pub back: String,
    /// Patients alike, when the form was refused because of them.
    pub alike: Vec<AlikeRow>,
}

pub fn profile_page(face: &Face, page: &ProfilePage, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let action = page.patient.as_ref().map_or("/patients".to_owned(), |p| format!("/patients/{}/profile", p.id));
    let title = if page.patient.is_some() { text::profile(l) } else { text::create_patient(l) };
    let shown =
        Shown { patient: page.patient.as_ref(), name: &page.name, insurers: &page.insurers, moment: Moment::Anytime };
    let main = html! {
        @if let Some(patient) = &page.patient { (banner(patient, face.today(), l, &html! {})) }
        form.scroll.sp.page #profile method="post" action=(action) data-guard {
            (hidden("key", &face.key))
            (hidden("back", &page.back))
            @if page.alike.is_empty() { (general(attempt, l)) } @else { (alike(face, page, attempt)) }
            div.card { div.cb { (fields(face, shown, attempt)) } }
        }
        div.foot {
            @if !page.back.is_empty() { (Button { text: text::back(l), icon: "arrow-left", href: &page.back, ..Button::default() }) }
            span.sp {}
            (Button { text: text::save_profile(l), kbd: "Ctrl ↵", look: Look::Primary, size: Size::Large, submit: true, form: "profile", ..Button::default() })
        }
    };
    Seen { title: title.to_owned(), room: ROOM, top: html! {}, main }
}

/// Who may be the same person. Sending the form once more says that it is another.
fn alike(face: &Face, page: &ProfilePage, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let own_fold = bricks::text::fold(attempt.value("name").unwrap_or_default());
    let year = attempt.value("birth").and_then(|b| bricks::age::Birth::parse(b).ok()).map_or(0, |b| b.year());
    let phone = attempt.value("phone").and_then(|p| bricks::phone::Phone::parse(p).ok());
    let own =
        Traits { name_fold: &own_fold, birth_year: year, phone: phone.as_ref().map(bricks::phone::Phone::as_e164) };
    let mut rows: Vec<_> = page.alike.iter().map(|row| (Likeness::of(own, traits(row)), row)).collect();
    rows.sort_by_key(|(likeness, _)| -likeness.score());
    html! {
        (hidden("duplicates_seen", "1"))
        (alert(Tone::Wait, "users", text::patient_maybe_known(l)))
        ul.card aria-label=(text::alike(l)) { @for (likeness, row) in &rows { (alike_row(face, *likeness, row, &page.back)) } }
    }
}

fn alike_row(face: &Face, likeness: Likeness, row: &AlikeRow, back: &str) -> Markup {
    let l = face.lang;
    let href = crate::rules::place::with_patient(back, row.id);
    html! {
        li.li {
            (super::search::patient(face, &hit_of(row), ""))
            @if likeness.same_name_and_year { (parts::badge(Tone::Wait, text::same_name_and_year(l))) }
            @if likeness.same_phone { (parts::badge(Tone::Info, text::same_phone(l))) }
            (Button { text: text::take_this_one(l), href: &href, size: Size::Small, look: Look::Soft, ..Button::default() })
        }
    }
}

fn traits(row: &AlikeRow) -> Traits<'_> {
    Traits { name_fold: &row.name_fold, birth_year: row.birth_year, phone: row.phone.as_deref() }
}

fn hit_of(row: &AlikeRow) -> Hit {
    Hit {
        id: row.id,
        code: row.code.clone(),
        name: row.name.clone(),
        sex_code: row.sex_code.clone(),
        birth_day: row.birth_day,
        birth_year: row.birth_year,
        phone: row.phone.clone(),
    }
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
    pub moment: Moment,
}

/// All fields of a profile, with the version that they were read at.
pub fn fields(face: &Face, shown: Shown<'_>, attempt: &Attempt) -> Markup {
    html! {
        @if let Some(patient) = shown.patient { (hidden("version", &patient.version.to_string())) }
        div.col.g3 {
            (person(face, shown, attempt))
            (insurance(face, shown, attempt))
            (guardian(face, shown, attempt))
            (health(face.lang, shown, attempt))
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
            div.two-c { (field(line("address", text::address(l), p.map(|p| p.address.as_str())), attempt, l)) }
            (field(line("national_id", text::national_id(l), p.and_then(|p| p.national_id.as_deref())), attempt, l))
        }
    }
}

fn insurance(face: &Face, shown: Shown<'_>, attempt: &Attempt) -> Markup {
    let (l, p) = (face.lang, shown.patient);
    let insurer = p.and_then(|p| p.insurer).map(|id| id.to_string());
    let until = p.and_then(|p| p.insurance_until);
    let is_over = until.is_some_and(|until| until < face.today());
    let over = until.filter(|_| is_over).map(|until| text::insurance_over(l, show_day(until, l)));
    let until = until.map(|until| show_day(until, l));
    let options = shown.insurers.iter().map(|i| (i.id.to_string(), in_lang(l, &i.name_vi, &i.name_en)));
    html! {
        div.grid3 {
            (select(Field { placeholder: text::insurer_none(l), ..line("insurer", text::insurer(l), insurer.as_deref()) }, options, attempt, l))
            (field(line("insurance_number", text::insurance_number(l), p.and_then(|p| p.insurance_number.as_deref())), attempt, l))
            (field(Field { placeholder: text::day_form(l), hint: over.as_deref().unwrap_or_default(),
                ..line("insurance_until", text::insurance_until(l), until.as_deref()) }, attempt, l))
        }
    }
}

/// Asked for children; for others only when something stands there already.
fn guardian(face: &Face, shown: Shown<'_>, attempt: &Attempt) -> Markup {
    let (l, p) = (face.lang, shown.patient);
    let is_filled = p.is_some_and(|p| p.guardian_name.is_some() || p.guardian_phone.is_some());
    let is_child = p.is_none_or(|p| guardian_asked(p.birth(), face.today()));
    let is_typed = ["guardian_name", "guardian_phone"].iter().any(|f| attempt.error(f, l).is_some());
    let phone = p.and_then(|p| p.guardian_phone.as_deref()).map(words::phone);
    html! {
        @if is_filled || is_child || is_typed {
            div.grid3 {
                div.two-c {
                    (field(Field { hint: text::guardian_hint(l), ..line("guardian_name", text::guardian_name(l), p.and_then(|p| p.guardian_name.as_deref())) }, attempt, l))
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
                @if at_check_in { (checkbox(Field { name: "no_allergies", label: text::no_allergies(l), ..Field::default() }, false, attempt, l)) }
            }
            (textarea(Field { rows: 2, ..line("conditions", text::conditions(l), p.map(|p| p.conditions.as_str())) }, attempt, l))
        }
        (checkbox(Field { name: "reminders_wanted", label: text::reminders_wanted(l), ..Field::default() },
            p.is_none_or(|p| p.reminders_wanted), attempt, l))
    }
}

//! Letting somebody in who has no appointment.

use super::booking::{general, patient_box, patient_choices};
use super::{ROOM, words};
use crate::rules::identity::guardian_asked;
use crate::shown::{AtDesk, Doctor, titled};
use crate::text;
use bricks::clock::show_time;
use bricks::id::{ResourceId, ServiceId};
use bricks::lang::Lang;
use ground::access::Permission;
use ground::catalog::Service;
use ground::html::{Attempt, Button, Field, Look, Size, Tone, alert, checkbox, field, hidden, icon_small, select};
use ground::people::Hit;
use ground::web::{Face, Seen};
use maud::{Markup, html};

/// What the form offers.
pub struct WalkInPage {
    pub at_desk: Option<AtDesk>,
    pub services: Vec<Service>,
    pub service: Option<ServiceId>,
    pub doctors: Vec<Doctor>,
    pub doctor: Option<ResourceId>,
    pub waiting: Vec<(ResourceId, i64)>,
    /// Patients for words that were sent without picking one.
    pub hits: Vec<Hit>,
}

pub fn walk_in(face: &Face, page: &WalkInPage, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let reason =
        Field { name: "reason", label: text::reason(l), maxlength: 200, autocomplete: "off", ..Field::default() };
    let main = html! {
        form.scroll.sp.page.narrow #walk-in method="post" action="/visits" data-guard novalidate {
            (hidden("key", &face.key))
            (general(attempt, l))
            (patient_box(l, page.at_desk.as_ref().map(|at| &at.patient), "/walk-in", "", attempt))
            (patient_choices(face, &page.hits))
            (at_desk(face, page.at_desk.as_ref(), attempt))
            (service(face, page, attempt))
            (doctors(face, page, attempt))
            (super::questions::questions(l, attempt, "", ""))
            (field(reason, attempt, l))
        }
        div.foot {
            (Button { text: text::back_to_day(l), icon: "arrow-left", href: "/reception", ..Button::default() })
            span.sp {}
            (Button { text: text::check_in(l), icon: "user-check", kbd: "Ctrl ↵", look: Look::Primary, size: Size::Large, submit: true, form: "walk-in", ..Button::default() })
        }
    };
    Seen { title: text::walk_in_long(l).to_owned(), room: ROOM, top: super::scan::scan_box(face), main }
}

/// Who was picked: the card, what stands against letting them in, and what the desk has to see. It follows the search.
pub fn at_desk(face: &Face, at: Option<&AtDesk>, attempt: &Attempt) -> Markup {
    html! {
        div.col.g2.picked #picked data-depends="patient" data-src="/walk-in/patient" aria-live="polite" {
            @if let Some(at) = at {
                @if at.made { (super::profile::saved(&at.patient, face.today(), face.lang)) }
                (hidden("seen", &at.patient.id.to_string()))
                (super::inside::told(face, at.here.as_ref(), Some(at.patient.id), attempt))
                (confirm(face, at))
                (booked_today(face, at, attempt))
                (super::signs::asked((&at.patient, at.emergency.as_ref(), at.here.as_ref()), face, attempt))
            }
        }
    }
}

/// Who stands at the desk, to be read out and confirmed.
fn confirm(face: &Face, at: &AtDesk) -> Markup {
    let (l, patient) = (face.lang, &at.patient);
    let profile = format!("/patients/{0}/profile?back=/walk-in%3Fpatient={0}", patient.id);
    let phone = patient.phone.as_deref().map(words::phone);
    let contact: Vec<&str> =
        [phone.as_deref().unwrap_or_default(), &patient.address].into_iter().filter(|s| !s.is_empty()).collect();
    let contact = contact.join(" · ");
    let guardian = patient.guardian_name.as_deref().filter(|_| guardian_asked(patient.birth(), face.today()));
    html! {
        (super::profile::merged(patient, l))
        (super::profile::insurance_doubt(patient, face.today(), l))
        @if at.open.any() {
            (alert(Tone::Wait, "circle-help", html! { (at.open.say().to(l)) " " @if face.may(Permission::EditPatients) { a.lnk href=(profile) { (text::correct(l)) } } }))
        }
        div.card {
            div.cb.row {
                span.grow.snug {
                    b { (patient.name) } " " span.mut.num.nw { (words::patient_line(patient, face.today(), l)) } br;
                    span.sub.num { (contact) } br;
                    (allergies(at, l))
                    @if let Some(guardian) = guardian { br; (text::guardian_name(l)) ": " (guardian) }
                }
                @if face.may(Permission::EditPatients) && !at.is_restricted {
                    (Button { text: text::correct(l), icon: "pencil", href: &profile, size: Size::Small, ..Button::default() })
                }
            }
        }
    }
}

/// What is known that the patient does not bear. Of a restricted record nothing is told here, and nothing is denied.
fn allergies(at: &AtDesk, l: Lang) -> Markup {
    let known = at.allergies.to(l);
    let said = match (known.is_empty(), at.patient.allergies_none) {
        _ if at.is_restricted => text::allergies_restricted(l),
        (false, _) => known,
        (true, asked) => return html! { span.warn[!asked] { (papers::safety::none_known(asked, l)) } },
    };
    let class = if at.is_restricted { "warn" } else { "bad" };
    html! { span class=(class) { (text::allergies(l)) ": " (said) } }
}

/// A booking that would be left over: one click checks it in, and the form goes on only with a tick.
fn booked_today(face: &Face, at: &AtDesk, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        @if !at.booked.is_empty() {
            (alert(Tone::Wait, "calendar-check", text::booked_today(l)))
            ul.card aria-label=(text::appointment(l)) {
                @for row in &at.booked {
                    li.li {
                        span.tkt { (show_time(row.starts_at, face.zone())) }
                        span.grow { b { (row.service(l)) } " " span.mut { (row.doctor_name) } }
                        (Button { text: text::check_in_booked(l), icon: "user-check", href: &format!("/appointments/{}", row.id), size: Size::Small, look: Look::Soft, ..Button::default() })
                    }
                }
            }
            (checkbox(Field { name: "bookings_seen", label: text::bookings_seen(l), value: &at.patient.id.to_string(), ..Field::default() }, false, attempt, l))
        }
    }
}

fn service(face: &Face, page: &WalkInPage, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let value = page.service.map(|id| id.to_string()).unwrap_or_default();
    let options = page.services.iter().map(|s| {
        let label = text::service_option(l, s.duration_minutes, s.name(l), s.price.show_with_sign(l));
        (s.id.to_string(), label)
    });
    select(
        Field { name: "service", label: text::service(l), value: &value, required: true, ..Field::default() },
        options,
        attempt,
        l,
    )
}

/// The doctors with how many wait for each, so that the shortest queue is in sight.
fn doctors(face: &Face, page: &WalkInPage, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let typed = attempt.value("doctor").and_then(|id| id.parse().ok()).or(page.doctor);
    let error = attempt.error("doctor", l);
    html! {
        fieldset.f {
            legend.lb.req { (text::doctor(l)) }
            @if let Some(error) = error { p.err #f-doctor-error { (icon_small("circle-x")) span { (error) } } }
            div.card {
                @for doctor in &page.doctors {
                    label.li {
                        input type="radio" name="doctor" value=(doctor.id) required checked[typed == Some(doctor.id)]
                            aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| "f-doctor-error")];
                        span.grow { b { (titled(&doctor.title, &doctor.name)) } " " span.mut { (words::department(&doctor.department, l)) " · " (words::room(&doctor.room_name, l)) } }
                        @if doctor.open.is_empty() { span.mut.sm { (text::off_duty(l)) } }
                        span.bdg.num { (text::waiting_count(l, waiting_for(page, doctor.id))) }
                    }
                }
            }
        }
    }
}

fn waiting_for(page: &WalkInPage, doctor: ResourceId) -> i64 {
    page.waiting.iter().find(|(id, _)| *id == doctor).map_or(0, |(_, n)| *n)
}

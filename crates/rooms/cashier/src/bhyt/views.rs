//! What the national insurance calls the clinic, its catalogue and its people.

use super::acts::GROUPS;
use super::store::{Clinic, Item};
use crate::payers::views::group_word;
use crate::session::tabs;
use crate::text;
use crate::views::refused_whole;
use bricks::lang::Lang;
use ground::html::field::hidden;
use ground::html::parts::card_header;
use ground::html::{Attempt, Button, Field, Look, Tone, alert, field, post_form, select, textarea};
use ground::web::Face;
use maud::{Markup, html};
use papers::payer::ServiceGroup;

/// More codes without a name are counted only.
const NAMELESS_SHOWN: usize = 40;

/// What the page shows.
pub struct Shown {
    pub facility: Option<String>,
    pub clinic: Option<Clinic>,
    /// Of the house's lists.
    pub lists: i64,
    pub groups: Vec<(String, String)>,
    pub items: Vec<Item>,
    pub staff: Vec<(String, String)>,
    pub nameless: Vec<(String, String)>,
}

pub fn page(face: &Face, shown: &Shown, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        div.page.narrow {
            (tabs(face, "/cashier/payers"))
            section.card aria-labelledby="bhyt-h" {
                (card_header("bhyt-h", text::bhyt(l), html! {
                    (Button { text: text::claims(l), href: "/cashier/claims", icon: "shield-check", ..Button::default() })
                }))
                div.cb.col.g3 {
                    p.sub { (text::bhyt_how(l)) }
                    (facility(l, shown))
                    (post_form("/cashier/bhyt", &face.key, form(l, shown, attempt)))
                }
            }
        }
    }
}

fn facility(l: Lang, shown: &Shown) -> Markup {
    html! {
        @match &shown.facility {
            Some(code) => p { (text::bhyt_facility(l)) ": " b.num { (code) } " · " a.lnk href="/prescribing" { (text::bhyt_facility_change(l)) } },
            None => (alert(Tone::Wait, "triangle-alert", html! { (text::bhyt_facility_none(l)) " " a.lnk href="/prescribing" { (text::bhyt_facility_change(l)) } })),
        }
    }
}

fn form(l: Lang, shown: &Shown, attempt: &Attempt) -> Markup {
    let of = |get: fn(&Clinic) -> &String| shown.clinic.as_ref().map_or("", |clinic| get(clinic).as_str());
    let code = |name, label, hint, value, required| Field {
        name,
        label,
        hint,
        value,
        required,
        maxlength: 50,
        autocomplete: "off",
        ..Field::default()
    };
    let payments = [("1", text::bhyt_by_service(l)), ("2", text::bhyt_by_head(l)), ("3", text::bhyt_by_case(l))];
    let payment = Field {
        name: "payment",
        label: text::bhyt_payment(l),
        value: of(|c| &c.payment),
        required: true,
        ..Field::default()
    };
    let lines = shown.items.iter().map(item_line).collect::<Vec<_>>().join("\n");
    let people = shown.staff.iter().map(|(login, code)| format!("{login} | {code}")).collect::<Vec<_>>().join("\n");
    let long = |name, label, hint, value, rows| Field { name, label, hint, value, rows, ..Field::default() };
    html! {
        (refused_whole(attempt, l))
        (hidden("version", &shown.clinic.as_ref().map_or(0, |clinic| clinic.version).to_string()))
        (hidden("lists", &shown.lists.to_string()))
        div.grid3 {
            (field(code("department", text::bhyt_department(l), text::bhyt_department_hint(l), of(|c| &c.department), true), attempt, l))
            (field(code("entitlement", text::bhyt_entitlement(l), text::bhyt_entitlement_hint(l), of(|c| &c.entitlement), true), attempt, l))
            (field(code("care", text::bhyt_care(l), text::bhyt_care_hint(l), of(|c| &c.care), true), attempt, l))
        }
        div.grid2 {
            (select(payment, payments, attempt, l))
            (field(code("head", text::bhyt_head(l), text::bhyt_head_hint(l), of(|c| &c.head), false), attempt, l))
        }
        fieldset {
            legend.b.mt2 { (text::bhyt_groups(l)) }
            div.grid3 { @for (class, name) in GROUPS { (group_field(l, shown, (class, name), attempt)) } }
        }
        (textarea(long("items", text::bhyt_items(l), text::bhyt_items_hint(l), &lines, 10), attempt, l))
        (nameless(l, shown))
        (textarea(long("staff", text::bhyt_staff(l), text::bhyt_staff_hint(l), &people, 4), attempt, l))
        div { (Button { text: text::receipt_note_save(l), look: Look::Primary, submit: true, icon: "save", ..Button::default() }) }
    }
}

fn group_field(l: Lang, shown: &Shown, (class, name): (&str, &'static str), attempt: &Attempt) -> Markup {
    let value = shown.groups.iter().find(|(known, _)| known == class).map_or("", |(_, code)| code);
    let label = ServiceGroup::parse(class).map_or(text::bhyt_supply(l), |group| group_word(l, group));
    field(Field { name, label, value, maxlength: 2, autocomplete: "off", ..Field::default() }, attempt, l)
}

fn item_line(item: &Item) -> String {
    let line = item.parts().join(" | ");
    line.trim_end_matches([' ', '|']).to_owned()
}

fn nameless(l: Lang, shown: &Shown) -> Markup {
    html! {
        @if !shown.nameless.is_empty() {
            details.menu {
                summary.sm { (text::bhyt_nameless(l, shown.nameless.len())) }
                ul.sm.mut { @for (code, name) in shown.nameless.iter().take(NAMELESS_SHOWN) { li { span.num { (code) } " · " (name) } } }
            }
        }
    }
}

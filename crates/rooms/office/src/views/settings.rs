//! The way to everything that a manager decides, whichever room holds it.

use crate::text;
use bricks::lang::Lang;
use ground::html::{icon, icon_small, parts};
use ground::web::{Face, Seen, office_bar};
use maud::{Markup, html};

/// Icon, address, name, and what it is for.
type Way = (&'static str, &'static str, &'static str, &'static str);

fn of_the_clinic(l: Lang) -> [Way; 6] {
    [
        ("user-cog", "/office/staff", text::part_staff(l), text::way_staff(l)),
        ("door-open", "/office/places", text::places_page(l), text::way_places(l)),
        ("tags", "/office/services", text::services_page(l), text::way_services(l)),
        ("pill", "/office/medicines", text::medicines_page(l), text::way_medicines(l)),
        ("calendar-clock", "/schedule", text::part_hours(l), text::way_hours(l)),
        ("globe", "/website/settings", text::part_website(l), text::way_website(l)),
    ]
}

fn of_the_work(l: Lang) -> [Way; 7] {
    [
        ("list-ordered", "/queue-rule", text::part_queue(l), text::way_queue(l)),
        ("tv", "/office/screens", text::part_screens(l), text::way_screens(l)),
        ("send", "/messages/settings", text::part_channels(l), text::way_channels(l)),
        ("hand-coins", "/services", text::part_payment(l), text::way_payment(l)),
        ("wallet", "/pharmacy/settings", text::part_medicine_payment(l), text::way_medicine_payment(l)),
        ("file-check", "/prescribing", text::part_prescribing(l), text::way_prescribing(l)),
        ("clipboard-list", "/diagnoses", text::part_diagnoses(l), text::way_diagnoses(l)),
    ]
}

pub fn page(face: &Face) -> Seen {
    let l = face.lang;
    let main = html! {
        div.page {
            (card("clinic", text::settings_clinic(l), &of_the_clinic(l)))
            (card("work", text::settings_work(l), &of_the_work(l)))
        }
    };
    Seen { title: text::part_settings(l).to_owned(), room: "office", top: office_bar(face, "/office/settings"), main }
}

fn card(id: &str, title: &str, ways: &[Way]) -> Markup {
    html! {
        section.card aria-labelledby=(id) {
            (parts::card_header(id, title, html! {}))
            ul {
                @for (symbol, href, name, about) in ways {
                    li { a.li href=(href) { (icon(symbol)) span.grow.snug { b { (name) } br; span.mut.sm { (about) } } (icon_small("chevron-right")) } }
                }
            }
        }
    }
}

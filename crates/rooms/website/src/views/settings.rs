//! What the manager decides about the website.

use super::speciality;
use crate::settings::Settings;
use crate::store::{PairRow, titled};
use crate::text;
use bricks::lang::Lang;
use ground::catalog::in_lang;
use ground::html::{
    Attempt, Button, Field, Kind, Look, Size, Tone, alert, checkbox, field, general_error, parts, post_form, radios,
};
use ground::web::{Face, SETTINGS, Seen, office_bar};
use maud::{Markup, html};

pub struct SettingsPage {
    pub settings: Settings,
    pub pairs: Vec<PairRow>,
    /// The address of `/book`, for the clinic's own site.
    pub url: String,
    /// Whether anything is configured that reaches people.
    pub reaches: bool,
}

pub fn page(face: &Face, page: &SettingsPage, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let main = html! {
        div.page {
            @if !page.reaches {
                (alert(Tone::Wait, "mail", text::reaches_nobody(l)))
                (Button { text: text::channels(l), icon: "send", href: "/messages/settings", size: Size::Small, ..Button::default() })
            }
            (post_form("/website/settings", &face.key, html! {
                (general_error(attempt, l))
                (rules(l, &page.settings, attempt))
                (offers(l, &page.pairs, attempt))
                div.row { span.sp {} (Button { text: text::save(l), icon: "save", kbd: "Ctrl ↵", look: Look::Primary, size: Size::Large, submit: true, ..Button::default() }) }
            }))
            (snippet(l, &page.url))
        }
    };
    let top = html! { (office_bar(face, SETTINGS)) (Button { text: text::open_page(l), icon: "external-link", href: "/book", size: Size::Small, ..Button::default() }) };
    Seen { title: text::settings(l).to_owned(), room: "office", top, main }
}

fn rules(l: Lang, settings: &Settings, attempt: &Attempt) -> Markup {
    let (days, notice) = (settings.days.to_string(), (settings.notice_minutes / 60).to_string());
    let change = (settings.change_notice_minutes / 60).to_string();
    let arrival = if settings.desk_accepts { "desk" } else { "booked" };
    html! {
        section.card aria-labelledby="rules-h" {
            (parts::card_header("rules-h", text::rules(l), html! {}))
            div.cb.col.g3 {
                (checkbox(Field { name: "open", label: text::open(l), value: "yes", ..Field::default() }, settings.open, attempt, l))
                div.grid2 {
                    (field(Field { name: "days", label: text::days(l), kind: Kind::Number, value: &days, required: true, maxlength: 3, ..Field::default() }, attempt, l))
                    (field(Field { name: "notice_hours", label: text::notice_hours(l), kind: Kind::Number, value: &notice, required: true, maxlength: 3, ..Field::default() }, attempt, l))
                    (field(Field { name: "change_notice_hours", label: text::change_notice_hours(l), kind: Kind::Number, value: &change, required: true, maxlength: 3, ..Field::default() }, attempt, l))
                }
                (radios(Field { name: "arrival", label: text::arrival(l), value: arrival, required: true, ..Field::default() },
                    [("desk", text::arrival_desk(l)), ("booked", text::arrival_booked(l))], attempt, l))
            }
        }
    }
}

fn offers(l: Lang, pairs: &[PairRow], attempt: &Attempt) -> Markup {
    html! {
        section.card aria-labelledby="offers-h" {
            (parts::card_header("offers-h", text::offers(l), html! {}))
            div.cb.col.g3 {
                @for of_doctor in pairs.chunk_by(|a, b| a.doctor == b.doctor) {
                    @if let Some(first) = of_doctor.first() {
                        fieldset.col.g2 {
                            legend.b { (titled(&first.doctor_title, &first.doctor_name)) " " span.mut { (speciality(l, &first.speciality)) } }
                            div.row.w.g3 {
                                @for pair in of_doctor {
                                    @let value = format!("{}-{}", pair.doctor, pair.service);
                                    @let ticked = if attempt.was_sent() { attempt.has("pair", &value) } else { pair.is_bookable };
                                    label.chk {
                                        input type="checkbox" name="pair" value=(value) checked[ticked];
                                        (in_lang(l, &pair.service_vi, &pair.service_en))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What the clinic puts on its own site.
fn snippet(l: Lang, url: &str) -> Markup {
    let code = format!("<a href=\"{url}\" target=\"_blank\" rel=\"noopener\">{}</a>", text::booking(l));
    html! {
        section.card aria-labelledby="snippet-h" {
            (parts::card_header("snippet-h", text::snippet(l), html! {}))
            div.cb.col.g2 { p.sub { (text::snippet_hint(l)) } pre.sunk tabindex="0" { code { (code) } } }
        }
    }
}

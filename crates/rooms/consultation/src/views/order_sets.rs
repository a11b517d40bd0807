use crate::store::{OrderSet, ServiceRow, SetItem};
use crate::text;
use ground::access::Permission;
use ground::catalog::in_lang;
use ground::html::{Attempt, Button, Field, Look, Size, Tone, checkbox, field, general_error, parts, post_form};
use ground::web::{Face, SETTINGS, Seen, office_bar};
use maud::{Markup, html};

/// The clinic's sets and the reader's own, and the form of a further one.
pub fn page(face: &Face, sets: &[OrderSet], items: &[SetItem], attempt: &Attempt) -> Seen {
    let l = face.lang;
    Seen {
        title: text::sets_title(l).to_owned(),
        room: "consultation",
        top: html! { a.btn.sm.g href="/consultation" { (text::chart_back(l)) } },
        main: html! {
            div.scroll.sp tabindex="-1" { div.page.narrow {
                (general_error(attempt, l))
                (form(face, attempt))
                div.card {
                    (parts::card_header("sets-h", text::sets_title(l), parts::badge(Tone::Mute, sets.len())))
                    @if sets.is_empty() { p.cb.mut { (text::sets_none(l)) } }
                    ul.cb.col { @for set in sets { (one(face, set, items)) } }
                }
            } }
        },
    }
}

fn form(face: &Face, attempt: &Attempt) -> Markup {
    let l = face.lang;
    post_form(
        "/order-sets",
        &face.key,
        html! {
            div.card {
                div.ch { h2 { (text::sets_new(l)) } }
                div.cb.col {
                    (field(Field { name: "name", label: text::sets_name(l), placeholder: text::sets_name_hint(l), required: true, maxlength: 80, autocomplete: "off", ..Field::default() }, attempt, l))
                    (field(Field { name: "services", label: text::sets_services(l), hint: text::sets_services_hint(l), placeholder: text::sets_services_example(l), required: true, maxlength: 500, autocomplete: "off", ..Field::default() }, attempt, l))
                    (checkbox(Field { name: "clinic", label: text::for_the_clinic(l), ..Field::default() }, false, attempt, l))
                    div.row { span.sp {} (Button { text: text::sets_make(l), icon: "plus", look: Look::Primary, submit: true, ..Button::default() }) }
                }
            }
        },
    )
}

fn one(face: &Face, set: &OrderSet, items: &[SetItem]) -> Markup {
    let l = face.lang;
    let own: Vec<&SetItem> = items.iter().filter(|item| item.set == set.id).collect();
    let removes = set.made_by == face.who.staff || face.may(Permission::ManageClinic);
    let label = text::sets_remove(l, &set.name);
    html! {
        li.row.at {
            div.grow {
                div.row.g1 { b { (set.name) } @if set.staff.is_none() { (parts::badge(Tone::Brand, text::of_the_clinic(l))) } @else { (parts::badge(Tone::Mute, text::own(l))) } }
                p.sm.sub { @for (n, item) in own.iter().enumerate() { @if n > 0 { " · " } (in_lang(l, &item.name_vi, &item.name_en)) } }
            }
            @if removes {
                (post_form(&format!("/order-sets/{}/removal", set.id), &face.key, html! {
                    (Button { icon: "trash-2", label: &label, look: Look::Ghost, size: Size::Small, submit: true, ..Button::default() })
                }))
            }
        }
    }
}

/// Which services are paid first, and which the insurance pays.
pub fn services(face: &Face, rows: &[ServiceRow]) -> Seen {
    let l = face.lang;
    let tick = |name: String, label: String, ticked: bool| {
        html! {
            input type="checkbox" name=(name) value="yes" checked[ticked] aria-label=(label);
        }
    };
    Seen {
        title: text::services_title(l).to_owned(),
        room: "office",
        top: office_bar(face, SETTINGS),
        main: html! {
            div.scroll.sp tabindex="-1" { div.page.narrow {
                (post_form("/services", &face.key, html! {
                    div.card {
                        (parts::card_header("services-h", text::services_title(l), parts::badge(Tone::Mute, rows.len())))
                        p.cb.sub { (text::services_hint(l)) }
                        table.tbl {
                            thead { tr { th scope="col" { (text::queue_service(l)) } th.c scope="col" { (text::service_pay_first(l)) } th.c scope="col" { (text::service_insured(l)) } } }
                            tbody { @for s in rows {
                                @let name = in_lang(l, &s.name_vi, &s.name_en);
                                tr {
                                    td { span.num.sub { (s.code) } " " (name) }
                                    td.c { (tick(format!("first-{}", s.id), format!("{name}: {}", text::service_pay_first(l)), s.pay_first)) }
                                    td.c { (tick(format!("insured-{}", s.id), format!("{name}: {}", text::service_insured(l)), s.insured)) }
                                }
                            } }
                        }
                        div.cf.row { span.sp {} (Button { text: text::services_save(l), icon: "save", look: Look::Primary, submit: true, kbd: "Ctrl ↵", ..Button::default() }) }
                    }
                }))
            } }
        },
    }
}

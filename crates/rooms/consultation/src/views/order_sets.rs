use super::shelf::{self, Row, Shelf};
use crate::store::{OrderSet, ServiceRow, SetItem};
use crate::text;
use bricks::lang::Lang;
use ground::catalog::in_lang;
use ground::html::{Attempt, Button, Field, Look, Tone, checkbox, field, parts, post_form};
use ground::web::{Face, SETTINGS, Seen, office_bar};
use maud::{Markup, html};

/// The clinic's sets and the reader's own, and the form of a further one.
pub fn page(face: &Face, sets: &[OrderSet], items: &[SetItem], attempt: &Attempt) -> Seen {
    let l = face.lang;
    let shelf = Shelf {
        title: text::sets_title(l),
        new: text::sets_new(l),
        none: text::sets_none(l),
        path: "/order-sets",
        fields: fields(l, attempt),
        save: Button { text: text::sets_make(l), icon: "plus", look: Look::Primary, submit: true, ..Button::default() },
        rows: sets.iter().map(|set| row(l, set, items)).collect(),
    };
    shelf::page(face, &shelf, attempt)
}

fn fields(l: Lang, attempt: &Attempt) -> Markup {
    html! {
        (field(Field { name: "name", label: text::sets_name(l), placeholder: text::sets_name_hint(l), required: true, maxlength: 80, autocomplete: "off", ..Field::default() }, attempt, l))
        (field(Field { name: "services", label: text::sets_services(l), hint: text::sets_services_hint(l), placeholder: text::sets_services_example(l), required: true, maxlength: 500, autocomplete: "off", ..Field::default() }, attempt, l))
        (checkbox(Field { name: "clinic", label: text::for_the_clinic(l), ..Field::default() }, false, attempt, l))
    }
}

fn row(l: Lang, set: &OrderSet, items: &[SetItem]) -> Row {
    let names: Vec<&str> =
        items.iter().filter(|item| item.set == set.id).map(|item| in_lang(l, &item.name_vi, &item.name_en)).collect();
    Row {
        id: set.id.raw(),
        head: html! { b { (set.name) } },
        body: html! { p.sm.sub { (names.join(" · ")) } },
        owner: set.staff,
        made_by: set.made_by,
        remove: text::sets_remove(l, &set.name),
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

use super::shelf::{self, At, Row, Shelf};
use crate::store::{OrderSet, ServiceRow, SetItem};
use crate::text;
use bricks::lang::Lang;
use ground::catalog::in_lang;
use ground::html::{Attempt, Button, Field, Look, Tone, checkbox, field, parts, post_form};
use ground::web::{Face, SETTINGS, Seen, office_bar};
use maud::{Markup, html};

/// The clinic's sets and the reader's own, and the form of a further one or of one that is changed.
pub fn page(face: &Face, sets: &[OrderSet], items: &[SetItem], at: At, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let open = sets.iter().find(|set| Some(set.id.raw()) == at.open);
    let save = if open.is_some() { text::template_save(l) } else { text::sets_make(l) };
    let shelf = Shelf {
        title: text::sets_title(l),
        new: text::sets_new(l),
        change: text::sets_change(l),
        none: text::sets_none(l),
        path: "/order-sets",
        at,
        version: open.map(|set| set.version),
        fields: fields(l, open.map(|set| (set, of_set(set, items))), attempt),
        save: Button { text: save, icon: "save", look: Look::Primary, submit: true, ..Button::default() },
        rows: sets.iter().map(|set| row(l, set, items)).collect(),
    };
    shelf::page(face, &shelf, attempt)
}

fn of_set<'a>(set: &OrderSet, items: &'a [SetItem]) -> Vec<&'a SetItem> {
    items.iter().filter(|item| item.set == set.id).collect()
}

/// Whose a set is stays as it was made; of its services those that are not ticked any longer are left out.
fn fields(l: Lang, open: Option<(&OrderSet, Vec<&SetItem>)>, attempt: &Attempt) -> Markup {
    let name = open.as_ref().map(|(set, _)| set.name.as_str()).unwrap_or_default();
    let is_kept = |id: &str| !attempt.was_sent() || attempt.has("keep", id);
    html! {
        (field(Field { name: "name", label: text::sets_name(l), value: name, placeholder: text::sets_name_hint(l), required: true, maxlength: 80, autocomplete: "off", ..Field::default() }, attempt, l))
        @if let Some((_, items)) = &open {
            fieldset.col.g1 {
                legend.lb { (text::sets_services(l)) }
                @for item in items {
                    @let id = item.service.to_string();
                    label.chk { input type="checkbox" name="keep" value=(id) checked[is_kept(&id)]; span { (in_lang(l, &item.name_vi, &item.name_en)) } }
                }
            }
        }
        (field(Field { name: "services", label: if open.is_some() { text::sets_further(l) } else { text::sets_services(l) }, hint: text::sets_services_hint(l), placeholder: text::sets_services_example(l), required: open.is_none(), maxlength: 500, autocomplete: "off", ..Field::default() }, attempt, l))
        @if open.is_none() { (checkbox(Field { name: "clinic", label: text::for_the_clinic(l), ..Field::default() }, false, attempt, l)) }
    }
}

fn row(l: Lang, set: &OrderSet, items: &[SetItem]) -> Row {
    let names: Vec<&str> =
        of_set(set, items).into_iter().map(|item| in_lang(l, &item.name_vi, &item.name_en)).collect();
    Row {
        id: set.id.raw(),
        name: set.name.clone(),
        head: html! { b.snug { (set.name) } },
        body: html! { p.sm.sub { (names.join(" · ")) } },
        owner: set.staff,
        made_by: set.made_by,
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

use super::store::{Document, Found};
use crate::text;
use crate::views::top;
use bricks::clock::{show_day, show_instant};
use bricks::lang::Lang;
use ground::access::Permission;
use ground::catalog::{amount, medicine_name, unit_word};
use ground::html::{
    Attempt, Button, Combobox, Field, Kind, Look, Tone, alert, choice, combobox, field, general_error, parts,
    post_form, radios,
};
use ground::web::{Face, Seen};
use maud::{Markup, html};

pub fn page(face: &Face, documents: &[Document], made: &str, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let main = html! {
        @if face.may(Permission::ReceiveStock) {
            div.stk.mt2 { (list(face, documents)) (card(face, documents, made, attempt)) }
        } @else {
            div.page.sp { (list(face, documents)) }
        }
    };
    Seen { title: text::documents_title(l).to_owned(), room: "storeroom", top: top(l), main }
}

fn list(face: &Face, documents: &[Document]) -> Markup {
    let l = face.lang;
    html! {
        section.card.grow aria-labelledby="documents-title" {
            (parts::card_header("documents-title", text::documents_title(l), html! {}))
            div.scroll.sp tabindex="0" role="region" aria-label=(text::documents_title(l)) {
                @if documents.is_empty() { (parts::empty("clipboard-list", text::documents_none(l), text::documents_none_hint(l), html! {})) }
                @else {
                    table.tbl {
                        thead { tr {
                            th { (text::column_document(l)) }
                            th { (text::column_medicine(l)) }
                            th { (text::column_batches(l)) }
                            th.r { (text::column_before(l)) }
                            th.r { (text::column_after(l)) }
                            th { (text::column_reason(l)) }
                        } }
                        tbody { @for document in documents { (row(face, document)) } }
                    }
                }
            }
        }
    }
}

fn row(face: &Face, d: &Document) -> Markup {
    let l = face.lang;
    html! {
        tr {
            td.snug {
                b.num.nw { (d.number) } br;
                (kind(l, &d.kind)) br;
                span.mut.sm.num { (show_instant(d.at, face.zone(), l)) " · " (d.by) }
            }
            td.snug { b { (medicine_name(l, (&d.generic_vi, &d.generic_en), &d.strength)) } br; span.mut.sm { (unit_word(l, &d.dispense_unit)) } }
            td.num.sm { b { (d.batch) } br; span.mut { (show_day(d.expires_on, l)) } }
            td.r.num { (d.before.show(l)) }
            td.r.num.b { (d.after.show(l)) }
            td.sm { (d.reason) @if !d.witness.is_empty() { br; span.mut { (text::witnessed(l, &d.witness)) } } }
        }
    }
}

fn kind(l: Lang, code: &str) -> Markup {
    match code {
        "count" => parts::status(Tone::Info, "clipboard-check", text::kind_count(l)),
        _ => parts::status(Tone::Bad, "trash-2", text::kind_destruction(l)),
    }
}

fn card(face: &Face, documents: &[Document], made: &str, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let known = documents.iter().find(|d| d.number == made);
    html! {
        section.card aria-labelledby="document-title" {
            (parts::card_header("document-title", text::document_new(l), html! {}))
            div.cb.col.scroll.sp tabindex="-1" {
                @if let Some(d) = known { (alert(Tone::Ok, "circle-check", text::document_made(l, &d.number, amount(l, d.after, &d.dispense_unit)))) }
                (general_error(attempt, l))
                (post_form("/storeroom/documents", &face.key, fields(l, attempt)))
            }
        }
    }
}

fn fields(l: Lang, attempt: &Attempt) -> Markup {
    let batch = Field {
        name: "batch",
        label: text::field_batch(l),
        required: true,
        placeholder: text::field_batch_placeholder(l),
        ..Field::default()
    };
    let kinds = [("count", text::kind_count(l)), ("destruction", text::kind_destruction(l))];
    let quantity = Field {
        name: "quantity",
        label: text::field_counted(l),
        hint: text::field_counted_hint(l),
        kind: Kind::Decimal,
        required: true,
        ..Field::default()
    };
    let reason =
        Field { name: "reason", label: text::field_reason(l), required: true, maxlength: 300, ..Field::default() };
    let witness = Field {
        name: "witness",
        label: text::field_witness(l),
        hint: text::field_witness_hint(l),
        maxlength: 120,
        autocomplete: "off",
        ..Field::default()
    };
    html! {
        (radios(Field { name: "kind", label: text::field_kind(l), value: "count", required: true, ..Field::default() }, kinds, attempt, l))
        (combobox(Combobox { field: batch, source: "/storeroom/documents/batches", icon: "package", key: "Alt+N", ..Combobox::default() }, attempt, l))
        (field(quantity, attempt, l))
        (field(reason, attempt, l))
        (field(witness, attempt, l))
        (Button { text: text::document_send(l), icon: "clipboard-check", look: Look::Primary, submit: true, block: true, kbd: "Ctrl ↵", ..Button::default() })
    }
}

/// Batches for the typeahead; what each holds is sent along, so that nothing that moves meanwhile is overwritten.
pub fn choices(face: &Face, found: &[Found]) -> Markup {
    let l = face.lang;
    html! {
        @for batch in found {
            @let name = medicine_name(l, (&batch.generic_vi, &batch.generic_en), &batch.strength);
            @let held = amount(l, batch.on_hand, &batch.dispense_unit);
            (choice(&format!("{}-{}", batch.id, batch.on_hand.milli()), &format!("{name} · {} · {held}", batch.number), html! {
                span.grow.snug { b { (name) } " " span.num { (batch.number) } " " span.mut.sm { (show_day(batch.expires_on, l)) } }
                span.num.sub.sm.nw { (held) }
            }))
        }
    }
}

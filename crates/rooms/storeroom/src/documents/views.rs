use super::Kind as Sort;
use super::store::{Document, Found};
use super::views_wish;
use super::wish::Wish;
use crate::rules::WRITTEN;
use crate::text;
use crate::views::{sure, top};
use bricks::clock::{show_day, show_instant};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::access::Permission;
use ground::catalog::{amount, medicine_name, unit_word};
use ground::html::{
    Attempt, Button, Combobox, Field, Kind, Look, Tone, alert, choice, combobox, field, general_error, parts,
    post_form, radios,
};
use ground::web::{Face, Seen};
use maud::{Markup, html};

/// What the page shows.
pub struct Shown {
    pub documents: Vec<Document>,
    /// What waits for a second person.
    pub wishes: Vec<Wish>,
    /// What one person may take off in a day.
    pub limit: Money,
    /// The batch that the form is about to begin with.
    pub chosen: Option<Found>,
}

/// `made` is the number of the document that was just written; or it `waits`.
pub fn page(face: &Face, shown: &Shown, (made, waits): (&str, bool), sort: Sort, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let documents = &shown.documents;
    let said = documents.iter().find(|d| d.number == made);
    let main = html! {
        @if face.may(Permission::ReceiveStock) {
            div.stk.mt2 {
                div.col.g3 { (views_wish::card(face, shown)) (list(face, documents)) }
                (card(face, (said, waits), shown, sort, attempt))
            }
        } @else {
            div.page.col.g3.sp {
                (general_error(attempt, l))
                @if let Some(d) = said { (alert(Tone::Ok, "circle-check", text::document_made(l, amount(l, d.after, &d.dispense_unit), &d.number))) }
                (views_wish::card(face, shown))
                (list(face, documents))
            }
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
            td.snug { a.lnk href={ "/storeroom/medicines/" (d.medicine) } { (medicine_name(l, (&d.generic_vi, &d.generic_en), &d.strength)) } br; span.mut.sm { (unit_word(l, &d.dispense_unit)) } }
            td.num.sm { b { (d.batch) } br; span.mut { (show_day(d.expires_on, l)) } }
            td.r.num { (d.before.show(l)) }
            td.r.num.b { (d.after.show(l)) }
            td.sm {
                (d.reason)
                @if let (Some(before), Some(after)) = (d.cost_before, d.cost_after) { br; span.mut.num { (text::cost_changed(l, after.show(l), before.show(l))) } }
                @if d.kind == Sort::Return.code() { br; span.mut { (text::back_to(l, &d.supplier)) } }
                @if !d.agreed_by.is_empty() { br; span.mut { (text::agreed_by(l, &d.agreed_by)) } }
                @if !d.witness.is_empty() { br; span.mut { (text::witnessed(l, &d.witness)) } }
            }
        }
    }
}

/// The kind of a document as a status.
pub fn kind(l: Lang, code: &str) -> Markup {
    let (tone, icon) = match Sort::of(code) {
        Some(Sort::Count) | None => (Tone::Info, "clipboard-check"),
        Some(Sort::Destruction) => (Tone::Bad, "trash-2"),
        Some(Sort::Return) => (Tone::Wait, "package-open"),
        Some(Sort::Correction) => (Tone::Info, "pencil"),
    };
    parts::status(tone, icon, word(l, Sort::of(code).unwrap_or(Sort::Count)))
}

/// The kind in a word.
pub fn word(l: Lang, sort: Sort) -> &'static str {
    match sort {
        Sort::Count => text::kind_count(l),
        Sort::Destruction => text::kind_destruction(l),
        Sort::Return => text::kind_return(l),
        Sort::Correction => text::kind_correction(l),
    }
}

fn card(face: &Face, (made, waits): (Option<&Document>, bool), shown: &Shown, sort: Sort, attempt: &Attempt) -> Markup {
    let (l, chosen) = (face.lang, shown.chosen.as_ref());
    html! {
        section.card aria-labelledby="document-title" {
            (parts::card_header("document-title", text::document_new(l), html! {}))
            div.cb.col.scroll.sp tabindex="-1" {
                @if let Some(d) = made { (alert(Tone::Ok, "circle-check", text::document_made(l, amount(l, d.after, &d.dispense_unit), &d.number))) }
                @if waits { (alert(Tone::Wait, "hourglass", text::wish_asked(l))) }
                (general_error(attempt, l))
                (post_form("/storeroom/documents", &face.key, fields(l, chosen, sort, attempt)))
            }
        }
    }
}

fn fields(l: Lang, chosen: Option<&Found>, sort: Sort, attempt: &Attempt) -> Markup {
    let (value, shown) = chosen.map(|batch| picked(l, batch)).unwrap_or_default();
    let batch = Field {
        name: "batch",
        label: text::field_batch(l),
        required: true,
        placeholder: text::field_batch_placeholder(l),
        value: &value,
        ..Field::default()
    };
    let quantity = Field {
        name: "quantity",
        label: text::field_counted(l),
        hint: text::field_counted_hint(l),
        kind: Kind::Decimal,
        required: true,
        autofocus: chosen.is_some(),
        ..Field::default()
    };
    let cost = Field {
        name: "cost",
        label: text::field_cost(l),
        hint: text::field_cost_hint(l),
        kind: Kind::Money,
        aside: "₫",
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
        (radios(Field { name: "kind", label: text::field_kind(l), value: sort.code(), required: true, ..Field::default() }, Sort::ALL.map(|kind| (kind.code(), word(l, kind))), attempt, l))
        (combobox(Combobox { field: batch, shown: &shown, source: "/storeroom/documents/batches", icon: "package", key: "Alt+N", ..Combobox::default() }, attempt, l))
        (field(quantity, attempt, l))
        (field(cost, attempt, l))
        (field(reason, attempt, l))
        (field(witness, attempt, l))
        (sure(l, WRITTEN, attempt))
        (Button { text: text::document_send(l), icon: "clipboard-check", look: Look::Primary, submit: true, block: true, kbd: "Ctrl ↵", ..Button::default() })
    }
}

/// A batch as the form takes it, with what it holds, and in words.
fn picked(l: Lang, batch: &Found) -> (String, String) {
    let name = medicine_name(l, (&batch.generic_vi, &batch.generic_en), &batch.strength);
    let held = amount(l, batch.on_hand, &batch.dispense_unit);
    (format!("{}-{}", batch.id, batch.on_hand.milli()), format!("{name} · {} · {held}", batch.number))
}

/// Batches for the typeahead; what each holds is sent along, so that nothing that moves meanwhile is overwritten.
pub fn choices(face: &Face, found: &[Found]) -> Markup {
    let l = face.lang;
    html! {
        @for batch in found {
            @let (value, shown) = picked(l, batch);
            (choice(&value, &shown, html! {
                span.grow.snug { b { (medicine_name(l, (&batch.generic_vi, &batch.generic_en), &batch.strength)) } " " span.num { (batch.number) } " " span.mut.sm { (show_day(batch.expires_on, l)) }
                    @if batch.expires_on < face.today() { " " (parts::badge(Tone::Bad, text::expired(l))) } }
                span.num.sub.sm.nw { (amount(l, batch.on_hand, &batch.dispense_unit)) }
            }))
        }
    }
}

use super::pages::Period;
use super::store::{Batch, Card, Got, Moved, Row};
use crate::documents::{Kind, word};
use crate::rules::{Expiry, expiry};
use crate::text;
use crate::views::{expiry_badge, top};
use bricks::clock::{show_day, show_instant};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::access::Permission;
use ground::catalog::{amount, in_lang, medicine_name};
use ground::html::{Button, Part, Size, Tone, parts};
use ground::web::{Face, Seen};
use maud::{Markup, html};

pub fn page(face: &Face, card: &Card, period: Period) -> Seen {
    let l = face.lang;
    let m = &card.medicine;
    let title = medicine_name(l, (&m.generic_vi, &m.generic_en), &m.strength);
    let main = html! {
        div.page.col.g4.sp {
            section.card aria-labelledby="batches-title" {
                (parts::card_header("batches-title", &title, head(face, card)))
                @if card.batches.is_empty() { (parts::empty("package", text::card_no_batches(l), text::card_no_batches_hint(l), html! {})) }
                @else { (batches(face, card, period)) }
            }
            @if let Some(got) = &card.got { (who_got(face, card, got)) }
            section.card.grow aria-labelledby="moved-title" {
                (parts::card_header("moved-title", text::card_movements(l), periods(face, card, period)))
                (movements(face, card))
            }
        }
    };
    Seen { title: text::card_title(l).to_owned(), room: "storeroom", top: top(l), main }
}

fn head(face: &Face, card: &Card) -> Markup {
    let (l, m) = (face.lang, &card.medicine);
    html! {
        span.mut.sm.num.snug {
            @if !m.brand.is_empty() { (m.brand) " · " }
            (text::card_level(l, amount(l, m.reorder_level, &m.dispense_unit))) " · "
            (text::card_price(l, m.price.show(l)))
            @if !m.barcode.is_empty() { " · " (m.barcode) }
        }
        b.num.nw { (text::card_on_hand(l, amount(l, card.on_hand, &m.dispense_unit))) }
    }
}

fn batches(face: &Face, card: &Card, period: Period) -> Markup {
    let l = face.lang;
    let may = face.may(Permission::ReceiveStock);
    html! {
        table.tbl {
            thead { tr {
                th scope="col" { (text::column_batches(l)) }
                th scope="col" { (text::field_expires_on(l)) }
                th scope="col" { (text::field_supplier(l)) }
                th.r scope="col" { (text::field_cost(l)) }
                th.r scope="col" { (text::column_on_hand(l)) }
                @if may { th scope="col" { span.vh { (text::document_new(l)) } } }
            } }
            tbody { @for batch in &card.batches { (batch_row(face, card, batch, period)) } }
        }
    }
}

fn batch_row(face: &Face, card: &Card, batch: &Batch, period: Period) -> Markup {
    let l = face.lang;
    let own = address(card, Some(batch), period);
    let over = expiry(batch.expires_on, face.today()) == Expiry::Over;
    html! {
        tr aria-current=[(card.chosen == Some(batch.id)).then_some("true")] {
            td.num { a.lnk href=(own) { (batch.number) } }
            td.num.nw {
                (expiry_badge(face, batch.expires_on))
                @if over { " " (parts::badge(Tone::Bad, text::expired(l))) }
            }
            td.sm.snug { (batch.supplier) br; span.mut.num { (text::card_received(l, show_day(face.zone().day_of(batch.received_at), l))) } }
            td.r.num { (batch.cost.show(l)) }
            td.r.num.b { (batch.quantity.show(l)) }
            @if face.may(Permission::ReceiveStock) { td.nw.r { (ways(l, batch)) } }
        }
    }
}

/// What can be done with a batch: each opens the form of documents with the batch in it.
fn ways(l: Lang, batch: &Batch) -> Markup {
    let kinds = Kind::ALL
        .into_iter()
        .filter(|kind| !batch.quantity.is_zero() || matches!(kind, Kind::Count | Kind::Correction));
    html! {
        @for kind in kinds {
            @let href = format!("/storeroom/documents?batch={}&kind={}", batch.id, kind.code());
            " " (Button { text: word(l, kind), href: &href, size: Size::Small, ..Button::default() })
        }
    }
}

/// Whom to ring when the batch is recalled. Of a restricted record the code alone is told.
fn who_got(face: &Face, card: &Card, got: &[Got]) -> Markup {
    let l = face.lang;
    html! {
        section.card aria-labelledby="got-title" {
            (parts::card_header("got-title", text::card_got(l), html! { (parts::badge(Tone::Mute, got.len())) }))
            @if got.is_empty() { div.cb.mut { (text::card_got_none(l)) } }
            @else {
                table.tbl {
                    thead { tr {
                        th scope="col" { (text::card_at(l)) } th scope="col" { (text::card_patient(l)) }
                        th scope="col" { (text::card_phone(l)) } th.r scope="col" { (text::card_out(l)) }
                    } }
                    tbody { @for one in got { (got_row(face, card, one)) } }
                }
            }
        }
    }
}

fn got_row(face: &Face, card: &Card, one: &Got) -> Markup {
    let l = face.lang;
    html! {
        tr {
            td.num.nw { (show_instant(one.at, face.zone(), l)) }
            td { a.lnk href={ "/patients/" (one.patient) } { @if one.is_restricted { (one.code) } @else { (one.name) } } " " span.mut.sm.num { (one.code) } }
            td.num { @if !one.is_restricted { (one.phone) } }
            td.r.num { (amount(l, one.quantity, &card.medicine.dispense_unit)) }
        }
    }
}

fn address(card: &Card, batch: Option<&Batch>, period: Period) -> String {
    let id = card.medicine.id;
    match batch {
        Some(batch) => format!("/storeroom/medicines/{id}?days={}&batch={}", period.days(), batch.id),
        None => format!("/storeroom/medicines/{id}?days={}", period.days()),
    }
}

fn periods(face: &Face, card: &Card, period: Period) -> Markup {
    let l = face.lang;
    let chosen = card.batches.iter().find(|batch| card.chosen == Some(batch.id));
    let ways = Period::ALL.map(|each| {
        let said = if each == Period::All { text::card_all(l).to_owned() } else { text::card_days(l, each.days()) };
        (said, address(card, chosen, each), each == period)
    });
    let chips: Vec<Part<'_>> = ways
        .iter()
        .map(|(said, href, current)| Part { text: said, href, current: *current, ..Part::default() })
        .collect();
    html! {
        @if let Some(batch) = chosen {
            a.chip href=(address(card, None, period)) title=(text::card_every_batch(l)) { (text::card_batch(l, &batch.number)) " ×" }
        }
        (parts::chips(text::card_period(l), &chips))
    }
}

fn movements(face: &Face, card: &Card) -> Markup {
    let l = face.lang;
    html! {
        div.scroll.sp tabindex="0" role="region" aria-label=(text::card_movements(l)) {
            @if card.rows.is_empty() { (parts::empty("clipboard-list", text::card_none(l), text::card_none_hint(l), html! {})) }
            @else {
                table.tbl {
                    thead { tr {
                        th scope="col" { (text::card_at(l)) }
                        th scope="col" { (text::card_what(l)) }
                        th scope="col" { (text::column_batches(l)) }
                        th.r scope="col" { (text::card_in(l)) }
                        th.r scope="col" { (text::card_out(l)) }
                        th.r scope="col" { (text::card_balance(l)) }
                        th scope="col" { (text::card_by(l)) }
                    } }
                    tbody { @for row in &card.rows { (line(face, row)) } }
                }
                @if card.cut { p.cb.mut { (text::card_cut(l, super::store::MOVED_MAX.try_into().unwrap_or(i64::MAX))) } }
            }
        }
    }
}

fn line(face: &Face, row: &Row) -> Markup {
    let (l, of) = (face.lang, &row.of);
    let out = of.quantity.is_negative();
    let shown = Quantity::from_milli(of.quantity.milli().saturating_abs()).show(l);
    html! {
        tr {
            td.num.nw { (show_instant(of.at, face.zone(), l)) }
            td.snug { (what(face, of)) }
            td.num { (of.batch_number) }
            td.r.num { @if !out { (shown) } }
            td.r.num { @if out { (shown) } }
            td.r.num.b { (row.balance.show(l)) }
            td.sm { (of.by) }
        }
    }
}

/// What happened, with the paper of it; a link for those who may see that paper.
fn what(face: &Face, of: &Moved) -> Markup {
    let l = face.lang;
    let paper = |href: String, said: &str, may: Permission| {
        html! { @if face.may(may) { a.lnk.num href=(href) { (said) } } @else { span.num { (said) } } }
    };
    match of.kind.as_str() {
        "dispense" if of.dispense != 0 => html! {
            (text::card_dispensed(l)) " " (paper(format!("/dispenses/{}", of.dispense), &of.prescription, Permission::SeePrescriptions))
        },
        "dispense" if of.sale != 0 => {
            paper(format!("/retail-sales/{}", of.sale), text::card_sold(l), Permission::Dispense)
        }
        "dispense" => html! {
            (text::card_used(l)) " " (paper(format!("/orders/{}", of.order), in_lang(l, &of.service_vi, &of.service_en), Permission::SeeOrders))
        },
        "receipt" => html! { (text::card_came(l)) },
        "return" => html! { (text::card_came_back(l)) @if !of.reason.is_empty() { " " span.mut { (of.reason) } } },
        _ => match Kind::of(&of.document) {
            Some(kind) => {
                html! { (word(l, kind)) " " a.lnk.num href={ "/storeroom/documents?made=" (of.reason) } { (of.reason) } }
            }
            None => html! { (of.reason) },
        },
    }
}

//! E-invoices on the screen: on their receipt, the list of those that wait or failed, and the provider.

use super::store::{Provider, Row};
use super::{State, Way};
use crate::session::tabs;
use crate::store::show_number;
use crate::text;
use crate::views::refused_whole;
use bricks::clock::show_instant;
use bricks::lang::Lang;
use ground::access::Permission;
use ground::html::parts::{badge, card_header, empty, status};
use ground::html::{Attempt, Button, Field, Kind as Input, Look, Size, Tone, alert, field, hidden, post_form, select};
use ground::web::Face;
use maud::{Markup, html};

/// The forms of the page as they came back.
#[derive(Default)]
pub struct Tried {
    pub list: Attempt,
    pub provider: Attempt,
}

/// What a provider was told of a receipt, and what it answered.
pub fn of_receipt(face: &Face, rows: &[Row]) -> Markup {
    let l = face.lang;
    html! {
        @if !rows.is_empty() {
            section.col.g2 #receipt-einvoices aria-label=(text::einvoices(l)) {
                @for row in rows { (line(face, row)) }
                @if rows.iter().any(|row| row.state == State::Failed) {
                    (Button { text: text::einvoice_to_list(l), href: "/cashier/einvoices", size: Size::Small, icon: "list", ..Button::default() })
                }
            }
        }
    }
}

fn line(face: &Face, row: &Row) -> Markup {
    let l = face.lang;
    let (tone, icon, word) = row.state.shown(l);
    html! {
        div.row.w {
            (status(tone, icon, word))
            span.sub { (row.kind.word(l)) }
            @if let (Some(series), Some(number)) = (&row.series, &row.number) {
                b.num { (series) "-" (number) }
                @if !row.code.is_empty() { span.mut.sm.num { (row.code) } }
            } @else { b.num { (row.amount.show_with_sign(l)) } }
            a href=(file_of(row)) { (text::einvoice_file(l)) }
        }
    }
}

fn file_of(row: &Row) -> String {
    format!("/receipts/{}/einvoice?document={}", row.receipt, row.id)
}

/// The page of what waits or failed, and of the provider.
pub fn page(face: &Face, provider: Option<&Provider>, rows: &[Row], tried: &Tried) -> Markup {
    let l = face.lang;
    let failed = rows.iter().filter(|row| row.state == State::Failed).count();
    let tone = if failed > 0 {
        Tone::Bad
    } else if rows.is_empty() {
        Tone::Mute
    } else {
        Tone::Wait
    };
    html! {
        div.page {
            (tabs(face, "/cashier/einvoices"))
            (refused_whole(&tried.list, l))
            @if provider.is_none_or(|p| p.way == Way::Off) { (alert(Tone::Info, "info", text::einvoice_off_hint(l))) }
            section.card #einvoices aria-labelledby="einvoices-h" data-live="cashier" data-src="/cashier/einvoices" {
                (card_header("einvoices-h", text::einvoices_open(l), badge(tone, rows.len())))
                @if rows.is_empty() { (empty("circle-check", text::einvoices_none(l), text::einvoices_none_hint(l), html! {})) }
                @else { div.cb.col.g3 { @for row in rows { (one(face, provider, row, &tried.list)) } } }
            }
            @if face.may(Permission::ManageClinic) { (provider_card(face, provider, &tried.provider)) }
        }
    }
}

fn one(face: &Face, provider: Option<&Provider>, row: &Row, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let (tone, icon, word) = row.state.shown(l);
    let mine = attempt.value("document") == Some(row.id.to_string().as_str());
    let none = Attempt::none();
    let attempt = if mine { attempt } else { &none };
    let by_hand = provider.is_some_and(|p| p.way == Way::File);
    html! {
        div.box.col.g2 {
            div.row.w {
                (status(tone, icon, word))
                a href={ "/receipts/" (row.receipt) } { b.num { (show_number(&row.receipt_series, row.receipt_number)) } }
                span.tr { (row.patient_name) }
                span.sub { (row.kind.word(l)) }
                b.num { (row.amount.show_with_sign(l)) }
                span.grow {}
                span.mut.sm.num { (show_instant(row.made_at, face.zone(), l)) }
                a.btn.sm href=(file_of(row)) { (text::einvoice_file(l)) }
            }
            @if !row.last_error.is_empty() { p.hint { (text::einvoice_said(l, row.attempts)) " " (row.last_error) } }
            @if face.may(Permission::TakePayment) {
                @if row.state == State::Failed { (retry_form(face, row)) }
                @if by_hand || row.state == State::Failed { (number_form(face, provider, row, attempt)) }
            }
        }
    }
}

fn retry_form(face: &Face, row: &Row) -> Markup {
    let again = Button {
        text: text::einvoice_retry(face.lang),
        look: Look::Soft,
        submit: true,
        icon: "refresh-cw",
        size: Size::Small,
        ..Button::default()
    };
    let action = format!("/receipts/{}/einvoice/retry", row.receipt);
    post_form(&action, &face.key, html! { (hidden("document", &row.id.to_string())) (again) })
}

fn number_form(face: &Face, provider: Option<&Provider>, row: &Row, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let ids = ["series", "number", "code"].map(|name| format!("{name}-{}", row.id));
    let [series_id, number_id, code_id] = &ids;
    let usual = provider.map(|p| p.series.as_str()).unwrap_or_default();
    let line = |name, id, label, value| Field {
        name,
        id,
        label,
        value,
        maxlength: 60,
        autocomplete: "off",
        ..Field::default()
    };
    let series = Field { required: true, ..line("series", series_id.as_str(), text::einvoice_series(l), usual) };
    let number = Field { required: true, ..line("number", number_id.as_str(), text::einvoice_number(l), "") };
    let code = line("code", code_id.as_str(), text::einvoice_code(l), "");
    let keep =
        Button { text: text::einvoice_keep(l), submit: true, icon: "save", size: Size::Small, ..Button::default() };
    html! {
        details.menu open[attempt.was_sent()] {
            summary.btn.sm { (text::einvoice_by_hand(l)) }
            div.mt2 {
                (post_form(&format!("/receipts/{}/einvoice/number", row.receipt), &face.key, html! {
                    (hidden("document", &row.id.to_string()))
                    div.grid2 { (field(series, attempt, l)) (field(number, attempt, l)) (field(code, attempt, l)) }
                    (keep)
                }))
            }
        }
    }
}

fn provider_card(face: &Face, provider: Option<&Provider>, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let of = |part: fn(&Provider) -> &str| provider.map(part).unwrap_or_default();
    let line = |name, label, value, hint| Field {
        name,
        label,
        value,
        hint,
        maxlength: 200,
        autocomplete: "off",
        ..Field::default()
    };
    let way = provider.map_or(Way::Off, |p| p.way);
    let ways = Way::ALL.iter().map(|way| (way.code(), way_word(*way, l))).collect::<Vec<_>>();
    let has = !of(|p| &p.secret).is_empty();
    let secret = Field {
        kind: Input::Password,
        autocomplete: "new-password",
        ..line("secret", text::einvoice_secret(l), "", if has { text::account_secret_kept(l) } else { "" })
    };
    html! {
        section.card.mt2 aria-labelledby="einvoice-provider-h" {
            (card_header("einvoice-provider-h", text::einvoice_provider(l), html! {}))
            div.cb {
                (post_form("/cashier/einvoice-provider", &face.key, html! {
                    (refused_whole(attempt, l))
                    div.grid2 {
                        (select(Field { name: "way", label: text::einvoice_way(l), value: way.code(), ..Field::default() }, ways, attempt, l))
                        (field(line("form", text::einvoice_form(l), of(|p| &p.form), text::einvoice_form_hint(l)), attempt, l))
                        (field(line("series", text::einvoice_series(l), of(|p| &p.series), text::einvoice_series_hint(l)), attempt, l))
                        (field(line("register_code", text::einvoice_register(l), of(|p| &p.register_code), text::einvoice_register_hint(l)), attempt, l))
                        (field(line("url", text::einvoice_url(l), of(|p| &p.url), text::einvoice_url_hint(l)), attempt, l))
                        (field(line("login", text::einvoice_login(l), of(|p| &p.login), ""), attempt, l))
                        (field(secret, attempt, l))
                    }
                    div { (Button { text: text::einvoice_save(l), submit: true, icon: "save", ..Button::default() }) }
                }))
            }
        }
    }
}

fn way_word(way: Way, l: Lang) -> &'static str {
    match way {
        Way::Off => text::einvoice_way_off(l),
        Way::File => text::einvoice_way_file(l),
        Way::Sinvoice => text::einvoice_way_sinvoice(l),
    }
}

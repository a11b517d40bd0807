//! The counter: today's sales, the basket, the buyer.

use super::basket::{Counter, Hindrance, Line};
use super::store::{self, Buyer, Found, Listed};
use crate::text;
use crate::views::top;
use bricks::age::show_age;
use bricks::clock::{show_day, show_time};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::catalog::{unit_word, units_of};
use ground::html::{
    Attempt, Button, Combobox, Field, Kind, Look, Size, Tone, alert, choice, combobox, field, form::post_form,
    general_error, hidden, icon, icon_small, parts,
};
use ground::people::Hit;
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::safety::{Checked, none_known};
use papers::visit::show_ticket;

/// The page; with an attempt something was refused before.
pub fn page(face: &Face, counter: &Counter, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let main = html! {
        div.ph3 {
            (sales(face, &counter.today, None))
            section.pane aria-labelledby="basket-title" {
                div.pbn { div.grow.snug {
                    h2 #basket-title { (text::retail_title(l)) }
                    div.sub { (text::retail_hint(l)) }
                } }
                (scan_bar(face, counter, attempt))
                (search_bar(face, counter, attempt))
                @if attempt.refusal.is_some() && attempt.error("scan", l).is_none() { div.strip { (general_error(attempt, l)) } }
                (basket(face, counter))
            }
            aside.pane.rgt aria-labelledby="buyer-title" { (buyer_pane(face, counter, attempt)) }
        }
    };
    Seen { title: text::retail_title(l).to_owned(), room: "pharmacy", top: top(face), main }
}

/// The sales of the day beside whatever is open.
pub fn sales(face: &Face, today: &[Listed], current: Option<bricks::id::RetailSaleId>) -> Markup {
    let l = face.lang;
    html! {
        section.pane.lft #sales aria-labelledby="sales-title" data-live="pharmacy cashier" data-src=(current.map_or_else(|| "/pharmacy/retail".to_owned(), |id| format!("/retail-sales/{id}"))) {
            (parts::pane_header("sales-title", text::retail_today(l), parts::badge(Tone::Mute, today.len())))
            div.scroll.sp tabindex="0" role="region" aria-label=(text::retail_today(l)) {
                @for sale in today { (listed(face, sale, current == Some(sale.id))) }
                @if today.is_empty() { (parts::empty("shopping-cart", text::retail_none(l), text::retail_none_hint(l), html! {})) }
            }
            div.cf { (Button { text: text::retail_new(l), icon: "plus", href: "/pharmacy/retail", block: true, ..Button::default() }) }
        }
    }
}

fn listed(face: &Face, sale: &Listed, current: bool) -> Markup {
    let l = face.lang;
    html! {
        a.li.at href={ "/retail-sales/" (sale.id) } aria-current=[current.then_some("true")] {
            span.tkt { (show_ticket(&sale.ticket_prefix, sale.ticket_number)) }
            span.grow.tr {
                b.tr.l { (buyer_name(l, &sale.buyer, sale.unnamed)) }
                span.row.g2.mt { (state(l, sale.due, sale.undone)) span.sp {} span.mut.sm.num { (show_time(sale.at, face.zone())) } }
            }
        }
    }
}

/// Who bought; somebody without a name in the language of who looks.
pub fn buyer_name(l: Lang, name: &str, unnamed: bool) -> String {
    if unnamed { text::retail_unnamed(l).to_owned() } else { name.to_owned() }
}

/// Whether a sale waits for its money.
pub fn state(l: Lang, due: Money, undone: bool) -> Markup {
    if undone {
        parts::status(Tone::Mute, "undo-2", text::retail_state_undone(l))
    } else if due.is_zero() {
        parts::status(Tone::Ok, "check", text::retail_state_paid(l))
    } else {
        parts::status(Tone::Wait, "wallet", text::retail_state_unpaid(l))
    }
}

fn of_buyer(counter: &Counter) -> Markup {
    html! { @if let Some((buyer, _)) = &counter.buyer { (hidden("patient", &buyer.id.to_string())) } }
}

fn scan_bar(face: &Face, counter: &Counter, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let error = attempt.error("scan", l);
    html! {
        form.tbar.w method="post" action="/pharmacy/retail/scans" data-guard {
            (hidden("key", &face.key))
            (of_buyer(counter))
            div.ig.scan.grow {
                (icon("scan-barcode"))
                input.in #f-scan type="text" name="scan" value="" maxlength="200" autocomplete="off" autofocus placeholder=(text::retail_scan(l)) aria-label=(text::scan_label(l))
                    aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| "scan-error")] data-scan data-sends="scan-send";
                kbd { "F2" }
            }
            button.btn.sm #scan-send type="submit" { (text::retail_scan_send(l)) }
            @if let Some(error) = error { div.alert.k-bad.grow #scan-error role="alert" { (icon_small("octagon-alert")) b { (error) } } }
        }
    }
}

fn search_bar(face: &Face, counter: &Counter, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let medicine = Field {
        name: "medicine",
        label: text::retail_medicine(l),
        required: true,
        placeholder: text::retail_medicine_hint(l),
        ..Field::default()
    };
    let quantity = Field {
        name: "quantity",
        label: text::retail_quantity(l),
        kind: Kind::Number,
        required: true,
        value: "1",
        maxlength: 4,
        ..Field::default()
    };
    html! {
        div.strip {
            form.row.at.g3 method="post" action="/pharmacy/retail/lines" data-guard {
                (hidden("key", &face.key))
                (of_buyer(counter))
                div.grow { (combobox(Combobox { field: medicine, source: "/pharmacy/retail/medicines", icon: "pill", key: "Alt+N", ..Combobox::default() }, attempt, l)) }
                (field(quantity, attempt, l))
                div.f { span.lbl aria-hidden="true" { "\u{a0}" } (Button { text: text::retail_add(l), icon: "plus", submit: true, ..Button::default() }) }
            }
        }
    }
}

fn basket(face: &Face, counter: &Counter) -> Markup {
    let l = face.lang;
    html! {
        div.scroll.sp tabindex="0" role="region" aria-label=(text::retail_basket(l)) {
            @if counter.lines.is_empty() { (parts::empty("shopping-cart", text::retail_empty(l), text::retail_empty_hint(l), html! {})) }
            @else {
                table.tbl {
                    thead { tr {
                        th scope="col" { (text::col_medicine_only(l)) }
                        th scope="col" { (text::col_batch(l)) }
                        th.r scope="col" { (text::col_quantity(l)) }
                        th.r scope="col" { (text::col_price(l)) }
                        th.r scope="col" { (text::col_amount(l)) }
                        th scope="col" { span.vh { (text::retail_remove(l)) } }
                    } }
                    tbody { @for line in &counter.lines { (row(face, counter, line)) } }
                }
            }
        }
    }
}

fn row(face: &Face, counter: &Counter, line: &Line) -> Markup {
    let (l, of) = (face.lang, &line.of);
    let name = of.name(l);
    let action = format!("/retail-basket/{}", of.id);
    html! {
        tr {
            td.snug {
                b { (name) }
                @if !of.sold_freely { div { (parts::status(Tone::Bad, "ban", text::retail_not_free_now(l))) } }
                @if !line.missing.is_zero() { div { (parts::status(Tone::Bad, "package-x", text::short(l, format!("{} {}", line.missing.show(l), units_of(l, line.missing, &of.dispense_unit))))) } }
            }
            td.sm.num {
                @for take in &line.takes {
                    div.nw { b { (take.number) } " " span.mut { (show_day(take.expires_on, l)) } " × " (take.quantity.show(l)) }
                }
                @if of.batch.is_some() { (parts::status(Tone::Ok, "scan-barcode", text::scanned(l))) }
            }
            td.r {
                form.row.g1 method="post" action=(action) data-guard {
                    (hidden("key", &face.key))
                    (of_buyer(counter))
                    input.in.sm.n name="quantity" value=(of.quantity.show(l)) inputmode="numeric" autocomplete="off" maxlength="5"
                        aria-label=(text::retail_quantity_of(l, &name));
                    (Button { label: &text::retail_quantity_set(l, &name), icon: "check", size: Size::Small, submit: true, ..Button::default() })
                }
                span.mut.sm { (unit_word(l, &of.dispense_unit)) }
            }
            td.r.num { (of.price.show(l)) }
            td.r.num.b { (of.price.times(of.quantity).unwrap_or(Money::ZERO).show(l)) }
            td.r {
                form method="post" action=(action) data-guard {
                    (hidden("key", &face.key)) (hidden("quantity", "0")) (of_buyer(counter))
                    (Button { label: &text::retail_remove_of(l, &name), icon: "trash-2", size: Size::Small, submit: true, ..Button::default() })
                }
            }
        }
    }
}

fn buyer_pane(face: &Face, counter: &Counter, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let patient = Field {
        name: "patient",
        id: "f-buyer",
        label: text::retail_buyer(l),
        placeholder: text::retail_buyer_hint(l),
        ..Field::default()
    };
    html! {
        (parts::pane_header("buyer-title", text::retail_buyer(l), html! {}))
        div.scroll.sp.pb.col tabindex="-1" {
            @match &counter.buyer {
                Some((buyer, checked)) => { (known(face, buyer, checked)) }
                None => {
                    p.row { (icon_small("user")) b { (text::retail_unnamed(l)) } }
                    p.sm.mut { (text::retail_unnamed_hint(l)) }
                    form method="get" action="/pharmacy/retail" {
                        (combobox(Combobox { field: patient, source: "/pharmacy/retail/buyers", icon: "user-search", submits: true, ..Combobox::default() }, &Attempt::none(), l))
                    }
                }
            }
        }
        div.ph.bt { dl.tot { dt.big { (text::retail_total(l)) } dd.big { (counter.total().show_with_sign(l)) } } }
        div.cf { (sell_form(face, counter, attempt)) }
    }
}

fn known(face: &Face, buyer: &Buyer, checked: &Checked) -> Markup {
    let l = face.lang;
    let allergies = checked.allergies_with(&buyer.allergies, l);
    html! {
        div.row {
            (parts::avatar(&buyer.name))
            span.grow.snug {
                b { (buyer.name) }
                div.sub.sm { (buyer.code) " · " (buyer.sex().word(l)) " · " (show_age(buyer.birth(), face.today(), l)) }
            }
        }
        div { (Button { text: text::retail_buyer_other(l), icon: "user-x", size: Size::Small, href: "/pharmacy/retail", ..Button::default() }) }
        @if !allergies.is_empty() { (alert(Tone::Bad, "octagon-alert", html! { b { (text::allergic(l, &allergies)) } })) }
        @else { div { (parts::status(if buyer.allergies_none { Tone::Mute } else { Tone::Wait }, if buyer.allergies_none { "shield-check" } else { "circle-help" }, none_known(buyer.allergies_none, l))) } }
        @for finding in &checked.outcome.findings {
            div class={ "alert k-" (finding.level.tone()) } role="note" {
                (icon_small(finding.level.icon())) span { b { (finding.level.word(l)) ": " } (finding.reason.to(l)) }
            }
        }
        @for one in &checked.outcome.unchecked {
            div.alert.k-mute role="note" { (icon_small("circle-help")) span { b { (text::check_unchecked(l)) ": " } (one.reason.to(l)) } }
        }
        @if checked.outcome.findings.is_empty() && checked.outcome.unchecked.is_empty() { (alert(Tone::Ok, "shield-check", text::check_no_warnings(l))) }
        p.sm.mut { (text::check_data_of(l, show_day(checked.book.as_of, l))) }
    }
}

fn sell_form(face: &Face, counter: &Counter, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let stops = counter.buyer.as_ref().is_some_and(|(_, checked)| !checked.open_stops().is_empty());
    let reason = Field {
        name: "override_reason",
        label: text::retail_override(l),
        required: true,
        maxlength: 300,
        autocomplete: "off",
        ..Field::default()
    };
    post_form(
        "/pharmacy/retail/sales",
        &face.key,
        html! {
            (of_buyer(counter))
            (hidden("seen", &counter.seen))
            @if stops { (field(reason, attempt, l)) }
            @match counter.hindrance() {
                Some(Hindrance::Prescribed) => (alert(Tone::Bad, "ban", text::retail_blocked_prescribed(l))),
                Some(Hindrance::Short) => (alert(Tone::Bad, "package-x", text::retail_blocked_short(l))),
                Some(Hindrance::Empty) | None => {}
            }
            (Button { text: text::retail_sell(l), look: Look::Primary, size: Size::Large, submit: true, block: true, kbd: "Ctrl ↵",
                disabled: counter.hindrance().is_some(), ..Button::default() })
        },
    )
}

/// Medicines for the typeahead: name, price, and what is there.
pub fn medicines(face: &Face, found: &[Found]) -> Markup {
    let l = face.lang;
    html! {
        @for medicine in found {
            @let name = store::name(l, (&medicine.generic_vi, &medicine.generic_en), &medicine.strength, &medicine.brand);
            @let unit = unit_word(l, &medicine.dispense_unit);
            (choice(&medicine.id.to_string(), &format!("{name} · {unit}"), html! {
                span.grow.snug { b { (name) } " " span.mut { (unit) } }
                @if medicine.sold_freely {
                    span.num.nw { (medicine.price.show(l)) }
                    span.num.sub.sm.nw { (text::retail_on_hand(l, medicine.on_hand.show(l))) }
                } @else { (parts::status(Tone::Bad, "ban", text::retail_not_free_now(l))) }
            }))
        }
        @if found.is_empty() { div.opt.mut { (text::retail_found_none(l)) } }
    }
}

/// Patients for the typeahead.
pub fn buyers(face: &Face, hits: &[Hit]) -> Markup {
    let l = face.lang;
    html! {
        @for hit in hits {
            (choice(&hit.id.to_string(), &hit.name, html! {
                (parts::avatar_small(&hit.name))
                span.grow.snug { b.tr { (hit.name) } " " span.sub.sm { (hit.sex().word(l)) " · " (show_age(hit.birth(), face.today(), l)) } }
                span.num.mut.nw { (hit.code) }
            }))
        }
    }
}

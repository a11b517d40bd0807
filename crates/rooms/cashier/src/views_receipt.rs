//! The receipt: its paper as the patient gets it, before and after the payment, and the page of an issued one.

use crate::pages::Tried;
use crate::pay::{borne, clinic_of, line};
use crate::seen::{Bill, Head, Issued, Mail, Part};
use crate::views::{beside, refused_whole, station};
use crate::views_bill::{Sums, banner, sums, table};
use crate::{einvoice, text, undo};
use bricks::clock::{Zone, show_day, show_instant, weekday_name};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::access::Permission;
use ground::html::parts::{badge, facts, status};
use ground::html::{Attempt, Button, Field, Kind, Tone, alert, field, icon, post_form, select};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::journey::{Facts, Station};
use papers::receipt::template::{Size, Template};
use papers::receipt::{Line, Payer, Printed};
use papers::visit::show_ticket;

/// The page of an issued receipt.
pub fn page(face: &Face, issued: &Issued, tried: &Tried) -> Seen {
    let (l, printed) = (face.lang, &issued.printed);
    let chip = match (&issued.void, issued.head.due.is_zero()) {
        (Some(_), _) => status(Tone::Bad, "ban", text::state_voided(l)),
        (None, true) => status(Tone::Ok, "check", text::state_paid(l)),
        (None, false) => status(Tone::Wait, "hourglass", text::state_owing(l, issued.head.due.show_with_sign(l))),
    };
    let total = Sums {
        charged: printed.charged,
        borne: papers::receipt::borne(&printed.payers, printed.insured, l, |payer| payer.told(l)),
        discount: printed.discount,
        reason: printed.discount_reason.clone(),
        earlier: printed.earlier,
        due: printed.earlier.neg().and_then(|earlier| printed.total.add(earlier)).unwrap_or(printed.total),
    };
    let panes = html! {
        section.pane aria-labelledby="cashier-patient" {
            (banner(face, &issued.head, &chip))
            div.scroll.sp tabindex="0" role="region" aria-label=(text::bill_lines(l)) {
                (table(l, &printed.lines))
                (undo::views::went_back(l, &issued.went_back))
            }
            div.sums { (sums(l, &total)) }
        }
        (taken_pane(face, issued, tried))
        section.pane.view aria-labelledby="cashier-paper" {
            div.ph { h2 #cashier-paper { (text::receipt(l)) } span.sp {} (badge(if issued.void.is_some() { Tone::Bad } else { Tone::Ok }, &printed.number)) }
            @if issued.void.is_some() { div.strip { (status(Tone::Bad, "ban", text::state_voided(l))) } } @else { (back_word(l, issued)) }
            (paper_on_screen(face, printed, Some(&foot(face, &issued.head, &issued.head.facts()))))
        }
    };
    let source = format!("/receipts/{}", issued.id);
    beside(face, &issued.room, issued.head.visit, ("cashier-receipt", &source), &panes)
}

fn taken_pane(face: &Face, issued: &Issued, tried: &Tried) -> Markup {
    let (l, printed) = (face.lang, &issued.printed);
    let paper = format!("/receipts/{}/paper", issued.id);
    let today = face.today();
    let next = issued.room.queue.iter().find(|row| row.part(today) == Part::Ready);
    html! {
        section.pane.rgt aria-labelledby="cashier-taken" {
            div.ph { h2 #cashier-taken { (heading(l, issued)) } span.sp {} b.num.t18 { (printed.paid.show_with_sign(l)) } }
            div.scroll.sp.pb tabindex="0" role="region" aria-label=(text::taken(l)) {
                (undo::views::voided(face, issued))
                @if !printed.change.is_zero() { (change_box(l, printed.change)) }
                (how_paid(face, issued))
                (undo::views::refunds(face, issued, &tried.pay_out))
                (next_step(face, issued))
                (einvoice::views::of_receipt(face, &issued.einvoices))
                @if !issued.head.due.is_zero() {
                    (Button { text: text::receipt_to_bill(l), href: &format!("/visits/{}/bill", issued.head.visit), icon: "wallet", ..Button::default() })
                }
                @if face.may(Permission::TakePayment) { (mail(face, issued, &tried.mail)) }
                (undo::views::ways_back(face, issued, tried))
            }
            div.cf.col {
                @let again = if issued.prints > 0 { text::receipt_print_copy(l) } else { text::receipt_print(l) };
                a.btn.p.xl.blk href=(paper) target="_blank" rel="noopener" { (icon("printer")) (again) " " kbd { "Ctrl ↵" } }
                div.row.g2 {
                    @for size in Size::ALL {
                        a.btn.sm.grow href={ (paper) "?size=" (size.code()) } target="_blank" rel="noopener" aria-label={ (again) " " (size.name()) } { (size.name()) }
                    }
                }
                @if let Some(row) = next {
                    (Button { text: &text::next_patient(l, row.ticket()), href: &format!("/visits/{}/bill", row.visit), icon: "arrow-right", block: true, ..Button::default() })
                } @else {
                    (Button { text: text::back_to_queue(l), href: "/cashier", icon: "arrow-left", block: true, ..Button::default() })
                }
            }
        }
    }
}

/// Taken, voided, or given back: the whole or a part.
fn heading(l: Lang, issued: &Issued) -> String {
    let back = issued.since.refunded;
    match (issued.void.is_some(), back.is_zero()) {
        (true, _) => text::state_voided(l).to_owned(),
        (false, true) => text::taken(l).to_owned(),
        (false, false) if issued.since.is_refunded_whole() => text::taken_and_returned(l).to_owned(),
        (false, false) => text::taken_less(l, back.show_with_sign(l)),
    }
}

/// Given back whole, or how much of it.
fn back_word(l: Lang, issued: &Issued) -> Markup {
    let back = issued.since.refunded;
    let word = if issued.since.is_refunded_whole() {
        text::refund_paid(l).to_owned()
    } else {
        text::refund_part(l, back.show_with_sign(l))
    };
    html! { @if !back.is_zero() { div.strip { (status(Tone::Wait, "undo-2", word)) } } }
}

fn change_box(l: Lang, change: Money) -> Markup {
    html! {
        div.f { span.lb { (text::change(l)) } div.in.lg.out.k-ok.num { (change.show_with_sign(l)) } }
    }
}

fn how_paid(face: &Face, issued: &Issued) -> Markup {
    let (l, printed) = (face.lang, &issued.printed);
    let mut pairs: Vec<(&str, String)> = vec![
        (text::fact_number(l), printed.number.clone()),
        (text::fact_issued(l), show_instant(printed.issued_at, face.zone(), l)),
    ];
    if !printed.paid.is_zero() {
        pairs.push((text::fact_method(l), printed.methods(l)));
    }
    if printed.has_cash() {
        pairs.push((text::tendered(l), printed.tendered.show_with_sign(l)));
    }
    let references: Vec<&str> = printed.parts.iter().map(|p| p.reference.as_str()).filter(|r| !r.is_empty()).collect();
    if !references.is_empty() {
        pairs.push((text::fact_reference(l), references.join(", ")));
    }
    let set_off = issued.since.set_off;
    if !printed.left.is_zero() {
        let then = if set_off.is_zero() { text::sum_left(l) } else { text::sum_left_then(l) };
        pairs.push((then, printed.left.show_with_sign(l)));
    }
    if !set_off.is_zero() {
        pairs.push((text::sum_set_off(l), format!("−{}", set_off.show_with_sign(l))));
        pairs.push((text::sum_left_now(l), issued.head.due.show_with_sign(l)));
    }
    if let Some(other) = &printed.paid_by {
        pairs.push((text::paid_by(l), other.told()));
    }
    pairs.push((text::fact_cashier(l), printed.cashier.clone()));
    facts(pairs)
}

fn next_step(face: &Face, issued: &Issued) -> Markup {
    let l = face.lang;
    let mut pairs = vec![(text::fact_next(l), station(issued.head.facts().station(), l))];
    if let Some(day) = follow_up(face, &issued.head) {
        pairs.push((text::fact_follow_up(l), html! { b { (day) } }));
    }
    if issued.head.medicines_to_collect() {
        pairs.push((text::fact_medicines(l), status(Tone::Wait, "pill", text::medicines_to_collect(l))));
    }
    facts(pairs)
}

/// `Chủ Nhật 29/11/2026`.
fn follow_up(face: &Face, head: &Head) -> Option<String> {
    let day = face.who.day_of(head.follow_up?);
    Some(format!("{} {}", weekday_name(day, face.lang), show_day(day, face.lang)))
}

fn mail(face: &Face, issued: &Issued, attempt: &Attempt) -> Markup {
    match &issued.mail {
        Some(mail) => mail_state(face, issued, mail),
        None => mail_form(face, issued, attempt),
    }
}

fn mail_state(face: &Face, issued: &Issued, mail: &Mail) -> Markup {
    let l = face.lang;
    let said = match (mail.state.as_str(), mail.sent_at) {
        ("sent", Some(at)) => text::mail_sent(l, &mail.address, show_instant(at, face.zone(), l)),
        ("failed", _) => text::mail_failed(l, &mail.address),
        ("unknown", _) => text::mail_unknown(l, &mail.address),
        _ => text::mail_waiting(l, &mail.address),
    };
    let (tone, symbol) = match mail.state.as_str() {
        "sent" => (Tone::Ok, "check"),
        "failed" | "unknown" => (Tone::Bad, "circle-alert"),
        _ => (Tone::Info, "clock"),
    };
    html! { div #receipt-mail data-live="messages" data-src={ "/receipts/" (issued.id) } { (alert(tone, symbol, said)) } }
}

fn mail_form(face: &Face, issued: &Issued, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let address = Field {
        name: "email",
        label: text::mail_address(l),
        kind: Kind::Email,
        value: issued.head.patient_email.as_deref().unwrap_or_default(),
        required: true,
        maxlength: 254,
        autocomplete: "off",
        ..Field::default()
    };
    let language = Field { name: "lang", label: text::mail_lang(l), value: l.code(), ..Field::default() };
    let languages = [("vi", "Tiếng Việt"), ("en", "English")];
    let action = format!("/receipts/{}/email", issued.id);
    html! {
        div #receipt-mail {
            (post_form(&action, &face.key, html! {
                (refused_whole(attempt, l))
                (field(address, attempt, l))
                (select(language, languages, attempt, l))
                (Button { text: text::mail_send(l), icon: "send", submit: true, block: true, ..Button::default() })
            }))
        }
    }
}

/// The paper as it would be issued now; of a bill with nothing open, the last one issued.
pub fn preview(face: &Face, bill: &Bill) -> Markup {
    let l = face.lang;
    let after = Facts { due: Money::ZERO, owes: false, ..bill.head.facts() };
    let foot = foot(face, &bill.head, &after);
    html! {
        section.pane.view aria-labelledby="cashier-paper" {
            div.ph {
                h2 #cashier-paper { (text::receipt(l)) }
                span.sp {}
                @match &bill.last {
                    Some(last) => (badge(Tone::Ok, &last.number)),
                    None => (badge(Tone::Mute, text::receipt_preview(l))),
                }
            }
            @match &bill.last {
                Some(last) => (paper_on_screen(face, last, Some(&foot))),
                None if bill.open.is_closed() => {}
                None => (paper_on_screen(face, &not_yet(face, bill), Some(&foot))),
            }
        }
    }
}

fn not_yet(face: &Face, bill: &Bill) -> Printed {
    let totals = bill.totals;
    Printed {
        number: text::receipt_no_number(face.lang).to_owned(),
        issued_at: face.now,
        clinic: clinic_of(&face.who),
        patient: Payer { name: bill.head.patient_name.clone(), code: bill.head.patient_code.clone() },
        lines: bill.open.lines().map(|(charge, off)| line(charge, off)).collect(),
        charged: totals.charged,
        discount: totals.discount,
        discount_reason: bill.open.discount_reason(),
        insured: totals.insured,
        payers: borne(&bill.open),
        total: totals.earlier.add(totals.due).unwrap_or(totals.due),
        earlier: totals.earlier,
        paid: totals.due,
        left: Money::ZERO,
        parts: Vec::new(),
        tendered: totals.due,
        change: Money::ZERO,
        cashier: face.who.name.clone(),
        paid_by: None,
        note_vi: String::new(),
        note_en: String::new(),
        template: Template::default(),
    }
}

/// What is told to the patient beside the money: where to go, and when to come again.
fn foot(face: &Face, head: &Head, facts: &Facts) -> Markup {
    let l = face.lang;
    let ticket = show_ticket(&head.ticket_prefix, head.ticket_number);
    html! {
        @if facts.station() == Station::Pharmacy { (text::paper_to_pharmacy(l, ticket)) br; }
        @if head.medicines_to_collect() { (text::paper_medicines_later(l)) br; }
        @if let Some(day) = follow_up(face, head) { (text::paper_follow_up(l, day)) br; }
        (text::paper_thanks(l))
    }
}

fn paper_on_screen(face: &Face, printed: &Printed, foot: Option<&Markup>) -> Markup {
    let l = face.lang;
    html! {
        div.scroll.sp tabindex="0" role="region" aria-label=(text::receipt_on_screen(l)) {
            (paper(l, face.zone(), printed, foot))
        }
    }
}

/// The 80 mm paper, drawn in HTML.
fn paper(l: Lang, zone: &Zone, printed: &Printed, foot: Option<&Markup>) -> Markup {
    let clinic = &printed.clinic;
    html! {
        article.paper.k80 aria-label=(text::receipt_on_screen(l)) {
            h3 { (clinic.name.to_uppercase()) }
            p.c.mut {
                (clinic.address) br; (clinic.phone)
                @if let Some(tax) = &clinic.tax_id { " · " (text::paper_tax(l)) " " (tax) }
                @for line in printed.template.head(l) { br; (line) }
            }
            div.dash {}
            h3 { (text::paper_title(l)) }
            p.c { (printed.number) " · " (show_instant(printed.issued_at, zone, l)) }
            p {
                (text::paper_patient(l)) ": " (printed.patient.name) " · " (printed.patient.code) br;
                @if let Some(other) = &printed.paid_by { (text::paid_by(l)) ": " (other.told()) br; }
                (text::fact_cashier(l)) ": " (printed.cashier)
            }
            div.dash {}
            table { tbody { @for line in &printed.lines { (paper_line(l, line)) } } }
            div.dash {}
            (paper_sums(l, printed))
            @if !printed.paid.is_zero() { p { (printed.paid.in_words(l)) br; span.mut { (printed.paid.in_words(l.other())) } } }
            @if let Some(foot) = foot { div.dash {} p.c { (foot) } }
        }
    }
}

fn paper_line(l: Lang, line: &Line) -> Markup {
    let quantity = (line.quantity != Quantity::whole(1)).then(|| line.quantity.show(l));
    html! { tr { td { (line.name(l)) } td.r { (quantity.as_deref().unwrap_or("1")) } td.r { (line.amount.show(l)) } } }
}

fn paper_sums(l: Lang, printed: &Printed) -> Markup {
    html! {
        table {
            tbody {
                @if !printed.discount.is_zero() || !printed.insured.is_zero() {
                    tr { td { (text::sum_charged(l)) } td.r { (printed.charged.show(l)) } }
                }
                @for (who, amount) in papers::receipt::borne(&printed.payers, printed.insured, l, |payer| payer.pays(l)) {
                    tr { td { (who) } td.r { "−" (amount.show(l)) } }
                }
                @if !printed.discount.is_zero() {
                    tr { td { (text::sum_discount(l)) ": " (printed.discount_reason) } td.r { "−" (printed.discount.show(l)) } }
                }
                tr.t { td { (text::paper_due(l)) } td.r.nw { (printed.total.show_with_sign(l)) } }
                @if !printed.earlier.is_zero() { tr { td { (text::sum_earlier(l)) } td.r { (printed.earlier.show(l)) } } }
                @if !printed.is_whole() { tr { td { (text::sum_now(l)) } td.r { (printed.paid.show(l)) } } }
                @if !printed.left.is_zero() { tr { td { (text::sum_left(l)) } td.r { (printed.left.show(l)) } } }
                (paper_ways(l, printed))
                @if printed.has_cash() {
                    tr { td { (text::tendered(l)) } td.r { (printed.tendered.show(l)) } }
                    tr { td { (text::change(l)) } td.r { (printed.change.show(l)) } }
                }
            }
        }
    }
}

/// How it was paid: a line a way where there are several.
fn paper_ways(l: Lang, printed: &Printed) -> Markup {
    html! {
        @match printed.parts.as_slice() {
            [] => {}
            [only] => { @if !printed.paid.is_zero() { tr { td { (text::fact_method(l)) } td.r { (only.method.say().to(l)) } } } }
            several => { @for part in several { tr { td { "– " (part.method.say().to(l)) } td.r { (part.amount.show(l)) } } } }
        }
    }
}

//! The receipt: its paper as the patient gets it, before and after the payment, and the page of an issued one.

use crate::seen::{Bill, Head, Issued, Mail, Part};
use crate::text;
use crate::views::{beside, refused_whole, station};
use crate::views_bill::{banner, sums, table};
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
use papers::receipt::{Clinic, Line, Method, Payer, Printed};
use papers::visit::show_ticket;

/// The page of an issued receipt.
pub fn page(face: &Face, issued: &Issued, attempt: &Attempt) -> Seen {
    let (l, printed) = (face.lang, &issued.printed);
    let chip = status(Tone::Ok, "check", text::state_paid(l));
    let discount = (!printed.discount.is_zero()).then_some((printed.discount, printed.discount_reason.as_str()));
    let panes = html! {
        section.pane aria-labelledby="cashier-patient" {
            (banner(face, &issued.head, &chip))
            div.scroll.sp tabindex="0" role="region" aria-label=(text::bill_lines(l)) { (table(l, &printed.lines)) }
            div.sums { (sums(l, printed.charged, discount, printed.total)) }
        }
        (taken_pane(face, issued, attempt))
        section.pane.view aria-labelledby="cashier-paper" {
            div.ph { h2 #cashier-paper { (text::receipt(l)) } span.sp {} (badge(Tone::Ok, &printed.number)) }
            (paper_on_screen(face, printed, Some(&foot(face, &issued.head, &issued.head.facts()))))
        }
    };
    let source = format!("/receipts/{}", issued.id);
    beside(face, &issued.room, issued.head.visit, ("cashier-receipt", &source), &panes)
}

fn taken_pane(face: &Face, issued: &Issued, attempt: &Attempt) -> Markup {
    let (l, printed) = (face.lang, &issued.printed);
    let paper = format!("/receipts/{}/paper", issued.id);
    let today = face.today();
    let next = issued.room.queue.iter().find(|row| row.part(today) == Part::Ready);
    html! {
        section.pane.rgt aria-labelledby="cashier-taken" {
            div.ph { h2 #cashier-taken { (text::taken(l)) } span.sp {} b.num.t18 { (printed.total.show_with_sign(l)) } }
            div.scroll.sp.pb tabindex="0" role="region" aria-label=(text::taken(l)) {
                (refused_whole(attempt, l))
                @if !printed.change.is_zero() { (change_box(l, printed.change)) }
                (how_paid(face, issued))
                (next_step(face, issued))
                @if face.may(Permission::TakePayment) { (mail(face, issued, attempt)) }
            }
            div.cf.col {
                a.btn.p.xl.blk href=(paper) target="_blank" rel="noopener" { (icon("printer")) (text::receipt_print(l)) " " kbd { "Ctrl ↵" } }
                @if let Some(row) = next {
                    (Button { text: &text::next_patient(l, row.ticket()), href: &format!("/visits/{}/bill", row.visit), icon: "arrow-right", block: true, ..Button::default() })
                } @else {
                    (Button { text: text::back_to_queue(l), href: "/cashier", icon: "arrow-left", block: true, ..Button::default() })
                }
            }
        }
    }
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
    if !printed.total.is_zero() {
        pairs.push((text::fact_method(l), printed.method.say().to(l).to_owned()));
    }
    if printed.has_cash() {
        pairs.push((text::tendered(l), printed.tendered.show_with_sign(l)));
    }
    if !issued.reference.is_empty() {
        pairs.push((text::reference(l), issued.reference.clone()));
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
    let after = Facts { due: Money::ZERO, ..bill.head.facts() };
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
                None if bill.charges.is_empty() => {}
                None => (paper_on_screen(face, &not_yet(face, bill), Some(&foot))),
            }
        }
    }
}

fn not_yet(face: &Face, bill: &Bill) -> Printed {
    let clinic = &face.who.clinic;
    Printed {
        number: text::receipt_no_number(face.lang).to_owned(),
        issued_at: face.now,
        clinic: Clinic {
            name: clinic.name.clone(),
            address: clinic.address.clone(),
            phone: clinic.phone.clone(),
            tax_id: clinic.tax_id.clone(),
        },
        patient: Payer { name: bill.head.patient_name.clone(), code: bill.head.patient_code.clone() },
        lines: bill.charges.iter().map(crate::acts::line).collect(),
        charged: bill.sums.charged,
        discount: bill.sums.discount,
        discount_reason: bill.discount.as_ref().map(|d| d.reason.clone()).unwrap_or_default(),
        total: bill.sums.due,
        method: Method::Transfer,
        tendered: bill.sums.due,
        change: Money::ZERO,
        cashier: face.who.name.clone(),
    }
}

/// What is told to the patient beside the money: where to go, and when to come again.
fn foot(face: &Face, head: &Head, facts: &Facts) -> Markup {
    let l = face.lang;
    let ticket = show_ticket(&head.ticket_prefix, head.ticket_number);
    html! {
        @if facts.station() == Station::Pharmacy { (text::paper_to_pharmacy(l, ticket)) br; }
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
            }
            div.dash {}
            h3 { (text::paper_title(l)) }
            p.c { (printed.number) " · " (show_instant(printed.issued_at, zone, l)) }
            p {
                (text::paper_patient(l)) ": " (printed.patient.name) " · " (printed.patient.code) br;
                (text::fact_cashier(l)) ": " (printed.cashier)
            }
            div.dash {}
            table { tbody { @for line in &printed.lines { (paper_line(l, line)) } } }
            div.dash {}
            (paper_sums(l, printed))
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
                @if !printed.discount.is_zero() {
                    tr { td { (text::sum_charged(l)) } td.r { (printed.charged.show(l)) } }
                    tr { td { (text::sum_discount(l)) ": " (printed.discount_reason) } td.r { "−" (printed.discount.show(l)) } }
                }
                tr.t { td { (text::paper_due(l)) } td.r.nw { (printed.total.show_with_sign(l)) } }
                @if printed.has_cash() {
                    tr { td { (text::tendered(l)) } td.r { (printed.tendered.show(l)) } }
                    tr { td { (text::change(l)) } td.r { (printed.change.show(l)) } }
                }
            }
        }
    }
}

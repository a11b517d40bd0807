//! The agreement on the bill, and the form that makes one.

use super::rules::FIELDS;
use crate::seen::Bill;
use crate::text;
use crate::views::refused_whole;
use bricks::clock::{add_days, iso_day, show_day, show_instant};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::access::Permission;
use ground::html::field::hidden;
use ground::html::parts::status;
use ground::html::{Attempt, Button, Field, Kind, Look, Size, Tone, alert, field, icon_small, post_form};
use ground::web::Face;
use maud::{Markup, html};
use papers::debt::{Agreed, Standing};

/// For how many days a debt is usually agreed.
const USUAL_DAYS: i64 = 30;

/// What was agreed or asked for, with what of each instalment is open; nothing when the bill has no agreement.
pub fn agreement(face: &Face, bill: &Bill, attempt: &Attempt) -> Markup {
    let Some(agreed) = bill.debt.as_ref().filter(|_| !bill.totals.due.is_zero()) else { return html! {} };
    let (l, debt, standing) = (face.lang, &agreed.debt, agreed.standing(face.today()));
    let by = match debt.agreed_at {
        Some(at) => text::debt_agreed_by(l, show_instant(at, face.zone(), l), &debt.agreed_name),
        None => text::debt_asked_by(l, show_instant(debt.asked_at, face.zone(), l), &debt.asked_name),
    };
    let fresh = bill.totals.due.sub(standing.open).unwrap_or(Money::ZERO);
    html! {
        div.pb.pb0 {
            section.box.col.g2 aria-label=(text::debt(l)) {
                div.row.w {
                    (state(l, agreed, &standing))
                    b.num { (standing.open.show_with_sign(l)) }
                    span.mut.sm { (by) }
                }
                p { (debt.reason) }
                @if agreed.is_agreed() && !bill.head.owes { (alert(Tone::Wait, "triangle-alert", text::debt_more_came(l, fresh.show_with_sign(l)))) }
                @if attempt.value("debt").is_some() { (refused_whole(attempt, l)) }
                (instalments(face, &standing))
                (decision(face, bill, agreed))
            }
        }
    }
}

/// How a debt stands: waiting for a manager, overdue, or with its next day.
pub fn state(l: Lang, agreed: &Agreed, standing: &Standing) -> Markup {
    if !agreed.is_agreed() {
        return status(Tone::Wait, "hourglass", text::debt_waits(l));
    }
    if !standing.overdue.is_zero() {
        return status(Tone::Bad, "clock-alert", text::debt_overdue(l, standing.overdue_days));
    }
    let next = standing.next.map_or(String::new(), |day| show_day(day, l));
    status(Tone::Info, "hand-coins", text::debt_next(l, next))
}

fn instalments(face: &Face, standing: &Standing) -> Markup {
    let l = face.lang;
    html! {
        table.tbl {
            thead { tr { th scope="col" { (text::debt_day(l)) } th.r scope="col" { (text::debt_amount(l)) } th.r scope="col" { (text::debt_open(l)) } } }
            tbody {
                @for (part, open) in &standing.parts {
                    tr {
                        td.num.nw { (show_day(part.due, l)) @if part.due < face.today() && !open.is_zero() { " " (icon_small("clock-alert")) } }
                        td.r.num { (part.amount.show(l)) }
                        td.r.num.b { @if open.is_zero() { (status(Tone::Ok, "check", text::debt_part_paid(l))) } @else { (open.show(l)) } }
                    }
                }
            }
        }
    }
}

fn decision(face: &Face, bill: &Bill, agreed: &Agreed) -> Markup {
    let l = face.lang;
    let form = |way: &str, button: Button<'_>| {
        let action = format!("/visits/{}/debt/{way}", bill.head.visit);
        let inner = html! { (hidden("debt", &agreed.debt.id.to_string())) (button) };
        post_form(&action, &face.key, inner)
    };
    let refuses = !agreed.is_agreed() && face.may(Permission::ApproveDebt);
    let end = if refuses { text::refund_refuse(l) } else { text::debt_end(l) };
    html! {
        div.row.w {
            @if refuses { (form("approval", Button { text: text::refund_approve(l), look: Look::Soft, submit: true, icon: "check", size: Size::Small, ..Button::default() })) }
            @if face.may(Permission::AgreeDebt) { (form("removal", Button { text: end, submit: true, icon: "x", size: Size::Small, ..Button::default() })) }
        }
    }
}

/// The form that agrees to a later day, or to instalments; closed until it is needed.
pub fn form(face: &Face, bill: &Bill, attempt: &Attempt) -> Markup {
    let (l, due) = (face.lang, bill.totals.due);
    if due.is_zero() || bill.is_nameless || !face.may(Permission::AgreeDebt) {
        return html! {};
    }
    let replaces = bill.debt.as_ref().map_or(String::new(), |agreed| agreed.debt.id.to_string());
    let none = Attempt::none();
    let attempt = if attempt.value("debt_reason").is_some() { attempt } else { &none };
    let title = if replaces.is_empty() { text::debt_agree(l) } else { text::debt_agree_anew(l) };
    let reason = Field {
        name: "debt_reason",
        label: text::debt_reason(l),
        placeholder: text::debt_reason_example(l),
        required: true,
        maxlength: 200,
        ..Field::default()
    };
    let more_used = FIELDS.iter().skip(1).any(|(day, amount)| {
        [day, amount]
            .into_iter()
            .any(|name| attempt.value(name).is_some_and(|v| !v.is_empty()) || attempt.error(name, l).is_some())
    });
    html! {
        div.pb {
            details.menu open[attempt.was_sent()] {
                summary.btn.sm { (icon_small("hand-coins")) (title) }
                div.mt2 {
                    (post_form(&format!("/visits/{}/debt", bill.head.visit), &face.key, html! {
                        (hidden("due", &due.minor().to_string()))
                        (hidden("replaces", &replaces))
                        (refused_whole(attempt, l))
                        p.sub { (text::debt_hint(l, due.show_with_sign(l))) }
                        (part(face, 0, attempt))
                        details.mb2 open[more_used] {
                            summary { (text::debt_more_parts(l)) }
                            div.mt2 { @for place in 1..FIELDS.len() { (part(face, place, attempt)) } }
                        }
                        (field(reason, attempt, l))
                        (Button { text: title, submit: true, size: Size::Small, icon: "check", ..Button::default() })
                    }))
                }
            }
        }
    }
}

fn part(face: &Face, place: usize, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let Some((day_name, amount_name)) = FIELDS.get(place) else { return html! {} };
    let usual = iso_day(add_days(face.today(), USUAL_DAYS));
    let number = place + 1;
    let (day_label, amount_label) = (text::debt_part_day(l, number), text::debt_part_amount(l, number));
    let day = Field {
        name: day_name,
        label: &day_label,
        kind: Kind::Date,
        value: if place == 0 { &usual } else { "" },
        required: place == 0,
        ..Field::default()
    };
    let amount = Field {
        name: amount_name,
        label: &amount_label,
        kind: Kind::Money,
        placeholder: text::debt_rest(l),
        maxlength: 20,
        autocomplete: "off",
        ..Field::default()
    };
    html! { div.grid2 { (field(day, attempt, l)) (field(amount, attempt, l)) } }
}

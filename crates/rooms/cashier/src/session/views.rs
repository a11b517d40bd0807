//! The drawer on the screen: the chip at the top, the opening, the open session.

use super::store::Moved;
use super::totals::Totals;
use super::wish::Wish;
use super::{Left, Open, drawer_name};
use crate::seen::{Room, Till};
use crate::text;
use crate::views::refused_whole;
use bricks::clock::show_time;
use bricks::lang::Lang;
use bricks::money::Money;
use ground::html::parts::{badge, card_header, empty, status};
use ground::html::{Attempt, Button, Field, Kind, Look, Tone, alert, field, post_form, select};
use ground::web::Face;
use maud::{Markup, html};
use papers::cash::Pending;
use papers::receipt::{Method, PaymentKind};

/// The session in the top bar, with the cash that has to be in the drawer.
pub fn chip(face: &Face, till: &Till) -> Markup {
    let l = face.lang;
    html! {
        a.row.nw #till href="/cashier/session" data-live="cashier" data-src="/cashier/till" {
            @match till {
                Till::Open(open, cash) => {
                    (status(Tone::Ok, "lock-open", text::session_since(l, drawer_name(l, open.drawer), show_time(open.opened_at, face.zone()))))
                    span.sub.sm.tr { (text::cash_in_drawer(l)) " " b.num { (cash.show_with_sign(l)) } }
                }
                Till::Closed(_) => { (status(Tone::Wait, "lock", text::session_not_open(l))) }
            }
        }
    }
}

/// What opens a session: the float, and why it is not what was left there.
pub fn opening_fields(l: Lang, left: Option<&Left>, attempt: &Attempt) -> Markup {
    let proposed = left.map_or_else(String::new, |left| left.amount.show(l));
    let told = match left {
        Some(left) => text::float_left_by(l, left.amount.show_with_sign(l), &left.by_name),
        None => text::float_hint(l).to_owned(),
    };
    let float = Field {
        name: "float",
        label: text::float(l),
        kind: Kind::Money,
        value: &proposed,
        hint: &told,
        placeholder: "0",
        maxlength: 20,
        autocomplete: "off",
        ..Field::default()
    };
    let reason = Field { name: "float_reason", label: text::float_reason(l), maxlength: 200, ..Field::default() };
    html! {
        div.col {
            (alert(Tone::Wait, "lock", text::session_none_hint(l)))
            (field(float, attempt, l))
            @if attempt.error("float_reason", l).is_some() { (field(reason, attempt, l)) }
        }
    }
}

/// The forms of the page as they came back.
#[derive(Default)]
pub struct Tried {
    pub opening: Attempt,
    pub moving: Attempt,
    pub closing: Attempt,
}

/// What the page of a session shows.
pub struct Shown {
    pub open: Open,
    pub totals: Totals,
    pub moved: Vec<Moved>,
    /// A count that waits for a second person.
    pub waits: Option<Wish>,
    /// What is still open in the branch.
    pub pending: Pending,
}

/// The page of a person without a session.
pub fn not_open(face: &Face, left: Option<&Left>, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        div.page.narrow #drawer {
            (tabs(face, "/cashier/session"))
            section.card aria-labelledby="session-open" {
                (card_header("session-open", text::session_open_title(l), html! {}))
                div.cb {
                    (post_form("/cashier/session", &face.key, html! {
                        (refused_whole(attempt, l))
                        (opening_fields(l, left, attempt))
                        (Button { text: text::session_open_act(l), look: Look::Primary, submit: true, icon: "lock-open", kbd: "Ctrl ↵", ..Button::default() })
                    }))
                }
            }
        }
    }
}

/// The page of an open session.
pub fn open_page(face: &Face, room: &Room, shown: &Shown, tried: &Tried) -> Markup {
    // While a count waits for its second person, the decision comes by itself.
    let live = shown.waits.as_ref().map(|_| "cashier");
    html! {
        div.page #drawer data-live=[live] data-src=[live.map(|_| "/cashier/session")] {
            (tabs(face, "/cashier/session"))
            div.two-col {
                div.col.g3 { (sums_card(face, shown, "/cashier/session")) (moves_card(face, shown, &tried.moving)) }
                (super::views_closing::card(face, room, shown, &tried.closing))
            }
        }
    }
}

/// The open session of somebody else, which a manager may count and close.
pub fn of_other(face: &Face, room: &Room, (cashier, shown): (&str, &Shown), attempt: &Attempt) -> Markup {
    let source = format!("/cashier/sessions/{}", shown.open.id);
    html! {
        div.page {
            (tabs(face, "/cashier/sessions"))
            (alert(Tone::Wait, "lock-open", text::session_of_other(face.lang, cashier)))
            div.two-col {
                (sums_card(face, shown, &source))
                (super::views_closing::card(face, room, shown, attempt))
            }
        }
    }
}

/// The parts of the room that are about the day's cash.
pub fn tabs(face: &Face, current: &str) -> Markup {
    let l = face.lang;
    let part =
        |text, href| ground::html::Part { text, href, current: href == current, ..ground::html::Part::default() };
    let mut parts = vec![part(text::room_bills(l), "/cashier")];
    if face.may(ground::access::Permission::TakePayment) {
        parts.push(part(text::session_mine(l), "/cashier/session"));
    }
    parts.push(part(text::transfers(l), "/cashier/transfers"));
    parts.push(part(text::refunds(l), "/cashier/refunds"));
    parts.push(part(text::deposits(l), "/cashier/deposits"));
    parts.push(part(text::debts(l), "/cashier/debts"));
    parts.push(part(text::discounts(l), "/cashier/discounts"));
    parts.push(part(text::claims(l), "/cashier/claims"));
    if face.may(ground::access::Permission::ManageClinic) {
        parts.push(part(text::payers(l), "/cashier/payers"));
        parts.push(part(text::template(l), crate::template::ADDRESS));
    }
    parts.push(part(text::einvoices(l), "/cashier/einvoices"));
    parts.push(part(text::sessions(l), "/cashier/sessions"));
    parts.push(part(text::leaks(l), "/leaks"));
    ground::html::parts::tabs(text::room(l), &parts)
}

fn sums_card(face: &Face, shown: &Shown, source: &str) -> Markup {
    let (l, totals) = (face.lang, &shown.totals);
    let since = text::session_since(l, drawer_name(l, shown.open.drawer), show_time(shown.open.opened_at, face.zone()));
    html! {
        section.card #session-sums aria-labelledby="session-sums-h" data-live="cashier" data-src=(source) {
            (card_header("session-sums-h", text::session_sums(l), status(Tone::Ok, "lock-open", since)))
            table.tbl {
                thead { tr {
                    th scope="col" { (text::fact_method(l)) }
                    th.r scope="col" { (text::sum_taken(l)) }
                    th.r scope="col" { (text::sum_back(l)) }
                    th.r scope="col" { (text::sum_net(l)) }
                } }
                tbody {
                    @for method in Method::ALL.iter().filter(|way| **way != Method::Deposit || totals.has(Method::Deposit)) { (way_row(l, totals, *method)) }
                }
            }
            div.sums { dl.tot {
                dt.sub { (text::float(l)) } dd { (totals.float.show(l)) }
                dt.sub { (text::slip_cash(l)) } dd { (totals.net(Method::Cash).show(l)) }
                @for method in Method::MONEY {
                    @if !totals.of_deposits(method).is_zero() {
                        dt.sub { (text::deposits(l)) " · " (method.say().to(l)) } dd { (totals.of_deposits(method).show(l)) }
                    }
                }
                @if !totals.put_in.is_zero() { dt.sub { (text::move_in(l)) } dd { (totals.put_in.show(l)) } }
                @if !totals.taken_out.is_zero() { dt.sub { (text::move_out(l)) } dd { "−" (totals.taken_out.show(l)) } }
                dt.big { (text::cash_in_drawer(l)) } dd.big { (totals.expected().unwrap_or(Money::ZERO).show_with_sign(l)) }
            } }
        }
    }
}

fn way_row(l: Lang, totals: &Totals, method: Method) -> Markup {
    let taken = totals.of(PaymentKind::Taken, Some(method));
    let back = totals.net(method).sub(taken).unwrap_or(Money::ZERO);
    let say = method.say();
    html! {
        tr {
            td { (say.to(l)) }
            td.r.num { (taken.show(l)) }
            td.r.num { (back.show(l)) }
            td.r.num.b { (totals.net(method).show(l)) }
        }
    }
}

fn moves_card(face: &Face, shown: &Shown, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let amount = Field {
        name: "amount",
        label: text::move_amount(l),
        kind: Kind::Money,
        required: true,
        maxlength: 20,
        autocomplete: "off",
        ..Field::default()
    };
    let reason = Field {
        name: "reason",
        label: text::move_reason(l),
        placeholder: text::move_reason_example(l),
        required: true,
        maxlength: 200,
        ..Field::default()
    };
    let kind = Field { name: "kind", label: text::move_kind(l), value: "out", ..Field::default() };
    html! {
        section.card aria-labelledby="session-moves" {
            (card_header("session-moves", text::moves(l), badge(Tone::Mute, shown.moved.len())))
            @if shown.moved.is_empty() { (empty("coins", text::moves_none(l), "", html! {})) } @else { (moved_list(face, &shown.moved)) }
            div.cb {
                (post_form("/cashier/session/movements", &face.key, html! {
                    (refused_whole(attempt, l))
                    div.grid2 {
                        (select(kind, [("out", text::move_out(l)), ("in", text::move_in(l))], attempt, l))
                        (field(amount, attempt, l))
                    }
                    (field(reason, attempt, l))
                    (Button { text: text::move_act(l), submit: true, icon: "arrow-up-down", ..Button::default() })
                }))
            }
        }
    }
}

/// What went in and out.
pub fn moved_list(face: &Face, moved: &[Moved]) -> Markup {
    let l = face.lang;
    html! {
        ul.cb.col.g2 {
            @for each in moved {
                li.row {
                    span.mut.num { (show_time(each.at, face.zone())) }
                    span.grow.tr { (each.reason) }
                    span.mut.sm.tr { (each.by_name) }
                    b.num.nw { @if each.kind == "in" { "+" } @else { "−" } (each.amount.show(l)) }
                    @if each.has_slip { (slip_links(l, &format!("/cashier/session/movements/{}/paper", each.id))) }
                }
            }
        }
    }
}

/// The slip of money that was paid out, on a roll and on A4.
pub fn slip_links(l: Lang, path: &str) -> Markup {
    html! {
        span.row.g2 {
            a.btn.sm href={ (path) "?size=80mm" } target="_blank" rel="noopener" aria-label={ (text::refund_slip(l)) " 80 mm" } { (ground::html::icon_small("printer")) "80 mm" }
            a.btn.sm href={ (path) "?size=a4" } target="_blank" rel="noopener" aria-label={ (text::refund_slip(l)) " A4" } { "A4" }
        }
    }
}

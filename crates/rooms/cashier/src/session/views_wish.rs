//! Counts that wait for a second person, and what is still open when a drawer is closed.

use super::drawer_name;
use super::wish::Wish;
use crate::seen::Room;
use crate::text;
use bricks::clock::show_time;
use bricks::lang::Lang;
use bricks::money::Money;
use ground::access::Permission;
use ground::html::parts::{badge, card_header, status};
use ground::html::{Button, Look, Size, Tone, alert, icon_small, post_form};
use ground::web::Face;
use maud::{Markup, html};
use papers::cash::Pending;

/// So many bills are named; the others are counted.
const BILLS_NAMED: usize = 5;

/// What waits in the branch, for the manager's screen; nothing where nothing does.
pub fn card(face: &Face, wishes: &[Wish]) -> Markup {
    let l = face.lang;
    html! {
        div #closings data-live="cashier" data-src="/cashier/sessions" {
            @if !wishes.is_empty() {
                section.card.mb2 aria-labelledby="closings-h" {
                    (card_header("closings-h", text::closings(l), badge(Tone::Wait, wishes.len())))
                    div.cb.col.g3 { @for wish in wishes { (waiting(face, wish)) } }
                }
            }
        }
    }
}

/// One count that waits, with the decision for those who may take it.
pub fn waiting(face: &Face, wish: &Wish) -> Markup {
    let l = face.lang;
    let own = wish.asked_by == face.who.staff || wish.opened_by == face.who.staff;
    let manages = face.may(Permission::ManageClinic);
    let form = |way: &str, button: Button<'_>| {
        post_form(&format!("/closing-wishes/{}/{way}", wish.id), &face.key, html! { (button) })
    };
    let agree = Button {
        text: text::refund_approve(l),
        look: Look::Soft,
        submit: true,
        icon: "check",
        size: Size::Small,
        ..Button::default()
    };
    let refuse = Button {
        text: if own { text::closing_take_back(l) } else { text::closing_count_again(l) },
        submit: true,
        icon: "undo-2",
        size: Size::Small,
        ..Button::default()
    };
    html! {
        div.box.col.g2 {
            div.row.w {
                (off(l, wish.off()))
                a.grow.tr href={ "/cashier/sessions/" (wish.session) } { (wish.cashier) " · " (drawer_name(l, wish.drawer)) }
                span.mut.sm.nw { (text::closing_counted_at(l, show_time(wish.asked_at, face.zone()))) }
            }
            p.num { (text::slip_expected(l)) " " b { (wish.expected.show_with_sign(l)) } " · " (text::slip_counted(l)) " " b { (wish.counted.show_with_sign(l)) } }
            p { (wish.explanation) }
            @if wish.is_stale() { (alert(Tone::Wait, "triangle-alert", text::closing_stale(l, wish.now.show_with_sign(l)))) }
            div.row.w {
                @if manages && !own && !wish.is_stale() { (form("agreement", agree)) }
                @if manages || wish.asked_by == face.who.staff { (form("refusal", refuse)) }
                @if own { span.mut.sm { (text::closing_waits(l)) } }
            }
        }
    }
}

fn off(l: Lang, off: Money) -> Markup {
    if off.is_negative() {
        return status(
            Tone::Bad,
            "triangle-alert",
            html! { (text::slip_short(l)) " " (off.neg().unwrap_or(off).show_with_sign(l)) },
        );
    }
    status(Tone::Wait, "circle-alert", html! { (text::slip_over(l)) " " (off.show_with_sign(l)) })
}

/// What is still open before the drawer is closed: bills that wait, refunds, electronic invoices.
pub fn pending(face: &Face, room: &Room, pending: &Pending) -> Markup {
    let l = face.lang;
    if pending.is_nothing() {
        return html! {};
    }
    let owing: Vec<_> = room.queue.iter().filter(|row| !row.due.is_zero()).collect();
    html! {
        div class={ "alert mb2 " (Tone::Wait.class()) } role="status" {
            (icon_small("circle-alert"))
            div.col.g1 {
                b { (text::pending_title(l)) }
                @if pending.bills > 0 {
                    a.lnk href="/cashier" { (text::pending_bills(l, pending.due.show_with_sign(l), pending.bills)) }
                    ul.sm { @for row in owing.iter().take(BILLS_NAMED) {
                        li { a href={ "/visits/" (row.visit) "/bill" } { (row.ticket()) " " (row.patient_name) } " · " span.num { (row.due.show_with_sign(l)) } }
                    } }
                    @if owing.len() > BILLS_NAMED { span.sm { (text::pending_more(l, owing.len() - BILLS_NAMED)) } }
                }
                @if pending.refunds > 0 { a.lnk href="/cashier/refunds" { (text::pending_refunds(l, pending.refunds)) } }
                @if pending.einvoices > 0 { a.lnk href="/cashier/einvoices" { (text::pending_einvoices(l, pending.einvoices)) } }
            }
        }
    }
}

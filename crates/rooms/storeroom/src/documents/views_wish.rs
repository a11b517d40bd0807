//! What waits for a second person.

use super::views::{Shown, kind};
use super::wish::{self, Wish};
use crate::text;
use bricks::clock::{show_day, show_instant};
use ground::access::Permission;
use ground::catalog::{amount, medicine_name};
use ground::html::{Button, Look, Size, Tone, parts, post_form};
use ground::web::Face;
use maud::{Markup, html};

/// Each document that waits, with what can be done about it.
pub fn card(face: &Face, shown: &Shown) -> Markup {
    let l = face.lang;
    html! {
        @if !shown.wishes.is_empty() {
            section.card aria-labelledby="wishes-title" {
                (parts::card_header("wishes-title", text::wishes(l), html! {
                    span.mut.sm { (text::wish_limit(l, shown.limit.show_with_sign(l))) }
                    @if face.may(Permission::ManageClinic) { " " a.lnk.sm href="/cashier/discounts#limits" { (text::wish_limit_change(l)) } }
                }))
                table.tbl { tbody { @for wish in &shown.wishes { (row(face, wish)) } } }
            }
        }
    }
}

fn row(face: &Face, w: &Wish) -> Markup {
    let l = face.lang;
    let after = wish::after(w);
    html! {
        tr {
            td.snug { (kind(l, &w.kind)) br; span.mut.sm.num { (show_instant(w.asked_at, face.zone(), l)) " · " (w.asker) } }
            td.snug {
                b { (medicine_name(l, (&w.generic_vi, &w.generic_en), &w.strength)) } br;
                span.num.sm { (w.batch) " " span.mut { (show_day(w.expires_on, l)) } }
            }
            td.num.nw { (w.seen.show(l)) " → " b { (amount(l, after, &w.dispense_unit)) } br; span.bad.b { "−" (w.loss.show_with_sign(l)) } }
            td.sm {
                (w.reason)
                @if !w.witness.is_empty() { br; span.mut { (text::witnessed(l, &w.witness)) } }
                @if w.on_hand != w.seen { br; (parts::status(Tone::Bad, "triangle-alert", text::wish_moved(l))) }
            }
            td.nw { div.col.g1 { (ways(face, w)) } }
        }
    }
}

fn ways(face: &Face, w: &Wish) -> Markup {
    let l = face.lang;
    let own = w.asked_by == face.who.staff;
    let refuse = if own { text::wish_take_back(l) } else { text::wish_refuse(l) };
    html! {
        @if face.may(Permission::ManageClinic) && !own {
            (post_form(&format!("/stock-wishes/{}/agreement", w.id), &face.key, html! {
                (Button { text: text::wish_agree(l), icon: "check", look: Look::Primary, size: Size::Small, submit: true, ..Button::default() })
            }))
        }
        @if face.may(Permission::ManageClinic) || own {
            (post_form(&format!("/stock-wishes/{}/refusal", w.id), &face.key, html! {
                (Button { text: refuse, icon: "x", size: Size::Small, submit: true, ..Button::default() })
            }))
        }
        @if own { div.mut.sm { (text::wish_waits_for(l)) } }
    }
}

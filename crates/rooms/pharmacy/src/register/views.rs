use super::store::{Controlled, Moved, Register, Row};
use crate::text;
use crate::views::top;
use bricks::clock::{show_day, show_instant};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::catalog::{amount, unit_word};
use ground::html::{Button, Size, Tone, icon, parts};
use ground::web::{Face, Seen};
use maud::{Markup, html};

pub fn page(face: &Face, medicines: &[Controlled], shown: Option<&Register>) -> Seen {
    let l = face.lang;
    let main = html! {
        div.ph2 {
            (list(face, medicines, shown))
            section.fill aria-labelledby="register-title" {
                @match shown {
                    Some(register) => (month(face, register)),
                    None => (parts::empty("lock", text::register_none(l), text::register_none_hint(l), html! {})),
                }
            }
        }
    };
    Seen { title: text::register_top(l).to_owned(), room: "pharmacy", top: top(face), main }
}

fn list(face: &Face, medicines: &[Controlled], shown: Option<&Register>) -> Markup {
    let l = face.lang;
    let month = shown.map(|register| register.month.code()).unwrap_or_default();
    html! {
        section.pane.lft aria-labelledby="controlled-title" {
            (parts::pane_header("controlled-title", text::register_medicines(l), parts::badge(Tone::Mute, medicines.len())))
            div.scroll.sp tabindex="0" role="region" aria-label=(text::register_medicines(l)) {
                @for medicine in medicines {
                    @let current = shown.is_some_and(|register| register.medicine.id == medicine.id);
                    a.li.at href={ "/pharmacy/register?medicine=" (medicine.id) "&month=" (month) } aria-current=[current.then_some("true")] {
                        span.grow.snug {
                            b { (medicine.name(l)) }
                            span.row.g2.mt {
                                (parts::status(Tone::Bad, "lock", kind_word(l, &medicine.controlled)))
                                span.sp {}
                                span.sub.sm.num.nw { (amount(l, medicine.on_hand, &medicine.dispense_unit)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn month(face: &Face, register: &Register) -> Markup {
    let (l, medicine) = (face.lang, &register.medicine);
    let at = |month: super::Month| format!("/pharmacy/register?medicine={}&month={}", medicine.id, month.code());
    let paper = format!("/pharmacy/register/paper?medicine={}&month={}", medicine.id, register.month.code());
    html! {
        div.pbn {
            div.grow.snug {
                h2 #register-title { (medicine.name(l)) }
                div.sub { (kind_word(l, &medicine.controlled)) " · " (text::register_unit(l)) ": " (unit_word(l, &medicine.dispense_unit)) }
            }
            (Button { icon: "chevron-left", label: text::register_before(l), href: &at(register.month.before()), size: Size::Small, ..Button::default() })
            b.num.nw { (register.month.show()) }
            (Button { icon: "chevron-right", label: text::register_next(l), href: &at(register.month.next()), size: Size::Small, ..Button::default() })
            a.btn href=(paper) target="_blank" rel="noopener" { (icon("printer")) (text::register_print(l)) }
        }
        div.scroll.sp tabindex="0" role="region" aria-label=(text::register_title(l)) { (table(face, register)) }
    }
}

fn table(face: &Face, register: &Register) -> Markup {
    let l = face.lang;
    let (came, went) = register.sums();
    html! {
        table.tbl {
            thead { tr {
                th scope="col" { (text::register_at(l)) }
                th scope="col" { (text::register_what(l)) }
                th scope="col" { (text::register_document(l)) }
                th scope="col" { (text::col_batch(l)) }
                th.r scope="col" { (text::register_in(l)) }
                th.r scope="col" { (text::register_out(l)) }
                th.r scope="col" { (text::register_balance(l)) }
                th scope="col" { (text::register_persons(l)) }
            } }
            tbody {
                tr { td colspan="6" { (text::register_opening(l)) } td.r.num.b { (register.opening.show(l)) } td {} }
                @for row in &register.rows { (line(face, row)) }
                tr {
                    td colspan="4" { b { (text::register_closing(l)) } }
                    td.r.num.b { (came.show(l)) } td.r.num.b { (went.show(l)) } td.r.num.b { (register.closing().show(l)) } td {}
                }
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
            td.snug { (what_for(l, of)) }
            td.num { @if of.prescription.is_empty() { (of.reason) } @else { (of.prescription) } }
            td.num.sm { b { (of.batch) } br; span.mut { (show_day(of.expires_on, l)) } }
            td.r.num { @if !out { (shown) } }
            td.r.num { @if out { (shown) } }
            td.r.num.b { (row.balance.show(l)) }
            td.sm { (persons(of)) }
        }
    }
}

/// Who did it, and who looked at it.
pub fn persons(of: &Moved) -> String {
    if of.second.is_empty() { of.by.clone() } else { format!("{} + {}", of.by, of.second) }
}

/// The patient (and who took it along), the supplier, or what happened.
pub fn what_for(l: Lang, of: &Moved) -> String {
    match of.kind.as_str() {
        "dispense" if of.receiver.is_empty() => of.patient.clone(),
        "dispense" => text::register_given(l, &of.patient, &of.receiver),
        "receipt" => text::register_received(l, &of.supplier),
        "return" => text::register_returned(l).to_owned(),
        "disposal" => text::register_destroyed(l).to_owned(),
        _ => text::register_counted(l).to_owned(),
    }
}

/// The legal group of a medicine.
pub fn kind_word(l: Lang, controlled: &str) -> &'static str {
    match controlled {
        "narcotic" => text::group_narcotic(l),
        "psychotropic" => text::group_psychotropic(l),
        "precursor" => text::group_precursor(l),
        _ => text::group_other(l),
    }
}

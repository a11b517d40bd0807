//! The account, the code that is scanned, the list of transfers that wait, and the patient's screen.

use super::purpose::of_ticket;
use super::store::{Account, Open, Waiting};
use crate::seen::Head;
use crate::session::tabs;
use crate::text;
use crate::views::refused_whole;
use bricks::clock::{Day, show_instant};
use bricks::id::VisitId;
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::vietqr::{self, BANKS};
use ground::access::Permission;
use ground::html::parts::{badge, card_header, empty, status};
use ground::html::qr::svg;
use ground::html::{Attempt, Button, Field, Kind, Look, Size, Tone, alert, field, icon_large, post_form, select};
use ground::web::Face;
use maud::{Markup, html};
use papers::visit::show_ticket;

/// The code that pays a bill, with the words that say the same. Nothing when the account cannot be in one.
pub fn code(l: Lang, account: &Account, due: Money, purpose: &str) -> Markup {
    let made = vietqr::of_transfer(&account.bin, &account.number, due, purpose, purpose);
    html! {
        @if let Some(made) = made {
            div.qrbox {
                (svg(&made, text::qr_label(l)))
                b.num { (due.show_with_sign(l)) }
                span { (vietqr::bank_name(&account.bin).unwrap_or_default()) " · " (account.number) " · " (account.holder) }
                span { (text::qr_purpose(l)) " " b { (purpose) } }
            }
        }
    }
}

/// What a bill's transfers say in their purpose.
pub fn purpose_of(head: &Head, day: Day) -> String {
    of_ticket(day, &head.ticket_prefix, head.ticket_number)
}

/// The transfer tab of a bill: the code, and that the bank is being waited for.
pub fn of_bill(face: &Face, account: Option<&Account>, head: &Head, due: Money) -> Markup {
    let l = face.lang;
    match account {
        Some(account) => html! {
            (code(l, account, due, &purpose_of(head, face.who.day_of(head.arrived_at))))
            @if !account.secret.is_empty() { (alert(Tone::Info, "loader", text::qr_waiting(l))) }
        },
        None => html! {
            @if face.may(Permission::ManageClinic) {
                (alert(Tone::Info, "info", html! { (text::account_none(l)) " " a href="/cashier/transfers" { (text::account_set(l)) } }))
            } @else { (alert(Tone::Info, "info", text::account_none(l))) }
        },
    }
}

/// Whether the bill stands on the customer's screen, and the button that puts it there or takes it away. Part of the payment's
/// form; while it stands there its page says every ten seconds that it is open.
pub fn on_screen(face: &Face, visit: VisitId, is_shown: bool) -> Markup {
    let l = face.lang;
    let address = format!("/visits/{visit}/display");
    let (away, every) = (format!("{address}/removal"), is_shown.then_some("10"));
    html! {
        div.row.w #on-screen data-src=(address) data-every=[every] {
            @if is_shown {
                (status(Tone::Info, "monitor", text::display_shown(l)))
                (Button { text: text::display_hide(l), icon: "x", submit: true, size: Size::Small, formaction: &away, ..Button::default() })
            } @else {
                (Button { text: text::display_show(l), icon: "monitor", submit: true, size: Size::Small, formaction: &address, ..Button::default() })
            }
        }
    }
}

/// The page of the transfers that wait, and of the account.
pub fn page(face: &Face, account: Option<&Account>, waiting: &[Waiting], bills: &[Open], tried: &Tried) -> Markup {
    let l = face.lang;
    html! {
        div.page {
            (tabs(face, "/cashier/transfers"))
            (refused_whole(&tried.list, l))
            section.card #transfers aria-labelledby="transfers-h" data-live="cashier" data-src="/cashier/transfers" {
                (card_header("transfers-h", text::transfers(l), badge(if waiting.is_empty() { Tone::Mute } else { Tone::Wait }, waiting.len())))
                @if waiting.is_empty() { (empty("landmark", text::transfers_none(l), text::transfers_none_hint(l), html! {})) }
                @else { div.cb.col.g3 { @for transfer in waiting { (one(face, transfer, bills, &tried.list)) } } }
            }
            @if face.may(Permission::ManageClinic) { (account_card(face, account, &tried.account)) }
        }
    }
}

/// The forms of the page as they came back.
#[derive(Default)]
pub struct Tried {
    pub list: Attempt,
    pub account: Attempt,
}

fn one(face: &Face, transfer: &Waiting, bills: &[Open], attempt: &Attempt) -> Markup {
    let l = face.lang;
    let mine = attempt.value("transfer") == Some(transfer.id.to_string().as_str());
    let none = Attempt::none();
    let attempt = if mine { attempt } else { &none };
    html! {
        div.box.col.g2 {
            div.row.w {
                (status(Tone::Wait, "hourglass", text::transfer_waits(l)))
                b.num.t18 { (transfer.amount.show_with_sign(l)) }
                span.num { (transfer.reference) }
                span.grow.tr { (transfer.purpose) }
                span.mut.sm.num { (show_instant(transfer.received_at, face.zone(), l)) }
            }
            @if let Some(name) = &transfer.patient_name { p.hint { (text::transfer_names(l, name)) } }
            @if face.may(Permission::TakePayment) {
                div.row.w.at { (assign_form(face, transfer, bills, attempt)) (dismiss_form(face, transfer, attempt)) }
            }
        }
    }
}

fn assign_form(face: &Face, transfer: &Waiting, bills: &[Open], attempt: &Attempt) -> Markup {
    let l = face.lang;
    let (id, chosen) = (format!("visit-{}", transfer.id), transfer.visit.map(|v| v.to_string()).unwrap_or_default());
    let visit = Field {
        name: "visit",
        id: &id,
        label: text::transfer_bill(l),
        value: &chosen,
        placeholder: text::transfer_choose(l),
        required: true,
        ..Field::default()
    };
    let told = |bill: &Open| {
        let ticket = show_ticket(&bill.ticket_prefix, bill.ticket_number);
        (bill.visit.to_string(), format!("{ticket} · {} · {}", bill.patient_name, bill.due.show_with_sign(l)))
    };
    let options: Vec<(String, String)> = bills.iter().map(told).collect();
    post_form(
        &format!("/transfers/{}/assignment", transfer.id),
        &face.key,
        html! {
            input type="hidden" name="transfer" value=(transfer.id);
            (select(visit, options, attempt, l))
            (Button { text: text::transfer_assign(l), look: Look::Soft, submit: true, icon: "check", size: Size::Small, ..Button::default() })
        },
    )
}

fn dismiss_form(face: &Face, transfer: &Waiting, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let id = format!("dismiss-{}", transfer.id);
    let reason = Field {
        name: "dismiss_reason",
        id: &id,
        label: text::transfer_dismiss_reason(l),
        required: true,
        maxlength: 200,
        ..Field::default()
    };
    post_form(
        &format!("/transfers/{}/dismissal", transfer.id),
        &face.key,
        html! {
            input type="hidden" name="transfer" value=(transfer.id);
            (field(reason, attempt, l))
            (Button { text: text::transfer_dismiss(l), submit: true, icon: "x", size: Size::Small, ..Button::default() })
        },
    )
}

fn account_card(face: &Face, account: Option<&Account>, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let of = |part: fn(&Account) -> &str| account.map(part).unwrap_or_default();
    let bank = Field {
        name: "bin",
        label: text::account_bank(l),
        value: of(|a| &a.bin),
        placeholder: text::account_bank_choose(l),
        required: true,
        ..Field::default()
    };
    let number = Field {
        name: "number",
        label: text::account_number(l),
        value: of(|a| &a.number),
        required: true,
        maxlength: 24,
        autocomplete: "off",
        ..Field::default()
    };
    let holder = Field {
        name: "holder",
        label: text::account_holder(l),
        value: of(|a| &a.holder),
        required: true,
        maxlength: 60,
        ..Field::default()
    };
    let has = account.is_some_and(|a| !a.secret.is_empty());
    let secret = Field {
        name: "secret",
        label: text::account_secret(l),
        kind: Kind::Password,
        hint: if has { text::account_secret_kept(l) } else { text::account_secret_hint(l) },
        maxlength: 128,
        autocomplete: "new-password",
        ..Field::default()
    };
    html! {
        section.card.mt2 aria-labelledby="account-h" {
            (card_header("account-h", text::account(l), html! {}))
            div.cb {
                (post_form("/cashier/account", &face.key, html! {
                    (refused_whole(attempt, l))
                    div.grid2 { (select(bank, BANKS, attempt, l)) (field(number, attempt, l)) (field(holder, attempt, l)) (field(secret, attempt, l)) }
                    p.hint { (text::account_hook(l)) " " code { "/hooks/bank/" (face.who.branch) } }
                    (Button { text: text::account_save(l), submit: true, icon: "save", ..Button::default() })
                }))
            }
        }
    }
}

/// What the patient sees on the second screen.
pub enum Screen<'a> {
    /// The token opens no cashier's screen (any more).
    Unpaired,
    Nothing,
    Pay {
        name: &'a str,
        account: Option<&'a Account>,
        due: Money,
        purpose: &'a str,
    },
    Paid {
        name: &'a str,
        amount: Money,
    },
}

/// The second screen of a cashier.
pub fn display(l: Lang, clinic: &str, screen: &Screen<'_>) -> Markup {
    html! {
        main.wrap.paying #pay-display data-live="cashier" data-src="/pay-display" data-every="15" {
            h1 { (clinic) }
            @match screen {
                Screen::Unpaired => {
                    p.sub { (text::display_unpaired(l)) }
                    p { a.btn.lg href="/tv" { (text::display_pair(l)) } }
                }
                Screen::Nothing => { p.sub { (text::display_idle(l)) } }
                Screen::Pay { name, account, due, purpose } => {
                    p { b { (name) } }
                    p.amount.num { (due.show_with_sign(l)) }
                    @match account {
                        Some(account) => { (code(l, account, *due, purpose)) p.sub { (text::display_scan(l)) } }
                        None => {}
                    }
                }
                Screen::Paid { name, amount } => {
                    div.done.k-ok { (icon_large("circle-check")) p { (text::display_paid(l)) } }
                    p.amount.num { (amount.show_with_sign(l)) }
                    p { b { (name) } }
                    p.sub { (text::display_thanks(l)) }
                }
            }
        }
    }
}

use super::chart::{Chart, Desk, Part, Tried};
use super::history::{arrow, value_text, value_words};
use super::visit_path;
use crate::store::{Head, OrderRow, Picture, Value};
use crate::text;
use bricks::id::OrderId;
use bricks::lang::Lang;
use ground::access::Permission;
use ground::catalog::in_lang;
use ground::html::{
    Attempt, Button, Combobox, Field, Look, Size, Tone, alert, checkbox, combobox, field, form::post_form_to,
    general_error, hidden, icon_small, parts,
};
use ground::web::Face;
use maud::{Markup, html};
use papers::order::State;
use papers::visit;

/// What an act on the orders changes on the page.
const TARGETS: &str = "#orders #order-form #finish";

/// The orders of the visit with their results; follows the visit.
pub(super) fn list(desk: Desk<'_>) -> Markup {
    let (l, head, orders) = (desk.face.lang, &desk.chart.head, &desk.chart.orders);
    let standing = orders.iter().filter(|o| o.state != State::Cancelled).count();
    html! {
        div #orders data-live={ "visit-" (head.id) } data-src=(visit_path(head.id, "parts")) {
            div.ph { h2 { (text::orders_title(l)) } (parts::badge(Tone::Mute, standing)) span.sp {}
                @if desk.writes() { a.sm.lnk href={ "/order-sets?visit=" (head.id) } { (text::sets_title(l)) } } }
            (late(desk))
            table.tbl { tbody {
                // The newest one comes into sight when it is ordered.
                @for (at, order) in orders.iter().enumerate() { (row(desk, order, at + 1 == orders.len())) }
            } }
            @if orders.is_empty() { p.pb.mut { (text::orders_none(l)) } }
        }
    }
}

/// Results that came after the visit, until a doctor says that they were seen.
fn late(desk: Desk<'_>) -> Markup {
    let (face, l, head) = (desk.face, desk.face.lang, &desk.chart.head);
    let unseen: Vec<&OrderRow> = desk.chart.late().collect();
    let asks = head.state == visit::State::Finished && !unseen.is_empty();
    let alarming = alarming_values(desk.chart.late().map(|o| o.id), &desk.chart.values, l);
    html! {
        @if asks {
            div.pb.col {
                @if !alarming.is_empty() { (alert(Tone::Bad, "siren", html! { b { (text::late_alarming(l, &alarming)) } })) }
                (alert(Tone::Wait, "triangle-alert", text::late_results(l, i64::try_from(unseen.len()).unwrap_or(i64::MAX))))
                @if face.may(Permission::Consult) {
                    (post_form_to(&visit_path(head.id, "review"), &face.key, "#orders #station #finish", html! {
                        @for order in &unseen { (hidden("seen", &order.shown().to_string())) }
                        (Button { text: text::late_seen(l), icon: "check", look: Look::Primary, kbd: "Ctrl ↵", submit: true, ..Button::default() })
                    }))
                }
            }
        }
    }
}

fn row(desk: Desk<'_>, order: &OrderRow, newest: bool) -> Markup {
    let (face, head, l) = (desk.face, &desk.chart.head, desk.face.lang);
    // Also after the visit: what nobody will perform keeps the patient waiting otherwise.
    let is_changed = matches!(head.state, visit::State::InRoom | visit::State::Finished);
    let takes_back = order.state == State::Ordered && is_changed && face.may(Permission::Consult);
    let is_late = head.state == visit::State::Finished && order.waits_for_a_look();
    html! {
        tr data-see[newest && desk.writes()] {
            td.stc { (state_chip(face, order)) }
            td {
                b { (in_lang(l, &order.name_vi, &order.name_en)) }
                @if order.urgent { " " (parts::badge(Tone::Bad, text::order_urgent(l))) }
                @if order.fasting { " " (parts::badge(Tone::Wait, text::order_fasting(l))) }
                @if order.unpaid { " " (parts::badge(Tone::Bad, text::order_unpaid(l))) }
                @if order.corrections > 0 { " " (parts::badge(Tone::Wait, text::order_corrected(l))) }
                @if is_late { " " (parts::badge(Tone::Wait, text::late_unseen(l))) }
                @if !order.question.is_empty() { div.sm.sub { (order.question) } }
                @if let Some(reason) = &order.cancelled_reason { div.sm.mut { (text::order_cancelled_for(l, reason)) } }
                (result(face, order, desk.chart))
                (foreseen(l, order, desk.chart))
                @if takes_back { (cancel_form(face, head, order, desk.tried)) }
            }
            td.r.num.sub.nw { (order.price.show(l)) @if order.insured && head.has_card { div { (parts::badge(Tone::Ok, text::service_insured(l))) } } }
        }
    }
}

/// What speaks today against a vaccination that is ordered; whoever gives it is asked for the reason.
fn foreseen(l: Lang, order: &OrderRow, chart: &Chart) -> Markup {
    let of = chart.foreseen.iter().find(|(id, doubts)| *id == order.id && !doubts.is_empty());
    html! {
        @if let Some((_, doubts)) = of {
            div.alert.k-bad role="note" {
                (icon_small("triangle-alert"))
                span { @for (n, doubt) in doubts.iter().enumerate() { @if n > 0 { br; } (doubt.to(l)) } }
            }
        }
    }
}

fn state_chip(face: &Face, order: &OrderRow) -> Markup {
    let l = face.lang;
    let waited = face.now.minutes_since(order.ordered_at).max(0);
    match order.state {
        State::Ordered => parts::status(Tone::Test, "flask-conical", text::order_waits(l, waited)),
        State::Started => parts::status(Tone::Room, "loader", text::order_started(l)),
        State::Done => parts::status(Tone::Ok, "check", text::order_done(l)),
        State::Cancelled => parts::status(Tone::Mute, "ban", text::order_cancelled(l)),
    }
}

/// A form that unfolds, without script too.
fn cancel_form(face: &Face, head: &Head, order: &OrderRow, tried: &Tried) -> Markup {
    let l = face.lang;
    let none = Attempt::none();
    let is_this = tried.of(Part::Orders).value("order") == Some(&order.id.to_string());
    let attempt = if is_this { tried.of(Part::Orders) } else { &none };
    let id = format!("f-cancel-{}", order.id);
    html! {
        details open[is_this] {
            summary.sm.mut { (text::order_cancel(l)) }
            (post_form_to(&format!("/orders/{}/cancellation", order.id), &face.key, TARGETS, html! {
                (hidden("visit", &head.id.to_string()))
                (hidden("order", &order.id.to_string()))
                (general_error(attempt, l))
                div.row {
                    div.grow { (field(Field { name: "cancel_reason", id: &id, label: text::order_cancel_reason(l), required: true, maxlength: 200, autocomplete: "off", ..Field::default() }, attempt, l)) }
                    (Button { text: text::order_cancel_do(l), look: Look::Danger, size: Size::Small, submit: true, ..Button::default() })
                }
            }))
        }
    }
}

/// Values, finding, conclusion and images of a finished order.
fn result(face: &Face, order: &OrderRow, chart: &Chart) -> Markup {
    let l = face.lang;
    let own: Vec<&Value> = chart.values.iter().filter(|v| v.order == order.id).collect();
    let images: Vec<&Picture> = chart.pictures.iter().filter(|p| p.order == order.id).collect();
    let dose = chart.doses.iter().find(|dose| dose.order == order.id);
    let is_done = order.state == State::Done;
    html! {
        @if is_done {
            @if !own.is_empty() {
                p.sm { @for (n, v) in own.iter().enumerate() {
                    @if n > 0 { " · " }
                    (value_words(&v.code, &full_name(v, face), &value_text(v.value, v.decimals, &v.text, l), v.flag))
                } }
            }
            @if let Some(dose) = dose {
                p.sm { b { (dose.in_words(l)) } }
                @if !dose.doubts.is_empty() {
                    div.sm { (parts::status(Tone::Wait, "triangle-alert", dose.doubts_in(l))) div.sub { (dose.despite) } }
                }
            }
            @if !order.conclusion.is_empty() { p.sm { b { (order.conclusion) } } }
            @if !order.finding.is_empty() { p.sm.sub { (order.finding) } }
            @if !images.is_empty() { (thumbs(&images)) }
        }
    }
}

/// `Glucose 28,5 ↑↑, Kali 7,1 ↑↑`: the values of these orders that somebody must look at once.
fn alarming_values(orders: impl Iterator<Item = OrderId>, values: &[Value], l: Lang) -> String {
    let orders: Vec<OrderId> = orders.collect();
    let alarming = values.iter().filter(|v| v.flag.is_critical() && orders.contains(&v.order));
    alarming.map(|v| value_told(v, l)).collect::<Vec<_>>().join(", ")
}

/// `Glucose 28,5 mmol/L ↑↑`.
pub(crate) fn value_told(v: &Value, l: Lang) -> String {
    let (name, value) = (in_lang(l, &v.name_vi, &v.name_en), value_text(v.value, v.decimals, &v.text, l));
    let unit = if v.unit.is_empty() || v.value.is_none() { String::new() } else { format!(" {}", v.unit) };
    format!("{name} {value}{unit}{}", arrow(v.flag))
}

fn full_name(value: &Value, face: &Face) -> String {
    let name = in_lang(face.lang, &value.name_vi, &value.name_en);
    if value.unit.is_empty() { name.to_owned() } else { format!("{name} ({})", value.unit) }
}

fn thumbs(images: &[&Picture]) -> Markup {
    html! {
        div.thumbs.mt1 {
            @for p in images {
                a.th data-zoom href={ "/attachments/" (p.id) } {
                    img src={ "/attachments/" (p.id) } alt=(p.name) loading="lazy" width="160" height="120";
                }
            }
        }
    }
}

/// The form of a further order.
pub(super) fn form(desk: Desk<'_>) -> Markup {
    let (face, l, id) = (desk.face, desk.face.lang, desk.chart.head.id);
    let tried = desk.tried.of(Part::Orders);
    let none = Attempt::none();
    let attempt = if tried.value("order").is_some() { &none } else { tried };
    html! {
        div.pb #order-form {
            (post_form_to(&visit_path(id, "orders"), &face.key, TARGETS, html! {
                (combobox(Combobox {
                    field: Field { name: "service", label: text::order_add(l), aside: "Alt C", placeholder: text::order_add_hint(l), ..Field::default() },
                    source: "/services/search",
                    key: "Alt+C",
                    ..Combobox::default()
                }, attempt, l))
                @if attempt.error("again", l).is_some() || attempt.has("again", "yes") {
                    div.alert.k-wait { (checkbox(Field { name: "again", label: text::order_again(l), ..Field::default() }, false, attempt, l)) }
                }
                div.row {
                    div.grow { (field(Field { name: "question", label: text::order_question(l), maxlength: 300, autocomplete: "off", ..Field::default() }, attempt, l)) }
                    (checkbox(Field { name: "urgent", label: text::order_urgent(l), ..Field::default() }, false, attempt, l))
                    (checkbox(Field { name: "fasting", label: text::order_fasting(l), ..Field::default() }, false, attempt, l))
                    (Button { text: text::order_place(l), icon: "plus", submit: true, ..Button::default() })
                }
            }))
        }
    }
}

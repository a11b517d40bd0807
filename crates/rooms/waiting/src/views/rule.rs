//! The rule of the queue, for everybody who works here; its figures, for who manages the clinic.

use crate::text;
use bricks::lang::Lang;
use ground::access::Permission;
use ground::html::{Attempt, Button, Field, Kind, Look, field, general_error, icon, parts, post_form};
use ground::web::{Face, SETTINGS, Seen, office_bar};
use maud::{Markup, html};
use papers::queue::Rule;

pub fn page(face: &Face, rule: &Rule, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let main = html! {
        div.scroll.sp tabindex="0" role="region" aria-label=(text::rule_title(l)) {
            div.page.narrow {
                section.card aria-labelledby="rule" {
                    (parts::card_header("rule", text::rule_heading(l), html! {}))
                    div.cb.col.g3 {
                        ol.col.g2.rule { @for point in points(l, rule) { li { (point) } } }
                        div.alert.k-ok role="note" { (icon("shield-check")) span { b { (text::rule_bound_title(l)) } " " (text::rule_bound(l, rule.passes_max)) } }
                        p.sub { (text::rule_times(l)) }
                    }
                }
                @if face.may(Permission::ManageClinic) { (figures(face, rule, attempt)) }
            }
        }
    };
    let top = html! {
        (office_bar(face, SETTINGS))
        @if face.may(Permission::PairScreens) {
            (Button { text: text::screens_title(l), icon: "tv", href: "/office/screens", size: ground::html::Size::Small, ..Button::default() })
        }
    };
    Seen {
        title: text::rule_title(l).to_owned(),
        room: if face.may(Permission::ManageClinic) { "office" } else { "consultation" },
        top,
        main,
    }
}

fn points(l: Lang, rule: &Rule) -> [String; 7] {
    [
        text::rule_emergency(l).to_owned(),
        text::rule_passed(l, rule.passes_max),
        text::rule_priority(l, rule.others_between),
        text::rule_booked(l, rule.early_minutes, rule.late_minutes),
        text::rule_arrival(l).to_owned(),
        text::rule_late(l, rule.late_minutes),
        text::rule_calls(l, rule.calls_max),
    ]
}

fn figures(face: &Face, rule: &Rule, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let figure = |name, label, aside, value: i64| {
        let value = value.to_string();
        let asked = Field {
            name,
            label,
            aside,
            value: &value,
            kind: Kind::Number,
            required: true,
            maxlength: 3,
            ..Field::default()
        };
        field(asked, attempt, l)
    };
    let minutes = text::rule_minutes(l);
    html! {
        section.card aria-labelledby="figures" {
            (parts::card_header("figures", text::rule_figures(l), html! {}))
            div.cb.col.g3 {
                (general_error(attempt, l))
                (post_form("/queue-rule", &face.key, html! {
                    div.grid2 {
                        (figure("early", text::rule_field_early(l), minutes, rule.early_minutes))
                        (figure("late", text::rule_field_late(l), minutes, rule.late_minutes))
                        (figure("between", text::rule_field_between(l), "", rule.others_between))
                        (figure("passes", text::rule_field_passes(l), "", rule.passes_max))
                        (figure("calls", text::rule_field_calls(l), "", rule.calls_max))
                        (figure("long", text::rule_field_long(l), minutes, rule.long_minutes))
                        (figure("too_long", text::rule_field_too_long(l), minutes, rule.too_long_minutes))
                    }
                    div { (Button { text: text::rule_save(l), look: Look::Primary, submit: true, kbd: "Ctrl ↵", ..Button::default() }) }
                }))
            }
        }
    }
}

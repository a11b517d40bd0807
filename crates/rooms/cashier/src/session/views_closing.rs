//! Counting the drawer and closing it.

use super::acts::NOTE_FIELDS;
use super::views::Shown;
use super::views_wish;
use crate::seen::Room;
use crate::text;
use crate::views::refused_whole;
use bricks::lang::Lang;
use bricks::money::Money;
use ground::html::parts::card_header;
use ground::html::{Attempt, Button, Field, Kind, Look, field, post_form};
use ground::web::Face;
use maud::{Markup, html};
use papers::cash::NOTES;

/// The count by notes; the sum and what is missing move while it is typed.
pub fn card(face: &Face, room: &Room, shown: &Shown, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let expected = shown.totals.expected().unwrap_or(Money::ZERO);
    let action = format!("/cashier/sessions/{}/closing", shown.open.id);
    html! {
        section.card aria-labelledby="session-close" {
            (card_header("session-close", text::closing_title(l), html! {}))
            div.cb {
                @if let Some(wish) = &shown.waits { div.mb2 { (views_wish::waiting(face, wish)) } }
                (views_wish::pending(face, room, &shown.pending))
                (post_form(&action, &face.key, html! {
                    (refused_whole(attempt, l))
                    p.sub { (text::closing_hint(l)) }
                    div.counts data-count=(expected.minor()) data-short=(text::slip_short(l)) data-over=(text::slip_over(l)) data-exact=(text::count_exact(l)) {
                        @for (face, name) in NOTES.into_iter().zip(NOTE_FIELDS) { (note(l, face, name, attempt)) }
                    }
                    // Below the whole grid, so that no note changes its place while it is put right.
                    @for (face, name) in NOTES.into_iter().zip(NOTE_FIELDS) {
                        @if let Some(wrong) = attempt.error(name, l) {
                            p.err id=(format!("f-{name}-error")) { (Money::from_minor(face).show(l)) " ×: " (wrong) }
                        }
                    }
                    output.in.lg.n.out data-counted aria-label=(text::slip_counted(l)) {}
                    (rest(l, attempt))
                    (Button { text: text::closing_act(l), look: Look::Primary, submit: true, icon: "lock", kbd: "Ctrl ↵", ..Button::default() })
                }))
            }
        }
    }
}

fn note(l: Lang, face: i64, name: &'static str, attempt: &Attempt) -> Markup {
    let id = format!("f-{name}");
    let wrong = attempt.error(name, l);
    html! {
        label.num for=(id) { (Money::from_minor(face).show(l)) " ×" }
        input.in.n id=(id) name=(name) inputmode="numeric" maxlength="6" autocomplete="off" data-face=(face)
            value=(attempt.value(name).unwrap_or_default()) aria-invalid=[wrong.map(|_| "true")]
            aria-describedby=[wrong.map(|_| format!("{id}-error"))];
        span.num.mut data-worth {}
    }
}

fn rest(l: Lang, attempt: &Attempt) -> Markup {
    let left = Field {
        name: "left",
        label: text::closing_left(l),
        hint: text::closing_left_hint(l),
        kind: Kind::Money,
        placeholder: "0",
        maxlength: 20,
        autocomplete: "off",
        ..Field::default()
    };
    let explanation = Field {
        name: "explanation",
        label: text::closing_explanation(l),
        hint: text::closing_explanation_hint(l),
        maxlength: 200,
        ..Field::default()
    };
    html! { (field(left, attempt, l)) (field(explanation, attempt, l)) }
}

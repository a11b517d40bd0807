//! What stands around every page of the public.

use super::Sight;
use crate::text;
use bricks::lang::Lang;
use bricks::refusal::RefusalKind;
use ground::html::{Attempt, Button, Look, Tone, alert, asset, open_page};
use maud::{Markup, html};

/// The steps of a booking.
pub const STEPS: usize = 4;

/// A page. `here` is its path with what was chosen, from which the links to the other language are made.
pub fn page(sight: &Sight, title: &str, here: &str, main: &Markup) -> Markup {
    let (l, clinic) = (sight.lang, &sight.clinic);
    let body = html! {
        div.wrap {
            header {
                img src=(asset("img/mark-rail.svg")) width="34" height="34" alt="";
                span.grow { b { (clinic.name) } span { (clinic.address) } }
                nav.seg aria-label=(text::language(l)) {
                    @for (each, name, short) in [(Lang::Vi, text::language_vi(l), "VI"), (Lang::En, text::language_en(l), "EN")] {
                        a href=(in_language(here, each)) lang=(each.code()) title=(name) aria-current=[(each == l).then_some("true")] { (short) }
                    }
                }
            }
            main #main tabindex="-1" { (main) }
        }
    };
    open_page(l, sight.theme, &clinic.name, title, "bk", None, &body)
}

fn in_language(here: &str, l: Lang) -> String {
    let joint = if here.contains('?') { '&' } else { '?' };
    format!("{here}{joint}lang={}", l.code())
}

/// The bar of steps, the heading, and where one is.
pub fn head(l: Lang, step: usize, title: &str) -> Markup {
    let said = text::step_of(l, STEPS, step);
    html! {
        ol.steps aria-label=(said) {
            @for n in 1..=STEPS { li.on[n <= step] aria-current=[(n == step).then_some("step")] {} }
        }
        h1 { (title) }
        p.lead { (said) " · " (text::no_account(l)) }
    }
}

/// Why the form was refused; what a single field says below is not said twice.
pub fn refused(sight: &Sight, attempt: &Attempt) -> Markup {
    let l = sight.lang;
    let at_fields = attempt.refusal.as_ref().filter(|r| r.kind == RefusalKind::Invalid).map_or(0, |r| r.fields.len());
    let said = match at_fields {
        0 => attempt.general(l),
        _ => Some(text::look_at_fields(l)),
    };
    html! {
        @if let Some(said) = said { div.inset { (alert(Tone::Bad, "octagon-alert", said)) } }
    }
}

/// A link that leads nowhere, or nowhere any more.
pub fn lost(sight: &Sight) -> Markup {
    let l = sight.lang;
    let main = html! {
        h1 { (text::lost_title(l)) }
        div.inset { (alert(Tone::Wait, "clock-alert", text::lost_text(l))) }
        div.inset { (Button { text: text::booking(l), href: &format!("/book?lang={}", l.code()), look: Look::Primary, block: true, ..Button::default() }) }
        (call(sight))
    };
    page(sight, text::lost_title(l), "/book", &main)
}

/// The clinic's phone, for whoever does not come on.
pub fn call(sight: &Sight) -> Markup {
    let phone: String = sight.clinic.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    html! {
        p.foot-note { (text::or_call(sight.lang)) " " a.lnk href={ "tel:" (phone) } { (sight.clinic.phone) } }
    }
}

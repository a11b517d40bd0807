//! What a patient allows, asked for one purpose at a time.

use super::profile::Shown;
use crate::asked::consent_field;
use crate::text;
use bricks::clock::show_instant;
use bricks::lang::Lang;
use ground::html::{Attempt, Field, radios};
use ground::people::consent::{Consent, Purpose};
use ground::web::Face;
use maud::{Markup, html};

/// One question for each purpose, with the sentence that is read out and what was answered before.
pub fn asked(face: &Face, shown: Shown<'_>, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        fieldset.f {
            legend.lb { (text::consent(l)) }
            div.grid3 {
                @for purpose in Purpose::ALL { (one(face, purpose, shown.consent.iter().find(|c| c.purpose == purpose), attempt)) }
            }
            @if shown.consent.is_empty() { p.hint { (text::consent_hint(l)) } }
        }
    }
}

fn one(face: &Face, purpose: Purpose, held: Option<&Consent>, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let value = held.map_or("", |c| if c.given { "given" } else { "refused" });
    let said = held.map(|c| {
        let when = show_instant(c.recorded_at, face.zone(), l);
        text::consent_recorded(l, &c.recorded_by, &c.decided_by, when, c.wording)
    });
    let field = Field {
        name: consent_field(purpose),
        label: sentence(purpose, l),
        value,
        hint: said.as_deref().unwrap_or_default(),
        ..Field::default()
    };
    let options = [("given", text::consent_yes(l)), ("refused", text::consent_no(l))];
    html! { (radios(field, options, attempt, l)) }
}

fn sentence(purpose: Purpose, l: Lang) -> &'static str {
    match purpose {
        Purpose::Care => text::consent_care(l),
        Purpose::Messages => text::consent_messages(l),
        Purpose::Insurance => text::consent_insurance(l),
    }
}

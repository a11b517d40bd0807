use crate::text;
use bricks::say::Say;
use ground::html::{Attempt, Button, Look, Tone, alert, icon_small, parts};
use ground::web::{Face, SETTINGS, Seen, office_bar};
use maud::{Markup, html};

/// The list of diagnoses and the form that takes a new edition in; `done` says what the last one brought.
pub fn page(face: &Face, count: i64, done: Option<(u32, u32)>, wrong: &[Say], attempt: &Attempt) -> Seen {
    let l = face.lang;
    Seen {
        title: text::import_page(l).to_owned(),
        room: "office",
        top: office_bar(face, SETTINGS),
        main: html! {
            div.scroll.sp tabindex="-1" { div.page.narrow {
                @if let Some((new, renamed)) = done { (alert(Tone::Ok, "circle-check", text::import_done(l, new, renamed))) }
                div.card {
                    (parts::card_header("icd-h", text::import_page(l), parts::badge(Tone::Mute, text::import_count(l, count))))
                    div.cb.col { (form(face, attempt)) (rows(face, wrong)) }
                }
            } }
        },
    }
}

fn form(face: &Face, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let error = attempt.error("list", l);
    html! {
        p.sub { (text::import_hint(l)) }
        form.col method="post" enctype="multipart/form-data" action="/diagnoses" novalidate {
            input type="hidden" name="key" value=(face.key);
            div.f {
                label for="f-list" { (text::import_file(l)) }
                input.in #f-list type="file" name="list" accept=".tsv,.csv,.txt,text/plain,text/csv" required
                    aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| "f-list-error")];
                @if let Some(error) = error { p.err #f-list-error { (icon_small("circle-x")) span { (error) } } }
            }
            div.row { span.sp {} (Button { text: text::import_do(l), icon: "upload", look: Look::Primary, submit: true, ..Button::default() }) }
        }
    }
}

/// The rows that are wrong, each with its line.
fn rows(face: &Face, wrong: &[Say]) -> Markup {
    html! {
        @if !wrong.is_empty() {
            ul.col.g1 aria-label=(text::import_rows(face.lang)) { @for say in wrong { li.row.g1.sm.bad { (icon_small("circle-x")) (say.to(face.lang)) } } }
        }
    }
}

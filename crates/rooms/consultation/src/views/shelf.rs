//! Pages of what the clinic keeps, or one doctor: the form of a further one above the list, each with the way to remove it.

use crate::text;
use bricks::id::StaffId;
use ground::access::Permission;
use ground::html::{Attempt, Button, Look, Size, Tone, general_error, parts, post_form};
use ground::web::{Face, Seen};
use maud::{Markup, html};

/// What such a page says of itself.
pub(super) struct Shelf<'a> {
    pub title: &'a str,
    pub new: &'a str,
    /// Said where nothing is kept yet.
    pub none: &'a str,
    /// Where the form posts to; removals follow it.
    pub path: &'a str,
    pub fields: Markup,
    pub save: Button<'a>,
    pub rows: Vec<Row>,
}

/// One of what is kept.
pub(super) struct Row {
    pub id: i64,
    pub head: Markup,
    pub body: Markup,
    /// The doctor whose own it is; the clinic's without one.
    pub owner: Option<StaffId>,
    pub made_by: StaffId,
    /// The spoken name of its removal.
    pub remove: String,
}

pub(super) fn page(face: &Face, shelf: &Shelf<'_>, attempt: &Attempt) -> Seen {
    let l = face.lang;
    Seen {
        title: shelf.title.to_owned(),
        room: "consultation",
        top: html! { a.btn.sm.g href="/consultation" { (text::chart_back(l)) } },
        main: html! {
            div.scroll.sp tabindex="-1" { div.page.narrow {
                (general_error(attempt, l))
                (post_form(shelf.path, &face.key, html! {
                    div.card {
                        div.ch { h2 { (shelf.new) } }
                        div.cb.col { (shelf.fields) div.row { span.sp {} (shelf.save) } }
                    }
                }))
                div.card {
                    (parts::card_header("kept-h", shelf.title, parts::badge(Tone::Mute, shelf.rows.len())))
                    @if shelf.rows.is_empty() { p.cb.mut { (shelf.none) } }
                    ul.cb.col { @for row in &shelf.rows { (one(face, shelf.path, row)) } }
                }
            } }
        },
    }
}

fn one(face: &Face, path: &str, row: &Row) -> Markup {
    let l = face.lang;
    let removes = row.made_by == face.who.staff || face.may(Permission::ManageClinic);
    let (tone, whose) =
        if row.owner.is_none() { (Tone::Brand, text::of_the_clinic(l)) } else { (Tone::Mute, text::own(l)) };
    html! {
        li.row.at {
            div.grow { div.row.g1.w { (row.head) (parts::badge(tone, whose)) } (row.body) }
            @if removes {
                (post_form(&format!("{path}/{}/removal", row.id), &face.key, html! {
                    (Button { icon: "trash-2", label: &row.remove, look: Look::Ghost, size: Size::Small, submit: true, ..Button::default() })
                }))
            }
        }
    }
}

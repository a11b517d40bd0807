//! Pages of what the clinic keeps, or one doctor: the form of a further one above the list, each with the ways to change and to remove it.

use super::visit_path;
use crate::text;
use bricks::id::{StaffId, VisitId};
use ground::access::Permission;
use ground::html::{Attempt, Button, Look, Size, Tone, general_error, hidden, icon_small, parts, post_form};
use ground::web::{Face, Seen};
use maud::{Markup, html};

/// What such a page shows beside what it keeps.
#[derive(Debug, Clone, Copy, Default)]
pub struct At {
    /// The one in the form.
    pub open: Option<i64>,
    pub back: Option<VisitId>,
    pub done: Option<Done>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    Kept(i64),
    Removed,
}

/// What such a page says of itself.
pub(super) struct Shelf<'a> {
    pub title: &'a str,
    pub new: &'a str,
    pub change: &'a str,
    /// Said where nothing is kept yet.
    pub none: &'a str,
    /// Where the form posts to; the one that is opened, and removals, follow it.
    pub path: &'a str,
    pub at: At,
    /// The version of the one that is open.
    pub version: Option<i64>,
    pub fields: Markup,
    pub save: Button<'a>,
    pub rows: Vec<Row>,
}

/// One of what is kept.
pub(super) struct Row {
    pub id: i64,
    /// What it is called where something is said about it.
    pub name: String,
    pub head: Markup,
    pub body: Markup,
    /// The doctor whose own it is; the clinic's without one.
    pub owner: Option<StaffId>,
    pub made_by: StaffId,
}

pub(super) fn page(face: &Face, shelf: &Shelf<'_>, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let (back, words) = match shelf.at.back {
        Some(visit) => (visit_path(visit, "chart"), text::certificates_back(l)),
        None => ("/consultation".to_owned(), text::chart_back(l)),
    };
    Seen {
        title: shelf.title.to_owned(),
        room: "consultation",
        top: html! { a.btn.sm.g href=(back) { (icon_small("arrow-left")) (words) } },
        main: html! {
            div.scroll.sp tabindex="-1" { div.page.narrow {
                (said(face, shelf))
                (general_error(attempt, l))
                (form(face, shelf))
                div.card {
                    (parts::card_header("kept-h", shelf.title, parts::badge(Tone::Mute, shelf.rows.len())))
                    @if shelf.rows.is_empty() { p.cb.mut { (shelf.none) } }
                    ul.cb.col { @for row in &shelf.rows { (one(face, shelf, row)) } }
                }
            } }
        },
    }
}

/// What was done a moment ago.
fn said(face: &Face, shelf: &Shelf<'_>) -> Markup {
    let l = face.lang;
    let kept = |id: i64| shelf.rows.iter().find(|row| row.id == id);
    match shelf.at.done {
        Some(Done::Removed) => parts::toast("trash-2", text::kept_removed(l), html! {}),
        Some(Done::Kept(id)) => html! {
            @if let Some(row) = kept(id) { (parts::toast("circle-check", &text::kept_saved(l, &row.name), html! {})) }
        },
        None => html! {},
    }
}

/// Goes with every form, so that the way back to the patient is not lost.
fn back(shelf: &Shelf<'_>) -> Markup {
    html! { @if let Some(visit) = shelf.at.back { (hidden("visit", &visit.to_string())) } }
}

/// With the visit to which the way leads back.
fn with_back(shelf: &Shelf<'_>, path: String) -> String {
    match shelf.at.back {
        Some(visit) => format!("{path}?visit={visit}"),
        None => path,
    }
}

fn form(face: &Face, shelf: &Shelf<'_>) -> Markup {
    let l = face.lang;
    let head = if shelf.at.open.is_some() { shelf.change } else { shelf.new };
    let cancel = with_back(shelf, shelf.path.to_owned());
    post_form(
        shelf.path,
        &face.key,
        html! {
            (back(shelf))
            @if let Some(id) = shelf.at.open { (hidden("id", &id.to_string())) }
            @if let Some(version) = shelf.version { (hidden("version", &version.to_string())) }
            div.card {
                div.ch { h2 { (head) } }
                div.cb.col {
                    (shelf.fields)
                    div.row {
                        span.sp {}
                        @if shelf.at.open.is_some() { (Button { text: text::kept_leave(l), href: &cancel, ..Button::default() }) }
                        (shelf.save)
                    }
                }
            }
        },
    )
}

fn one(face: &Face, shelf: &Shelf<'_>, row: &Row) -> Markup {
    let l = face.lang;
    let changes = row.made_by == face.who.staff || face.may(Permission::ManageClinic);
    let (tone, whose) =
        if row.owner.is_none() { (Tone::Brand, text::of_the_clinic(l)) } else { (Tone::Mute, text::own(l)) };
    let (open, removal) =
        (with_back(shelf, format!("{}/{}", shelf.path, row.id)), format!("{}/{}/removal", shelf.path, row.id));
    html! {
        li.row.at {
            div.grow.snug { div.row.g1.w { (row.head) (parts::badge(tone, whose)) } (row.body) }
            @if changes {
                (Button { icon: "pencil", label: &text::ready_change_of(l, &row.name), look: Look::Ghost, size: Size::Small, href: &open, ..Button::default() })
                (removal_form(face, &removal, &row.name, &back(shelf)))
            }
        }
    }
}

/// Asks before something that is kept is taken away.
pub(super) fn removal_form(face: &Face, action: &str, name: &str, besides: &Markup) -> Markup {
    let l = face.lang;
    html! {
        form method="post" action=(action) data-guard data-confirm=(text::kept_remove_confirm(l, name)) {
            (hidden("key", &face.key))
            (besides)
            (Button { icon: "trash-2", label: &text::template_remove(l, name), look: Look::Ghost, size: Size::Small, submit: true, ..Button::default() })
        }
    }
}

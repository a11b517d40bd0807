//! The screens of the waiting room, and pairing one more.

use crate::store::{Cashier, Post, ScreenRow};
use crate::text;
use bricks::clock::{Instant, show_instant};
use ground::html::{
    Attempt, Button, Field, Look, Size, Tone, checkbox, field, general_error, hidden, parts, post_form, select,
};
use ground::web::{Face, SETTINGS, Seen, office_bar};
use maud::{Markup, html};

/// A paired screen with the names of its rooms; none means all.
pub struct Paired {
    pub id: i64,
    pub name: String,
    pub shows_names: bool,
    pub paired_at: Instant,
    pub paired_by: String,
    pub rooms: Vec<String>,
    /// Before whose customers it stands, if it is no board.
    pub cashier: Option<String>,
}

/// Gathers the rows of each screen, which follow each other.
pub fn gathered(rows: Vec<ScreenRow>) -> Vec<Paired> {
    let mut screens: Vec<Paired> = Vec::new();
    for row in rows {
        if let Some(last) = screens.last_mut().filter(|screen| screen.id == row.id) {
            last.rooms.extend(row.room);
            continue;
        }
        screens.push(Paired {
            id: row.id,
            name: row.name,
            shows_names: row.shows_names,
            paired_at: row.paired_at,
            paired_by: row.paired_by,
            rooms: row.room.into_iter().collect(),
            cashier: row.cashier,
        });
    }
    screens
}

pub fn page(face: &Face, screens: &[Paired], shown: (&[Post], &[Cashier]), attempt: &Attempt) -> Seen {
    let l = face.lang;
    let main = html! {
        div.stk.mt4 {
            section.card aria-labelledby="screens" {
                (parts::card_header("screens", text::screens_title(l), parts::badge(Tone::Mute, screens.len())))
                @if screens.is_empty() { (parts::empty("tv", text::screens_none(l), text::screens_none_hint(l), html! {})) } @else { (table(face, screens)) }
            }
            section.card aria-labelledby="pair" {
                (parts::card_header("pair", text::pair_title(l), html! {}))
                div.cb.col.scroll.sp tabindex="-1" {
                    p.sub { (text::pair_how(l)) }
                    (general_error(attempt, l))
                    (post_form("/office/screens", &face.key, fields(face, shown, attempt)))
                }
            }
        }
    };
    let top = html! { (office_bar(face, SETTINGS)) a.btn.sm.g href="/queue-rule" { (text::rule_title(l)) } };
    Seen { title: text::screens_title(l).to_owned(), room: "office", top, main }
}

fn table(face: &Face, screens: &[Paired]) -> Markup {
    let l = face.lang;
    html! {
        div.scroll.sp tabindex="0" role="region" aria-labelledby="screens" {
            table.tbl {
                thead { tr {
                    th scope="col" { (text::screen_name(l)) }
                    th scope="col" { (text::screen_rooms(l)) }
                    th scope="col" { (text::screen_paired(l)) }
                    th scope="col" { span.vh { (text::screen_acts(l)) } }
                } }
                tbody { @for screen in screens { tr {
                    td { b { (screen.name) } @if screen.shows_names { div.sm.mut { (text::screen_names(l)) } } }
                    td { @if let Some(cashier) = &screen.cashier { (text::screen_of_cashier(l, cashier)) } @else if screen.rooms.is_empty() { (text::screen_all_rooms(l)) } @else { (screen.rooms.join(", ")) } }
                    td { span.num.nw { (show_instant(screen.paired_at, face.zone(), l)) } div.sm.mut { (screen.paired_by) } }
                    td.r { (unpairing(face, screen)) }
                } } }
            }
        }
    }
}

fn unpairing(face: &Face, screen: &Paired) -> Markup {
    let l = face.lang;
    html! {
        form method="post" action={ "/office/screens/" (screen.id) "/unpairing" } data-guard data-confirm=(text::unpair_confirm(l, &screen.name)) {
            (hidden("key", &face.key))
            (Button { text: text::unpair(l), icon: "x", look: Look::Danger, size: Size::Small, submit: true, ..Button::default() })
        }
    }
}

fn fields(face: &Face, (posts, cashiers): (&[Post], &[Cashier]), attempt: &Attempt) -> Markup {
    let l = face.lang;
    let asked = |name, label, maxlength| Field { name, label, maxlength, required: true, ..Field::default() };
    html! {
        div.grid2 {
            (field(Field { autocomplete: "off", placeholder: "K7M-4QX", hint: text::pair_code_hint(l), ..asked("code", text::pair_code(l), 12) }, attempt, l))
            (field(Field { placeholder: text::pair_name_example(l), ..asked("name", text::screen_name(l), 60) }, attempt, l))
        }
        (select(Field { name: "cashier", label: text::pair_cashier(l), hint: text::pair_cashier_hint(l), placeholder: text::pair_no_cashier(l), ..Field::default() },
            cashiers.iter().map(|cashier| (cashier.id.to_string(), cashier.name.clone())), attempt, l))
        fieldset.f {
            legend.lb { (text::pair_rooms(l)) }
            div.grid3 {
                @for post in posts {
                    @let (id, value) = (format!("room-{}", post.room), post.room.to_string());
                    @let label = format!("{} · {}", post.room_name, post.name);
                    (checkbox(Field { name: "room", id: &id, label: &label, value: &value, ..Field::default() }, false, attempt, l))
                }
            }
            p.hint { (text::pair_rooms_hint(l)) }
        }
        (checkbox(Field { name: "names", label: text::pair_names(l), hint: text::pair_names_hint(l), value: "on", ..Field::default() }, true, attempt, l))
        div { (Button { text: text::pair_act(l), icon: "tv", look: Look::Primary, submit: true, kbd: "Ctrl ↵", ..Button::default() }) }
    }
}

//! The page of the data that medicine safety is decided by: of which day, how much nobody has confirmed, line by line.

use crate::pages_safety::list_word;
use crate::safety_words::{self, Names};
use crate::text;
use bricks::clock::show_day;
use bricks::lang::Lang;
use bricks::text::fold;
use ground::access::Permission;
use ground::html::{Attempt, Button, Field, Kind, Look, Part, Size, Tone, field, hidden, parts, post_form, textarea};
use ground::web::{Face, Seen, percent};
use maud::{Markup, html};
use papers::safety::{List, Listing, Shown};

const ROWS_PER_PAGE: usize = 40;

/// What stands in the address.
pub struct Asked {
    pub list: List,
    /// Only lines that nobody has confirmed.
    pub open_only: bool,
    pub q: String,
    /// From 1.
    pub page: usize,
}

/// The four tables.
pub struct Data {
    pub tables: Vec<(List, Shown)>,
}

impl Data {
    fn table(&self, list: List) -> Option<&Shown> {
        self.tables.iter().find(|(of, _)| *of == list).map(|(_, shown)| shown)
    }
}

/// The address of a list.
pub fn address(asked: &Asked) -> String {
    let show = if asked.open_only { "open" } else { "all" };
    let mut address = format!("/pharmacy/safety?list={}&show={show}", asked.list.code());
    if !asked.q.is_empty() {
        address.push_str("&q=");
        address.push_str(&percent(&asked.q));
    }
    if asked.page > 1 {
        address.push_str(&format!("&page={}", asked.page));
    }
    address
}

fn as_i64(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

pub fn page(face: &Face, data: &Data, asked: &Asked, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let main = html! {
        (figures(data, l))
        @if face.may(Permission::ReviewSafety) {
            div.stk { (table(face, data, asked)) (own_list(face, asked, attempt)) }
        } @else {
            div.page.sp { (table(face, data, asked)) }
        }
    };
    let top = html! { a.btn.sm.g href="/pharmacy" { (text::room_title(l)) } };
    Seen { title: text::data_title(l).to_owned(), room: "pharmacy", top, main }
}

fn figures(data: &Data, l: Lang) -> Markup {
    let of = data.tables.iter().map(|(_, shown)| shown.as_of).min().map(|day| show_day(day, l)).unwrap_or_default();
    html! {
        div.kpis {
            div.kpi { div.l { (text::data_day(l)) } div.v.num { (of) } div.sm.sub { (text::data_day_hint(l)) } }
            @for (list, shown) in &data.tables {
                div.kpi {
                    div.l { (list_word(*list, l)) }
                    div.v.num { (shown.lines.len()) }
                    div.sm.sub { (text::data_unconfirmed(l, as_i64(shown.unconfirmed()))) }
                }
            }
        }
    }
}

fn table(face: &Face, data: &Data, asked: &Asked) -> Markup {
    let l = face.lang;
    let Some(shown) = data.table(asked.list) else { return html! {} };
    let wanted = fold(&asked.q);
    let names = Names::of(&data.tables);
    let reads = |line: &Listing| {
        let told = [
            safety_words::title(l, asked.list, line, &names),
            safety_words::sentences(l, asked.list, line, &names).join(" "),
        ];
        fold(&line.line).contains(&wanted) || told.iter().any(|told| fold(told).contains(&wanted))
    };
    let fits =
        |line: &&Listing| (!asked.open_only || shown.confirmed(line).is_none()) && (wanted.is_empty() || reads(line));
    let found: Vec<&Listing> = shown.lines.iter().filter(fits).collect();
    let rows = found.iter().skip((asked.page - 1) * ROWS_PER_PAGE).take(ROWS_PER_PAGE);
    html! {
        section.card aria-labelledby="data" {
            (parts::card_header("data", list_word(asked.list, l), parts::badge(Tone::Mute, found.len())))
            div.cb.row.w { (choices(data, asked, l)) span.sp {} (search(asked, l)) }
            div.scroll.sp tabindex="0" role="region" aria-labelledby="data" {
                table.tbl {
                    thead { tr {
                        th scope="col" { (text::data_line(l)) }
                        th scope="col" { (text::data_source(l)) }
                        th scope="col" { (text::data_certainty(l)) }
                        th scope="col" { (text::data_state(l)) }
                    } }
                    tbody { @for line in rows { (row(face, shown, asked, (line, &names))) } }
                }
                @if found.is_empty() { p.pb.mut { (text::data_none(l)) } }
            }
            (pager(asked, found.len(), l))
        }
    }
}

fn choices(data: &Data, asked: &Asked, l: Lang) -> Markup {
    let to = |list: List, open_only: bool| address(&Asked { list, open_only, q: asked.q.clone(), page: 1 });
    let lists: Vec<(List, String)> = data.tables.iter().map(|(list, _)| (*list, to(*list, asked.open_only))).collect();
    let tabs: Vec<Part<'_>> = lists
        .iter()
        .map(|(list, href)| Part { text: list_word(*list, l), href, current: *list == asked.list, ..Part::default() })
        .collect();
    let (open, all) = (to(asked.list, true), to(asked.list, false));
    let states = [
        Part { text: text::data_show_open(l), href: &open, current: asked.open_only, ..Part::default() },
        Part { text: text::data_show_all(l), href: &all, current: !asked.open_only, ..Part::default() },
    ];
    html! { (parts::segmented(text::data_lists(l), &tabs)) (parts::segmented(text::data_state(l), &states)) }
}

fn search(asked: &Asked, l: Lang) -> Markup {
    html! {
        form.row.g2 method="get" action="/pharmacy/safety" role="search" {
            (hidden("list", asked.list.code()))
            (hidden("show", if asked.open_only { "open" } else { "all" }))
            label.vh for="safety-q" { (text::data_search(l)) }
            input.in #safety-q name="q" value=(asked.q) type="search" placeholder=(text::data_search(l)) autocomplete="off";
            (Button { text: text::data_search(l), icon: "search", size: Size::Small, submit: true, ..Button::default() })
        }
    }
}

fn row(face: &Face, shown: &Shown, asked: &Asked, (line, names): (&Listing, &Names)) -> Markup {
    let l = face.lang;
    html! {
        tr {
            td.snug {
                b { (safety_words::title(l, asked.list, line, names)) } " " span.mut.sm.num { (line.id) }
                div.sm.sub { (safety_words::sentences(l, asked.list, line, names).join(" · ")) }
            }
            td.sm { (line.source) }
            td { (certainty(&line.certainty, l)) }
            td {
                @if let Some(by) = shown.confirmed(line) {
                    (parts::status(Tone::Ok, "check", text::data_confirmed(l, &by.by, show_day(face.zone().day_of(by.at), l))))
                } @else {
                    (parts::status(Tone::Wait, "circle-help", text::data_open(l)))
                    @if face.may(Permission::ReviewSafety) { (confirm(face, asked, line)) }
                }
            }
        }
    }
}

fn certainty(code: &str, l: Lang) -> &'static str {
    match code {
        "H" => text::certainty_high(l),
        "M" => text::certainty_middling(l),
        "L" => text::certainty_weak(l),
        _ => "",
    }
}

fn confirm(face: &Face, asked: &Asked, line: &Listing) -> Markup {
    let l = face.lang;
    post_form(
        "/pharmacy/safety/confirmations",
        &face.key,
        html! {
            (hidden("list", asked.list.code()))
            (hidden("q", &asked.q))
            (hidden("line", &line.id))
            (Button { text: text::data_confirm(l), label: &text::data_confirm_line(l, &line.id), icon: "check", size: Size::Small, submit: true, ..Button::default() })
        },
    )
}

fn pager(asked: &Asked, count: usize, l: Lang) -> Markup {
    let to = |page| address(&Asked { list: asked.list, open_only: asked.open_only, q: asked.q.clone(), page });
    let pages = count.div_ceil(ROWS_PER_PAGE).max(1);
    html! {
        @if pages > 1 {
            div.cb.row {
                @if asked.page > 1 { a.btn.sm href=(to(asked.page - 1)) { (text::data_before(l)) } }
                span.sm.mut { (text::data_page(l, asked.page, pages)) }
                @if asked.page < pages { a.btn.sm href=(to(asked.page + 1)) { (text::data_after(l)) } }
            }
        }
    }
}

fn own_list(face: &Face, asked: &Asked, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        section.card aria-labelledby="own" {
            (parts::card_header("own", text::import_title(l), html! {}))
            div.cb.col {
                p.sm.sub { (text::import_hint(l, list_word(asked.list, l))) }
                (post_form("/pharmacy/safety/lists", &face.key, html! {
                    (hidden("list", asked.list.code()))
                    (field(Field { name: "as_of", label: text::import_as_of(l), kind: Kind::Date, required: true, ..Field::default() }, attempt, l))
                    (textarea(Field { name: "content", label: text::import_content(l), required: true, rows: 10, ..Field::default() }, attempt, l))
                    div.row.mt1 { span.sp {} (Button { text: text::import_put(l), icon: "upload", look: Look::Primary, submit: true, ..Button::default() }) }
                }))
            }
        }
    }
}

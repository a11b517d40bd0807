//! The stock: figures, and the list with what needs a hand on top.

use crate::rules::{self, EXPIRES_SOON_DAYS, Expiry, Item, Level, Show, expiry};
use crate::store::{BatchRow, Received};
use crate::{text, views_goods_in};
use bricks::clock::show_day;
use bricks::id::SupplierId;
use bricks::lang::Lang;
use ground::access::Permission;
use ground::catalog::{medicine_name, unit_word};
use ground::html::{Attempt, Button, Part, Size, Tone, icon, parts};
use ground::web::{Face, Seen, percent};
use maud::{Markup, html};

const ROWS_PER_PAGE: usize = 60;

/// What stands in the address.
pub struct Asked {
    pub q: String,
    pub show: Show,
    /// From 1.
    pub page: usize,
}

impl Asked {
    fn address(&self, path: &str, show: Show, page: usize) -> String {
        let mut address = format!("{path}?show={}", show.code());
        if !self.q.is_empty() {
            address.push_str("&q=");
            address.push_str(&percent(&self.q));
        }
        if page > 1 {
            address.push_str(&format!("&page={page}"));
        }
        address
    }
}

/// What the page is drawn from.
pub struct Stock {
    pub items: Vec<Item>,
    pub suppliers: Vec<(SupplierId, String)>,
    pub received: Option<Received>,
}

pub fn page(face: &Face, stock: &Stock, asked: &Asked, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let main = html! {
        (figures(face, stock, asked))
        @if face.may(Permission::ReceiveStock) {
            div.stk { (list(face, stock, asked)) (views_goods_in::card(face, stock, attempt)) }
        } @else {
            div.page.sp { (list(face, stock, asked)) }
        }
    };
    Seen { title: text::room_title(l).to_owned(), room: "storeroom", top: top(l), main }
}

/// The ways within the room.
pub fn top(l: bricks::lang::Lang) -> Markup {
    html! {
        a.btn.sm.g href="/storeroom" { (icon("warehouse")) (text::list_title(l)) }
        a.btn.sm.g href="/storeroom/documents" { (icon("clipboard-list")) (text::documents_title(l)) }
    }
}

/// The parts that keep up with the stock.
pub fn live(face: &Face, stock: &Stock, asked: &Asked) -> Markup {
    html! { (figures(face, stock, asked)) (list(face, stock, asked)) }
}

fn figures(face: &Face, stock: &Stock, asked: &Asked) -> Markup {
    let (l, of) = (face.lang, rules::figures(&stock.items));
    let source = asked.address("/storeroom/list", asked.show, asked.page);
    html! {
        div.kpis #figures data-live="stock" data-src=(source) {
            (figure(None, text::figure_in_stock(l), of.in_stock, "", &text::of_all(l, as_i64(stock.items.len()))))
            (figure(Some(Tone::Bad), text::figure_out(l), of.out, "bad", text::figure_out_hint(l)))
            (figure(Some(Tone::Wait), text::figure_low(l), of.low, "warn", text::figure_low_hint(l)))
            (figure(Some(Tone::Wait), &text::figure_soon(l, EXPIRES_SOON_DAYS), of.soon, "warn", &text::figure_soon_hint(l, as_i64(of.soon))))
            (figure(Some(Tone::Bad), text::figure_expired(l), of.expired, "bad", &text::figure_expired_hint(l, as_i64(of.expired))))
        }
    }
}

fn as_i64(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// A figure; its colour only when it is more than none.
fn figure(tone: Option<Tone>, name: &str, count: usize, class: &str, below: &str) -> Markup {
    let class = if count > 0 { class } else { "" };
    html! {
        div.kpi {
            div.l { @if let Some(tone) = tone { span class={ "dot " (tone.class()) } {} } (name) }
            div class={ "v " (class) } { (count) }
            div.sm.sub { (below) }
        }
    }
}

fn list(face: &Face, stock: &Stock, asked: &Asked) -> Markup {
    let l = face.lang;
    let found = rules::chosen(&stock.items, &asked.q, asked.show);
    let pages = found.len().div_ceil(ROWS_PER_PAGE).max(1);
    let page = asked.page.clamp(1, pages);
    let rows = found.iter().skip((page - 1) * ROWS_PER_PAGE).take(ROWS_PER_PAGE);
    html! {
        section.card.grow #stock aria-labelledby="stock-title" data-live="stock" data-src=(asked.address("/storeroom/list", asked.show, page)) {
            div.ch {
                h2.vh #stock-title { (text::list_title(l)) }
                (search(face, asked))
                (filters(face, stock, asked))
                span.sp {}
                @if pages > 1 { (pager(face, asked, page, pages)) }
            }
            div.scroll.sp tabindex="0" role="region" aria-label=(text::list_region(l)) {
                @if found.is_empty() { (parts::empty("package", text::nothing(l), text::nothing_hint(l), html! {})) }
                @else {
                    table.tbl {
                        thead {
                            tr {
                                th { (text::column_medicine(l)) }
                                th.r { (text::column_on_hand(l)) }
                                th { (text::column_meter(l)) }
                                th { (text::column_level(l)) }
                                th { (text::column_nearest(l)) }
                                th { (text::column_batches(l)) }
                            }
                        }
                        tbody { @for item in rows { (row(face, item)) } }
                    }
                }
            }
        }
    }
}

fn search(face: &Face, asked: &Asked) -> Markup {
    let l = face.lang;
    html! {
        form method="get" action="/storeroom" role="search" {
            input type="hidden" name="show" value=(asked.show.code());
            div.ig.md {
                (icon("search"))
                input.in #f-q name="q" value=(asked.q) maxlength="60" aria-label=(text::search_label(l)) placeholder=(text::search_placeholder(l));
            }
        }
    }
}

fn filters(face: &Face, stock: &Stock, asked: &Asked) -> Markup {
    let l = face.lang;
    let count = |show| as_i64(rules::chosen(&stock.items, &asked.q, show).len());
    let word = |show: Show| match show {
        Show::All => text::show_all(l),
        Show::Low => text::show_low(l),
        Show::Expiring => text::show_expiring(l),
        Show::Expired => text::show_expired(l),
    };
    let addresses = Show::ALL.map(|show| (show, asked.address("/storeroom", show, 1)));
    let chips: Vec<Part<'_>> = addresses
        .iter()
        .map(|(show, href)| Part {
            text: word(*show),
            href,
            current: *show == asked.show,
            count: Some(count(*show)),
            ..Part::default()
        })
        .collect();
    parts::chips(text::filters_label(l), &chips)
}

fn pager(face: &Face, asked: &Asked, page: usize, pages: usize) -> Markup {
    let l = face.lang;
    let step = |to: usize, icon: &str, label: &str| {
        let there = (1..=pages).contains(&to);
        let href = asked.address("/storeroom", asked.show, to);
        html! { (Button { icon, label, href: &href, disabled: !there, size: Size::Small, ..Button::default() }) }
    };
    html! {
        (step(page.saturating_sub(1), "chevron-left", text::page_before(l)))
        span.num.sm.sub.nw { (page) " / " (pages) }
        (step(page + 1, "chevron-right", text::page_after(l)))
    }
}

fn row(face: &Face, item: &Item) -> Markup {
    let (l, m, today) = (face.lang, &item.medicine, face.today());
    let unit = unit_word(l, &m.dispense_unit);
    html! {
        tr {
            td.snug {
                a.lnk href={ "/storeroom/medicines/" (m.id) } { (medicine_name(l, (&m.generic_vi, &m.generic_en), &m.strength)) } br;
                span.mut.sm { (unit) }
            }
            td.r.b { (item.on_hand.show(l)) }
            td.lvl { (meter(face, item)) }
            td { (level(l, item.level)) }
            td.nw.num { @if let Some(day) = item.nearest(today) { (expiry_badge(face, day)) } }
            td.sm {
                @for batch in item.batches.iter().take(3) { (batch_line(face, batch)) }
                @if item.batches.len() > 3 { span.mut { (text::more_batches(l, as_i64(item.batches.len() - 3))) } }
            }
        }
    }
}

fn meter(face: &Face, item: &Item) -> Markup {
    let l = face.lang;
    let Some((percent, mark)) = item.meter() else { return html! {} };
    let said = text::meter_said(l, item.medicine.reorder_level.show(l), item.on_hand.show(l));
    parts::meter(tone(item.level), percent, Some(mark), &said)
}

fn tone(level: Level) -> Tone {
    match level {
        Level::Out => Tone::Bad,
        Level::Low => Tone::Wait,
        Level::Enough => Tone::Ok,
    }
}

fn level(l: bricks::lang::Lang, level: Level) -> Markup {
    match level {
        Level::Out => parts::status(Tone::Bad, "package-x", text::level_out(l)),
        Level::Low => parts::status(Tone::Wait, "triangle-alert", text::level_low(l)),
        Level::Enough => parts::status(Tone::Ok, "check", text::level_enough(l)),
    }
}

/// A day of expiry, in colour when it is near or over.
pub fn expiry_badge(face: &Face, day: bricks::clock::Day) -> Markup {
    let shown = show_day(day, face.lang);
    let badge = |tone: Tone| html! { span class={ "bdg " (tone.class()) } { (icon("calendar-clock")) (shown) } };
    match expiry(day, face.today()) {
        Expiry::Over => badge(Tone::Bad),
        Expiry::Soon => badge(Tone::Wait),
        Expiry::Far => html! { span.sub { (shown) } },
    }
}

fn batch_line(face: &Face, batch: &BatchRow) -> Markup {
    let l = face.lang;
    let over = expiry(batch.expires_on, face.today()) == Expiry::Over;
    html! {
        div.nw.num {
            a.lnk href={ "/storeroom/medicines/" (batch.medicine) "?batch=" (batch.id) "&days=0" } { (batch.number) } " " span.mut { (show_day(batch.expires_on, l)) } " × " (batch.quantity.show(l))
            @if over { " " (parts::badge(Tone::Bad, text::expired(l))) }
        }
    }
}

/// The box that answers the question whether what stands in these fields is right.
pub fn sure(l: Lang, fields: &[&str], attempt: &Attempt) -> Markup {
    let typed = |name: &str| attempt.value(name).unwrap_or_default();
    html! {
        @if attempt.error("sure", l).is_some() {
            label.chk { input type="checkbox" name="sure" value=(rules::as_typed(fields, typed)) autofocus; b { (text::sure(l)) } }
        }
    }
}

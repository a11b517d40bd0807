//! The patient's own page on a phone: a ticket, its place, and where to go. Nothing of the person.

use crate::rules::Said;
use crate::store::Ticket;
use crate::text;
use bricks::clock::{Instant, show_time};
use bricks::lang::Lang;
use ground::access::Branch;
use ground::html::{Theme, Tone, asset, icon, open_page};
use maud::{Markup, html};
use papers::journey::Station;
use papers::visit::show_ticket;

/// What the page is drawn from.
pub struct Mine<'a> {
    pub branch: &'a Branch,
    pub ticket: &'a Ticket,
    pub said: Said,
    pub now: Instant,
    /// The page's own address.
    pub path: &'a str,
}

pub fn page(l: Lang, mine: &Mine<'_>) -> Markup {
    let body = html! {
        div.wrap {
            (head(l, mine))
            main.mine #mine data-src={ (mine.path) "?lang=" (l.code()) } data-every=[(mine.said != Said::Over).then_some("15")] {
                @if mine.said == Said::Over { (over(l)) } @else { (now(l, mine)) }
            }
        }
    };
    open_page(l, Theme::Light, &mine.branch.name, text::mine_title(l), "bk", None, &body)
}

fn head(l: Lang, mine: &Mine<'_>) -> Markup {
    html! {
        header {
            img src=(asset("img/mark-rail.svg")) width="34" height="34" alt="";
            span.grow { b { (mine.branch.name) } span { span { (mine.branch.address) } } }
            nav.seg aria-label=(text::mine_language(l)) {
                @for (each, name, short) in [(Lang::Vi, "Tiếng Việt", "VI"), (Lang::En, "English", "EN")] {
                    a href={ (mine.path) "?lang=" (each.code()) } lang=(each.code()) title=(name) aria-current=[(each == l).then_some("true")] { (short) }
                }
            }
        }
    }
}

fn over(l: Lang) -> Markup {
    html! {
        div.mine-top {
            span.mine-mark { (icon("moon")) }
            h1 { (text::mine_over(l)) }
            p.lead { (text::mine_over_hint(l)) }
        }
    }
}

fn now(l: Lang, mine: &Mine<'_>) -> Markup {
    let ticket = show_ticket(&mine.ticket.ticket_prefix, mine.ticket.ticket_number);
    let (tone, symbol) = look(&mine.said);
    let called = mine.said == Said::Called;
    html! {
        section class={ "mine-card " (tone.class()) } aria-live="polite" {
            h1 { (text::mine_number(l)) " " b { (ticket) } }
            p.mine-said { (icon(symbol)) span { (said(l, mine)) } }
            @if let Said::InLine { before, from_minutes, to_minutes } = mine.said {
                dl.mine-facts {
                    div { dt { (text::mine_before(l)) } dd { (before) } }
                    div { dt { (text::mine_about(l)) } dd { (from_minutes) "–" (to_minutes) " " small { (text::mine_minutes(l)) } } }
                }
            }
            @if called { p.mine-room { (text::mine_room(l)) " " b { (mine.ticket.room_name) } } }
        }
        p.lead { (hint(l, mine)) }
        p.lead.sm { (text::mine_updated(l, show_time(mine.now, &mine.branch.zone))) }
    }
}

fn look(said: &Said) -> (Tone, &'static str) {
    match said {
        Said::Called => (Tone::Room, "megaphone"),
        Said::InLine { before: 0, .. } => (Tone::Ok, "clock"),
        Said::InLine { .. } => (Tone::Wait, "clock"),
        Said::Over => (Tone::Mute, "moon"),
        Said::At(Station::InRoom) => (Tone::Room, "stethoscope"),
        Said::At(Station::Tests) => (Tone::Test, "flask-conical"),
        Said::At(Station::Owes | Station::Done) => (Tone::Ok, "check"),
        Said::At(station) => (Tone::Info, station.icon()),
    }
}

fn said(l: Lang, mine: &Mine<'_>) -> String {
    match &mine.said {
        Said::Called => text::mine_called(l).to_owned(),
        Said::InLine { before: 0, .. } => text::mine_first(l, &mine.ticket.room_name),
        Said::InLine { .. } => text::mine_in_line(l, &mine.ticket.room_name),
        Said::Over => text::mine_over(l).to_owned(),
        Said::At(Station::InRoom) => text::mine_inside(l, &mine.ticket.room_name),
        Said::At(Station::Tests) => text::mine_tests(l).to_owned(),
        Said::At(Station::Pharmacy) => text::mine_pharmacy(l).to_owned(),
        Said::At(Station::Cashier) => text::mine_cashier(l).to_owned(),
        Said::At(Station::Owes | Station::Done) => text::mine_done(l).to_owned(),
        Said::At(station) => station.text(l).to_owned(),
    }
}

fn hint(l: Lang, mine: &Mine<'_>) -> &'static str {
    match &mine.said {
        Said::InLine { .. } if !mine.ticket.vitals_taken => text::mine_vitals_hint(l),
        Said::InLine { .. } => text::mine_wait_hint(l),
        Said::At(Station::Tests) => text::mine_tests_hint(l),
        _ => text::mine_hint(l),
    }
}

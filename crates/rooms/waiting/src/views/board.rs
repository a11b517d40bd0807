//! The television: both languages side by side, read from the other end of a room.

use crate::rules::{blinks, shown_code};
use crate::store::{Call, Post};
use crate::text;
use bricks::clock::{Instant, show_day, show_time, weekday_name};
use bricks::lang::Lang::{En, Vi};
use bricks::say::Say;
use ground::access::Branch;
use ground::html::{Theme, asset, icon, open_page};
use maud::{Markup, html};
use papers::queue::{Line, Queues, promise};
use papers::visit::show_ticket;

/// So many numbers of a room's line are shown.
const NEXT_SHOWN: usize = 4;
const BOX_SHOWN: usize = 3;
/// More rooms than this stand closer together.
const ROOMS_WIDE: usize = 4;
/// More rooms than this take turns, a page at a time.
const ROOMS_PAGE: usize = 8;
/// So long a page stands; the board is fetched anew as often.
const PAGE_SECONDS: i64 = 15;
/// A longer name of a room is written smaller.
const ROOM_SIGNS_LARGE: usize = 5;

/// What a paired screen shows. Names are masked before they come here, or empty.
pub struct Board {
    pub posts: Vec<Post>,
    /// The latest first.
    pub calls: Vec<Call>,
    pub queues: Queues,
    pub pharmacy: Vec<(String, i64)>,
    pub cashier: Vec<(String, i64)>,
}

/// What a screen shows that is not paired.
pub enum Asking<'a> {
    /// Wants a code.
    Wish,
    Code(&'a str),
    /// It is paired with a cashier, and goes on to that page.
    Cashier,
    Refused(&'a Say),
}

fn document(clinic: &str, stream: Option<&str>, body: &Markup) -> Markup {
    let body = html! { (body) script src=(asset("js/tv.js")) defer {} };
    open_page(Vi, Theme::Dark, clinic, text::tv_title(Vi), "tv-b", stream, &body)
}

/// Both languages, the second one softer.
fn both(vi: &str, en: &str) -> Markup {
    html! { (vi) " " span.en lang="en" { "· " (en) } }
}

/// The page of a screen that is not paired: it asks for a code by itself, and shows it.
pub fn asking(clinic: &str, what: &Asking<'_>) -> Markup {
    let state = match what {
        Asking::Code(_) => "code",
        Asking::Cashier => "cashier",
        Asking::Wish | Asking::Refused(_) => "wish",
    };
    let main = html! {
        main.tv.pair #tv data-state=(state) data-version=(asset("")) data-live="queue" data-src="/tv" data-every="4" {
            div.pairing {
                img src=(asset("img/mark-rail.svg")) width="96" height="96" alt="";
                h1 { (clinic) }
                @match what {
                    Asking::Code(code) => {
                        p { (both(text::tv_code_title(Vi), text::tv_code_title(En))) }
                        p.code { (shown_code(code)) }
                        p.en { (text::tv_code_hint(Vi)) br; span lang="en" { (text::tv_code_hint(En)) } }
                    }
                    Asking::Wish => {
                        p { (both(text::tv_wish(Vi), text::tv_wish(En))) }
                        (wish(false))
                    }
                    Asking::Cashier => {
                        a.btn.lg #to-cashier href="/pay-display" { (text::tv_to_cashier(Vi)) " · " span lang="en" { (text::tv_to_cashier(En)) } }
                    }
                    Asking::Refused(say) => {
                        p role="alert" { (say.to(Vi)) br; span.en lang="en" { (say.to(En)) } }
                        (wish(true))
                    }
                }
            }
        }
    };
    document(clinic, None, &main)
}

/// The script sends it at once, unless the last one was refused.
fn wish(by_hand: bool) -> Markup {
    html! {
        form #ask-code method="post" action="/tv/code" data-plain data-by-hand[by_hand] {
            button.btn.lg type="submit" { (text::tv_show_code(Vi)) " · " span lang="en" { (text::tv_show_code(En)) } }
        }
    }
}

/// The board of a paired screen.
pub fn board(branch: &Branch, board: &Board, now: Instant) -> Markup {
    let main = html! {
        main.tv #tv data-state="board" data-version=(asset("")) data-live="queue orders pharmacy cashier" data-src="/tv" data-every="15" {
            (head(branch, now))
            div.tv-l {
                (calling(board, now))
                (rooms(board, now))
            }
            (boxes(board))
            footer {
                (icon("megaphone"))
                span.grow { (text::tv_footer(Vi, board.queues.rule.calls_max)) " · " (text::tv_phone(Vi)) " " b.num { (branch.phone) } }
                span.en lang="en" { (text::tv_footer_short(En)) }
            }
            (spoken(board, now))
        }
    };
    document(&branch.name, Some("/tv/live"), &main)
}

fn head(branch: &Branch, now: Instant) -> Markup {
    let day = branch.zone.day_of(now);
    html! {
        header {
            img src=(asset("img/mark-rail.svg")) alt="";
            h1 { b { (branch.name) } br; span.en { (branch.address) } }
            span.lost #live role="status" data-on="" data-off=(text::tv_lost(Vi)) {}
            button.btn.sm #sound type="button" hidden { (text::tv_sound(Vi)) " · " span lang="en" { (text::tv_sound(En)) } }
            div.clk {
                b.num { (show_time(now, &branch.zone)) } br;
                span.en { (weekday_name(day, Vi)) ", " (show_day(day, Vi)) }
            }
        }
    }
}

/// Who is called now, large enough for the last row of chairs.
fn calling(board: &Board, now: Instant) -> Markup {
    let Some(call) = board.calls.first() else {
        return html! {
            section.callp.calm aria-label=(text::tv_now(Vi)) {
                div { div.no { "–" } }
                div { div.nm { (text::tv_nobody(Vi)) } div.en lang="en" { (text::tv_nobody(En)) } }
            }
        };
    };
    let post = board.posts.iter().find(|post| post.doctor == call.doctor);
    let room = board.posts.iter().find(|post| post.room == call.room).map_or("", |post| post.room_name.as_str());
    html! {
        section.callp.fresh[blinks(call.called_at, now)] aria-live="assertive" aria-label=(text::tv_now(Vi)) {
            div { div.b { (both(text::tv_now(Vi), text::tv_now(En))) } div.no { (ticket(call)) } }
            div {
                @if !call.patient_name.is_empty() { div.nm { (call.patient_name) } }
                @if let Some(post) = post { div.dr { (post.title) " " (post.name) br; (post.speciality) } }
            }
            div.rm { span.nw { (both(text::tv_room(Vi), text::tv_room(En))) } b.long[room.chars().count() > ROOM_SIGNS_LARGE] { (room) } }
        }
    }
}

fn ticket(call: &Call) -> String {
    show_ticket(&call.ticket_prefix, call.ticket_number)
}

/// The rooms that stand on the board at an instant: all of them, or the page whose turn it is, with its number from 1 and
/// how many there are. The last page is filled up with rooms of the one before.
fn page(posts: &[Post], now: Instant) -> (&[Post], Option<(usize, usize)>) {
    let pages = posts.len().div_ceil(ROOMS_PAGE);
    if pages <= 1 {
        return (posts, None);
    }
    let turn = usize::try_from(now.millis() / (PAGE_SECONDS * 1_000)).unwrap_or(0) % pages;
    let from = (turn * ROOMS_PAGE).min(posts.len() - ROOMS_PAGE);
    (posts.get(from..from + ROOMS_PAGE).unwrap_or(posts), Some((turn + 1, pages)))
}

fn rooms(board: &Board, now: Instant) -> Markup {
    let (posts, pages) = page(&board.posts, now);
    let heading = |vi, en| html! { th scope="col" { (both(vi, en)) } };
    html! {
        @if let Some((turn, pages)) = pages { p.turn.en { (text::tv_rooms(Vi)) " " b.num { (turn) "/" (pages) } } }
        table.many[posts.len() > ROOMS_WIDE] {
            thead { tr {
                (heading(text::tv_room(Vi), text::tv_room(En)))
                (heading(text::tv_doctor(Vi), text::tv_doctor(En)))
                (heading(text::tv_serving(Vi), text::tv_serving(En)))
                (heading(text::tv_next(Vi), text::tv_next(En)))
                (heading(text::tv_wait(Vi), text::tv_wait(En)))
            } }
            tbody { @for post in posts { (room(board, post, now)) } }
        }
    }
}

fn room(board: &Board, post: &Post, now: Instant) -> Markup {
    let line = board.queues.line_of(post.doctor);
    let serving = line.and_then(|line| line.inside.iter().find(|inside| !inside.is_away));
    let hot = board.calls.iter().any(|call| call.doctor == post.doctor && blinks(call.called_at, now));
    html! {
        tr.hot[hot] {
            td { span.rno { (post.room_name) } }
            td { (post.name) br; span.en { (post.speciality) } }
            td { span.nowno { @match serving { Some(inside) => (inside.ticket), None => "–" } } }
            td { span.nx { @for place in line.iter().flat_map(|line| &line.places).take(NEXT_SHOWN) { span { (place.ticket) } " " } } }
            td { span.w { (wait(line, now)) } }
        }
    }
}

/// What somebody is promised who came this moment.
fn wait(line: Option<&Line>, now: Instant) -> String {
    let Some(line) = line.filter(|line| !line.places.is_empty()) else { return text::tv_no_wait(Vi).to_owned() };
    let inside = line.inside.iter().find(|inside| !inside.is_away);
    let since = inside.map(|inside| now.millis().saturating_sub(inside.last_call_at.millis()) / 1_000);
    let ahead = i64::try_from(line.places.len()).unwrap_or(i64::MAX);
    let promise = promise(line.pace, ahead, since);
    format!("{}–{}′", promise.from_minutes, promise.to_minutes)
}

fn boxes(board: &Board) -> Markup {
    let shown = |tickets: &[(String, i64)]| -> Vec<String> {
        tickets.iter().map(|(prefix, number)| show_ticket(prefix, *number)).collect()
    };
    let here = |line: &&Line| board.posts.iter().any(|post| post.doctor == line.doctor);
    let with_results = board.queues.lines.iter().filter(here).flat_map(|line| &line.places).filter(|p| p.has_results);
    let results: Vec<String> = with_results.take(BOX_SHOWN).map(|place| place.ticket.clone()).collect();
    html! {
        aside aria-label=(text::tv_services(Vi)) {
            (tickets("flask-conical", (text::tv_results(Vi), text::tv_results(En)), &results))
            (tickets("wallet", (text::tv_cashier(Vi), text::tv_cashier(En)), &shown(&board.cashier)))
            (tickets("pill", (text::tv_pharmacy(Vi), text::tv_pharmacy(En)), &shown(&board.pharmacy)))
            section.box.rule {
                p { (text::tv_priority(Vi, board.queues.rule.others_between)) }
                p.en lang="en" { (text::tv_priority(En, board.queues.rule.others_between)) }
            }
        }
    }
}

fn tickets(symbol: &'static str, (vi, en): (&str, &str), tickets: &[String]) -> Markup {
    html! {
        section.box {
            h2 { (icon(symbol)) (vi) span.en lang="en" { (en) } }
            @if tickets.is_empty() { p.en { "–" } } @else {
                ul { @for (ticket, at) in tickets.iter().zip(0_u8..) { li.go[at == 0] { (ticket) } } }
            }
        }
    }
}

/// What the script says aloud: one element a call, known by its number.
fn spoken(board: &Board, now: Instant) -> Markup {
    let fresh = board.calls.iter().filter(|call| blinks(call.called_at, now));
    html! {
        div hidden {
            @for call in fresh {
                @let room = board.posts.iter().find(|post| post.room == call.room).map_or("", |post| post.room_name.as_str());
                span data-call=(call.id) data-vi=(text::tv_say(Vi, room, ticket(call))) data-en=(text::tv_say(En, room, ticket(call))) {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricks::id::ResourceId;
    use std::collections::BTreeSet;

    fn posts(count: i64) -> Vec<Post> {
        let post = |n| Post {
            doctor: ResourceId::from_raw(n),
            name: String::new(),
            title: String::new(),
            speciality: String::new(),
            room: ResourceId::from_raw(100 + n),
            room_name: n.to_string(),
        };
        (1..=count).map(post).collect()
    }

    #[test]
    fn every_room_has_its_turn_on_the_board_and_no_page_is_longer_than_fits() {
        for count in 0..40 {
            let posts = posts(count);
            let pages = i64::try_from(posts.len().div_ceil(ROOMS_PAGE)).unwrap().max(1);
            let mut seen = BTreeSet::new();
            for turn in 0..pages {
                let at = Instant::from_millis(turn * PAGE_SECONDS * 1_000 + 7);
                let (shown, told) = page(&posts, at);
                assert!(shown.len() <= ROOMS_PAGE);
                assert_eq!(told.is_some(), pages > 1);
                seen.extend(shown.iter().map(|post| post.room_name.clone()));
            }
            assert_eq!(seen.len(), posts.len(), "{count} rooms");
        }
    }
}

use super::{branch, random};
use crate::rules::{self, CALL_MINUTES};
use crate::store::{self, Screen};
use crate::views::board::{self as view, Asking, Board};
use crate::{acts, text};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use bricks::clock::{Instant, Zone};
use ground::access::session::{SessionToken, token_hash};
use ground::db::{Stop, Tx};
use ground::web::{Caller, Desk, House, html, redirect, screen_cookie, screen_token as token, stream_of};
use papers::queue;
use std::sync::Arc;

/// A screen keeps its token for so long, as long as browsers allow.
const TOKEN_SECONDS: i64 = 400 * 24 * 3_600;
/// A code that is in use already is made anew so often.
const CODES: usize = 4;

/// What the holder of a token is to see.
enum Seen {
    Nobody,
    Code(String),
    Board(Screen, Box<Loaded>),
    /// It stands before a cashier's customers.
    Cashier,
}

struct Loaded {
    board: Board,
    now: Instant,
}

/// `GET /tv`: the board of a paired screen; otherwise the code, or the wish for one.
pub async fn show(State(house): State<Arc<House>>, headers: HeaderMap, desk: Desk) -> Response {
    let token = token(&house, &headers);
    let zones: Vec<_> = house.clinics.all().iter().map(|b| (b.id, b.zone.clone())).collect();
    let read = house.db.read(move |tx| {
        let Some(token) = &token else { return Ok(Seen::Nobody) };
        if let Some(screen) = store::screen(tx, token)? {
            if screen.cashier.is_some() {
                return Ok(Seen::Cashier);
            }
            let zone = zones.iter().find(|(id, _)| *id == screen.branch).map(|(_, zone)| zone);
            let board = load(tx, &screen, zone.ok_or(Stop::Missing)?)?;
            return Ok(Seen::Board(screen, Box::new(Loaded { board, now: tx.now() })));
        }
        Ok(store::pairing_code(tx, token)?.map_or(Seen::Nobody, Seen::Code))
    });
    let clinic = desk.house.clinics.name();
    match read.await {
        Ok(Seen::Nobody) => html(StatusCode::OK, view::asking(&clinic, &Asking::Wish)),
        Ok(Seen::Code(code)) => html(StatusCode::OK, view::asking(&clinic, &Asking::Code(&code))),
        Ok(Seen::Cashier) => html(StatusCode::OK, view::asking(&clinic, &Asking::Cashier)),
        Ok(Seen::Board(screen, loaded)) => match branch(&desk, screen.branch) {
            Ok(branch) => html(StatusCode::OK, view::board(&branch, &loaded.board, loaded.now)),
            Err(stop) => desk.stop(stop),
        },
        Err(stop) => desk.stop(stop),
    }
}

/// The board in nine statements, however many wait.
fn load(tx: &mut Tx<'_>, screen: &Screen, zone: &Zone) -> Result<Board, Stop> {
    let (branch, now) = (screen.branch, tx.now());
    let rooms = store::rooms_of(tx, screen.id)?;
    let is_shown = |room| rooms.is_empty() || rooms.contains(&room);
    let mut posts = store::posts(tx, branch)?;
    posts.retain(|post| is_shown(post.room));
    let mut calls = store::calls(tx, branch, now.plus_minutes(-CALL_MINUTES))?;
    calls.retain(|call| is_shown(call.room));
    for call in &mut calls {
        call.patient_name = if screen.shows_names { rules::masked(&call.patient_name) } else { String::new() };
    }
    let day = zone.day_of(now);
    let queues = queue::load(tx, branch)?;
    let (pharmacy, cashier) = (store::at_pharmacy(tx, branch, day)?, store::at_cashier(tx, branch, day)?);
    Ok(Board { posts, calls, queues, pharmacy, cashier })
}

/// `POST /tv/code`: gives the browser a token, and the token a code to show.
pub async fn ask_code(State(house): State<Arc<House>>, headers: HeaderMap, caller: Caller, desk: Desk) -> Response {
    match give_code(&house, token(&house, &headers), caller).await {
        Ok(None) => redirect("/tv"),
        Ok(Some(token)) => {
            let mut response = redirect("/tv");
            let secure = if house.behind_tls { "; Secure" } else { "" };
            let name = screen_cookie(&house);
            let cookie = format!("{name}={token}; Path=/; Max-Age={TOKEN_SECONDS}; HttpOnly; SameSite=Lax{secure}");
            if let Ok(value) = HeaderValue::from_str(&cookie) {
                response.headers_mut().append(header::SET_COOKIE, value);
            }
            response
        }
        Err(Stop::Refused(refusal)) => {
            let clinic = desk.house.clinics.name();
            html(StatusCode::TOO_MANY_REQUESTS, view::asking(&clinic, &Asking::Refused(&refusal.say)))
        }
        Err(stop) => desk.stop(stop),
    }
}

/// A fresh token for a browser without one. A token is only ever made here: nobody can bring one along.
async fn give_code(house: &House, known: Option<[u8; 32]>, caller: Caller) -> Result<Option<String>, Stop> {
    let fresh = SessionToken::new(random()?);
    let mut codes = Vec::with_capacity(CODES);
    for _ in 0..CODES {
        codes.push(rules::code_of(random()?));
    }
    if !house.clinics.is_set_up() {
        return Err(bricks::refusal::Refusal::conflict(text::tv_not_set_up_say()).into());
    }
    let hash = token_hash(fresh.as_str());
    let counted = house.db.write_locked(move |tx| acts::count_asking(tx, &caller.0));
    counted.await?;
    let kept = house.db.write_locked(move |tx| {
        if let Some(known) = &known
            && (store::screen(tx, known)?.is_some() || store::pairing_code(tx, known)?.is_some())
        {
            return Ok(true);
        }
        acts::ask_code(tx, &hash, &codes)?;
        Ok(false)
    });
    Ok(if kept.await? { None } else { Some(fresh.as_str().to_owned()) })
}

/// `GET /tv/live`: the events of the queue for a paired screen.
pub async fn live(State(house): State<Arc<House>>, headers: HeaderMap, desk: Desk) -> Response {
    let token = token(&house, &headers);
    let read = house.db.read(move |tx| {
        let Some(token) = &token else { return Err(Stop::Missing) };
        Ok(store::screen(tx, token)?.is_some())
    });
    match read.await {
        Ok(true) => stream_of(&desk),
        Ok(false) => desk.stop(Stop::Missing),
        Err(stop) => desk.stop(stop),
    }
}

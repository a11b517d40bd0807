//! A time is held, and a code goes out.

use super::hold_path;
use crate::asked::{self, Asked};
use crate::limits::{self, What};
use crate::settings::{self, Settings};
use crate::store::{self, HoldRow};
use crate::{offer, text, told};
use bricks::age::Birth;
use bricks::clock::Instant;
use bricks::id::{HoldId, ResourceId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::Who;
use ground::access::proof::{Purpose, prove};
use ground::db::{Stop, Tx};
use ground::web::Form;
use papers::appointment::hold::{self, Kept};
use papers::appointment::{Misfit, Work, audience};
use papers::message::{Channel, Kind};

/// A time is kept so long.
pub const HOLD_MINUTES: i64 = 5;
/// A code is worth something so long.
const CODE_MINUTES: i64 = 10;
/// At least so many seconds lie between two codes.
const AGAIN_SECONDS: i64 = 30;

/// Holds the time and sends the code; gives the page where it is typed. Refused at `starts_at` (a conflict) when the time
/// is gone.
pub fn hold(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang, caller: &str) -> Result<String, Stop> {
    let settings = settings::read(tx)?;
    if !settings.open {
        return Err(Refusal::conflict(text::closed_refusal_say()).into());
    }
    let email_needed = !settings.reach.phone_is_enough(Kind::Code);
    let asked = asked::read(form, lang, who.day_of(tx.now()), email_needed)?;
    let reached = settings.reach.to(Kind::Code, Some(&asked.phone), asked.email.as_deref(), &[]);
    let (channel, address) = reached.ok_or_else(|| Refusal::field("email", text::email_needed_say()))?;
    let (room, duration_minutes) = place(tx, who, &asked)?;
    fits(tx, who, &asked)?;
    if !offer::is_free(tx, who.zone(), &settings, asked.start, Work::of(asked.service, duration_minutes))? {
        return Err(gone());
    }
    let row = row_of(tx, who, &asked, (lang, channel, room, duration_minutes))?;
    let (code, row) = with_code(tx, row)?;
    store::add_hold(tx, &row)?;
    keep(tx, who, &row)?;
    limits::throttle(tx, What::Phone, &asked.phone)?;
    if channel == Channel::Email {
        limits::throttle(tx, What::Email, &address)?;
    }
    if !caller.is_empty() {
        limits::throttle(tx, What::Caller, caller)?;
    }
    told::code(tx, who, &row, &code)?;
    who.note(tx, "hold_time", "hold", row.id.raw(), None, channel.code())?;
    hold_path(tx, row.id, lang)
}

/// Refused at `sex` or `birth` when the service is for others.
fn fits(tx: &mut Tx<'_>, who: &Who, asked: &Asked) -> Result<(), Stop> {
    let Some(audience) = audience(tx, asked.service)? else { return Ok(()) };
    match audience.misfit(asked.sex, asked.birth, who.day_of(asked.start.at)) {
        None => Ok(()),
        Some(why) => {
            let field = if why == Misfit::Sex { "sex" } else { "birth" };
            let say = |l: Lang| format!("{} {}", audience.say(why).to(l), text::choose_other_service(l));
            Err(Refusal::field(field, Say::new(say(Lang::Vi), say(Lang::En))).into())
        }
    }
}

fn gone() -> Stop {
    Refusal::conflict(text::time_gone_say()).and_field("starts_at", text::time_gone_say()).into()
}

/// The doctor's room and the length of the service, for what the public may book.
fn place(tx: &mut Tx<'_>, who: &Who, asked: &Asked) -> Result<(ResourceId, i64), Stop> {
    let unknown = || Refusal::field("service", ground::text::field_unknown_say());
    let service = offer::service(tx, &who.clinic, asked.service)?.ok_or_else(unknown)?;
    service.row_of(asked.start.doctor).ok_or_else(unknown)?;
    let room = store::room_of(tx, who.branch, asked.start.doctor)?.ok_or_else(unknown)?;
    Ok((room, service.duration_minutes))
}

fn row_of(
    tx: &Tx<'_>,
    who: &Who,
    asked: &Asked,
    (lang, channel, room, duration_minutes): (Lang, Channel, ResourceId, i64),
) -> Result<HoldRow, Stop> {
    let now = tx.now();
    let (birth_day, birth_year) = match asked.birth {
        Birth::Day(day) => (Some(day), asked.birth.year()),
        Birth::Year(year) => (None, year),
    };
    Ok(HoldRow {
        id: HoldId::from_raw(tx.new_id()),
        branch: who.branch,
        doctor: asked.start.doctor,
        room,
        service: asked.service,
        starts_at: asked.start.at,
        duration_minutes,
        ends_at: now.plus_minutes(HOLD_MINUTES),
        state: "open".to_owned(),
        name: asked.name.clone(),
        sex: asked.sex.code().to_owned(),
        birth_day,
        birth_year,
        phone: asked.phone.clone(),
        email: asked.email.clone(),
        reason: asked.reason.clone(),
        lang: lang.code().to_owned(),
        channel,
        code_hash: String::new(),
        code_ends_at: now.plus_minutes(CODE_MINUTES),
        tries: 0,
        sendings: 1,
        sent_at: now,
        appointment: None,
    })
}

fn with_code(tx: &mut Tx<'_>, row: HoldRow) -> Result<(String, HoldRow), Stop> {
    let code = new_code()?;
    let code_hash = code_hash(tx, row.id, &code)?;
    Ok((code, HoldRow { code_hash, ..row }))
}

/// Six digits, each as likely as any other.
fn new_code() -> Result<String, Stop> {
    const ALL: u32 = 1_000_000;
    const FAIR: u32 = u32::MAX - u32::MAX % ALL;
    loop {
        let mut random = [0_u8; 4];
        getrandom::fill(&mut random).map_err(|e| Stop::fault(format!("no randomness: {e}")))?;
        let drawn = u32::from_le_bytes(random);
        if drawn < FAIR {
            return Ok(format!("{:06}", drawn % ALL));
        }
    }
}

/// What is kept of a code: keyed by the house's secret, so that trying all of them needs that too.
pub fn code_hash(tx: &mut Tx<'_>, id: HoldId, code: &str) -> Result<String, Stop> {
    prove(tx, Purpose::HoldCode, &format!("{id}:{code}"))
}

pub(super) fn keep(tx: &mut Tx<'_>, who: &Who, row: &HoldRow) -> Result<(), Stop> {
    let kept = Kept {
        doctor: row.doctor,
        room: row.room,
        service: row.service,
        starts_at: row.starts_at,
        duration_minutes: row.duration_minutes,
        until: row.ends_at,
    };
    hold::keep(tx, who, row.id, &kept)
}

/// Sends a new code, at most twice and not at once; the time is kept again for as long. The old code is worth nothing.
pub fn send_again(tx: &mut Tx<'_>, who: &Who, id: HoldId, (caller, lang): (&str, Lang)) -> Result<String, Stop> {
    let row = store::lock_hold(tx, id)?.ok_or(Stop::Missing)?;
    let now = tx.now();
    if !row.is_open() {
        return Err(Refusal::conflict(text::hold_over_refusal_say()).into());
    }
    if (now.millis() - row.sent_at.millis()) < AGAIN_SECONDS * 1_000 {
        return Err(Refusal::conflict(text::code_just_sent_say()).into());
    }
    let row = HoldRow { ends_at: now.plus_minutes(HOLD_MINUTES), code_ends_at: now.plus_minutes(CODE_MINUTES), ..row };
    hold::give_back(tx, id)?;
    if still_offered(tx, who, &row)? {
        keep(tx, who, &row)?;
    } else {
        return Err(gone());
    }
    let (code, row) = with_code(tx, row)?;
    if store::new_code(tx, id, &row.code_hash, row.code_ends_at, row.ends_at)? == 0 {
        return Err(Refusal::conflict(text::no_more_codes_say()).into());
    }
    limits::throttle(tx, What::Phone, &row.phone)?;
    if row.channel == Channel::Email {
        limits::throttle(tx, What::Email, row.address())?;
    }
    if !caller.is_empty() {
        limits::throttle(tx, What::Caller, caller)?;
    }
    told::code(tx, who, &row, &code)?;
    hold_path(tx, id, lang)
}

fn still_offered(tx: &mut Tx<'_>, who: &Who, row: &HoldRow) -> Result<bool, Stop> {
    let settings: Settings = settings::read(tx)?;
    let start = crate::rules::time::Start { doctor: row.doctor, at: row.starts_at };
    offer::is_free(tx, who.zone(), &settings, start, Work::of(row.service, row.duration_minutes))
}

/// Whether a code may be asked for again, and from when on.
pub fn again_from(row: &HoldRow) -> Option<Instant> {
    (row.is_open() && row.sendings < 3).then(|| Instant::from_millis(row.sent_at.millis() + AGAIN_SECONDS * 1_000))
}

//! Pairing screens, letting them go, and setting the figures of the rule.

use crate::{rules, store, text};
use bricks::id::{ResourceId, StaffId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::{Who, throttle};
use ground::db::{Stop, Topic, Tx};
use ground::web::{Fields, Form};
use papers::queue::{self, Rule};

const NAME_CHARS_MAX: usize = 60;
const ROOMS_MAX: usize = 60;
/// A code is shown for so long.
pub const CODE_MINUTES: i64 = 10;
/// So many screens may wait for their pairing at once.
const ASKING_MAX: i64 = 30;
/// So many codes one address of the network is given in an hour: a clinic with all its screens behind one.
const ASKED_MAX: i64 = 20;
const HOUR_MINUTES: i64 = 60;
/// After so many wrong codes in the window a person waits.
const FAILURES_MAX: i64 = 10;
pub const WINDOW_MINUTES: i64 = 15;

/// Counts what one address of the network asks for, in a transaction of its own; refused beyond [`ASKED_MAX`] an hour.
pub fn count_asking(tx: &mut Tx<'_>, caller: &str) -> Result<(), Stop> {
    if !caller.is_empty() && !throttle::count_up(tx, &format!("tv:{caller}"), ASKED_MAX)? {
        return Err(Refusal::conflict(text::tv_too_many_say(HOUR_MINUTES)).into());
    }
    Ok(())
}

/// Gives the screen that holds a token a code to show; it keeps the one it has. Refused when too many wait already.
pub fn ask_code(tx: &mut Tx<'_>, token: &[u8; 32], codes: &[String]) -> Result<(), Stop> {
    if store::screen(tx, token)?.is_some() || store::pairing_code(tx, token)?.is_some() {
        return Ok(());
    }
    if store::asking(tx)? >= ASKING_MAX {
        return Err(Refusal::conflict(text::tv_too_many_say(CODE_MINUTES)).into());
    }
    let ends_at = tx.now().plus_minutes(CODE_MINUTES);
    for code in codes {
        if store::ask(tx, token, code, ends_at)? {
            return Ok(());
        }
    }
    Err(Stop::fault("no free pairing code"))
}

/// Pairs the screen that shows the code. Refused at `code` when none does; such a refusal is to be counted with
/// [`store::pairing_failure`].
pub fn pair(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let name = fields.required_line("name", NAME_CHARS_MAX);
    let cashier: Option<StaffId> = fields.id("cashier");
    let code = rules::typed_code(form.text("code"));
    if code.is_none() {
        fields.refuse("code", text::code_form_say());
    }
    fields.check()?;
    let since = tx.now().plus_minutes(-WINDOW_MINUTES);
    if store::failures(tx, who, since)? >= FAILURES_MAX {
        return Err(Refusal::field("code", text::code_throttled_say(WINDOW_MINUTES)).into());
    }
    let token = match code {
        Some(code) => store::claim(tx, &code)?,
        None => None,
    };
    let Some(token) = token else {
        return Err(Refusal::field("code", text::code_unknown_say()).into());
    };
    let screen = store::add_screen(tx, who, &token, &name, form.has("names"))?;
    for room in form.all("room").take(ROOMS_MAX).filter_map(|id| id.parse::<ResourceId>().ok()) {
        store::add_room(tx, who.branch, screen, room)?;
    }
    if let Some(cashier) = cashier {
        store::add_cashier(tx, who.branch, screen, cashier)?;
    }
    who.note(tx, "pair_screen", "screen", screen, None, &name)?;
    tx.announce(Topic::Queue);
    Ok(())
}

/// Takes a screen's token away: it shows a code again.
pub fn unpair(tx: &mut Tx<'_>, who: &Who, screen: i64) -> Result<(), Stop> {
    let name = store::remove_screen(tx, who.branch, screen)?.ok_or(Stop::Missing)?;
    who.note(tx, "unpair_screen", "screen", screen, None, &name)?;
    tx.announce(Topic::Queue);
    Ok(())
}

/// Sets the figures of the rule.
pub fn set_rule(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let usual = Rule::default();
    let mut whole = |name, min, max, usual| fields.whole(name, min, max).unwrap_or(usual);
    let rule = Rule {
        early_minutes: whole("early", 0, 120, usual.early_minutes),
        late_minutes: whole("late", 0, 120, usual.late_minutes),
        others_between: whole("between", 1, 10, usual.others_between),
        passes_max: whole("passes", 1, 30, usual.passes_max),
        calls_max: whole("calls", 1, 9, usual.calls_max),
        long_minutes: whole("long", 1, 600, usual.long_minutes),
        too_long_minutes: whole("too_long", 1, 600, usual.too_long_minutes),
    };
    if rule.too_long_minutes <= rule.long_minutes {
        fields.refuse("too_long", text::rule_red_after_amber_say());
    }
    fields.check()?;
    queue::save_rule(tx, &rule)?;
    let detail = format!(
        "{} {} {} {} {} {} {}",
        rule.early_minutes,
        rule.late_minutes,
        rule.others_between,
        rule.passes_max,
        rule.calls_max,
        rule.long_minutes,
        rule.too_long_minutes
    );
    who.note(tx, "set_queue_rule", "branch", who.branch.raw(), None, &detail)?;
    tx.announce(Topic::Queue);
    Ok(())
}

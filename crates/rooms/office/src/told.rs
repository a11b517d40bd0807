//! What the log says of an act, for a reader: amounts and days as the page writes them, names for codes, and no number that
//! tells a person nothing. The rows themselves stay as they were written.

use crate::text;
use bricks::clock::{parse_day, show_day};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::say::Say;
use papers::appointment::Source;
use papers::charge::SourceKind;
use papers::message;
use papers::receipt::Method;
use papers::safety::{Allergy, SEVERITIES, severity_word, starter};
use papers::schedule::LeaveKind;
use papers::vaccination::{Route, Site, schedule};
use std::collections::{BTreeMap, BTreeSet};

/// The names of what the log tells by a code or a number.
pub type Names = BTreeMap<String, Say>;

/// What has to be looked up before some acts can be told.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Unnamed {
    pub services: BTreeSet<i64>,
    pub medicines: BTreeSet<i64>,
    pub codes: BTreeSet<String>,
}

/// Acts that tell medicines by their codes, and by their numbers.
const BY_CODE: [&str; 7] =
    ["prescribe", "sell", "override_safety", "stop_medicine", "take_stop_back", "add_medicine", "change_medicine"];
const BY_NUMBER: [&str; 3] = ["use_consumables", "set_consumable", "drop_consumable"];

/// What these acts, each with its detail, tell by a code or a number.
pub fn unnamed<'a>(acts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Unnamed {
    let mut all = Unnamed::default();
    for (act, detail) in acts {
        let words = detail.split([' ', '+']).map(bare);
        if act == "place_order" {
            all.services.extend(words.filter_map(|word| word.parse::<i64>().ok()));
        } else if BY_NUMBER.contains(&act) {
            all.medicines.extend(words.filter(|word| is_number(word)).filter_map(|word| word.parse::<i64>().ok()));
        } else if BY_CODE.contains(&act) {
            all.codes.extend(words.filter(|word| is_code(word)).map(str::to_owned));
        }
    }
    all
}

/// The log keeps plain đồng (`542000 ₫`), days as `2026-11-29`, codes and numbers; each is shown in the reader's way.
pub fn detail(l: Lang, act: &str, detail: &str, names: &Names) -> String {
    if act == "vaccinate" {
        return vaccinated(l, detail);
    }
    let parts = detail.split(" · ").enumerate();
    let told = parts.filter_map(|(place, said)| part(l, (act, place), said, names)).filter(|told| !told.is_empty());
    told.collect::<Vec<_>>().join(" · ")
}

fn part(l: Lang, (act, place): (&str, usize), said: &str, names: &Names) -> Option<String> {
    match act {
        "remove_prescription_line" | "plan_follow_up" | "dispense" if is_number(said) => None,
        "sign_note" if said == "1" => None,
        "dispense" | "return_medicines" => Some(handed(l, act, said)),
        "place_order" => Some(named(l, said, names)),
        _ if BY_CODE.contains(&act) || BY_NUMBER.contains(&act) => medicines(l, (act, place), said, names),
        "charge" | "take_back_charge" => Some(charged(l, act, said)),
        "settle" | "take_deposit" => Some(paid(l, act, said)),
        "add_allergy" | "add_reaction" | "remove_allergy" => allergy(l, (act, place), said),
        "note_safety_facts" => fact(l, said),
        "note_earlier_dose" | "remove_earlier_dose" => Some(earlier(l, (act, place), said)),
        "book" | "write_message" | "make_leave" => Some(coded(l, act, said)),
        "choose_payer" | "remove_payer" if place == 0 => Some(payer(l, act, said)),
        _ => Some(plain(l, act, said)),
    }
}

/// Amounts, days and directions.
fn plain(l: Lang, act: &str, said: &str) -> String {
    let words: Vec<&str> = said.split(' ').collect();
    let shown = words.iter().enumerate().map(|(place, word)| {
        let before_sign = words.get(place + 1).is_some_and(|next| bare(next) == "₫");
        match word.parse::<i64>() {
            Ok(minor) if before_sign => Money::from_minor(minor).show(l),
            _ if act == "move_cash" && place == 0 => direction(l, word),
            _ => day(l, word).unwrap_or_else(|| (*word).to_owned()),
        }
    });
    shown.collect::<Vec<String>>().join(" ")
}

fn bare(word: &str) -> &str {
    word.trim_end_matches([':', ','])
}

/// A number of a row, as no person counts.
fn is_number(word: &str) -> bool {
    word.len() > 9 && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_code(word: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    word.len() > 2 && word.bytes().all(fits) && word.bytes().any(|byte| byte.is_ascii_alphabetic())
}

fn direction(l: Lang, code: &str) -> String {
    match code {
        "in" => text::cash_in(l).to_owned(),
        "out" => text::cash_out(l).to_owned(),
        _ => code.to_owned(),
    }
}

/// A day that stands alone, as `2026-11-29`, whatever sign closes it.
fn day(l: Lang, word: &str) -> Option<String> {
    let bare = bare(word);
    let is_iso = bare.len() == 10 && bare.bytes().filter(|byte| *byte == b'-').count() == 2;
    let day = parse_day(bare).ok().filter(|_| is_iso)?;
    Some(format!("{}{}", show_day(day, l), word.get(bare.len()..).unwrap_or_default()))
}

/// Codes and numbers by their names; a code that nothing is called by is made readable.
fn named(l: Lang, said: &str, names: &Names) -> String {
    let name = |code: &str| names.get(code).map_or_else(|| code.replace('_', " "), |name| name.to(l).to_owned());
    let told = |word: &str| {
        let code = bare(word);
        let several = code.split('+').map(name).collect::<Vec<_>>().join(" + ");
        format!("{several}{}", word.get(code.len()..).unwrap_or_default())
    };
    said.split(' ').map(told).collect::<Vec<_>>().join(" ")
}

fn medicines(l: Lang, (act, place): (&str, usize), said: &str, names: &Names) -> Option<String> {
    match (act, place) {
        ("override_safety", 0) => None,
        ("override_safety", 2..) => despite(l, said),
        ("sell", 0) => Some(plain(l, act, said)),
        ("override_safety" | "sell", 1) | (_, 0) => Some(named(l, said, names)),
        ("sell", _) => {
            Some(said.strip_prefix("override: ").map_or_else(|| plain(l, act, said), |why| text::told_despite(l, why)))
        }
        _ => Some(plain(l, act, said)),
    }
}

/// What spoke against it stands in the log in Vietnamese, and the reason behind an arrow in the words of who wrote it.
fn despite(l: Lang, said: &str) -> Option<String> {
    let why = said.rsplit_once(" → ").map(|(_, why)| text::told_despite(l, why));
    if l == Lang::Vi { Some(said.to_owned()) } else { why }
}

fn handed(l: Lang, act: &str, said: &str) -> String {
    match said {
        "in part" => text::told_in_part(l).to_owned(),
        "shelf" => text::told_to_shelf(l).to_owned(),
        "destruction" => text::told_to_destruction(l).to_owned(),
        _ => {
            let refund = said.strip_prefix("refund ").map(|amount| text::told_refund(l, plain(l, act, amount)));
            refund.unwrap_or_else(|| plain(l, act, said))
        }
    }
}

/// `consultation 150000`.
fn charged(l: Lang, act: &str, said: &str) -> String {
    let read =
        said.split_once(' ').and_then(|(kind, amount)| Some((SourceKind::parse(kind)?, amount.parse::<i64>().ok()?)));
    let Some((kind, amount)) = read else { return plain(l, act, said) };
    let word = match kind {
        SourceKind::Consultation => text::told_consultation(l),
        SourceKind::Order => text::told_service(l),
        SourceKind::Medicine => text::told_medicine(l),
    };
    format!("{word} {}", Money::from_minor(amount).show_with_sign(l))
}

/// `PT26-000123 46500 ₫ cash+transfer`.
fn paid(l: Lang, act: &str, said: &str) -> String {
    let ways = |word: &str| {
        let codes = bare(word);
        let ways = codes.split('+').map(|code| Some(Method::parse(code)?.say().to(l).to_lowercase()));
        let told = ways.collect::<Option<Vec<String>>>()?.join(" + ");
        Some(format!("{told}{}", word.get(codes.len()..).unwrap_or_default()))
    };
    let words = said.split(' ').map(|word| ways(word).unwrap_or_else(|| word.to_owned()));
    plain(l, act, &words.collect::<Vec<_>>().join(" "))
}

/// `class:penicillin · unknown · nổi mề đay`.
fn allergy(l: Lang, (act, place): (&str, usize), said: &str) -> Option<String> {
    let known = Allergy::parse(said).filter(|_| place == 0);
    match known {
        Some(allergy) => Some(allergy.name(starter()).to(l).to_owned()),
        None if place == 1 && said == "unknown" => None,
        None if place == 1 && SEVERITIES.contains(&said) => Some(severity_word(said, l).to_owned()),
        None => Some(plain(l, act, said)),
    }
}

/// `pregnancy week 12`, `breast-feeding false`, `eGFR -`: what is not so is left out.
fn fact(l: Lang, said: &str) -> Option<String> {
    match said {
        "pregnancy week -" | "breast-feeding false" | "eGFR -" => None,
        "breast-feeding true" => Some(text::told_breastfeeding(l).to_owned()),
        _ => {
            let week = said.strip_prefix("pregnancy week ").map(|week| text::told_pregnant(l, week));
            Some(week.unwrap_or_else(|| if l == Lang::Vi { said.replace('.', ",") } else { said.to_owned() }))
        }
    }
}

/// `flu · 1 · 2026-11-25`.
fn earlier(l: Lang, (act, place): (&str, usize), said: &str) -> String {
    match place {
        0 => schedule::vaccine(said).map_or_else(|| said.to_owned(), |known| known.name.to(l).to_owned()),
        1 => text::told_dose(l, said),
        _ => plain(l, act, said),
    }
}

/// A batch by its number or a vaccine with its batch from elsewhere, then `2 · left_arm · im`, then what spoke against it.
fn vaccinated(l: Lang, detail: &str) -> String {
    let mut parts: Vec<&str> = detail.split(" · ").collect();
    let here = parts.first().is_some_and(|first| is_number(first));
    if here {
        parts.remove(0);
    }
    let dose_at = if here { 0 } else { 2 };
    let told = parts.into_iter().enumerate().filter_map(|(place, said)| match place.checked_sub(dose_at) {
        None => Some(said.to_owned()),
        Some(0) => Some(text::told_dose(l, said)),
        Some(1) => Some(Site::parse(said).map_or(said, |site| site.word(l)).to_owned()),
        Some(2) => Some(Route::parse(said).map_or(said, |route| route.word(l)).to_owned()),
        Some(_) => despite(l, said),
    });
    told.collect::<Vec<_>>().join(" · ")
}

/// The one code that says how, of what kind or why.
fn coded(l: Lang, act: &str, said: &str) -> String {
    let word = match act {
        "book" if said == "beside" => Some(text::told_beside(l)),
        "book" => Source::parse(said).map(|source| booked(l, source)),
        "write_message" => message::Kind::parse(said).map(|kind| written(l, kind)),
        _ => LeaveKind::parse(said).map(|kind| kind.word(l)),
    };
    word.map_or_else(|| plain(l, act, said), str::to_owned)
}

fn booked(l: Lang, source: Source) -> &'static str {
    match source {
        Source::Phone => text::told_phone(l),
        Source::InPerson => text::told_in_person(l),
        Source::Website => text::told_website(l),
        Source::FollowUp => text::told_follow_up(l),
    }
}

fn written(l: Lang, kind: message::Kind) -> &'static str {
    match kind {
        message::Kind::Reminder => text::told_reminder(l),
        message::Kind::Receipt => text::told_receipt(l),
        message::Kind::Code => text::told_code(l),
        message::Kind::Confirmation => text::told_confirmation(l),
        message::Kind::Change => text::told_change(l),
        message::Kind::Cancellation => text::told_cancellation(l),
    }
}

/// `1 Ngoại trú DN4791234567890`: the first payer is told by its plan, the second as such.
fn payer(l: Lang, act: &str, said: &str) -> String {
    let (place, rest) = said.split_once(' ').unwrap_or(("", said));
    let of_payer = matches!(place, "1" | "2");
    let told = if of_payer { rest } else { said };
    let mut words: Vec<&str> = told.split(' ').collect();
    // Rows of before the plan's name was written hold its number.
    if words.first().is_some_and(|word| is_number(word)) {
        words.remove(0);
    }
    let told = plain(l, act, &words.join(" "));
    if place == "2" { text::told_second_payer(l, told) } else { told }
}

#[cfg(test)]
mod tests;

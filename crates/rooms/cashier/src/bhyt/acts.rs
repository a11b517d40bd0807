//! Saying what the national insurance calls the clinic, its catalogue and its people.

use super::store::{self, Clinic, Item};
use crate::{text, version};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use std::collections::BTreeSet;

const CODE_CHARS_MAX: usize = 50;
/// A catalogue of some thousands; what a form may hold ends a little above.
pub const LIST_CHARS_MAX: usize = 180_000;
/// The lists are of the whole house, the rest is the branch's.
pub const LISTS: &str = "bhyt_lists_version";
const STAFF_DIGITS: usize = 10;

/// The classes that have a cost group, with the fields in which it is typed.
pub const GROUPS: [(&str, &str); 9] = [
    ("consultation", "group_consultation"),
    ("lab", "group_lab"),
    ("imaging", "group_imaging"),
    ("procedure", "group_procedure"),
    ("vaccine", "group_vaccine"),
    ("medicine", "group_medicine"),
    ("supply", "group_supply"),
    ("retail", "group_retail"),
    ("other", "group_other"),
];

/// Writes all of it; what cannot be is refused at its field, and a page that is older than what somebody wrote since.
pub fn set(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let mut code = |field| fields.required_line(field, CODE_CHARS_MAX);
    let (department, entitlement, care) = (code("department"), code("entitlement"), code("care"));
    let payment = fields.choice("payment", |typed| ["1", "2", "3"].contains(&typed).then(|| typed.to_owned()));
    let head = fields.line("head", CODE_CHARS_MAX);
    if !head.is_empty() && !is_staff_code(&head) {
        fields.refuse("head", text::bhyt_staff_code_wrong_say());
    }
    let mut groups = Vec::new();
    for (class, field) in GROUPS {
        let code = fields.line(field, 2);
        if !code.bytes().all(|b| b.is_ascii_digit()) {
            fields.refuse(field, text::bhyt_group_wrong_say());
        }
        groups.push((class, code));
    }
    let known: BTreeSet<String> = store::known(tx)?.into_iter().collect();
    let items = items(&fields.text("items", LIST_CHARS_MAX), &known).map_err(|say| fields.refuse("items", say));
    let people = people(&fields.text("staff", LIST_CHARS_MAX)).map_err(|say| fields.refuse("staff", say));
    let seen = fields.whole("version", 0, i64::MAX).unwrap_or(0);
    let lists = fields.whole("lists", 0, i64::MAX).unwrap_or(0);
    fields.check()?;
    let (Some(payment), Ok(items), Ok(people)) = (payment, items, people) else {
        return Err(Stop::fault("a form that was checked is not whole"));
    };
    let clinic = Clinic { department, entitlement, care, payment, head, version: seen };
    if !version::step(tx, LISTS, lists)? || !store::set_clinic(tx, who, &clinic, seen)? {
        return Err(Refusal::conflict(text::bhyt_changed_say()).into());
    }
    for (class, code) in &groups {
        store::set_group(tx, class, code)?;
    }
    store::set_items(tx, &items)?;
    if let Some(login) = store::set_staff(tx, &people)? {
        return Err(Refusal::field("staff", about(login, text::bhyt_staff_unknown)).into());
    }
    let detail = format!("{} {} {}", clinic.department, items.len(), people.len());
    Ok(who.note(tx, "set_bhyt", "branch", who.branch.raw(), None, &detail)?)
}

fn is_staff_code(code: &str) -> bool {
    code.len() == STAFF_DIGITS && code.bytes().all(|b| b.is_ascii_digit())
}

/// A sentence about a line, in both languages.
fn about(what: &str, say: fn(Lang, String) -> String) -> Say {
    Say::new(say(Lang::Vi, what.to_owned()), say(Lang::En, what.to_owned()))
}

/// One item a line: own code, national code, and of a medicine the route's code, registration, tender, with bars between.
fn items(typed: &str, known: &BTreeSet<String>) -> Result<Vec<Item>, Say> {
    let mut found: Vec<Item> = Vec::new();
    let mut codes = BTreeSet::new();
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut parts = line.split(['|', '\t']).map(|part| part.trim().to_owned());
        let mut next = || parts.next().unwrap_or_default();
        let item = Item { code: next(), national_code: next(), route: next(), registration: next(), tender: next() };
        let sound = !item.national_code.is_empty() && parts.next().is_none();
        if !sound || line.chars().count() > 400 || !codes.insert(item.code.clone()) {
            return Err(about(line, text::bhyt_item_wrong));
        }
        if !known.contains(&item.code) {
            return Err(about(&item.code, text::bhyt_item_unknown));
        }
        found.push(item);
    }
    Ok(found)
}

/// One person a line: login, ten digits.
fn people(typed: &str) -> Result<Vec<(String, String)>, Say> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let split = line.split_once(['|', '\t']).map(|(login, code)| (login.trim().to_owned(), code.trim().to_owned()));
        match split {
            Some((login, code))
                if is_staff_code(&code) && !found.iter().any(|(other, taken)| *other == login || *taken == code) =>
            {
                found.push((login, code));
            }
            _ => return Err(about(line, text::bhyt_staff_wrong)),
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_and_what_is_wrong_is_named() {
        let known: BTreeSet<String> = ["XN01", "PARA"].map(str::to_owned).into();
        let read = items("XN01 | 22.0120.1370\n\nPARA|40.48|1.01|VD-1-20|57/QĐ;G1;N1;2022", &known).unwrap();
        assert_eq!((read.len(), read[1].tender.as_str(), read[0].route.as_str()), (2, "57/QĐ;G1;N1;2022", ""));
        for wrong in ["XN01", "XN01|", "XN01|1\nXN01|2", "XN01|1|2|3|4|5", "|1", "XX|1"] {
            assert!(items(wrong, &known).is_err(), "{wrong}");
        }
        assert_eq!(people("bao | 0123456789").unwrap(), [("bao".to_owned(), "0123456789".to_owned())]);
        for wrong in ["bao", "bao|12345", "bao|0123456789\nlan|0123456789", "bao|012345678x"] {
            assert!(people(wrong).is_err(), "{wrong}");
        }
    }
}

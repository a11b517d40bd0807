//! What the manager decides about the channels.

use crate::store::zalo::{self, Account};
use crate::text;
use crate::zalo_sender::carried;
use bricks::lang::Lang;
use bricks::say::Say;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::web::{Fields, Form};
use papers::message::reach::{self, Reach};
use papers::message::{Channel, Kind};

const ID_MAX: usize = 40;
const KEY_MAX: usize = 2_000;
const FACTS_MAX: usize = 200;

/// What templates may fill in.
pub const FACTS: [&str; 8] = ["customer_name", "clinic", "phone", "doctor", "time", "old_time", "link", "code"];

/// The kinds that Zalo can carry, with the fields of their template.
pub const TEMPLATES: [(Kind, &str, &str); 5] = [
    (Kind::Code, "template_code", "facts_code"),
    (Kind::Confirmation, "template_confirmation", "facts_confirmation"),
    (Kind::Change, "template_change", "facts_change"),
    (Kind::Cancellation, "template_cancellation", "facts_cancellation"),
    (Kind::Reminder, "template_reminder", "facts_reminder"),
];

/// The channels that are set up.
pub fn on(reach: &Reach) -> Vec<Channel> {
    let is_on = |channel: &Channel| match channel {
        Channel::Email => reach.email,
        Channel::Sms => reach.sms,
        Channel::Zalo => !reach.zalo.is_empty(),
    };
    [Channel::Zalo, Channel::Sms, Channel::Email].into_iter().filter(is_on).collect()
}

/// The orders that can be chosen: all channels that are set up, whichever is first, or one alone.
pub fn orders(on: &[Channel]) -> Vec<Vec<Channel>> {
    let mut all: Vec<Vec<Channel>> = vec![Vec::new()];
    for channel in on {
        let with = |order: &Vec<Channel>| {
            (0..=order.len())
                .map(|at| {
                    let mut longer = order.clone();
                    longer.insert(at, *channel);
                    longer
                })
                .collect::<Vec<_>>()
        };
        all = all.iter().flat_map(with).collect();
    }
    all.retain(|order| !order.is_empty());
    if on.len() > 1 {
        all.extend(on.iter().map(|channel| vec![*channel]));
    }
    all
}

/// Chooses the order in which the channels are tried.
pub fn set_order(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let all = orders(&on(&reach::read(tx)?));
    let mut fields = Fields::new(form, lang);
    let order = fields.choice("order", |typed| Some(reach::channels(typed)).filter(|order| all.contains(order)));
    fields.check()?;
    let order = order.ok_or_else(|| Stop::fault("a form that was checked is not whole"))?;
    reach::set_order(tx, &order)?;
    who.note(tx, "set_channels", "setting", 0, None, &reach::code_of(&order))?;
    tx.announce(Topic::Messages);
    Ok(())
}

/// Keeps the account with Zalo and its templates. Keys that are left empty stay what they were.
pub fn set_zalo(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let known = zalo::account(tx)?;
    let mut fields = Fields::new(form, lang);
    let app_id = fields.required_line("app_id", ID_MAX);
    let kept = |of: fn(&Account) -> &str| known.as_ref().map(|a| of(a).to_owned()).unwrap_or_default();
    let secret = key(&mut fields, "secret_key", kept(|a| &a.secret_key));
    let refresh = key(&mut fields, "refresh_token", kept(|a| &a.refresh_token));
    let quiet = (hour(&mut fields, form, "quiet_from"), hour(&mut fields, form, "quiet_to"));
    let templates = TEMPLATES.map(|(kind, template, facts)| {
        let id = fields.line(template, ID_MAX);
        let named = fields.line(facts, FACTS_MAX);
        let unknown = named.split(',').map(str::trim).find(|name| !name.is_empty() && !FACTS.contains(name));
        if let Some(name) = unknown {
            fields
                .refuse(facts, Say::new(text::zalo_fact_wrong(Lang::Vi, name), text::zalo_fact_wrong(Lang::En, name)));
        }
        (kind, id, named)
    });
    fields.check()?;
    let quiet = (quiet.0 * 60, quiet.1 * 60);
    let is_same = |a: &Account| (&a.app_id, &a.secret_key, &a.refresh_token) == (&app_id, &secret, &refresh);
    if known.as_ref().is_some_and(|a| is_same(a) && a.trouble.is_empty()) {
        zalo::save_quiet(tx, quiet)?;
    } else {
        zalo::save(tx, (&app_id, &secret, &refresh), quiet)?;
    }
    for (kind, id, facts) in &templates {
        zalo::save_template(tx, *kind, id, facts)?;
    }
    let (account, all) = (zalo::account(tx)?, zalo::templates(tx)?);
    reach::set_zalo(tx, &carried(account.as_ref(), &all))?;
    who.note(tx, "set_zalo", "setting", 0, None, &app_id)?;
    tx.announce(Topic::Messages);
    Ok(())
}

fn key(fields: &mut Fields<'_>, name: &'static str, kept: String) -> String {
    if kept.is_empty() {
        return fields.required_line(name, KEY_MAX);
    }
    Some(fields.line(name, KEY_MAX)).filter(|typed| !typed.is_empty()).unwrap_or(kept)
}

fn hour(fields: &mut Fields<'_>, form: &Form, name: &'static str) -> i64 {
    let hour = fields.whole(name, 0, 23);
    if hour.is_none() && form.text(name).trim().is_empty() {
        fields.refuse(name, ground::text::field_required_say());
    }
    hour.unwrap_or(0)
}

/// Stops using Zalo and forgets its keys; the templates stay for the next time.
pub fn remove_zalo(tx: &mut Tx<'_>, who: &Who) -> Result<(), Stop> {
    zalo::forget(tx)?;
    reach::set_zalo(tx, &[])?;
    who.note(tx, "remove_zalo", "setting", 0, None, "")?;
    tx.announce(Topic::Messages);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_channels_that_are_set_up_can_be_chosen() {
        let mail = Reach::default();
        assert_eq!(orders(&on(&mail)), [[Channel::Email]]);
        let all = Reach { sms: true, zalo: vec![Kind::Code], ..Reach::default() };
        let offered = orders(&on(&all));
        assert_eq!(offered.len(), 9);
        assert!(offered.contains(&vec![Channel::Sms, Channel::Zalo, Channel::Email]));
        assert!(orders(&[]).is_empty());
    }
}

//! Changing a person who works here: name, roles, a doctor's place, in and out.

use super::people::{NAME_CHARS_MAX, Practice, TITLE_CHARS_MAX, add_room, open_place, practice, roles_of};
use crate::store::people::{self as staff, add_role};
use crate::store::person::{self as store, PersonRow, Words};
use crate::{rules, text};
use bricks::id::StaffId;
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::session::close_all;
use ground::access::{Permission, Role, Roles, Who};
use ground::db::{Stop, Topic, Tx};
use ground::web::{Fields, Form};

/// A person as the form of a change gives it.
#[derive(Debug, Clone)]
pub struct Asked {
    name: String,
    title: String,
    speciality: String,
    roles: Vec<Role>,
    /// The version that the form showed.
    version: i64,
}

impl Asked {
    /// Reads `name`, `title`, `speciality`, `role` (any number) and `version`. Refuses every field that cannot be right.
    pub fn read(form: &Form, lang: Lang) -> Result<Asked, Refusal> {
        let mut fields = Fields::new(form, lang);
        let asked = Asked {
            name: fields.required_line("name", NAME_CHARS_MAX),
            title: fields.line("title", TITLE_CHARS_MAX),
            speciality: fields.line("speciality", NAME_CHARS_MAX),
            roles: roles_of(&mut fields, form),
            version: form.text("version").parse().unwrap_or(-1),
        };
        fields.check()?;
        Ok(asked)
    }
}

/// Locks the rights of both and reads them anew: who acts may have lost them a moment ago. `Stop::Missing` for nobody of
/// this branch; refused when the other one stands above.
fn locked(tx: &mut Tx<'_>, who: &Who, other: StaffId) -> Result<(Roles, PersonRow, Roles), Stop> {
    store::lock(tx, who.branch, who.staff, other)?;
    let mine = store::roles_of_active(tx, who.staff)?;
    if mine == Roles::default() {
        return Err(Stop::SignedOut);
    }
    let person = store::person(tx, who.branch, other)?.ok_or(Stop::Missing)?;
    let theirs = store::roles(tx, other)?;
    if !mine.may(Permission::ManageClinic) || !rules::may_edit(mine, theirs) {
        return Err(Refusal::invalid(text::person_above_say()).into());
    }
    Ok((mine, person, theirs))
}

/// Changes a person's name and roles. Refused at `roles` for a role that the giver may not give, for the last owner's, and
/// for a doctor's while patients are booked; a conflict when somebody changed the person since the form was drawn.
pub fn change(tx: &mut Tx<'_>, who: &Who, other: StaffId, asked: &Asked) -> Result<(), Stop> {
    let (mine, before, had) = locked(tx, who, other)?;
    let wanted = Roles::of(asked.roles.iter().copied());
    let (given, taken) = rules::difference(had, wanted);
    if given.iter().any(|role| !rules::may_give(mine, *role)) {
        return Err(Refusal::field("roles", text::role_owner_only_say()).into());
    }
    if taken.contains(&Role::Owner) && store::other_owners(tx, who.branch, other)? == 0 {
        return Err(Refusal::conflict(text::last_owner_say()).and_field("roles", text::last_owner_say()).into());
    }
    if taken.contains(&Role::Doctor) {
        close(tx, who, other, "roles")?;
    }
    let words = Words { name: &asked.name, title: &asked.title, speciality: &asked.speciality };
    if !store::change(tx, who.branch, (other, asked.version), &words)? {
        return Err(Refusal::conflict(text::person_changed_say()).into());
    }
    for role in &taken {
        store::take_role(tx, other, *role)?;
    }
    for role in &given {
        add_role(tx, other, *role)?;
    }
    let titled = format!("{} {}", asked.title, asked.name).trim().to_owned();
    store::rename(tx, who.branch, other, &titled, &asked.speciality)?;
    let renamed = (before.name != asked.name).then(|| format!("{} → {}", before.name, asked.name));
    let signed = |sign: &str, roles: &[Role]| roles.iter().map(|r| format!("{sign}{}", r.code())).collect::<Vec<_>>();
    let detail: Vec<String> = renamed.into_iter().chain(signed("+", &given)).chain(signed("-", &taken)).collect();
    who.note(tx, "change_staff", "staff", other.raw(), None, &detail.join(", "))?;
    tx.announce(Topic::Diary);
    Ok(())
}

/// Gives a doctor a room and a prefix in the diary: opened, changed, or back in use; what is booked stays in its room.
/// Refused at `prefix` when another doctor's tickets begin so.
pub fn set_practice(tx: &mut Tx<'_>, who: &Who, other: StaffId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let asked: Practice = practice(&mut fields, form);
    fields.check()?;
    let (_, person, roles) = locked(tx, who, other)?;
    if !person.active || !roles.has(Role::Doctor) {
        return Err(Refusal::conflict(text::no_doctor_say()).into());
    }
    let place = store::lock_practice(tx, who.branch, other)?;
    if store::prefix_of_another(tx, who.branch, &asked.prefix, place)? {
        return Err(Refusal::conflict(text::prefix_taken_say()).and_field("prefix", text::prefix_taken_say()).into());
    }
    match place {
        Some(place) => {
            let room = match store::room(tx, who.branch, &asked.room)? {
                Some(room) => room,
                None => add_room(tx, who.branch, &asked.room, &person.speciality)?,
            };
            store::set_practice(tx, who.branch, place, (room, &asked.prefix))?;
        }
        None => {
            let titled = format!("{} {}", person.title, person.name).trim().to_owned();
            open_place(tx, who.branch, other, (&titled, &person.speciality), &asked)?;
        }
    }
    who.note(tx, "set_practice", "staff", other.raw(), None, &format!("{} {}", asked.prefix, asked.room))?;
    tx.announce(Topic::Diary);
    tx.announce(Topic::Hours);
    Ok(())
}

/// Takes a doctor out of the diary. Refused while somebody is booked, waits, or holds a time on the website.
pub fn close_practice(tx: &mut Tx<'_>, who: &Who, other: StaffId) -> Result<(), Stop> {
    locked(tx, who, other)?;
    close(tx, who, other, "")?;
    who.note(tx, "close_practice", "staff", other.raw(), None, "")?;
    tx.announce(Topic::Diary);
    tx.announce(Topic::Hours);
    Ok(())
}

fn close(tx: &mut Tx<'_>, who: &Who, other: StaffId, field: &'static str) -> Result<(), Stop> {
    let Some(place) = store::lock_practice(tx, who.branch, other)? else { return Ok(()) };
    let today = who.day_of(tx.now());
    let left = store::left_to_do(tx, who.branch, place, today)?;
    if left > 0 {
        let refusal = Refusal::conflict(text::doctor_is_booked_say(left));
        let at_field = !field.is_empty();
        return Err(if at_field { refusal.and_field(field, text::doctor_is_booked_say(left)) } else { refusal }.into());
    }
    Ok(store::close_practice(tx, who.branch, place)?)
}

/// Lets somebody in no more: the account, every session, a link for a new password, and the place in the diary when
/// nothing is to come there. Until then nobody is booked there any more.
pub fn disable(tx: &mut Tx<'_>, who: &Who, other: StaffId) -> Result<(), Stop> {
    if other == who.staff {
        return Err(Refusal::invalid(text::disable_self_say()).into());
    }
    let (_, _, theirs) = locked(tx, who, other)?;
    if theirs.has(Role::Owner) && store::other_owners(tx, who.branch, other)? == 0 {
        return Err(Refusal::conflict(text::last_owner_say()).into());
    }
    if !staff::disable(tx, who.branch, other)? {
        return Err(Refusal::conflict(text::disabled_already_say()).into());
    }
    close_all(tx, other)?;
    store::drop_links(tx, other)?;
    if let Some(place) = store::lock_practice(tx, who.branch, other)? {
        let today = who.day_of(tx.now());
        if store::left_to_do(tx, who.branch, place, today)? == 0 {
            store::close_practice(tx, who.branch, place)?;
        }
    }
    who.note(tx, "disable_staff", "staff", other.raw(), None, "")?;
    tx.announce(Topic::Diary);
    tx.announce(Topic::Hours);
    Ok(())
}

/// Lets somebody in again, with the password of before. A doctor's place in the diary is opened by an act of its own.
pub fn enable(tx: &mut Tx<'_>, who: &Who, other: StaffId) -> Result<(), Stop> {
    locked(tx, who, other)?;
    if !store::enable(tx, who.branch, other)? {
        return Err(Refusal::conflict(text::enabled_already_say()).into());
    }
    who.note(tx, "enable_staff", "staff", other.raw(), None, "")?;
    tx.announce(Topic::Diary);
    tx.announce(Topic::Hours);
    Ok(())
}

/// A link may be used for so long.
const LINK_MINUTES: i64 = 24 * 60;

/// Makes the one link by which a person sets a new password: the old one fits no more and every session ends at once.
/// `unknown` is the PHC string of a password that nobody knows.
pub fn make_link(tx: &mut Tx<'_>, who: &Who, other: StaffId, unknown: &str) -> Result<(), Stop> {
    if other == who.staff {
        return Err(Refusal::invalid(text::link_self_say()).into());
    }
    locked(tx, who, other)?;
    if !store::shut(tx, who.branch, other, unknown)? {
        return Err(Refusal::conflict(text::disabled_already_say()).into());
    }
    close_all(tx, other)?;
    let ends_at = tx.now().plus_minutes(LINK_MINUTES);
    store::make_link(tx, other, who.staff, ends_at)?;
    who.note(tx, "make_password_link", "staff", other.raw(), None, "")?;
    Ok(())
}

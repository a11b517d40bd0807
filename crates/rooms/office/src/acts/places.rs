//! Rooms and devices: made, renamed, taken out of use and back again.

use super::people::add_room;
use crate::store::people::{NewResource, add_resource};
use crate::store::places as store;
use crate::text;
use bricks::id::ResourceId;
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::web::{Fields, Form};

const NAME_CHARS_MAX: usize = 40;
const DEPARTMENT_CHARS_MAX: usize = 120;

/// A room or device as typed.
struct Asked {
    name: String,
    department: String,
}

fn asked(fields: &mut Fields<'_>) -> Asked {
    Asked {
        name: fields.required_line("name", NAME_CHARS_MAX),
        department: fields.line("department", DEPARTMENT_CHARS_MAX),
    }
}

fn name_taken() -> Stop {
    Refusal::conflict(text::place_name_taken_say()).and_field("name", text::place_name_taken_say()).into()
}

/// Adds a room or a device. Refused at `name` when one in use is called so.
pub fn add(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<ResourceId, Stop> {
    let mut fields = Fields::new(form, lang);
    let kind = fields.choice("kind", |typed| ["room", "device"].into_iter().find(|kind| *kind == typed));
    let asked = asked(&mut fields);
    fields.check()?;
    let kind = kind.unwrap_or("room");
    if store::name_is_taken(tx, who.branch, (kind, &asked.name), None)? {
        return Err(name_taken());
    }
    let id = if kind == "room" {
        add_room(tx, who.branch, &asked.name, &asked.department)?
    } else {
        let device =
            NewResource { kind, name: &asked.name, staff: None, room: None, prefix: "", department: &asked.department };
        add_resource(tx, who.branch, &device)?
    };
    who.note(tx, "add_place", "resource", id.raw(), None, &asked.name)?;
    tx.announce(Topic::Diary);
    Ok(id)
}

/// Changes what a room or device is called.
pub fn change(tx: &mut Tx<'_>, who: &Who, id: ResourceId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let asked = asked(&mut fields);
    fields.check()?;
    let kind = store::lock(tx, who.branch, id)?.ok_or(Stop::Missing)?;
    if store::name_is_taken(tx, who.branch, (&kind, &asked.name), Some(id))? {
        return Err(name_taken());
    }
    store::change(tx, who.branch, id, (&asked.name, &asked.department))?;
    who.note(tx, "change_place", "resource", id.raw(), None, &asked.name)?;
    tx.announce(Topic::Diary);
    Ok(())
}

/// Takes a room or device out of use, or back into it. Refused while a doctor works in it, or somebody is booked or
/// waits there.
pub fn set_use(tx: &mut Tx<'_>, who: &Who, id: ResourceId, active: bool) -> Result<(), Stop> {
    store::lock(tx, who.branch, id)?.ok_or(Stop::Missing)?;
    if !active {
        let doctors = store::doctors_in(tx, who.branch, id)?;
        if !doctors.is_empty() {
            return Err(Refusal::conflict(text::place_has_doctor_say(doctors.join(", "))).into());
        }
        let now = tx.now();
        let taken = store::in_use(tx, who.branch, id, now)?;
        if taken > 0 {
            return Err(Refusal::conflict(text::place_is_booked_say(taken)).into());
        }
        store::spare(tx, id)?;
    }
    store::set_active(tx, who.branch, id, active)?;
    who.note(tx, if active { "use_place" } else { "retire_place" }, "resource", id.raw(), None, "")?;
    tx.announce(Topic::Diary);
    Ok(())
}

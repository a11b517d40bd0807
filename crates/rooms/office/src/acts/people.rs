//! Letting people in, and out again.

use crate::store::people::{self as store, NewPerson, NewResource};
use crate::{rules, text};
use bricks::id::{BranchId, ResourceId, StaffId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::{Role, Roles, Who};
use ground::db::{Stop, Topic, Tx};
use ground::web::{Fields, Form};

pub const NAME_CHARS_MAX: usize = 120;
pub const TITLE_CHARS_MAX: usize = 20;
const ROOM_CHARS_MAX: usize = 40;
/// Monday to Saturday, half past seven to five.
const WEEKDAYS: std::ops::RangeInclusive<i64> = 1..=6;
const HOURS: (i64, i64) = (450, 1_020);

/// A person as typed.
#[derive(Debug, Clone)]
pub struct Asked {
    pub name: String,
    pub title: String,
    pub speciality: String,
    pub login: String,
    pub roles: Vec<Role>,
    /// Only for a doctor.
    pub practice: Option<Practice>,
}

/// Where a doctor works and how the tickets begin.
#[derive(Debug, Clone)]
pub struct Practice {
    pub room: String,
    pub prefix: String,
}

impl Asked {
    /// Reads a person: `name`, `title`, `speciality`, `login`, `role` (any number), `password` twice, for a doctor
    /// `room` and `prefix`. Refuses every field that cannot be right.
    pub fn read(form: &Form, lang: Lang) -> Result<Asked, Refusal> {
        let mut fields = Fields::new(form, lang);
        let asked = Asked { roles: roles_of(&mut fields, form), ..Asked::read_from(&mut fields, form) };
        fields.check()?;
        Ok(asked)
    }

    /// Like [`Asked::read`], as a part of a larger form.
    pub fn read_from(fields: &mut Fields<'_>, form: &Form) -> Asked {
        let name = fields.required_line("name", NAME_CHARS_MAX);
        let title = fields.line("title", TITLE_CHARS_MAX);
        let speciality = fields.line("speciality", NAME_CHARS_MAX);
        let login = rules::login(form.text("login")).unwrap_or_else(|say| {
            fields.refuse("login", say);
            String::new()
        });
        let roles: Vec<Role> = form.all("role").filter_map(Role::parse).collect();
        if let Err((field, say)) = rules::password(form.text("password"), form.text("again")) {
            fields.refuse(field, say);
        }
        let practice = roles.contains(&Role::Doctor).then(|| practice(fields, form));
        Asked { name, title, speciality, login, roles, practice }
    }

    fn titled_name(&self) -> String {
        format!("{} {}", self.title, self.name).trim().to_owned()
    }
}

/// The roles that are ticked; refused at `roles` when none is.
pub fn roles_of(fields: &mut Fields<'_>, form: &Form) -> Vec<Role> {
    let roles: Vec<Role> = form.all("role").filter_map(Role::parse).collect();
    if roles.is_empty() {
        fields.refuse("roles", text::roles_missing_say());
    }
    roles
}

/// A doctor's `room` and `prefix`.
pub fn practice(fields: &mut Fields<'_>, form: &Form) -> Practice {
    Practice {
        room: fields.required_line("room", ROOM_CHARS_MAX),
        prefix: rules::prefix(form.text("prefix")).unwrap_or_else(|say| {
            fields.refuse("prefix", say);
            String::new()
        }),
    }
}

/// Adds a person, and for a doctor the place in the diary. Refused at `login` or `prefix` when taken, at `roles` when
/// the giver may not give one of them.
pub fn add(tx: &mut Tx<'_>, who: &Who, asked: &Asked, password_hash: &str) -> Result<StaffId, Stop> {
    if asked.roles.iter().any(|role| !rules::may_give(who.roles, *role)) {
        return Err(Refusal::field("roles", text::role_owner_only_say()).into());
    }
    let staff = insert(tx, who.branch, asked, &asked.roles, password_hash)?;
    who.note(tx, "add_staff", "staff", staff.raw(), None, &asked.login)?;
    tx.announce(Topic::Diary);
    Ok(staff)
}

/// The rows of a person with these roles; the caller writes the audit.
pub fn insert(
    tx: &mut Tx<'_>,
    branch: BranchId,
    asked: &Asked,
    roles: &[Role],
    password_hash: &str,
) -> Result<StaffId, Stop> {
    let new = NewPerson {
        login: &asked.login,
        name: &asked.name,
        title: &asked.title,
        speciality: &asked.speciality,
        password_hash,
    };
    let Some(staff) = store::add(tx, branch, &new)? else {
        let taken = Refusal::conflict(text::login_taken_say()).and_field("login", text::login_taken_say());
        let both = match &asked.practice {
            Some(practice) => store::prefix_is_taken(tx, branch, &practice.prefix)?,
            None => false,
        };
        return Err(if both { taken.and_field("prefix", text::prefix_taken_say()) } else { taken }.into());
    };
    let given = Roles::of(roles.iter().copied());
    for role in Role::ALL.into_iter().filter(|role| given.has(*role)) {
        store::add_role(tx, staff, role)?;
    }
    if let Some(practice) = &asked.practice {
        if store::prefix_is_taken(tx, branch, &practice.prefix)? {
            let taken = text::prefix_taken_say();
            return Err(Refusal::conflict(taken.clone()).and_field("prefix", taken).into());
        }
        open_place(tx, branch, staff, (&asked.titled_name(), &asked.speciality), practice)?;
    }
    Ok(staff)
}

/// A doctor's place in the diary: the room (made when there is none of that name), the prefix, the usual hours.
pub fn open_place(
    tx: &mut Tx<'_>,
    branch: BranchId,
    staff: StaffId,
    (titled_name, speciality): (&str, &str),
    practice: &Practice,
) -> Result<(), Stop> {
    let room = match store::room_named(tx, branch, &practice.room)? {
        Some(room) => room,
        None => add_room(tx, branch, &practice.room, speciality)?,
    };
    let doctor = NewResource {
        kind: "doctor",
        name: titled_name,
        staff: Some(staff),
        room: Some(room),
        prefix: &practice.prefix,
        department: speciality,
    };
    let doctor = store::add_resource(tx, branch, &doctor)?;
    for weekday in WEEKDAYS {
        store::add_hours(tx, doctor, weekday, HOURS)?;
    }
    Ok(())
}

/// A room that can be booked.
pub fn add_room(tx: &mut Tx<'_>, branch: BranchId, name: &str, department: &str) -> Result<ResourceId, Stop> {
    let room = NewResource { kind: "room", name, staff: None, room: None, prefix: "", department };
    Ok(store::add_resource(tx, branch, &room)?)
}

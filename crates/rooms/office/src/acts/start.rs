//! The first start: a link that works once makes the clinic and its owner.

use super::people::{self, Asked as Person};
use crate::store::start::{self as store, NewBranch};
use crate::text;
use bricks::clock::{Instant, Zone};
use bricks::id::BranchId;
use bricks::lang::Lang;
use bricks::phone::Phone;
use bricks::refusal::Refusal;
use ground::access::{Role, session};
use ground::audit::{self, Entry};
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use seed::{Closing, Partners};

/// A link may be used for so long.
const LINK_MINUTES: i64 = 60;
const NAME_CHARS_MAX: usize = 120;
const ADDRESS_CHARS_MAX: usize = 200;
const TAX_ID_CHARS_MAX: usize = 20;
const ZONE_CHARS_MAX: usize = 60;
pub const DEFAULT_ZONE: &str = "Asia/Ho_Chi_Minh";

/// The clinic and its owner as typed.
#[derive(Debug, Clone)]
pub struct Asked {
    clinic: String,
    address: String,
    phone: String,
    email: Option<String>,
    tax_id: String,
    zone: Zone,
    /// The one room that a clinic begins with, also when its owner is no doctor.
    room: String,
    owner: Person,
}

impl Asked {
    /// Reads the form of the first start. Refuses every field that cannot be right.
    pub fn read(form: &Form, lang: Lang) -> Result<Asked, Refusal> {
        let mut fields = Fields::new(form, lang);
        let clinic = fields.required_line("clinic", NAME_CHARS_MAX);
        let address = fields.required_line("address", ADDRESS_CHARS_MAX);
        let phone = phone(&mut fields, form);
        let email = fields.email("email");
        let tax_id = fields.line("tax_id", TAX_ID_CHARS_MAX);
        let zone = zone(&mut fields);
        let room = fields.required_line("room", NAME_CHARS_MAX);
        let owner = Person::read_from(&mut fields, form);
        fields.check()?;
        let zone = zone.ok_or_else(|| Refusal::field("time_zone", text::zone_unknown_say()))?;
        Ok(Asked { clinic, address, phone, email, tax_id, zone, room, owner })
    }
}

/// The clinic's number as papers print it.
fn phone(fields: &mut Fields<'_>, form: &Form) -> String {
    if form.text("phone").trim().is_empty() {
        return fields.required_line("phone", NAME_CHARS_MAX);
    }
    match Phone::parse(form.text("phone")) {
        Ok(phone) => phone.show(),
        Err(say) => {
            fields.refuse("phone", say);
            String::new()
        }
    }
}

fn zone(fields: &mut Fields<'_>) -> Option<Zone> {
    let typed = fields.required_line("time_zone", ZONE_CHARS_MAX);
    let zone = Zone::named(&typed).ok();
    if zone.is_none() && !typed.is_empty() {
        fields.refuse("time_zone", text::zone_unknown_say());
    }
    zone
}

/// Makes the one link that works; links that nobody used work no more.
pub fn make_link(tx: &mut Tx<'_>, hash: &[u8; 32]) -> Result<(), Stop> {
    let ends_at: Instant = tx.now().plus_minutes(LINK_MINUTES);
    store::drop_links(tx)?;
    Ok(store::add_link(tx, hash, ends_at)?)
}

/// What was made ready before the transaction.
#[derive(Clone)]
pub struct Secrets {
    /// The hash of the link's token.
    pub link: [u8; 32],
    /// The PHC string of the owner's password.
    pub password: String,
    /// The hash of the owner's session.
    pub session: [u8; 32],
}

/// Uses the link and makes the clinic: branch, owner (also manager), room, catalogue, session. A conflict when the link
/// was used or has ended, or the clinic is there already.
pub fn start(tx: &mut Tx<'_>, asked: &Asked, secrets: &Secrets, request_id: &str) -> Result<BranchId, Stop> {
    if !store::use_link(tx, &secrets.link)? || store::any_branch(tx)? {
        return Err(Refusal::conflict(text::link_over_say()).into());
    }
    let branch = store::add_branch(
        tx,
        &NewBranch {
            name: &asked.clinic,
            address: &asked.address,
            phone: &asked.phone,
            email: asked.email.as_deref(),
            tax_id: Some(asked.tax_id.as_str()).filter(|t| !t.is_empty()),
            time_zone: asked.zone.name(),
        },
    )?;
    people::add_room(tx, branch, &asked.room, &asked.owner.speciality)?;
    let mut roles = asked.owner.roles.clone();
    roles.extend([Role::Owner, Role::Manager]);
    let owner = people::insert(tx, branch, &asked.owner, &roles, &secrets.password)?;
    let today = asked.zone.day_of(tx.now());
    seed::catalogue(tx, today, Partners::National)?;
    seed::holidays(tx, branch, Closing::Statutory)?;
    let entry = Entry {
        branch,
        staff: Some(owner),
        act: "first_start",
        subject: "branch",
        subject_id: branch.raw(),
        patient: None,
        detail: &asked.clinic,
        request_id,
    };
    audit::note(tx, &entry)?;
    session::open(tx, &secrets.session, owner)?;
    Ok(branch)
}

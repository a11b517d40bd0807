//! The doors of the rooms, and how many wait before each.

use crate::text;
use ground::access::{Permission, Who};
use ground::db::{Stop, Tx};
use ground::web::{Rail, RailRoom};

const ROOMS: &[RailRoom] = &[
    door("reception", "/reception", "calendar-days", text::room_reception, Permission::SeeDiary, "t"),
    door("consultation", "/consultation", "stethoscope", text::room_consultation, Permission::SeeConsultations, "k"),
    door("treatment", "/treatment", "flask-conical", text::room_treatment, Permission::SeeOrders, "x"),
    door("pharmacy", "/pharmacy", "pill", text::room_pharmacy, Permission::SeePrescriptions, "n"),
    door("cashier", "/cashier", "wallet", text::room_cashier, Permission::SeeBills, "q"),
    door("storeroom", "/storeroom", "package", text::room_storeroom, Permission::SeeStock, "o"),
    door("records", "/patients", "contact-round", text::room_records, Permission::SeePatients, "h"),
    door("messages", "/messages", "message-circle", text::room_messages, Permission::SeeMessages, "m"),
    door("office", "/office", "chart-column", text::room_office, Permission::SeeActivity, "b"),
];

const fn door(
    key: &'static str,
    href: &'static str,
    icon: &'static str,
    label: fn(bricks::lang::Lang) -> &'static str,
    permission: Permission,
    letter: &'static str,
) -> RailRoom {
    RailRoom { key, href, icon, label, permission, letter, at_end: false }
}

/// Each count is the length of an open list, whose partial index holds nothing else.
const COUNTS: &str = concat!(
    "SELECT \
     (SELECT COUNT(*) FROM visit WHERE branch_id = $1 AND state IN ('waiting', 'in_room') AND state = 'waiting'), \
     (SELECT COUNT(*) FROM clinical_order WHERE branch_id = $1 AND state IN ('ordered', 'started')), \
     (SELECT COUNT(*) FROM prescription WHERE branch_id = $1 AND state = 'issued'), \
     (SELECT COUNT(*) FROM visit v WHERE v.branch_id = $1 AND v.due_vnd > 0 AND v.state NOT IN ('waiting', 'in_room') AND NOT ",
    papers::owes!(),
    ") + (SELECT COUNT(*) FROM (SELECT DISTINCT visit_id FROM charge WHERE branch_id = $1 AND invoice_id IS NULL AND amount_vnd > 0) o \
     CROSS JOIN visit w WHERE w.id = o.visit_id AND w.due_vnd = 0 AND w.state NOT IN ('waiting', 'in_room'))"
);

/// The rail of this house.
pub(crate) const RAIL: Rail = Rail { rooms: ROOMS, counts };

fn counts(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<i64>, Stop> {
    let counted: Option<(i64, i64, i64, i64)> = tx.one(COUNTS, &[&who.branch])?;
    let (waiting, orders, prescriptions, bills) = counted.unwrap_or_default();
    Ok(vec![0, waiting, orders, prescriptions, bills])
}

/// The first room of a person's day.
pub(crate) fn first_room(who: &Who) -> &'static str {
    use ground::access::Role;
    match who.roles.first() {
        Some(Role::Nurse | Role::Doctor) => "/consultation",
        Some(Role::Technician) => "/treatment",
        Some(Role::Pharmacist) => "/pharmacy",
        Some(Role::Cashier) => "/cashier",
        Some(Role::Storekeeper) => "/storeroom",
        Some(Role::Manager | Role::Owner) => "/office",
        Some(Role::Receptionist) | None => "/reception",
    }
}

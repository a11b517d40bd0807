//! What the clinic and its doctors insert and order by one word: texts of notes, and sets of orders.

use crate::tsv::Table;
use bricks::id::{BranchId, ServiceId, StaffId};
use bricks::text::fold;
use ground::db::{Stop, Tx};

const TEMPLATES: &str = include_str!("../../../../data/demo/note_templates.tsv");
const SETS: &str = include_str!("../../../../data/demo/order_sets.tsv");

const STAFF: &str = "SELECT id FROM staff WHERE login = $1";
const SERVICE: &str = "SELECT id FROM service WHERE code = $1";
const TEMPLATE: &str = "INSERT INTO note_template (id, branch_id, staff_id, shortcut, title, title_fold, part, body, made_at, made_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const SET: &str = "INSERT INTO order_set (id, branch_id, staff_id, name, name_fold, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const ITEM: &str = "INSERT INTO order_set_item (order_set_id, position, service_id) VALUES ($1, $2, $3)";

pub(super) fn write(tx: &mut Tx<'_>, branch: BranchId, manager: StaffId) -> Result<(), Stop> {
    let now = tx.now();
    let templates = Table::read("note_templates", TEMPLATES);
    for line in templates.lines() {
        let owner = owner(tx, line.text("owner")?)?;
        let (id, title, made_by) = (tx.new_id(), line.text("title")?, owner.unwrap_or(manager));
        let (shortcut, part, body) =
            (line.text("shortcut")?, line.text("part")?, line.text("body")?.replace("\\n", "\n"));
        tx.run_one(TEMPLATE, &[&id, &branch, &owner, &shortcut, &title, &fold(title), &part, &body, &now, &made_by])?;
    }
    let sets = Table::read("order_sets", SETS);
    for line in sets.lines() {
        let owner = owner(tx, line.text("owner")?)?;
        let (id, name, made_by) = (tx.new_id(), line.text("name")?, owner.unwrap_or(manager));
        tx.run_one(SET, &[&id, &branch, &owner, &name, &fold(name), &now, &made_by])?;
        for (code, position) in line.text("services")?.split(';').zip(1_i64..) {
            let service: Option<ServiceId> = tx.one(SERVICE, &[&code])?;
            let service = service.ok_or_else(|| line.wrong("services"))?;
            tx.run_one(ITEM, &[&id, &position, &service])?;
        }
    }
    Ok(())
}

/// The doctor whose own it is; the clinic's without one.
fn owner(tx: &mut Tx<'_>, login: &str) -> Result<Option<StaffId>, Stop> {
    if login.is_empty() {
        return Ok(None);
    }
    let staff: Option<StaffId> = tx.one(STAFF, &[&login])?;
    staff.map(Some).ok_or_else(|| Stop::fault(format!("the demonstration has no doctor {login}")))
}

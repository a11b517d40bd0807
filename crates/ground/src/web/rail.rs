use crate::access::Role;
use crate::text;
use bricks::lang::Lang;

/// A role as people say it.
pub fn role_text(role: Role, l: Lang) -> &'static str {
    match role {
        Role::Receptionist => text::role_receptionist(l),
        Role::Nurse => text::role_nurse(l),
        Role::Doctor => text::role_doctor(l),
        Role::Technician => text::role_technician(l),
        Role::Pharmacist => text::role_pharmacist(l),
        Role::Cashier => text::role_cashier(l),
        Role::Storekeeper => text::role_storekeeper(l),
        Role::Manager => text::role_manager(l),
        Role::Owner => text::role_owner(l),
    }
}

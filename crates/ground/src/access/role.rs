//! The roles, and what each may do: one table for the whole house.

/// What a person is employed for. One person may hold several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Receptionist,
    Nurse,
    Doctor,
    Technician,
    Pharmacist,
    Cashier,
    Storekeeper,
    Manager,
    Owner,
}

impl Role {
    pub const ALL: [Role; 9] = [
        Role::Receptionist,
        Role::Nurse,
        Role::Doctor,
        Role::Technician,
        Role::Pharmacist,
        Role::Cashier,
        Role::Storekeeper,
        Role::Manager,
        Role::Owner,
    ];

    /// The name in the database and in the matrix.
    pub fn code(self) -> &'static str {
        match self {
            Role::Receptionist => "receptionist",
            Role::Nurse => "nurse",
            Role::Doctor => "doctor",
            Role::Technician => "technician",
            Role::Pharmacist => "pharmacist",
            Role::Cashier => "cashier",
            Role::Storekeeper => "storekeeper",
            Role::Manager => "manager",
            Role::Owner => "owner",
        }
    }

    pub fn parse(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|r| r.code() == code)
    }
}

/// Every act and every view that a person must be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    SeePatients,
    EditPatients,
    MergePatients,
    SeeDiary,
    Book,
    CheckIn,
    TakeVitals,
    SeeConsultations,
    Consult,
    SeeOrders,
    PerformOrders,
    SeePrescriptions,
    Dispense,
    ReviewSafety,
    SeeBills,
    TakePayment,
    GiveDiscount,
    VoidReceipt,
    ApproveRefund,
    ApproveDiscount,
    AgreeDebt,
    ApproveDebt,
    MendBills,
    SeeRecord,
    EditBackground,
    OpenRecord,
    OpenRestricted,
    SeeReaders,
    ExportRecord,
    HandleRequests,
    SeeStock,
    ReceiveStock,
    SeeMessages,
    PairScreens,
    SeeActivity,
    SeeReports,
    ManageClinic,
}

use Permission::*;
use Role::*;

/// The one table: who may do what.
const TABLE: &[(Permission, &[Role])] = &[
    (SeePatients, &[Receptionist, Nurse, Doctor, Technician, Pharmacist, Cashier, Manager, Owner]),
    (EditPatients, &[Receptionist, Nurse, Doctor, Manager, Owner]),
    (MergePatients, &[Manager, Owner]),
    (SeeDiary, &[Receptionist, Nurse, Doctor, Manager, Owner]),
    (Book, &[Receptionist, Nurse, Doctor, Manager, Owner]),
    (CheckIn, &[Receptionist, Nurse, Manager, Owner]),
    (TakeVitals, &[Nurse, Doctor]),
    (SeeConsultations, &[Nurse, Doctor]),
    (Consult, &[Doctor]),
    (SeeOrders, &[Technician, Doctor, Nurse]),
    (PerformOrders, &[Technician, Nurse]),
    (SeePrescriptions, &[Pharmacist, Doctor]),
    (Dispense, &[Pharmacist]),
    (ReviewSafety, &[Pharmacist, Doctor]),
    (SeeBills, &[Cashier, Manager, Owner]),
    (TakePayment, &[Cashier]),
    (GiveDiscount, &[Cashier, Manager]),
    (VoidReceipt, &[Manager, Owner]),
    (ApproveRefund, &[Manager, Owner]),
    (ApproveDiscount, &[Manager, Owner]),
    (AgreeDebt, &[Cashier, Manager, Owner]),
    (ApproveDebt, &[Manager, Owner]),
    (MendBills, &[Cashier, Manager, Owner]),
    (SeeRecord, &[Nurse, Doctor, Technician, Pharmacist]),
    (EditBackground, &[Nurse, Doctor]),
    (OpenRecord, &[Receptionist, Nurse, Doctor, Technician, Pharmacist, Manager, Owner]),
    (OpenRestricted, &[Doctor, Manager, Owner]),
    (SeeReaders, &[Doctor, Manager, Owner]),
    (ExportRecord, &[Doctor, Manager, Owner]),
    (HandleRequests, &[Manager, Owner]),
    (SeeStock, &[Pharmacist, Storekeeper, Manager, Owner]),
    (ReceiveStock, &[Storekeeper]),
    (SeeMessages, &[Receptionist, Manager, Owner]),
    (PairScreens, &[Receptionist, Manager, Owner]),
    (SeeActivity, &[Manager, Owner]),
    (SeeReports, &[Manager, Owner]),
    (ManageClinic, &[Manager, Owner]),
];

impl Permission {
    /// The table's permissions, in its order.
    pub fn all() -> impl Iterator<Item = Permission> {
        TABLE.iter().map(|(p, _)| *p)
    }
}

/// The roles of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Roles(u16);

impl Roles {
    pub fn of(roles: impl IntoIterator<Item = Role>) -> Roles {
        Roles(roles.into_iter().fold(0, |bits, role| bits | 1 << role as u16))
    }

    pub fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u16) != 0
    }

    /// Whether one of the roles may do this.
    pub fn may(self, permission: Permission) -> bool {
        TABLE.iter().any(|(p, roles)| *p == permission && roles.iter().any(|r| self.has(*r)))
    }

    /// The first role in the order of `Role::ALL`: what the badge shows.
    pub fn first(self) -> Option<Role> {
        Role::ALL.into_iter().find(|r| self.has(*r))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pharmacist_dispenses_but_takes_no_payment() {
        let roles = Roles::of([Role::Pharmacist]);
        assert!(roles.may(Permission::Dispense));
        assert!(!roles.may(Permission::TakePayment));
    }

    #[test]
    fn nobody_without_a_role_may_do_anything() {
        assert!(Permission::all().all(|p| !Roles::default().may(p)));
    }
}

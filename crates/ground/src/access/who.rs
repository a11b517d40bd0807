use super::role::{Permission, Role, Roles};
use crate::audit::{self, Entry};
use crate::db::{DbError, Tx};
use bricks::clock::{Day, Instant, Zone};
use bricks::id::{BranchId, PatientId, StaffId};
use std::sync::Arc;

/// The branch in which somebody works: what every paper's head needs.
#[derive(Debug, Clone)]
pub struct Branch {
    pub id: BranchId,
    pub name: String,
    pub address: String,
    pub phone: String,
    pub email: Option<String>,
    pub tax_id: Option<String>,
    pub zone: Zone,
}

/// The person who acts, proved in the act's own transaction.
#[derive(Debug, Clone)]
pub struct Who {
    pub staff: StaffId,
    pub name: String,
    pub title: String,
    pub speciality: String,
    pub roles: Roles,
    pub branch: BranchId,
    pub clinic: Arc<Branch>,
    pub request_id: String,
}

impl Who {
    pub fn may(&self, permission: Permission) -> bool {
        self.roles.may(permission)
    }

    pub fn has(&self, role: Role) -> bool {
        self.roles.has(role)
    }

    pub fn zone(&self) -> &Zone {
        &self.clinic.zone
    }

    /// The clinic's local day of an instant.
    pub fn day_of(&self, at: Instant) -> Day {
        self.clinic.zone.day_of(at)
    }

    /// `BS. Phạm Quốc Bảo`: the name as patients and papers call this person.
    pub fn titled_name(&self) -> String {
        if self.title.is_empty() { self.name.clone() } else { format!("{} {}", self.title, self.name) }
    }

    /// Writes what this person did (or read) into the audit, in the running transaction.
    pub fn note(
        &self,
        tx: &mut Tx<'_>,
        act: &'static str,
        subject: &'static str,
        subject_id: i64,
        patient: Option<PatientId>,
        detail: &str,
    ) -> Result<(), DbError> {
        let entry = Entry {
            branch: self.branch,
            staff: Some(self.staff),
            act,
            subject,
            subject_id,
            patient,
            detail,
            request_id: &self.request_id,
        };
        audit::note(tx, &entry)
    }
}

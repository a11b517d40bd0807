//! The statements of a visit's payers.

use bricks::clock::Day;
use bricks::id::{PlanId, VisitId};
use bricks::lang::Lang;
use ground::catalog::in_lang;
use ground::db::{DbError, Tx};

ground::row! {
    /// Who pays for a visit besides the patient.
    pub struct Payer {
        /// 1 or 2.
        pub position: i64,
        pub plan: PlanId,
        pub plan_name: String,
        pub name_vi: String,
        pub name_en: String,
        pub card: String,
        pub level: String,
        pub guarantee: String,
    }
}

impl Payer {
    /// `Bảo hiểm y tế · Ngoại trú`.
    pub fn name(&self, l: Lang) -> String {
        format!("{} · {}", in_lang(l, &self.name_vi, &self.name_en), self.plan_name)
    }

    /// The card, or the guarantee where there is no card.
    pub fn told(&self) -> Option<&str> {
        [self.card.as_str(), self.guarantee.as_str()].into_iter().find(|part| !part.is_empty())
    }
}

ground::row! {
    /// A plan that may be chosen on a day.
    pub struct Offered {
        pub plan: PlanId,
        pub plan_name: String,
        pub name_vi: String,
        pub name_en: String,
        pub national: bool,
        pub by_card: bool,
        pub needs_guarantee: bool,
    }
}

ground::row! {
    /// What the patient's profile says, and the day of the visit.
    pub struct Profile {
        pub day: Day,
        /// A plan of the patient's insurer.
        pub plan: Option<PlanId>,
        pub card: Option<String>,
        pub from_day: Option<Day>,
        pub until_day: Option<Day>,
    }
}

impl Profile {
    /// Whether the card is valid on the day of the visit.
    pub fn holds(&self) -> bool {
        self.from_day.is_none_or(|from| from <= self.day) && self.until_day.is_none_or(|until| until >= self.day)
    }
}

const OF_VISIT: &str = "SELECT y.position, p.id, p.name, i.name_vi, i.name_en, y.card, y.level, y.guarantee FROM visit_payer y \
     JOIN payer_plan p ON p.id = y.plan_id JOIN insurer i ON i.id = p.insurer_id WHERE y.visit_id = $1 ORDER BY y.position";
const OFFERED: &str = "SELECT p.id, p.name, i.name_vi, i.name_en, i.kind = 'national', p.by_card, p.needs_guarantee FROM payer_plan p \
     JOIN insurer i ON i.id = p.insurer_id WHERE p.active AND i.active AND p.from_day <= $1 AND (p.until_day IS NULL OR p.until_day >= $1) \
     ORDER BY i.kind, i.name_vi, p.name";
const PROFILE: &str = "SELECT v.day, (SELECT l.id FROM payer_plan l WHERE l.insurer_id = p.insurer_id AND l.active ORDER BY l.from_day DESC, l.id LIMIT 1), \
     p.insurance_number, p.insurance_from, p.insurance_until FROM visit v JOIN patient p ON p.id = v.patient_id WHERE v.id = $1";
const REMOVE: &str = "DELETE FROM visit_payer WHERE visit_id = $1 AND position = $2";
const MOVE_UP: &str = "UPDATE visit_payer SET position = 1 WHERE visit_id = $1 AND position = 2";
const CLAIMED: &str = "SELECT EXISTS (SELECT 1 FROM claim WHERE visit_id = $1)";

/// The payers of a visit, in their order.
pub fn of_visit(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<Payer>, DbError> {
    tx.all(OF_VISIT, &[&visit])
}

/// The plans that hold on a day.
pub fn offered(tx: &mut Tx<'_>, day: Day) -> Result<Vec<Offered>, DbError> {
    tx.all(OFFERED, &[&day])
}

pub fn profile(tx: &mut Tx<'_>, visit: VisitId) -> Result<Option<Profile>, DbError> {
    tx.one(PROFILE, &[&visit])
}

/// Takes a payer off; a second one becomes the first. False when there is none.
pub fn remove(tx: &mut Tx<'_>, visit: VisitId, position: i64) -> Result<bool, DbError> {
    let removed = tx.run(REMOVE, &[&visit, &position])? == 1;
    if removed && position == 1 {
        tx.run(MOVE_UP, &[&visit])?;
    }
    Ok(removed)
}

/// Whether something was claimed of a payer of this visit.
pub fn is_claimed(tx: &mut Tx<'_>, visit: VisitId) -> Result<bool, DbError> {
    Ok(tx.one(CLAIMED, &[&visit])?.unwrap_or(false))
}

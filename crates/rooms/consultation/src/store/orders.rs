use bricks::clock::{Day, Instant};
use bricks::id::{AttachmentId, OrderId, VisitId};
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::db::{DbError, Tx};
use papers::order::{Flag, Shown, State};

ground::row! {
    /// An order of a visit, with the price of the visit's day.
    pub struct OrderRow {
        pub id: OrderId,
        pub name_vi: String,
        pub name_en: String,
        pub kind: String,
        pub state: State,
        pub urgent: bool,
        pub question: String,
        pub ordered_at: Instant,
        pub finding: String,
        pub conclusion: String,
        pub cancelled_reason: Option<String>,
        pub price: Money,
        pub reviewed_at: Option<Instant>,
        pub fasting: bool,
        /// Paid first, and not paid yet.
        pub unpaid: bool,
        /// Whether the national insurance pays for it, under its terms.
        pub insured: bool,
        /// How often the result was corrected after it was given.
        pub corrections: i64,
    }
}

impl OrderRow {
    /// Whether it waits for a doctor's eye after the visit: a dose about which nobody wrote a word is no result.
    pub fn waits_for_a_look(&self) -> bool {
        let is_dose_alone = self.kind == "vaccine" && self.finding.is_empty() && self.conclusion.is_empty();
        self.state == State::Done && self.reviewed_at.is_none() && !is_dose_alone
    }

    /// The result as it stands here, for the form that says that it was seen.
    pub fn shown(&self) -> Shown {
        Shown { order: self.id, corrections: self.corrections }
    }
}

ground::row! {
    /// A measured value.
    pub struct Value {
        pub order: OrderId,
        pub code: String,
        pub name_vi: String,
        pub name_en: String,
        pub unit: String,
        pub decimals: i64,
        pub value: Option<Quantity>,
        pub text: String,
        pub flag: Flag,
    }
}

ground::row! {
    /// An image of an order.
    pub struct Picture {
        pub order: OrderId,
        pub id: AttachmentId,
        pub name: String,
    }
}

const ORDERS: &str = concat!(
    "SELECT o.id, s.name_vi, s.name_en, o.kind, o.state, o.urgent, o.question, o.ordered_at, o.finding, o.conclusion, \
     o.cancelled_reason, \
     COALESCE((SELECT p.price_vnd FROM service_price p WHERE p.service_id = o.service_id AND p.from_day <= $2 ORDER BY p.from_day DESC LIMIT 1), 0), \
     o.reviewed_at, o.fasting, ",
    papers::unpaid!(),
    ", s.insured, (SELECT COUNT(*) FROM result_correction c WHERE c.order_id = o.id) FROM clinical_order o JOIN service s ON s.id = o.service_id WHERE o.visit_id = $1 ORDER BY o.ordered_at, o.id"
);
const VALUES: &str = "SELECT o.id, a.code, a.name_vi, a.name_en, a.unit, a.decimals, q.value_milli, q.value_text, q.flag \
     FROM clinical_order o JOIN result_value q ON q.order_id = o.id JOIN analyte a ON a.id = q.analyte_id \
     WHERE o.visit_id = $1 AND o.state = 'done' ORDER BY o.id, a.position";
const PICTURES: &str = "SELECT o.id, t.id, t.name FROM clinical_order o JOIN attachment t ON t.order_id = o.id \
     WHERE o.visit_id = $1 AND o.state = 'done' ORDER BY o.id, t.id LIMIT 60";

/// The orders of a visit as they were made, the cancelled ones too; `day` decides the price.
pub fn orders(tx: &mut Tx<'_>, visit: VisitId, day: Day) -> Result<Vec<OrderRow>, DbError> {
    tx.all(ORDERS, &[&visit, &day])
}

/// The values of the visit's finished orders.
pub fn values(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<Value>, DbError> {
    tx.all(VALUES, &[&visit])
}

/// The images of the visit's finished orders.
pub fn pictures(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<Picture>, DbError> {
    tx.all(PICTURES, &[&visit])
}

use bricks::clock::{Day, Instant};
use bricks::id::*;
use bricks::money::Money;
use bricks::quantity::Quantity;

/// A value on its way into the database.
#[derive(Debug, Clone, Copy)]
pub enum Value<'a> {
    Null,
    Int(i64),
    Bool(bool),
    Text(&'a str),
    Bytes(&'a [u8]),
    Day(Day),
}

/// A value on its way out. SQLite gives booleans as integers and days as text; `Column` reads either.
#[derive(Debug, Clone, Copy)]
pub enum Cell<'a> {
    Null,
    Int(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
    Day(Day),
}

/// What can be bound to `$n`.
pub trait Param: Sync {
    fn value(&self) -> Value<'_>;
}

macro_rules! param {
    ($($t:ty => |$v:ident| $e:expr;)*) => {
        $(impl Param for $t { fn value(&self) -> Value<'_> { let $v = self; $e } })*
    };
}

param! {
    i64 => |v| Value::Int(*v);
    bool => |v| Value::Bool(*v);
    str => |v| Value::Text(v);
    String => |v| Value::Text(v);
    Vec<u8> => |v| Value::Bytes(v);
    [u8; 32] => |v| Value::Bytes(v);
    Day => |v| Value::Day(*v);
    Instant => |v| Value::Int(v.millis());
    Money => |v| Value::Int(v.minor());
    Quantity => |v| Value::Int(v.milli());
}

impl<T: Param + ?Sized> Param for &T {
    fn value(&self) -> Value<'_> {
        (**self).value()
    }
}

impl<T: Param> Param for Option<T> {
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, Param::value)
    }
}

macro_rules! ids {
    ($($t:ty),* $(,)?) => {
        $(
            impl Param for $t { fn value(&self) -> Value<'_> { Value::Int(self.raw()) } }
            impl super::Column for $t {
                const WANTED: &'static str = stringify!($t);
                fn read(cell: Cell<'_>) -> Option<Self> {
                    match cell { Cell::Int(n) => Some(<$t>::from_raw(n)), _ => None }
                }
            }
        )*
    };
}

ids!(
    PatientId,
    StaffId,
    BranchId,
    ResourceId,
    AppointmentId,
    VisitId,
    ServiceId,
    AnalyteId,
    OrderId,
    OrderSetId,
    TemplateId,
    PrescriptionTemplateId,
    CertificateId,
    AttachmentId,
    MedicineId,
    BatchId,
    MovementId,
    SupplierId,
    PrescriptionId,
    PrescriptionLineId,
    DispenseId,
    ChargeId,
    InvoiceId,
    PaymentId,
    ReceiptId,
    OutboxId,
    HoldId,
    AuditId,
    InsurerId,
    LeaveId,
    SeriesId,
    WishId,
    MergeId,
    CashSessionId,
    ClosingWishId,
    RefundId,
    PlanId,
    ClaimId,
    DiscountId,
    DebtId,
    DepositId,
    RetailSaleId,
);

//! Typed, time-ordered ids: 64-bit integers inside, strings outside.

use std::fmt;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::de::{self, Visitor};

use crate::clock::Instant;

/// What every typed id can do, so that another crate can treat them alike.
pub trait RawId: Copy {
    /// Wraps a number that is known to be an id of this kind.
    fn from_raw(raw: i64) -> Self;
    /// The number itself, as stored.
    fn raw(self) -> i64;
}

/// The text was not a positive decimal number that fits 63 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("not an id: a positive decimal number is expected")
    }
}

impl std::error::Error for NotAnId {}

fn parse_raw(text: &str) -> Result<i64, NotAnId> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NotAnId);
    }
    match text.parse::<i64>() {
        Ok(raw) if raw > 0 => Ok(raw),
        _ => Err(NotAnId),
    }
}

/// Reads an id from a string (paths, forms, our own JSON) or from an integer (other people's JSON).
struct IdVisitor<T>(PhantomData<T>);

impl<T: RawId> Visitor<'_> for IdVisitor<T> {
    type Value = T;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a positive decimal id")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        parse_raw(text).map(T::from_raw).map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, raw: i64) -> Result<T, E> {
        if raw > 0 { Ok(T::from_raw(raw)) } else { Err(E::custom(NotAnId)) }
    }

    fn visit_u64<E: de::Error>(self, raw: u64) -> Result<T, E> {
        let raw = i64::try_from(raw).map_err(|_| E::custom(NotAnId))?;
        self.visit_i64(raw)
    }
}

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $name {
            /// Wraps a number that is known to be an id of this kind.
            pub const fn from_raw(raw: i64) -> Self {
                Self(raw)
            }

            /// The number itself, as stored.
            pub const fn raw(self) -> i64 {
                self.0
            }
        }

        impl RawId for $name {
            fn from_raw(raw: i64) -> Self {
                Self(raw)
            }

            fn raw(self) -> i64 {
                self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, out)
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                parse_raw(text).map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.collect_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                input.deserialize_any(IdVisitor(PhantomData))
            }
        }
    )*};
}

typed_ids! {
    /// A patient.
    PatientId,
    /// A member of staff.
    StaffId,
    /// A branch of the clinic.
    BranchId,
    /// A room, chair or machine that is booked.
    ResourceId,
    /// An appointment.
    AppointmentId,
    /// A visit.
    VisitId,
    /// A priced clinical service.
    ServiceId,
    /// One thing a laboratory test measures.
    AnalyteId,
    /// A clinical order.
    OrderId,
    /// Services that are ordered together.
    OrderSetId,
    /// A text that doctors insert into notes.
    TemplateId,
    /// Lines that are prescribed together.
    PrescriptionTemplateId,
    /// A certificate or letter.
    CertificateId,
    /// A file kept with a record.
    AttachmentId,
    /// A medicine of the formulary.
    MedicineId,
    /// A batch of one medicine.
    BatchId,
    /// One movement of stock.
    MovementId,
    /// A supplier.
    SupplierId,
    /// A prescription.
    PrescriptionId,
    /// One line of a prescription.
    PrescriptionLineId,
    /// What the pharmacy gave out at one time.
    DispenseId,
    /// A sale at the pharmacy's counter, without a prescription.
    RetailSaleId,
    /// One charge to a patient.
    ChargeId,
    /// An invoice.
    InvoiceId,
    /// A payment.
    PaymentId,
    /// A receipt.
    ReceiptId,
    /// A message waiting to be sent.
    OutboxId,
    /// A time kept for somebody from the website.
    HoldId,
    /// One row of the audit log.
    AuditId,
    /// A health insurer.
    InsurerId,
    /// A leave of a doctor, a room or a device.
    LeaveId,
    /// Appointments that were booked together.
    SeriesId,
    /// A line of the waiting list.
    WishId,
    /// Two profiles that were made one.
    MergeId,
    /// One cashier's time at one drawer.
    CashSessionId,
    /// A count of a drawer that waits for a second person.
    ClosingWishId,
    /// Money that is given back.
    RefundId,
    /// What a payer bears, by its terms.
    PlanId,
    /// What a payer owes for one invoice.
    ClaimId,
    /// What is taken off a bill or one of its lines.
    DiscountId,
    /// An agreement that a bill is paid later.
    DebtId,
    /// Money that is held for a patient.
    DepositId,
}

/// 2024-01-01T00:00Z in milliseconds since 1970.
const EPOCH_MS: i64 = 1_704_067_200_000;
const NODE_BITS: u32 = 10;
const SEQUENCE_BITS: u32 = 12;
const MS_MAX: u64 = (1 << 41) - 1;
const SEQUENCE_MASK: u64 = (1 << SEQUENCE_BITS) - 1;
const NODE_MASK: u64 = (1 << NODE_BITS) - 1;

/// No id made at `at` or later is smaller, no id made before is larger: the bound for reading a stretch of time by id.
/// A busy source borrows from the milliseconds that follow, so the end of a stretch is taken some minutes later.
pub const fn first_id_at(at: Instant) -> i64 {
    let since_epoch = at.millis().saturating_sub(EPOCH_MS);
    let since_epoch = if since_epoch < 0 { 0 } else { since_epoch };
    let ms = since_epoch.unsigned_abs();
    let ms = if ms > MS_MAX { MS_MAX } else { ms };
    (ms << (NODE_BITS + SEQUENCE_BITS)).cast_signed()
}

/// Makes ids: 41 bits of milliseconds since 2024, 10 bits of node, 12 bits of sequence. Good until
/// 2093. One source never repeats and never goes back, whatever the clock does.
#[derive(Debug)]
pub struct IdSource {
    node: u64,
    /// Milliseconds and sequence of the last id, without the node.
    last: AtomicU64,
}

impl IdSource {
    /// A source for one running process; of `node` the lowest 10 bits count. Two processes on one
    /// database need different nodes.
    pub const fn new(node: u16) -> Self {
        Self { node: node as u64 & NODE_MASK, last: AtomicU64::new(0) }
    }

    /// The next id, always larger than the one before. More than 4096 in one millisecond, or a
    /// clock that went back, borrow from the milliseconds that follow the last id.
    pub fn next(&self, now: Instant) -> i64 {
        let since_epoch = now.millis().saturating_sub(EPOCH_MS).max(0).unsigned_abs();
        let tick = since_epoch.min(MS_MAX) << SEQUENCE_BITS;
        let mut last = self.last.load(Ordering::Relaxed);
        loop {
            let next = tick.max(last.saturating_add(1));
            match self.last.compare_exchange_weak(last, next, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => return self.with_node(next),
                Err(seen) => last = seen,
            }
        }
    }

    fn with_node(&self, ticket: u64) -> i64 {
        let ms = ticket >> SEQUENCE_BITS;
        let raw = (ms << (NODE_BITS + SEQUENCE_BITS)) | (self.node << SEQUENCE_BITS) | (ticket & SEQUENCE_MASK);
        raw.cast_signed()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    fn at(ms: i64) -> Instant {
        Instant::from_millis(EPOCH_MS + ms)
    }

    #[test]
    fn the_parts_of_an_id_stand_in_their_places() {
        let source = IdSource::new(5);
        assert_eq!(source.next(at(7)), (7 << 22) | (5 << 12));
        assert_eq!(source.next(at(7)), (7 << 22) | (5 << 12) | 1);
        assert_eq!(source.next(at(8)), (8 << 22) | (5 << 12));
    }

    #[test]
    fn a_stretch_of_time_is_a_stretch_of_ids() {
        let source = IdSource::new(1023);
        let (before, after) = (source.next(at(6)), source.next(at(7)));
        assert!(before < first_id_at(at(7)) && first_id_at(at(7)) <= after);
        assert_eq!(first_id_at(Instant::from_millis(0)), 0);
        assert!(first_id_at(Instant::from_millis(i64::MAX)) > 0);
    }

    #[test]
    fn more_ids_than_a_millisecond_holds_borrow_from_the_next() {
        let source = IdSource::new(1023);
        let ids: Vec<i64> = (0..10_000).map(|_| source.next(at(1))).collect();
        assert!(ids.is_sorted_by(|before, after| before < after));
        assert_eq!(ids.last().map(|id| id >> 22), Some(3));
    }

    #[test]
    fn ids_from_many_threads_never_repeat_and_rise_in_each() {
        let source = IdSource::new(1);
        let all: Vec<Vec<i64>> = std::thread::scope(|scope| {
            let threads: Vec<_> =
                (0..8).map(|_| scope.spawn(|| (0..5_000).map(|n| source.next(at(n / 100))).collect())).collect();
            threads.into_iter().map(|each| each.join().unwrap()).collect()
        });
        for one in &all {
            assert!(one.is_sorted_by(|before, after| before < after));
        }
        let distinct: HashSet<i64> = all.iter().flatten().copied().collect();
        assert_eq!(distinct.len(), 40_000);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn ids_rise_whatever_the_clock_does(times in prop::collection::vec(any::<i64>(), 1..50)) {
            let source = IdSource::new(0);
            let ids: Vec<i64> = times
                .iter()
                .map(|ms| source.next(Instant::from_millis(*ms % (1 << 41))))
                .collect();
            prop_assert!(ids.iter().all(|id| *id > 0));
            prop_assert!(ids.is_sorted_by(|before, after| before < after));
        }
    }

    #[test]
    fn only_plain_positive_digits_are_an_id() {
        assert_eq!("42".parse(), Ok(VisitId::from_raw(42)));
        assert_eq!(i64::MAX.to_string().parse(), Ok(VisitId::from_raw(i64::MAX)));
        for bad in ["", "0", "-1", "+1", " 1", "1 ", "1e3", "0x1", "9223372036854775808", "١"] {
            assert_eq!(bad.parse::<VisitId>(), Err(NotAnId), "{bad:?}");
        }
    }

    #[test]
    fn json_shows_a_string_and_reads_a_string_or_an_integer() {
        let id = ChargeId::from_raw(1 << 60);
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, "\"1152921504606846976\"");
        assert_eq!(serde_json::from_str::<ChargeId>(&json).unwrap(), id);
        assert_eq!(serde_json::from_str::<ChargeId>("1152921504606846976").unwrap(), id);
        for bad in ["0", "-1", "1.5", "null", "\"\"", "\"-1\"", "18446744073709551615"] {
            assert!(serde_json::from_str::<ChargeId>(bad).is_err(), "{bad}");
        }
        assert_eq!(format!("{id} {:?}", ChargeId::from_raw(7)), "1152921504606846976 ChargeId(7)");
    }
}

use super::rows::*;
use crate::rows::insert_all;
use ground::db::{DbError, Tx};

macro_rules! chunk {
    ($($(#[$meta:meta])* $field:ident: $row:ty),+ $(,)?) => {
        /// Rows for one transaction, by table; each table refers only to those before it.
        #[derive(Default)]
        pub(super) struct Chunk { $($(#[$meta])* pub(super) $field: Vec<$row>),+ }

        impl Chunk {
            /// How many rows it holds.
            pub(super) fn len(&self) -> usize {
                0 $(+ self.$field.len())+
            }

            pub(super) fn write(&self, tx: &mut Tx<'_>) -> Result<(), DbError> {
                $(insert_all(tx, &self.$field)?;)+
                Ok(())
            }
        }
    };
}

chunk! {
    patients: PatientRow,
    allergies: AllergyRow,
    patient_words: PatientWordRow,
    appointments: AppointmentRow,
    /// Of appointments that an earlier chunk wrote.
    appointment_ends: AppointmentEndRow,
    slots: SlotRow,
    plans: PlanRow,
    visits: VisitRow,
    visit_payers: VisitPayerRow,
    national_cards: NationalCardRow,
    calls: CallRow,
    vitals: VitalsRow,
    notes: NoteRow,
    diagnoses: DiagnosisRow,
    /// Behind the diagnoses, which a signed note would refuse.
    note_versions: NoteVersionRow,
    orders: OrderRow,
    results: ResultRow,
    attachments: AttachmentRow,
    prescriptions: PrescriptionRow,
    lines: LineRow,
    batches: BatchRow,
    dispenses: DispenseRow,
    dispense_lines: DispenseLineRow,
    movements: MovementRow,
    charges: ChargeRow,
    invoices: InvoiceRow,
    claims: ClaimRow,
    vouchers: VoucherRow,
    bank_accounts: BankAccountRow,
    cash_sessions: CashSessionRow,
    payments: PaymentRow,
    receipts: ReceiptRow,
    /// Of sessions of this chunk, when all their payments are written.
    cash_closes: CashCloseRow,
    batch_levels: BatchLevel,
    counters: CounterRow,
}

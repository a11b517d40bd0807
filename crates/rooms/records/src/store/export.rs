//! What an export is read with: every table that holds something of a patient, row by row as it is kept. A test goes through
//! the tables of the database and finds one that was forgotten here.

use bricks::clock::Instant;
use bricks::id::{AttachmentId, PatientId};
use ground::db::{DbError, Named, Tx};

ground::row! {
    /// A picture as it is kept.
    pub struct Picture {
        pub id: AttachmentId,
        pub mime: String,
        pub sha256: Vec<u8>,
    }
}

const PICTURES: &str = "SELECT id, mime, sha256 FROM attachment WHERE patient_id = $1 ORDER BY added_at, id";

/// Every picture of a patient, oldest first.
pub fn pictures(tx: &mut Tx<'_>, patient: PatientId) -> Result<Vec<Picture>, DbError> {
    tx.all(PICTURES, &[&patient])
}

/// The profile `$1` and those that became a part of it, between what stands before and behind.
macro_rules! profiles {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " IN (SELECT p.id FROM patient p WHERE p.id = $1 UNION ALL SELECT p.id FROM patient p WHERE p.merged_into = $1)",
            $after
        )
    };
}

/// Rows that name the patient.
macro_rules! own {
    ($table:literal) => {
        concat!("SELECT t.* FROM ", $table, profiles!(" t WHERE t.patient_id", " ORDER BY 1"))
    };
}

/// Rows that hang on a visit of the patient.
macro_rules! of_visits {
    ($table:literal) => {
        concat!(
            "SELECT t.* FROM ",
            $table,
            " t WHERE t.visit_id IN ",
            profiles!("(SELECT v.id FROM visit v WHERE v.patient_id", ") ORDER BY 1")
        )
    };
}

/// Rows that hang by one column on rows that name the patient.
macro_rules! under {
    ($table:literal, $column:literal, $above:literal) => {
        concat!(
            "SELECT t.* FROM ",
            $table,
            " t WHERE t.",
            $column,
            " IN (SELECT a.id FROM ",
            $above,
            profiles!(" a WHERE a.patient_id", ") ORDER BY 1")
        )
    };
}

/// The same by one more step: `$below` hangs on `$above` by `$column`.
macro_rules! under_two {
    ($table:literal, $column:literal, $below:literal, $by:literal, $above:literal) => {
        concat!(
            "SELECT t.* FROM ",
            $table,
            " t WHERE t.",
            $column,
            " IN (SELECT b.id FROM ",
            $above,
            " a JOIN ",
            $below,
            " b ON b.",
            $by,
            profiles!(" = a.id WHERE a.patient_id", ") ORDER BY 1")
        )
    };
}

/// Every table with what finds a patient's rows in it.
pub const TABLES: &[(&str, &str)] = &[
    ("patient", profiles!("SELECT t.* FROM patient t WHERE t.id", " ORDER BY 1")),
    ("patient_merge", profiles!("SELECT t.* FROM patient_merge t WHERE t.winner_id", " ORDER BY 1")),
    (
        "patient_merge_row",
        profiles!(
            "SELECT t.* FROM patient_merge_row t WHERE t.merge_id IN (SELECT m.id FROM patient_merge m WHERE m.winner_id",
            ") ORDER BY t.table_name, t.row_id"
        ),
    ),
    (
        "patient_before",
        profiles!(
            "SELECT t.* FROM patient_before t WHERE t.merge_id IN (SELECT m.id FROM patient_merge m WHERE m.winner_id",
            ") ORDER BY 1"
        ),
    ),
    ("consent", own!("consent")),
    ("data_request", own!("data_request")),
    ("record_restriction", own!("record_restriction")),
    ("record_opening", own!("record_opening")),
    ("patient_allergy", own!("patient_allergy")),
    ("patient_allergy_past", own!("patient_allergy_past")),
    ("allergy_words", own!("allergy_words")),
    ("problem", own!("problem")),
    ("family_illness", own!("family_illness")),
    ("safety_fact_version", own!("safety_fact_version")),
    ("appointment_series", own!("appointment_series")),
    ("appointment", own!("appointment")),
    ("appointment_change", under!("appointment_change", "appointment_id", "appointment")),
    ("overbooking", under!("overbooking", "appointment_id", "appointment")),
    ("patient_call", under!("patient_call", "appointment_id", "appointment")),
    ("notice", under!("notice", "appointment_id", "appointment")),
    ("wish", own!("wish")),
    ("visit", own!("visit")),
    ("call", of_visits!("call")),
    ("vitals", own!("vitals")),
    ("note", of_visits!("note")),
    ("note_version", of_visits!("note_version")),
    ("note_aside", of_visits!("note_aside")),
    ("amendment_draft", of_visits!("amendment_draft")),
    ("visit_diagnosis", of_visits!("visit_diagnosis")),
    ("clinical_order", own!("clinical_order")),
    ("result_value", under!("result_value", "order_id", "clinical_order")),
    ("result_correction", under!("result_correction", "order_id", "clinical_order")),
    (
        "corrected_value",
        under_two!("corrected_value", "correction_id", "result_correction", "order_id", "clinical_order"),
    ),
    ("consumable_use", under!("consumable_use", "order_id", "clinical_order")),
    (
        "consumable_line",
        under_two!("consumable_line", "consumable_use_id", "consumable_use", "order_id", "clinical_order"),
    ),
    ("vaccination", under!("vaccination", "order_id", "clinical_order")),
    ("no_dose", under!("no_dose", "order_id", "clinical_order")),
    ("earlier_dose", own!("earlier_dose")),
    ("outside_vaccination", under!("outside_vaccination", "order_id", "clinical_order")),
    ("attachment", own!("attachment")),
    ("certificate", of_visits!("certificate")),
    (
        "certificate_void",
        profiles!(
            "SELECT t.* FROM certificate_void t WHERE t.certificate_id IN \
             (SELECT c.id FROM visit v JOIN certificate c ON c.visit_id = v.id WHERE v.patient_id",
            ") ORDER BY 1"
        ),
    ),
    ("prescription", own!("prescription")),
    ("prescription_line", under!("prescription_line", "prescription_id", "prescription")),
    ("prescription_form", under!("prescription_form", "prescription_id", "prescription")),
    ("prescription_pause", under!("prescription_pause", "prescription_id", "prescription")),
    ("safety_override", under!("safety_override", "prescription_id", "prescription")),
    ("controlled_check", under!("controlled_check", "prescription_id", "prescription")),
    (
        "substitution",
        under_two!("substitution", "prescription_line_id", "prescription_line", "prescription_id", "prescription"),
    ),
    (
        "medicine_stop",
        under_two!("medicine_stop", "prescription_line_id", "prescription_line", "prescription_id", "prescription"),
    ),
    (
        "medicine_stop_past",
        under_two!(
            "medicine_stop_past",
            "prescription_line_id",
            "prescription_line",
            "prescription_id",
            "prescription"
        ),
    ),
    (
        "pack_scan",
        under_two!("pack_scan", "prescription_line_id", "prescription_line", "prescription_id", "prescription"),
    ),
    (
        "reviewed_line",
        under_two!("reviewed_line", "prescription_line_id", "prescription_line", "prescription_id", "prescription"),
    ),
    ("dispense", own!("dispense")),
    ("dispense_line", under!("dispense_line", "dispense_id", "dispense")),
    ("dispense_refusal", under!("dispense_refusal", "dispense_id", "dispense")),
    ("dispense_seen", under!("dispense_seen", "dispense_id", "dispense")),
    ("dispense_stopped", under!("dispense_stopped", "dispense_id", "dispense")),
    ("counselling", under!("counselling", "dispense_id", "dispense")),
    ("stock_return", under!("stock_return", "dispense_id", "dispense")),
    (
        "stock_return_line",
        under_two!("stock_return_line", "stock_return_id", "stock_return", "dispense_id", "dispense"),
    ),
    ("retail_sale", of_visits!("retail_sale")),
    ("retail_line", under_two!("retail_line", "retail_sale_id", "retail_sale", "visit_id", "visit")),
    ("package_holding", own!("package_holding")),
    ("package_draw", under!("package_draw", "holding_id", "package_holding")),
    ("deposit", own!("deposit")),
    ("deposit_movement", under!("deposit_movement", "deposit_id", "deposit")),
    ("deposit_print", under!("deposit_print", "deposit_id", "deposit")),
    ("visit_payer", of_visits!("visit_payer")),
    ("national_card", own!("national_card")),
    ("charge", of_visits!("charge")),
    ("charge_return", of_visits!("charge_return")),
    ("back_closing", under_two!("back_closing", "charge_id", "charge", "visit_id", "visit")),
    ("discount", of_visits!("discount")),
    ("discount_wish", of_visits!("discount_wish")),
    ("voucher_use", of_visits!("voucher_use")),
    ("invoice", of_visits!("invoice")),
    ("debt", of_visits!("debt")),
    ("debt_instalment", under_two!("debt_instalment", "debt_id", "debt", "visit_id", "visit")),
    ("claim", of_visits!("claim")),
    ("claim_refused", under_two!("claim_refused", "claim_id", "claim", "visit_id", "visit")),
    ("payment", under_two!("payment", "invoice_id", "invoice", "visit_id", "visit")),
    (
        "payment_share",
        profiles!(
            "SELECT t.* FROM payment_share t WHERE t.payment_id IN (SELECT p.id FROM visit v \
             JOIN invoice i ON i.visit_id = v.id JOIN payment p ON p.invoice_id = i.id WHERE v.patient_id",
            ") ORDER BY 1"
        ),
    ),
    ("receipt", of_visits!("receipt")),
    ("receipt_void", under_two!("receipt_void", "receipt_id", "receipt", "visit_id", "visit")),
    ("receipt_print", under_two!("receipt_print", "receipt_id", "receipt", "visit_id", "visit")),
    ("einvoice", under_two!("einvoice", "receipt_id", "receipt", "visit_id", "visit")),
    ("einvoice_invoice", under_two!("einvoice_invoice", "invoice_id", "invoice", "visit_id", "visit")),
    ("refund", of_visits!("refund")),
    ("set_off", of_visits!("set_off")),
    (
        "payout",
        profiles!(
            "SELECT t.* FROM payout t LEFT JOIN refund f ON f.id = t.refund_id LEFT JOIN visit v ON v.id = f.visit_id \
             LEFT JOIN deposit_movement m ON m.id = t.deposit_movement_id LEFT JOIN deposit d ON d.id = m.deposit_id \
             WHERE COALESCE(v.patient_id, d.patient_id)",
            " ORDER BY 1"
        ),
    ),
    (
        "payout_print",
        profiles!(
            "SELECT t.* FROM payout_print t JOIN payout o ON o.id = t.payout_id LEFT JOIN refund f ON f.id = o.refund_id \
             LEFT JOIN visit v ON v.id = f.visit_id LEFT JOIN deposit_movement m ON m.id = o.deposit_movement_id \
             LEFT JOIN deposit d ON d.id = m.deposit_id WHERE COALESCE(v.patient_id, d.patient_id)",
            " ORDER BY 1"
        ),
    ),
    ("bank_transfer", of_visits!("bank_transfer")),
    // A code that proves an address was never the patient's to keep.
    ("outbox", profiles!("SELECT t.* FROM outbox t WHERE t.patient_id", " AND t.kind <> 'code' ORDER BY 1")),
];

/// Tables that name a patient, or something of one, and are no part of the record.
#[cfg(test)]
pub const OUTSIDE: &[(&str, &str)] = &[
    ("hold", "a time kept for a few minutes while somebody books; what came of it is the appointment"),
    ("slot", "the calendar's places; the appointment says when"),
    ("patient_word", "the words of the name once more, to find it by"),
    ("pay_display", "what a screen shows just now"),
    (
        "movement",
        "the stock of the clinic; what was handed over is told by dispense_line, retail_line and consumable_line",
    ),
    ("retail_counter", "the profile that buyers without one are sold under"),
];

/// A patient's rows of one of the [`TABLES`], each column as it is kept.
pub fn rows(tx: &mut Tx<'_>, sql: &'static str, patient: PatientId) -> Result<Vec<Named>, DbError> {
    tx.all(sql, &[&patient])
}

/// So many entries of the log are read at once.
pub const LOG_ROWS: usize = 1_000;

const LOG: &str = profiles!(
    "SELECT t.id, t.at, t.staff_id, s.title, s.name, t.act, t.subject_kind, t.subject_id, t.detail FROM audit t \
     LEFT JOIN staff s ON s.id = t.staff_id WHERE t.at >= $2 AND (t.at > $2 OR t.id > $3) AND t.patient_id",
    " ORDER BY t.at, t.id LIMIT 1000"
);

/// Who read or wrote anything of a patient: a page of the log behind one of its rows, the oldest first.
pub fn log(tx: &mut Tx<'_>, patient: PatientId, behind: (Instant, i64)) -> Result<Vec<Named>, DbError> {
    tx.all(LOG, &[&patient, &behind.0, &behind.1])
}

const STAFF: &str = "SELECT id, title, name FROM staff ORDER BY id";

/// Everybody who ever worked here, by number: the rows name them so.
pub fn staff(tx: &mut Tx<'_>) -> Result<Vec<Named>, DbError> {
    tx.all(STAFF, &[])
}

use crate::rows::insertable;
use bricks::clock::{Day, Instant};
use bricks::id::*;
use papers::visit::Priority;

insertable! {
    PatientRow: "INSERT INTO patient (id, branch_id, code, name, name_fold, sex, birth_day, birth_year, phone, email, address, national_id, insurer_id, insurance_number, insurance_until, guardian_name, guardian_phone, allergies, conditions, reminders_wanted, version, created_at, created_by, confirmed_at, allergies_none) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 1, $21, $22, $21, $18 = '')" {
        id: PatientId, branch: BranchId, code: String, name: String, name_fold: String, sex: &'static str, birth_day: Option<Day>,
        birth_year: i64, phone: Option<String>, email: Option<String>, address: String, national_id: Option<String>,
        insurer: Option<InsurerId>, insurance_number: Option<String>, insurance_until: Option<Day>, guardian_name: Option<String>,
        guardian_phone: Option<String>, allergies: String, conditions: String, reminders_wanted: bool, created_at: Instant,
        created_by: StaffId,
    }
    AllergyRow: "INSERT INTO patient_allergy (patient_id, allergen, reaction, severity, recorded_at, recorded_by) VALUES ($1, $2, $3, $4, $5, $6)" {
        patient: PatientId, allergen: String, reaction: String, severity: &'static str, recorded_at: Instant, recorded_by: StaffId,
    }
    PatientWordRow: "INSERT INTO patient_word (word, patient_id) VALUES ($1, $2)" {
        word: String, patient: PatientId,
    }
    AppointmentRow: "INSERT INTO appointment (id, branch_id, patient_id, doctor_id, room_id, service_id, day, starts_at, duration_minutes, state, source, note, created_at, created_by, ended_at, ended_by, ended_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)" {
        id: AppointmentId, branch: BranchId, patient: PatientId, doctor: ResourceId, room: ResourceId, service: ServiceId, day: Day,
        starts_at: Instant, duration_minutes: i64, state: &'static str, source: &'static str, note: String, created_at: Instant,
        created_by: StaffId, ended_at: Option<Instant>, ended_by: Option<StaffId>, ended_reason: Option<String>,
    }
    AppointmentEndRow: "UPDATE appointment SET state = $2, ended_at = $3, ended_by = $4, ended_reason = $5 WHERE id = $1" {
        id: AppointmentId, state: &'static str, ended_at: Option<Instant>, ended_by: Option<StaffId>, ended_reason: Option<String>,
    }
    SlotRow: "INSERT INTO slot (resource_id, starts_at, appointment_id) VALUES ($1, $2, $3)" {
        resource: ResourceId, starts_at: Instant, appointment: AppointmentId,
    }
    VisitRow: "INSERT INTO visit (id, branch_id, patient_id, appointment_id, service_id, doctor_id, room_id, day, ticket_prefix, ticket_number, state, reason, arrived_at, arrived_by, called_at, called_by, finished_at, finished_by, follow_up_id, due_vnd, calls, last_call_at, priority) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)" {
        id: VisitId, branch: BranchId, patient: PatientId, appointment: Option<AppointmentId>, service: ServiceId, doctor: ResourceId,
        room: ResourceId, day: Day, ticket_prefix: &'static str, ticket_number: i64, state: &'static str, reason: String,
        arrived_at: Instant, arrived_by: StaffId, called_at: Option<Instant>, called_by: Option<StaffId>,
        finished_at: Option<Instant>, finished_by: Option<StaffId>, follow_up: Option<AppointmentId>, due_vnd: i64,
        calls: i64, last_call_at: Option<Instant>, priority: Priority,
    }
    CallRow: "INSERT INTO call (id, branch_id, visit_id, doctor_id, room_id, joined_at, number, called_at, called_by) VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8)" {
        id: i64, branch: BranchId, visit: VisitId, doctor: ResourceId, room: ResourceId, joined_at: Instant, called_at: Instant, called_by: StaffId,
    }
    VitalsRow: "INSERT INTO vitals (id, visit_id, patient_id, taken_at, taken_by, systolic_mmhg, diastolic_mmhg, pulse_per_minute, temperature_milli, saturation_percent, breaths_per_minute, weight_milli, height_milli) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)" {
        id: i64, visit: VisitId, patient: PatientId, taken_at: Instant, taken_by: StaffId, systolic: Option<i64>, diastolic: Option<i64>,
        pulse: Option<i64>, temperature_milli: Option<i64>, saturation: Option<i64>, breaths: Option<i64>, weight_milli: Option<i64>,
        height_milli: Option<i64>,
    }
    NoteRow: "INSERT INTO note (visit_id, reason, symptoms, findings, advice, version, saved_at, saved_by, signed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)" {
        visit: VisitId, reason: String, symptoms: String, findings: String, advice: String, version: i64, saved_at: Instant, saved_by: StaffId,
        signed: Option<i64>,
    }
    NoteVersionRow: "INSERT INTO note_version (visit_id, number, reason, symptoms, findings, advice, diagnoses, why, signed_at, signed_by) VALUES ($1, 1, $2, $3, $4, $5, $6, '', $7, $8)" {
        visit: VisitId, reason: String, symptoms: String, findings: String, advice: String, diagnoses: String, signed_at: Instant, signed_by: StaffId,
    }
    DiagnosisRow: "INSERT INTO visit_diagnosis (visit_id, position, code) VALUES ($1, $2, $3)" {
        visit: VisitId, position: i64, code: &'static str,
    }
    OrderRow: "INSERT INTO clinical_order (id, branch_id, visit_id, patient_id, service_id, kind, state, urgent, question, ordered_at, ordered_by, started_at, started_by, done_at, done_by, finding, conclusion, reviewed_at, reviewed_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)" {
        id: OrderId, branch: BranchId, visit: VisitId, patient: PatientId, service: ServiceId, kind: &'static str, state: &'static str,
        urgent: bool, question: String, ordered_at: Instant, ordered_by: StaffId, started_at: Option<Instant>,
        started_by: Option<StaffId>, done_at: Option<Instant>, done_by: Option<StaffId>, finding: String, conclusion: String, reviewed_at: Option<Instant>,
        reviewed_by: Option<StaffId>,
    }
    ResultRow: "INSERT INTO result_value (order_id, analyte_id, value_milli, value_text, flag, low_milli, high_milli) VALUES ($1, $2, $3, $4, $5, $6, $7)" {
        order: OrderId, analyte: AnalyteId, value_milli: Option<i64>, value_text: String, flag: &'static str, low_milli: Option<i64>,
        high_milli: Option<i64>,
    }
    AttachmentRow: "INSERT INTO attachment (id, order_id, patient_id, name, mime, sha256, bytes, width, height, added_at, added_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)" {
        id: AttachmentId, order: OrderId, patient: PatientId, name: &'static str, mime: &'static str, sha256: [u8; 32], bytes: i64,
        width: i64, height: i64, added_at: Instant, added_by: StaffId,
    }
    PrescriptionRow: "INSERT INTO prescription (id, branch_id, visit_id, patient_id, number, state, version, created_at, created_by, issued_at, issued_by) VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9, $10)" {
        id: PrescriptionId, branch: BranchId, visit: VisitId, patient: PatientId, number: String, state: &'static str, created_at: Instant,
        created_by: StaffId, issued_at: Option<Instant>, issued_by: Option<StaffId>,
    }
    LineRow: "INSERT INTO prescription_line (id, prescription_id, position, medicine_id, morning_milli, noon_milli, evening_milli, night_milli, days, quantity_milli, instruction, given_milli) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)" {
        id: PrescriptionLineId, prescription: PrescriptionId, position: i64, medicine: MedicineId, morning: i64, noon: i64, evening: i64,
        night: i64, days: i64, quantity_milli: i64, instruction: &'static str, given_milli: i64,
    }
    BatchRow: "INSERT INTO batch (id, branch_id, medicine_id, supplier_id, number, expires_on, quantity_milli, cost_vnd, received_at, received_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)" {
        id: BatchId, branch: BranchId, medicine: MedicineId, supplier: SupplierId, number: String, expires_on: Day, quantity_milli: i64,
        cost_vnd: i64, received_at: Instant, received_by: StaffId,
    }
    BatchLevel: "UPDATE batch SET quantity_milli = $2 WHERE id = $1" {
        batch: BatchId, quantity_milli: i64,
    }
    DispenseRow: "INSERT INTO dispense (id, branch_id, prescription_id, visit_id, patient_id, dispensed_at, dispensed_by) VALUES ($1, $2, $3, $4, $5, $6, $7)" {
        id: DispenseId, branch: BranchId, prescription: PrescriptionId, visit: VisitId, patient: PatientId, dispensed_at: Instant,
        dispensed_by: StaffId,
    }
    DispenseLineRow: "INSERT INTO dispense_line (id, dispense_id, prescription_line_id, batch_id, quantity_milli) VALUES ($1, $2, $3, $4, $5)" {
        id: i64, dispense: DispenseId, line: PrescriptionLineId, batch: BatchId, quantity_milli: i64,
    }
    MovementRow: "INSERT INTO movement (id, branch_id, batch_id, kind, quantity_milli, dispense_line_id, reason, moved_at, moved_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)" {
        id: MovementId, branch: BranchId, batch: BatchId, kind: &'static str, quantity_milli: i64, dispense_line: Option<i64>,
        reason: &'static str, moved_at: Instant, moved_by: StaffId,
    }
    ChargeRow: "INSERT INTO charge (id, branch_id, visit_id, patient_id, source_kind, source_id, name_vi, name_en, unit, quantity_milli, unit_price_vnd, amount_vnd, charged_at, charged_by, invoice_id, service_group, item_code, insurable, discount_vnd, first_vnd) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)" {
        id: ChargeId, branch: BranchId, visit: VisitId, patient: PatientId, source_kind: &'static str, source: i64, name_vi: String,
        name_en: String, unit: &'static str, quantity_milli: i64, unit_price_vnd: i64, amount_vnd: i64, charged_at: Instant,
        charged_by: StaffId, invoice: Option<InvoiceId>, service_group: &'static str, item_code: &'static str, insurable: bool, discount_vnd: i64,
        first_vnd: i64,
    }
    PlanRow: "INSERT INTO payer_plan (id, insurer_id, name, by_card, share_basis_points, deductible_vnd, copayment_vnd, ceiling_vnd, needs_guarantee, automatic, from_day, active) VALUES ($1, $2, $3, $4, $5, 0, 0, $6, $7, $8, $9, TRUE)" {
        id: PlanId, insurer: InsurerId, name: &'static str, by_card: bool, share_basis_points: i64, ceiling_vnd: Option<i64>, needs_guarantee: bool,
        automatic: bool, from_day: Day,
    }
    VisitPayerRow: "INSERT INTO visit_payer (visit_id, position, plan_id, card, level, guarantee, chosen_at, chosen_by) VALUES ($1, 1, $2, $3, $4, '', $5, $6)" {
        visit: VisitId, plan: PlanId, card: String, level: String, chosen_at: Instant, chosen_by: StaffId,
    }
    NationalCardRow: "INSERT INTO national_card (number, patient_id) VALUES ($1, $2) ON CONFLICT (number) DO UPDATE SET number = excluded.number" {
        number: String, patient: PatientId,
    }
    ClaimRow: "INSERT INTO claim (id, branch_id, insurer_id, plan_id, visit_id, invoice_id, position, day, card, level, guarantee, amount_vnd, state, sent_at, sent_by, paid_vnd, clinic_vnd, patient_vnd, reason, settled_at, settled_by) VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9, '', $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)" {
        id: ClaimId, branch: BranchId, insurer: InsurerId, plan: PlanId, visit: VisitId, invoice: InvoiceId, day: Day, card: String, level: String,
        amount_vnd: i64, state: &'static str, sent_at: Option<Instant>, sent_by: Option<StaffId>, paid_vnd: Option<i64>, clinic_vnd: Option<i64>,
        patient_vnd: Option<i64>, reason: &'static str, settled_at: Option<Instant>, settled_by: Option<StaffId>,
    }
    InvoiceRow: "INSERT INTO invoice (id, branch_id, visit_id, patient_id, charged_vnd, discount_vnd, discount_reason, discount_by, total_vnd, issued_at, issued_by, insured_vnd) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)" {
        id: InvoiceId, branch: BranchId, visit: VisitId, patient: PatientId, charged_vnd: i64, discount_vnd: i64,
        discount_reason: &'static str, discount_by: Option<StaffId>, total_vnd: i64, issued_at: Instant, issued_by: StaffId, insured_vnd: i64,
    }
    VoucherRow: "INSERT INTO voucher (id, code, amount_vnd, share_basis_points, from_day, until_day, uses_max, per_patient_max, active, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, TRUE, $8, $9)" {
        id: i64, code: &'static str, amount_vnd: Option<i64>, share_basis_points: Option<i64>, from_day: Day, until_day: Day, uses_max: i64, made_at: Instant,
        made_by: StaffId,
    }
    BankAccountRow: "INSERT INTO bank_account (branch_id, bin, number, holder, secret) VALUES ($1, $2, $3, $4, $5)" {
        branch: BranchId, bin: &'static str, number: &'static str, holder: &'static str, secret: &'static str,
    }
    CashSessionRow: "INSERT INTO cash_session (id, branch_id, day, drawer, float_vnd, taken_over_id, opened_at, opened_by) VALUES ($1, $2, $3, 1, $4, $5, $6, $7)" {
        id: CashSessionId, branch: BranchId, day: Day, float_vnd: i64, taken_over: Option<CashSessionId>, opened_at: Instant, opened_by: StaffId,
    }
    CashCloseRow: "UPDATE cash_session SET closed_at = $2, closed_by = $3, expected_vnd = $4, counted_vnd = $5, left_vnd = $6, explanation = $7, slip = $8 WHERE id = $1" {
        id: CashSessionId, closed_at: Instant, closed_by: StaffId, expected_vnd: i64, counted_vnd: i64, left_vnd: i64, explanation: &'static str, slip: String,
    }
    PaymentRow: "INSERT INTO payment (id, branch_id, session_id, receipt_id, invoice_id, day, method, amount_vnd, tendered_vnd, change_vnd, reference, paid_at, taken_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)" {
        id: PaymentId, branch: BranchId, session: CashSessionId, receipt: ReceiptId, invoice: InvoiceId, day: Day, method: &'static str, amount_vnd: i64, tendered_vnd: i64,
        change_vnd: i64, reference: String, paid_at: Instant, taken_by: StaffId,
    }
    ReceiptRow: "INSERT INTO receipt (id, branch_id, series, number, invoice_id, visit_id, patient_id, total_vnd, printed, issued_at, issued_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)" {
        id: ReceiptId, branch: BranchId, series: String, number: i64, invoice: InvoiceId, visit: VisitId, patient: PatientId,
        total_vnd: i64, printed: String, issued_at: Instant, issued_by: StaffId,
    }
    CounterRow: "INSERT INTO counter (name, last) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET last = excluded.last" {
        name: String, last: i64,
    }
}

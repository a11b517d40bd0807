-- Prescribing in depth and dispensing exactly.

-- What was given of a line and what will not be: sums of the rows below, written under the prescription's lock. Together
-- they never pass what the doctor wrote.
ALTER TABLE prescription_line ADD COLUMN given_milli BIGINT NOT NULL DEFAULT 0 CHECK (given_milli >= 0);
ALTER TABLE prescription_line ADD COLUMN declined_milli BIGINT NOT NULL DEFAULT 0
  CHECK (declined_milli >= 0 AND given_milli + declined_milli <= quantity_milli);
-- Taken on one day of each week only, 1 is Monday. What is not kept here is bought elsewhere: the pharmacy owes nothing of it.
ALTER TABLE prescription_line ADD COLUMN weekday BIGINT CHECK (weekday BETWEEN 1 AND 7);
ALTER TABLE prescription_line ADD COLUMN outside BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX prescription_owed ON prescription (branch_id, issued_at) WHERE state = 'partial';

-- A dispensing that was taken back keeps its rows; nothing of it counts any more.
ALTER TABLE dispense ADD COLUMN given_to TEXT NOT NULL DEFAULT 'patient' CHECK (given_to IN ('patient', 'relative'));
ALTER TABLE dispense ADD COLUMN receiver TEXT NOT NULL DEFAULT '';
ALTER TABLE dispense ADD COLUMN batch_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE dispense ADD COLUMN confirmed_by BIGINT REFERENCES staff (id) CHECK (confirmed_by <> dispensed_by);
ALTER TABLE dispense ADD COLUMN undone_at BIGINT;
ALTER TABLE dispense ADD COLUMN undone_by BIGINT REFERENCES staff (id);
ALTER TABLE dispense ADD COLUMN undone_reason TEXT NOT NULL DEFAULT '' CHECK (undone_at IS NULL OR undone_reason <> '');

-- No more comes back than was given.
ALTER TABLE dispense_line ADD COLUMN returned_milli BIGINT NOT NULL DEFAULT 0
  CHECK (returned_milli >= 0 AND returned_milli <= quantity_milli);

-- What of a line the pharmacy will not give, and why.
CREATE TABLE dispense_refusal (
  dispense_id BIGINT NOT NULL REFERENCES dispense (id),
  prescription_line_id BIGINT NOT NULL REFERENCES prescription_line (id),
  quantity_milli BIGINT NOT NULL CHECK (quantity_milli > 0),
  reason TEXT NOT NULL CHECK (reason IN ('out_of_stock', 'not_wanted', 'has_some', 'too_dear', 'unsafe', 'other')),
  note TEXT NOT NULL,
  PRIMARY KEY (dispense_id, prescription_line_id)
);
CREATE INDEX dispense_refusal_line ON dispense_refusal (prescription_line_id);

-- A document of goods that came back from a patient: onto the shelf, or to be destroyed.
CREATE TABLE stock_return (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  dispense_id BIGINT NOT NULL REFERENCES dispense (id),
  number TEXT NOT NULL UNIQUE,
  fate TEXT NOT NULL CHECK (fate IN ('shelf', 'destruction')),
  reason TEXT NOT NULL CHECK (reason <> ''),
  returned_at BIGINT NOT NULL,
  returned_by BIGINT NOT NULL REFERENCES staff (id)
);
CREATE INDEX stock_return_dispense ON stock_return (dispense_id);
CREATE INDEX stock_return_day ON stock_return (branch_id, returned_at);

CREATE TABLE stock_return_line (
  id BIGINT PRIMARY KEY,
  stock_return_id BIGINT NOT NULL REFERENCES stock_return (id),
  dispense_line_id BIGINT NOT NULL REFERENCES dispense_line (id),
  quantity_milli BIGINT NOT NULL CHECK (quantity_milli > 0),
  UNIQUE (stock_return_id, dispense_line_id)
);
CREATE INDEX stock_return_line_of ON stock_return_line (dispense_line_id);

-- Why the pharmacy waits with a prescription: a question to the doctor, or something else. One at a time is open.
CREATE TABLE prescription_pause (
  id BIGINT PRIMARY KEY,
  prescription_id BIGINT NOT NULL REFERENCES prescription (id),
  reason TEXT NOT NULL CHECK (reason IN ('question', 'patient_away', 'stock', 'payment', 'other')),
  said TEXT NOT NULL,
  paused_at BIGINT NOT NULL,
  paused_by BIGINT NOT NULL REFERENCES staff (id),
  answer TEXT NOT NULL DEFAULT '',
  ended_at BIGINT,
  ended_by BIGINT REFERENCES staff (id),
  CHECK (reason <> 'question' OR said <> ''),
  CHECK (reason <> 'question' OR ended_at IS NULL OR answer <> '')
);
CREATE UNIQUE INDEX prescription_pause_open ON prescription_pause (prescription_id) WHERE ended_at IS NULL;
CREATE INDEX prescription_pause_all ON prescription_pause (prescription_id, paused_at);

-- A product in the place of another for one line, when a doctor allowed what is not the same by ingredient, strength
-- and form.
CREATE TABLE substitution (
  prescription_line_id BIGINT NOT NULL REFERENCES prescription_line (id),
  medicine_id BIGINT NOT NULL REFERENCES medicine (id),
  allowed_at BIGINT NOT NULL,
  allowed_by BIGINT NOT NULL REFERENCES staff (id),
  PRIMARY KEY (prescription_line_id, medicine_id)
);

-- Brand and barcode of a product; the same generic, strength and form by another maker may stand for it.
ALTER TABLE medicine ADD COLUMN brand TEXT NOT NULL DEFAULT '';
ALTER TABLE medicine ADD COLUMN barcode TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX medicine_barcode ON medicine (barcode) WHERE barcode <> '';
CREATE INDEX medicine_same ON medicine (generic_en, strength, form);

-- A pack held before the scanner while a prescription is made ready; the code of a bare EAN tells no batch.
CREATE TABLE pack_scan (
  id BIGINT PRIMARY KEY,
  prescription_line_id BIGINT NOT NULL REFERENCES prescription_line (id),
  batch_id BIGINT REFERENCES batch (id),
  scanned_at BIGINT NOT NULL,
  scanned_by BIGINT NOT NULL REFERENCES staff (id)
);
CREATE UNIQUE INDEX pack_scan_once ON pack_scan (prescription_line_id, batch_id);

-- A second person looked at a prescription with controlled medicines, in a session of their own.
CREATE TABLE controlled_check (
  prescription_id BIGINT NOT NULL REFERENCES prescription (id),
  checked_by BIGINT NOT NULL REFERENCES staff (id),
  checked_at BIGINT NOT NULL,
  PRIMARY KEY (prescription_id, checked_by)
);

-- What the patient was told at a handing over, line by line.
CREATE TABLE counselling (
  dispense_id BIGINT NOT NULL REFERENCES dispense (id),
  prescription_line_id BIGINT NOT NULL REFERENCES prescription_line (id),
  PRIMARY KEY (dispense_id, prescription_line_id)
);
CREATE INDEX counselling_line ON counselling (prescription_line_id);
CREATE INDEX dispense_controlled ON dispense (branch_id, dispensed_at) WHERE confirmed_by IS NOT NULL;

-- One text for both engines, written in PostgreSQL's types. For SQLite whole words are replaced
-- (BIGINT, BOOLEAN, DATE, BYTEA) and STRICT is added; see crates/ground/src/db/dialect.rs.
-- Instants are milliseconds since 1970 UTC, days are the clinic's local days, money is whole đồng,
-- quantities and measured values are thousandths (_milli).

CREATE TABLE node (
  number BIGINT PRIMARY KEY,
  holder TEXT NOT NULL,
  seen_at BIGINT NOT NULL
);

CREATE TABLE setting (
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (key)
);

CREATE TABLE counter (
  name TEXT NOT NULL,
  last BIGINT NOT NULL CHECK (last >= 0),
  PRIMARY KEY (name)
);

CREATE TABLE branch (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  phone TEXT NOT NULL,
  email TEXT,
  tax_id TEXT,
  time_zone TEXT NOT NULL,
  currency TEXT NOT NULL
);

-- People who work here -----------------------------------------------------------------------

CREATE TABLE staff (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  speciality TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE staff_role (
  staff_id BIGINT NOT NULL REFERENCES staff (id),
  role TEXT NOT NULL CHECK (role IN ('receptionist', 'nurse', 'doctor', 'technician', 'pharmacist', 'cashier', 'storekeeper', 'manager', 'owner')),
  PRIMARY KEY (staff_id, role)
);

CREATE TABLE session (
  token_hash BYTEA NOT NULL,
  staff_id BIGINT NOT NULL REFERENCES staff (id),
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  PRIMARY KEY (token_hash)
);
CREATE INDEX session_staff ON session (staff_id);
CREATE INDEX session_ends ON session (ends_at);

CREATE TABLE sign_in_failure (
  id BIGINT PRIMARY KEY,
  login TEXT NOT NULL,
  failed_at BIGINT NOT NULL
);
CREATE INDEX sign_in_failure_login ON sign_in_failure (login, failed_at);

CREATE TABLE one_time_link (
  token_hash BYTEA NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('first_start')),
  ends_at BIGINT NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (token_hash)
);

CREATE TABLE idempotency (
  key TEXT NOT NULL,
  staff_id BIGINT NOT NULL,
  route TEXT NOT NULL,
  body_hash BYTEA NOT NULL,
  location TEXT NOT NULL,
  done_at BIGINT NOT NULL,
  PRIMARY KEY (key, staff_id, route)
);
CREATE INDEX idempotency_done ON idempotency (done_at);

-- Every write and every reading of a record. seq and hash chain the rows of one node.
CREATE TABLE audit (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL,
  node BIGINT NOT NULL,
  at BIGINT NOT NULL,
  staff_id BIGINT,
  act TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  patient_id BIGINT,
  detail TEXT NOT NULL,
  request_id TEXT NOT NULL,
  seq BIGINT,
  hash BYTEA,
  UNIQUE (node, seq)
);
CREATE INDEX audit_patient ON audit (patient_id, at);
CREATE INDEX audit_open ON audit (node, id) WHERE seq IS NULL;

-- Rooms, doctors, devices: what cannot be taken twice -------------------------------------------

CREATE TABLE resource (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  kind TEXT NOT NULL CHECK (kind IN ('doctor', 'room', 'device')),
  name TEXT NOT NULL,
  staff_id BIGINT UNIQUE REFERENCES staff (id),
  room_id BIGINT REFERENCES resource (id),
  ticket_prefix TEXT NOT NULL,
  department TEXT NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL
);
CREATE INDEX resource_branch ON resource (branch_id, kind, position);

CREATE TABLE working_hours (
  resource_id BIGINT NOT NULL REFERENCES resource (id),
  weekday BIGINT NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  from_minute BIGINT NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
  to_minute BIGINT NOT NULL CHECK (to_minute > from_minute AND to_minute <= 1440),
  PRIMARY KEY (resource_id, weekday, from_minute)
);

-- Patients ------------------------------------------------------------------------------------

CREATE TABLE insurer (
  id BIGINT PRIMARY KEY,
  name_vi TEXT NOT NULL,
  name_en TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('national', 'private'))
);

CREATE TABLE patient (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  sex TEXT NOT NULL CHECK (sex IN ('male', 'female', 'other')),
  birth_day DATE,
  birth_year BIGINT NOT NULL CHECK (birth_year BETWEEN 1850 AND 2200),
  phone TEXT,
  email TEXT,
  address TEXT NOT NULL,
  national_id TEXT,
  insurer_id BIGINT REFERENCES insurer (id),
  insurance_number TEXT,
  insurance_until DATE,
  guardian_name TEXT,
  guardian_phone TEXT,
  allergies TEXT NOT NULL,
  conditions TEXT NOT NULL,
  reminders_wanted BOOLEAN NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by BIGINT NOT NULL REFERENCES staff (id),
  confirmed_at BIGINT
);
CREATE INDEX patient_phone ON patient (phone);

-- word is the folded name from each of its words to its end, with the year of birth behind it; the code;
-- and the phone backwards behind a tilde, so that a tail is a prefix.
CREATE TABLE patient_word (
  word TEXT NOT NULL,
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  PRIMARY KEY (word, patient_id)
);
CREATE INDEX patient_word_patient ON patient_word (patient_id);

-- The catalogue: what is offered and at which price ------------------------------------------------

CREATE TABLE service (
  id BIGINT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name_vi TEXT NOT NULL,
  name_en TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('consultation', 'lab', 'imaging', 'procedure', 'vaccine')),
  department TEXT NOT NULL,
  duration_minutes BIGINT NOT NULL CHECK (duration_minutes BETWEEN 5 AND 480),
  active BOOLEAN NOT NULL
);

CREATE TABLE service_price (
  service_id BIGINT NOT NULL REFERENCES service (id),
  from_day DATE NOT NULL,
  price_vnd BIGINT NOT NULL CHECK (price_vnd >= 0),
  PRIMARY KEY (service_id, from_day)
);

CREATE TABLE analyte (
  id BIGINT PRIMARY KEY,
  service_id BIGINT NOT NULL REFERENCES service (id),
  code TEXT NOT NULL,
  name_vi TEXT NOT NULL,
  name_en TEXT NOT NULL,
  unit TEXT NOT NULL,
  decimals BIGINT NOT NULL CHECK (decimals BETWEEN 0 AND 3),
  kind TEXT NOT NULL CHECK (kind IN ('number', 'neg_pos', 'text')),
  position BIGINT NOT NULL,
  UNIQUE (service_id, code)
);

CREATE TABLE reference_range (
  analyte_id BIGINT NOT NULL REFERENCES analyte (id),
  sex TEXT NOT NULL CHECK (sex IN ('any', 'male', 'female')),
  age_from_months BIGINT NOT NULL,
  age_to_months BIGINT NOT NULL,
  low_milli BIGINT,
  high_milli BIGINT,
  critical_low_milli BIGINT,
  critical_high_milli BIGINT,
  PRIMARY KEY (analyte_id, sex, age_from_months)
);

CREATE TABLE diagnosis (
  code TEXT NOT NULL,
  title_vi TEXT NOT NULL,
  title_en TEXT NOT NULL,
  chapter TEXT NOT NULL,
  common BIGINT NOT NULL,
  PRIMARY KEY (code)
);

CREATE TABLE medicine (
  id BIGINT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  generic_vi TEXT NOT NULL,
  generic_en TEXT NOT NULL,
  strength TEXT NOT NULL,
  form TEXT NOT NULL,
  route TEXT NOT NULL,
  dose_unit TEXT NOT NULL,
  dispense_unit TEXT NOT NULL,
  dose_milli_per_dispense_unit BIGINT NOT NULL CHECK (dose_milli_per_dispense_unit > 0),
  pack TEXT NOT NULL,
  price_vnd BIGINT NOT NULL CHECK (price_vnd >= 0),
  prescription_only BOOLEAN NOT NULL,
  controlled TEXT NOT NULL,
  instruction_vi TEXT NOT NULL,
  instruction_en TEXT NOT NULL,
  reorder_level_milli BIGINT NOT NULL,
  stocked BOOLEAN NOT NULL
);

-- Folded words of services, medicines and diagnoses; item is the service's, medicine's or diagnosis's code,
-- rank orders the hits (smaller is more usual).
CREATE TABLE catalog_word (
  kind TEXT NOT NULL CHECK (kind IN ('service', 'medicine', 'diagnosis')),
  word TEXT NOT NULL,
  item TEXT NOT NULL,
  rank BIGINT NOT NULL,
  PRIMARY KEY (kind, word, item)
);

-- Papers: what passes from room to room ------------------------------------------------------------

CREATE TABLE appointment (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  doctor_id BIGINT NOT NULL REFERENCES resource (id),
  room_id BIGINT NOT NULL REFERENCES resource (id),
  service_id BIGINT NOT NULL REFERENCES service (id),
  day DATE NOT NULL,
  starts_at BIGINT NOT NULL,
  duration_minutes BIGINT NOT NULL CHECK (duration_minutes BETWEEN 5 AND 480),
  state TEXT NOT NULL CHECK (state IN ('booked', 'arrived', 'cancelled', 'no_show')),
  source TEXT NOT NULL CHECK (source IN ('phone', 'in_person', 'website', 'follow_up')),
  note TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by BIGINT NOT NULL REFERENCES staff (id),
  ended_at BIGINT,
  ended_by BIGINT REFERENCES staff (id),
  ended_reason TEXT
);
CREATE INDEX appointment_day ON appointment (branch_id, day, doctor_id, starts_at);
CREATE INDEX appointment_patient ON appointment (patient_id, starts_at);

-- A booking takes every five minutes of its doctor and its room: the key is what makes a second booking impossible.
CREATE TABLE slot (
  resource_id BIGINT NOT NULL REFERENCES resource (id),
  starts_at BIGINT NOT NULL,
  appointment_id BIGINT NOT NULL REFERENCES appointment (id),
  PRIMARY KEY (resource_id, starts_at)
);
CREATE INDEX slot_appointment ON slot (appointment_id);

CREATE TABLE visit (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  appointment_id BIGINT UNIQUE REFERENCES appointment (id),
  service_id BIGINT NOT NULL REFERENCES service (id),
  doctor_id BIGINT NOT NULL REFERENCES resource (id),
  room_id BIGINT NOT NULL REFERENCES resource (id),
  day DATE NOT NULL,
  ticket_prefix TEXT NOT NULL,
  ticket_number BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'in_room', 'finished', 'left')),
  reason TEXT NOT NULL,
  arrived_at BIGINT NOT NULL,
  arrived_by BIGINT NOT NULL REFERENCES staff (id),
  called_at BIGINT,
  called_by BIGINT REFERENCES staff (id),
  finished_at BIGINT,
  finished_by BIGINT REFERENCES staff (id),
  follow_up_id BIGINT REFERENCES appointment (id),
  due_vnd BIGINT NOT NULL CHECK (due_vnd >= 0),
  CHECK (state <> 'in_room' OR called_at IS NOT NULL),
  CHECK (state <> 'finished' OR finished_at IS NOT NULL),
  UNIQUE (branch_id, day, ticket_prefix, ticket_number)
);
CREATE INDEX visit_patient ON visit (patient_id, arrived_at);
CREATE INDEX visit_open ON visit (branch_id, doctor_id, arrived_at) WHERE state IN ('waiting', 'in_room');
CREATE INDEX visit_due ON visit (branch_id, arrived_at) WHERE due_vnd > 0;
CREATE INDEX visit_follow_up ON visit (follow_up_id);
-- A patient is in the house once: the second check-in of one patient is refused by this key.
CREATE UNIQUE INDEX visit_one_open ON visit (patient_id) WHERE state IN ('waiting', 'in_room');

CREATE TABLE vitals (
  id BIGINT PRIMARY KEY,
  visit_id BIGINT NOT NULL REFERENCES visit (id),
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  taken_at BIGINT NOT NULL,
  taken_by BIGINT NOT NULL REFERENCES staff (id),
  systolic_mmhg BIGINT CHECK (systolic_mmhg BETWEEN 30 AND 300),
  diastolic_mmhg BIGINT CHECK (diastolic_mmhg BETWEEN 10 AND 200),
  pulse_per_minute BIGINT CHECK (pulse_per_minute BETWEEN 10 AND 300),
  temperature_milli BIGINT CHECK (temperature_milli BETWEEN 25000 AND 45000),
  saturation_percent BIGINT CHECK (saturation_percent BETWEEN 30 AND 100),
  breaths_per_minute BIGINT CHECK (breaths_per_minute BETWEEN 3 AND 120),
  weight_milli BIGINT CHECK (weight_milli BETWEEN 200 AND 400000),
  height_milli BIGINT CHECK (height_milli BETWEEN 200 AND 2500)
);
CREATE INDEX vitals_visit ON vitals (visit_id, taken_at);
CREATE INDEX vitals_patient ON vitals (patient_id, taken_at);

CREATE TABLE note (
  visit_id BIGINT PRIMARY KEY REFERENCES visit (id),
  reason TEXT NOT NULL,
  symptoms TEXT NOT NULL,
  findings TEXT NOT NULL,
  advice TEXT NOT NULL,
  version BIGINT NOT NULL,
  saved_at BIGINT NOT NULL,
  saved_by BIGINT NOT NULL REFERENCES staff (id)
);

CREATE TABLE visit_diagnosis (
  visit_id BIGINT NOT NULL REFERENCES visit (id),
  position BIGINT NOT NULL CHECK (position >= 1),
  code TEXT NOT NULL REFERENCES diagnosis (code),
  PRIMARY KEY (visit_id, position),
  UNIQUE (visit_id, code)
);

CREATE TABLE clinical_order (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  visit_id BIGINT NOT NULL REFERENCES visit (id),
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  service_id BIGINT NOT NULL REFERENCES service (id),
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('ordered', 'started', 'done', 'cancelled')),
  urgent BOOLEAN NOT NULL,
  question TEXT NOT NULL,
  ordered_at BIGINT NOT NULL,
  ordered_by BIGINT NOT NULL REFERENCES staff (id),
  started_at BIGINT,
  started_by BIGINT REFERENCES staff (id),
  done_at BIGINT,
  done_by BIGINT REFERENCES staff (id),
  cancelled_at BIGINT,
  cancelled_by BIGINT REFERENCES staff (id),
  cancelled_reason TEXT,
  finding TEXT NOT NULL,
  conclusion TEXT NOT NULL,
  CHECK (state <> 'done' OR done_at IS NOT NULL)
);
CREATE INDEX clinical_order_open ON clinical_order (branch_id, ordered_at) WHERE state IN ('ordered', 'started');
CREATE INDEX clinical_order_visit ON clinical_order (visit_id);
CREATE INDEX clinical_order_done ON clinical_order (branch_id, done_at) WHERE state = 'done';

CREATE TABLE result_value (
  order_id BIGINT NOT NULL REFERENCES clinical_order (id),
  analyte_id BIGINT NOT NULL REFERENCES analyte (id),
  value_milli BIGINT,
  value_text TEXT NOT NULL,
  flag TEXT NOT NULL CHECK (flag IN ('', 'LL', 'L', 'N', 'H', 'HH', 'A')),
  low_milli BIGINT,
  high_milli BIGINT,
  PRIMARY KEY (order_id, analyte_id)
);

CREATE TABLE attachment (
  id BIGINT PRIMARY KEY,
  order_id BIGINT NOT NULL REFERENCES clinical_order (id),
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  name TEXT NOT NULL,
  mime TEXT NOT NULL,
  sha256 BYTEA NOT NULL,
  bytes BIGINT NOT NULL CHECK (bytes > 0),
  width BIGINT NOT NULL,
  height BIGINT NOT NULL,
  added_at BIGINT NOT NULL,
  added_by BIGINT NOT NULL REFERENCES staff (id)
);
CREATE INDEX attachment_order ON attachment (order_id);
CREATE INDEX attachment_patient ON attachment (patient_id, added_at);

CREATE TABLE prescription (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  visit_id BIGINT NOT NULL UNIQUE REFERENCES visit (id),
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  number TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('draft', 'issued', 'partial', 'dispensed', 'cancelled')),
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by BIGINT NOT NULL REFERENCES staff (id),
  issued_at BIGINT,
  issued_by BIGINT REFERENCES staff (id),
  CHECK (state NOT IN ('issued', 'partial', 'dispensed') OR issued_at IS NOT NULL)
);
CREATE INDEX prescription_open ON prescription (branch_id, issued_at) WHERE state = 'issued';
CREATE INDEX prescription_patient ON prescription (patient_id, created_at);

CREATE TABLE prescription_line (
  id BIGINT PRIMARY KEY,
  prescription_id BIGINT NOT NULL REFERENCES prescription (id),
  position BIGINT NOT NULL,
  medicine_id BIGINT NOT NULL REFERENCES medicine (id),
  first_day BIGINT NOT NULL DEFAULT 1 CHECK (first_day BETWEEN 1 AND 90),
  morning_milli BIGINT NOT NULL CHECK (morning_milli >= 0),
  noon_milli BIGINT NOT NULL CHECK (noon_milli >= 0),
  evening_milli BIGINT NOT NULL CHECK (evening_milli >= 0),
  night_milli BIGINT NOT NULL CHECK (night_milli >= 0),
  days BIGINT NOT NULL CHECK (days BETWEEN 1 AND 90),
  quantity_milli BIGINT NOT NULL CHECK (quantity_milli > 0),
  instruction TEXT NOT NULL,
  UNIQUE (prescription_id, medicine_id, first_day)
);
CREATE INDEX prescription_line_prescription ON prescription_line (prescription_id, position);

CREATE TABLE supplier (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  phone TEXT NOT NULL
);

CREATE TABLE batch (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  medicine_id BIGINT NOT NULL REFERENCES medicine (id),
  supplier_id BIGINT NOT NULL REFERENCES supplier (id),
  number TEXT NOT NULL,
  expires_on DATE NOT NULL,
  quantity_milli BIGINT NOT NULL CHECK (quantity_milli >= 0),
  cost_vnd BIGINT NOT NULL CHECK (cost_vnd >= 0),
  received_at BIGINT NOT NULL,
  received_by BIGINT NOT NULL REFERENCES staff (id),
  UNIQUE (branch_id, medicine_id, number, expires_on)
);
CREATE INDEX batch_usable ON batch (branch_id, medicine_id, expires_on, id) WHERE quantity_milli > 0;
CREATE INDEX batch_expiry ON batch (branch_id, expires_on) WHERE quantity_milli > 0;

CREATE TABLE dispense (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  prescription_id BIGINT NOT NULL REFERENCES prescription (id),
  number BIGINT NOT NULL DEFAULT 1,
  visit_id BIGINT NOT NULL REFERENCES visit (id),
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  dispensed_at BIGINT NOT NULL,
  dispensed_by BIGINT NOT NULL REFERENCES staff (id),
  UNIQUE (prescription_id, number)
);
CREATE INDEX dispense_patient ON dispense (patient_id, dispensed_at);
CREATE INDEX dispense_day ON dispense (branch_id, dispensed_at);

CREATE TABLE dispense_line (
  id BIGINT PRIMARY KEY,
  dispense_id BIGINT NOT NULL REFERENCES dispense (id),
  prescription_line_id BIGINT NOT NULL REFERENCES prescription_line (id),
  batch_id BIGINT NOT NULL REFERENCES batch (id),
  quantity_milli BIGINT NOT NULL CHECK (quantity_milli > 0),
  UNIQUE (dispense_id, prescription_line_id, batch_id)
);
-- Taking a line from a draft asks whether it was dispensed.
CREATE INDEX dispense_line_prescription_line ON dispense_line (prescription_line_id);

-- Append-only: the quantity of a batch is the sum of its movements.
CREATE TABLE movement (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  batch_id BIGINT NOT NULL REFERENCES batch (id),
  kind TEXT NOT NULL CHECK (kind IN ('receipt', 'dispense', 'return', 'adjustment', 'disposal')),
  quantity_milli BIGINT NOT NULL CHECK (quantity_milli <> 0),
  dispense_line_id BIGINT UNIQUE REFERENCES dispense_line (id),
  reason TEXT NOT NULL,
  moved_at BIGINT NOT NULL,
  moved_by BIGINT NOT NULL REFERENCES staff (id)
);
CREATE INDEX movement_batch ON movement (batch_id, id);

-- source_kind and source_id name the act that earned the charge: nothing can be charged twice.
CREATE TABLE charge (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  visit_id BIGINT NOT NULL REFERENCES visit (id),
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  source_kind TEXT NOT NULL CHECK (source_kind IN ('consultation', 'order', 'medicine')),
  source_id BIGINT NOT NULL,
  name_vi TEXT NOT NULL,
  name_en TEXT NOT NULL,
  unit TEXT NOT NULL,
  quantity_milli BIGINT NOT NULL CHECK (quantity_milli > 0),
  unit_price_vnd BIGINT NOT NULL CHECK (unit_price_vnd >= 0),
  amount_vnd BIGINT NOT NULL CHECK (amount_vnd >= 0),
  charged_at BIGINT NOT NULL,
  charged_by BIGINT NOT NULL REFERENCES staff (id),
  invoice_id BIGINT,
  UNIQUE (source_kind, source_id)
);
CREATE INDEX charge_visit ON charge (visit_id);
CREATE INDEX charge_invoice ON charge (invoice_id);

-- The cashier's papers -----------------------------------------------------------------------------

-- The one discount of a visit's open bill; settling moves it onto the invoice.
CREATE TABLE bill_discount (
  visit_id BIGINT PRIMARY KEY REFERENCES visit (id),
  amount_vnd BIGINT NOT NULL CHECK (amount_vnd > 0),
  reason TEXT NOT NULL,
  given_at BIGINT NOT NULL,
  given_by BIGINT NOT NULL REFERENCES staff (id)
);

-- What was charged together and is being paid. due_vnd is what is still to be paid of it; refunded_vnd what was promised
-- or given back of what was paid, never more than that.
CREATE TABLE invoice (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  visit_id BIGINT NOT NULL REFERENCES visit (id),
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  charged_vnd BIGINT NOT NULL CHECK (charged_vnd >= 0),
  discount_vnd BIGINT NOT NULL CHECK (discount_vnd >= 0 AND discount_vnd <= charged_vnd),
  discount_reason TEXT NOT NULL,
  discount_by BIGINT REFERENCES staff (id),
  total_vnd BIGINT NOT NULL CHECK (total_vnd = charged_vnd - discount_vnd),
  due_vnd BIGINT NOT NULL DEFAULT 0 CHECK (due_vnd >= 0 AND due_vnd <= total_vnd),
  refunded_vnd BIGINT NOT NULL DEFAULT 0 CHECK (refunded_vnd >= 0 AND refunded_vnd <= total_vnd - due_vnd),
  issued_at BIGINT NOT NULL,
  issued_by BIGINT NOT NULL REFERENCES staff (id)
);
CREATE INDEX invoice_visit ON invoice (visit_id);

-- printed is the JSON that the paper is made from: a receipt shows the same for ever. total_vnd is what was taken for it.
CREATE TABLE receipt (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  series TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number >= 1),
  invoice_id BIGINT NOT NULL REFERENCES invoice (id),
  visit_id BIGINT NOT NULL REFERENCES visit (id),
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  total_vnd BIGINT NOT NULL CHECK (total_vnd >= 0),
  printed TEXT NOT NULL,
  issued_at BIGINT NOT NULL,
  issued_by BIGINT NOT NULL REFERENCES staff (id),
  UNIQUE (series, number)
);
CREATE INDEX receipt_invoice ON receipt (invoice_id);
CREATE INDEX receipt_visit ON receipt (visit_id);
CREATE INDEX receipt_patient ON receipt (patient_id, issued_at);

-- Messages to patients: written in the act's transaction, sent later ---------------------------------

CREATE TABLE outbox (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  kind TEXT NOT NULL CHECK (kind IN ('reminder', 'receipt')),
  channel TEXT NOT NULL CHECK (channel IN ('email')),
  occurrence_id BIGINT NOT NULL,
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  address TEXT NOT NULL,
  lang TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  receipt_id BIGINT REFERENCES receipt (id),
  due_at BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'unknown', 'cancelled')),
  attempts BIGINT NOT NULL,
  lease_until BIGINT,
  sent_at BIGINT,
  last_error TEXT,
  created_at BIGINT NOT NULL,
  UNIQUE (kind, channel, occurrence_id)
);
CREATE INDEX outbox_due ON outbox (due_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX outbox_trouble ON outbox (branch_id, id) WHERE state IN ('failed', 'unknown');
CREATE INDEX outbox_patient ON outbox (patient_id, created_at);

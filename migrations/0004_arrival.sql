-- Who a patient is, and how the visit begins.
ALTER TABLE visit ADD COLUMN priority TEXT NOT NULL DEFAULT 'ordinary' CHECK (priority IN ('ordinary', 'over_80', 'under_6', 'pregnant', 'emergency'));

-- A service with a prefix of its own numbers its tickets, the others take their doctor's.
ALTER TABLE service ADD COLUMN ticket_prefix TEXT NOT NULL DEFAULT '';

ALTER TABLE patient ADD COLUMN province TEXT;
ALTER TABLE patient ADD COLUMN insurance_from DATE;
-- Asked, and there is none. Without it, no allergies written down means that nobody has asked yet.
ALTER TABLE patient ADD COLUMN allergies_none BOOLEAN NOT NULL DEFAULT FALSE;
-- The profile that this one became a part of. It keeps its code, under which the other is found.
ALTER TABLE patient ADD COLUMN merged_into BIGINT REFERENCES patient (id);
CREATE INDEX patient_merged_into ON patient (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX patient_birth ON patient (birth_day);
CREATE INDEX patient_national_id ON patient (national_id) WHERE national_id IS NOT NULL;
CREATE INDEX patient_insurance ON patient (insurance_number) WHERE insurance_number IS NOT NULL;

-- What a patient (a child's guardian) allowed or took back, for one purpose at a time. Append-only: the latest row of a
-- purpose holds. wording is the number of the sentence that was read to them.
CREATE TABLE consent (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('care', 'messages', 'insurance')),
  given BOOLEAN NOT NULL,
  decided_by TEXT NOT NULL,
  by_guardian BOOLEAN NOT NULL,
  wording BIGINT NOT NULL CHECK (wording >= 1),
  recorded_at BIGINT NOT NULL,
  recorded_by BIGINT NOT NULL REFERENCES staff (id)
);
CREATE INDEX consent_patient ON consent (patient_id, purpose, id);

-- Two profiles of one person made one, and how to take that back: the rows that changed hands, and the winner's profile as
-- it was before.
CREATE TABLE patient_merge (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  winner_id BIGINT NOT NULL REFERENCES patient (id),
  loser_id BIGINT NOT NULL REFERENCES patient (id),
  winner_version BIGINT NOT NULL,
  merged_at BIGINT NOT NULL,
  merged_by BIGINT NOT NULL REFERENCES staff (id),
  undone_at BIGINT,
  undone_by BIGINT REFERENCES staff (id),
  CHECK (winner_id <> loser_id)
);
CREATE UNIQUE INDEX patient_merge_open ON patient_merge (loser_id) WHERE undone_at IS NULL;
CREATE INDEX patient_merge_winner ON patient_merge (winner_id);
CREATE INDEX patient_merge_recent ON patient_merge (branch_id, merged_at);

CREATE TABLE patient_merge_row (
  merge_id BIGINT NOT NULL REFERENCES patient_merge (id),
  table_name TEXT NOT NULL,
  row_id BIGINT NOT NULL,
  PRIMARY KEY (merge_id, table_name, row_id)
);

CREATE TABLE patient_before (
  merge_id BIGINT PRIMARY KEY REFERENCES patient_merge (id),
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  sex TEXT NOT NULL,
  birth_day DATE,
  birth_year BIGINT NOT NULL,
  phone TEXT,
  email TEXT,
  address TEXT NOT NULL,
  province TEXT,
  national_id TEXT,
  insurer_id BIGINT,
  insurance_number TEXT,
  insurance_from DATE,
  insurance_until DATE,
  guardian_name TEXT,
  guardian_phone TEXT,
  allergies TEXT NOT NULL,
  allergies_none BOOLEAN NOT NULL,
  conditions TEXT NOT NULL,
  reminders_wanted BOOLEAN NOT NULL
);

-- A merge gives the winner what it finds by the loser.
CREATE INDEX dispense_visit ON dispense (visit_id);
CREATE INDEX appointment_series_patient ON appointment_series (patient_id);

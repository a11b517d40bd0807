-- One prescription of a visit counts. Another one may follow once the pharmacy has closed the first and declined something
-- of it, or when nothing was prescribed: the earlier one is set aside (replaced_at) and stays readable, and nothing is
-- given of it any more. late_at, late_by: since when a draft is written after the visit, and by whom, who signs it.

--- sqlite
PRAGMA defer_foreign_keys = ON;
CREATE TABLE prescription_kept AS SELECT * FROM prescription;
DROP TABLE prescription;
CREATE TABLE prescription (
  id INTEGER PRIMARY KEY,
  branch_id INTEGER NOT NULL REFERENCES branch (id),
  visit_id INTEGER NOT NULL REFERENCES visit (id),
  patient_id INTEGER NOT NULL REFERENCES patient (id),
  number TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('draft', 'issued', 'partial', 'dispensed', 'cancelled')),
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by INTEGER NOT NULL REFERENCES staff (id),
  issued_at INTEGER,
  issued_by INTEGER REFERENCES staff (id),
  reviewed_at INTEGER,
  lang TEXT NOT NULL DEFAULT 'vi' CHECK (lang IN ('vi', 'en')),
  companion TEXT NOT NULL DEFAULT '',
  companion_identity TEXT NOT NULL DEFAULT '',
  child_months INTEGER CHECK (child_months BETWEEN 0 AND 71),
  child_weight_milli INTEGER
  CHECK (child_weight_milli > 0) CHECK ((child_months IS NULL) = (child_weight_milli IS NULL))
  CHECK (child_months IS NULL OR companion <> ''),
  late_at INTEGER,
  late_by INTEGER REFERENCES staff (id),
  replaces_id INTEGER REFERENCES prescription (id),
  replaced_at INTEGER,
  CHECK (state NOT IN ('issued', 'partial', 'dispensed') OR issued_at IS NOT NULL),
  CHECK (replaced_at IS NULL OR state IN ('dispensed', 'cancelled')),
  CHECK (replaces_id IS NULL OR (late_by IS NOT NULL AND replaces_id <> id))
) STRICT;
INSERT INTO prescription (id, branch_id, visit_id, patient_id, number, state, version, created_at, created_by, issued_at, issued_by, reviewed_at,
  lang, companion, companion_identity, child_months, child_weight_milli, late_at, late_by) SELECT id, branch_id, visit_id, patient_id,
  number, state, version, created_at, created_by, issued_at, issued_by, reviewed_at, lang, companion, companion_identity, child_months,
  child_weight_milli, withdrawn_at, withdrawn_by FROM prescription_kept ORDER BY id;
DROP TABLE prescription_kept;
CREATE INDEX prescription_open ON prescription (branch_id, issued_at) WHERE state = 'issued';
CREATE INDEX prescription_patient ON prescription (patient_id, created_at);
CREATE INDEX prescription_owed ON prescription (branch_id, issued_at) WHERE state = 'partial';
CREATE INDEX prescription_late ON prescription (late_by) WHERE state = 'draft' AND late_by IS NOT NULL;

--- postgres
ALTER TABLE prescription DROP CONSTRAINT prescription_visit_id_key;
ALTER TABLE prescription ADD COLUMN replaces_id BIGINT REFERENCES prescription (id);
ALTER TABLE prescription ADD COLUMN replaced_at BIGINT;
ALTER TABLE prescription RENAME COLUMN withdrawn_at TO late_at;
ALTER TABLE prescription RENAME COLUMN withdrawn_by TO late_by;
ALTER INDEX prescription_withdrawn RENAME TO prescription_late;
ALTER TABLE prescription ADD CHECK (replaced_at IS NULL OR state IN ('dispensed', 'cancelled'));
ALTER TABLE prescription ADD CHECK (replaces_id IS NULL OR (late_by IS NOT NULL AND replaces_id <> id));

--- both
CREATE INDEX prescription_visit ON prescription (visit_id);
CREATE UNIQUE INDEX prescription_living ON prescription (visit_id) WHERE replaced_at IS NULL;
CREATE UNIQUE INDEX prescription_replaces ON prescription (replaces_id) WHERE replaces_id IS NOT NULL AND state <> 'cancelled';

-- The patient's record: conditions, who saw it, requests about it.

-- What is written down once is never rewritten: a row is ended, and what holds instead is a new one. So the record can
-- be shown as it was at any moment: begun by then, and not ended yet.

-- A long-lasting illness, by its code or in words. onset is '2019' or '2019-03'; empty: not known.
CREATE TABLE problem (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  code TEXT REFERENCES diagnosis (code),
  words TEXT NOT NULL,
  onset TEXT NOT NULL,
  visit_id BIGINT REFERENCES visit (id),
  recorded_at BIGINT NOT NULL,
  recorded_by BIGINT NOT NULL REFERENCES staff (id),
  ended_at BIGINT,
  ended_by BIGINT REFERENCES staff (id),
  ended_how TEXT CHECK (ended_how IN ('resolved', 'mistake')),
  CHECK (code IS NOT NULL OR words <> ''),
  CHECK ((ended_at IS NULL) = (ended_how IS NULL))
);
-- One illness is followed once.
CREATE UNIQUE INDEX problem_open ON problem (patient_id, code) WHERE ended_at IS NULL AND code IS NOT NULL;
CREATE INDEX problem_patient ON problem (patient_id, recorded_at);
-- Taking a check-in back asks whether a problem hangs on the visit.
CREATE INDEX problem_visit ON problem (visit_id);

CREATE TABLE family_illness (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  relative TEXT NOT NULL CHECK (relative IN ('mother', 'father', 'sibling', 'child', 'grandparent', 'other')),
  words TEXT NOT NULL CHECK (words <> ''),
  age_years BIGINT CHECK (age_years BETWEEN 0 AND 120),
  recorded_at BIGINT NOT NULL,
  recorded_by BIGINT NOT NULL REFERENCES staff (id),
  ended_at BIGINT,
  ended_by BIGINT REFERENCES staff (id)
);
CREATE INDEX family_illness_patient ON family_illness (patient_id, recorded_at);

-- A medicine is taken no longer, though its course would still run. The key lets it be stopped once.
CREATE TABLE medicine_stop (
  prescription_line_id BIGINT PRIMARY KEY REFERENCES prescription_line (id),
  reason TEXT NOT NULL CHECK (reason <> ''),
  stopped_at BIGINT NOT NULL,
  stopped_by BIGINT NOT NULL REFERENCES staff (id)
);

-- An allergy that was taken off, as it stood until then.
CREATE TABLE patient_allergy_past (
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  allergen TEXT NOT NULL,
  reaction TEXT NOT NULL,
  severity TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by BIGINT NOT NULL REFERENCES staff (id),
  removed_at BIGINT NOT NULL,
  removed_by BIGINT NOT NULL REFERENCES staff (id),
  PRIMARY KEY (patient_id, allergen, recorded_at)
);

-- Who may open a record --------------------------------------------------------------------------

-- Somebody without access opened a record for a written reason and a short time; somebody else looks at that later.
CREATE TABLE record_opening (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  staff_id BIGINT NOT NULL REFERENCES staff (id),
  why TEXT NOT NULL CHECK (why IN ('role', 'branch', 'restricted')),
  reason TEXT NOT NULL CHECK (reason <> ''),
  opened_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL CHECK (ends_at > opened_at),
  reviewed_at BIGINT,
  reviewed_by BIGINT REFERENCES staff (id),
  review TEXT NOT NULL DEFAULT '',
  CHECK ((reviewed_at IS NULL) = (reviewed_by IS NULL)),
  CHECK (reviewed_by IS NULL OR reviewed_by <> staff_id)
);
CREATE INDEX record_opening_patient ON record_opening (patient_id, staff_id, ends_at);
CREATE INDEX record_opening_unreviewed ON record_opening (branch_id, opened_at) WHERE reviewed_at IS NULL;
CREATE INDEX record_opening_branch ON record_opening (branch_id, opened_at, id);

-- While it stands, the record is kept and not used: the law forbids to erase it.
CREATE TABLE record_restriction (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  reason TEXT NOT NULL CHECK (reason <> ''),
  restricted_at BIGINT NOT NULL,
  restricted_by BIGINT NOT NULL REFERENCES staff (id),
  lifted_at BIGINT,
  lifted_by BIGINT REFERENCES staff (id),
  lifted_reason TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX record_restriction_open ON record_restriction (patient_id) WHERE lifted_at IS NULL;
CREATE INDEX record_restriction_patient ON record_restriction (patient_id, restricted_at);

-- What a patient (or who answers for one) asks of the data about them, until when it has to be answered, and how it was.
CREATE TABLE data_request (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  kind TEXT NOT NULL CHECK (kind IN ('see', 'copy', 'correct', 'erase', 'restrict', 'withdraw')),
  asked_by TEXT NOT NULL CHECK (asked_by <> ''),
  words TEXT NOT NULL,
  received_on DATE NOT NULL,
  due_on DATE NOT NULL,
  registered_at BIGINT NOT NULL,
  registered_by BIGINT NOT NULL REFERENCES staff (id),
  decision TEXT CHECK (decision IN ('granted', 'refused', 'restricted')),
  decision_reason TEXT NOT NULL DEFAULT '',
  decided_at BIGINT,
  decided_by BIGINT REFERENCES staff (id),
  CHECK (due_on >= received_on),
  CHECK ((decided_at IS NULL) = (decision IS NULL)),
  CHECK (decision IS NULL OR decision_reason <> '')
);
CREATE INDEX data_request_open ON data_request (branch_id, due_on) WHERE decided_at IS NULL;
CREATE INDEX data_request_patient ON data_request (patient_id, registered_at);
CREATE INDEX data_request_branch ON data_request (branch_id, registered_at);

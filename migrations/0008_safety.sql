-- Medicine safety: what a patient does not bear, facts that the rules ask for, who went on in spite of a stop, and what
-- the clinic itself says about the tables.

-- allergen is 'ingredient:amoxicillin' or 'class:penicillin', an id of the tables in data/. removed_at is only of a
-- profile that is a part of another one: taken off there, and back again when the merge is undone.
CREATE TABLE patient_allergy (
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  allergen TEXT NOT NULL,
  reaction TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('mild', 'moderate', 'severe', 'unknown')),
  recorded_at BIGINT NOT NULL,
  recorded_by BIGINT NOT NULL REFERENCES staff (id),
  removed_at BIGINT,
  PRIMARY KEY (patient_id, allergen)
);

-- pregnancy_week is that of noted_on; NULL: not pregnant on that day. Filtration in thousandths of ml/min/1.73 m2.
CREATE TABLE safety_fact (
  patient_id BIGINT PRIMARY KEY REFERENCES patient (id),
  pregnancy_week BIGINT CHECK (pregnancy_week BETWEEN 1 AND 42),
  breastfeeding BOOLEAN NOT NULL,
  noted_on DATE NOT NULL,
  egfr_milli BIGINT CHECK (egfr_milli BETWEEN 1000 AND 200000),
  egfr_on DATE,
  noted_by BIGINT NOT NULL REFERENCES staff (id),
  CHECK ((egfr_milli IS NULL) = (egfr_on IS NULL))
);

-- One stop that somebody went on with: the medicines' codes, the rule and its words say which.
CREATE TABLE safety_override (
  prescription_id BIGINT NOT NULL REFERENCES prescription (id),
  medicines TEXT NOT NULL,
  rule TEXT NOT NULL,
  said_vi TEXT NOT NULL,
  said_en TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason <> ''),
  overridden_at BIGINT NOT NULL,
  overridden_by BIGINT NOT NULL REFERENCES staff (id),
  PRIMARY KEY (prescription_id, medicines, rule, said_vi)
);

-- The clinic's own lines, which stand for those of the program with the same id; the last import of a list counts.
-- content stands last, so that the day is read without it.
CREATE TABLE safety_list (
  id BIGINT PRIMARY KEY,
  list TEXT NOT NULL CHECK (list IN ('ingredients', 'classes', 'interactions', 'medicines')),
  as_of DATE NOT NULL,
  imported_at BIGINT NOT NULL,
  imported_by BIGINT NOT NULL REFERENCES staff (id),
  content TEXT NOT NULL
);
CREATE INDEX safety_list_latest ON safety_list (list, id);

-- A clinician stands behind a line; content is the line as it was, so that a changed one is unconfirmed again.
CREATE TABLE safety_confirmation (
  list TEXT NOT NULL CHECK (list IN ('ingredients', 'classes', 'interactions', 'medicines')),
  line_id TEXT NOT NULL,
  content TEXT NOT NULL,
  confirmed_at BIGINT NOT NULL,
  confirmed_by BIGINT NOT NULL REFERENCES staff (id),
  PRIMARY KEY (list, line_id)
);

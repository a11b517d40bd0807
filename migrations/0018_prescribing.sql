-- Prescribing: what each doctor uses, prescriptions ready for a diagnosis, and what the law wants on the paper.

-- How often a doctor prescribed a medicine, and whether it stands first in that doctor's lists.
CREATE TABLE medicine_use (
  staff_id BIGINT NOT NULL REFERENCES staff (id),
  medicine_id BIGINT NOT NULL REFERENCES medicine (id),
  uses BIGINT NOT NULL CHECK (uses >= 0),
  last_used_at BIGINT NOT NULL,
  favourite BOOLEAN NOT NULL,
  PRIMARY KEY (staff_id, medicine_id)
);

-- Lines that are prescribed together, offered while one of its diagnoses is on the note. staff_id NULL: the clinic's.
CREATE TABLE prescription_template (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  staff_id BIGINT REFERENCES staff (id),
  title TEXT NOT NULL CHECK (title <> ''),
  title_fold TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by BIGINT NOT NULL REFERENCES staff (id)
);
CREATE UNIQUE INDEX prescription_template_clinic ON prescription_template (branch_id, title_fold) WHERE staff_id IS NULL;
CREATE UNIQUE INDEX prescription_template_own ON prescription_template (staff_id, title_fold) WHERE staff_id IS NOT NULL;

CREATE TABLE prescription_template_diagnosis (
  template_id BIGINT NOT NULL REFERENCES prescription_template (id) ON DELETE CASCADE,
  code TEXT NOT NULL REFERENCES diagnosis (code),
  PRIMARY KEY (template_id, code)
);
CREATE INDEX prescription_template_diagnosis_code ON prescription_template_diagnosis (code);

CREATE TABLE prescription_template_line (
  template_id BIGINT NOT NULL REFERENCES prescription_template (id) ON DELETE CASCADE,
  position BIGINT NOT NULL CHECK (position >= 1),
  medicine_id BIGINT NOT NULL REFERENCES medicine (id),
  first_day BIGINT NOT NULL CHECK (first_day BETWEEN 1 AND 90),
  morning_milli BIGINT NOT NULL CHECK (morning_milli >= 0),
  noon_milli BIGINT NOT NULL CHECK (noon_milli >= 0),
  evening_milli BIGINT NOT NULL CHECK (evening_milli >= 0),
  night_milli BIGINT NOT NULL CHECK (night_milli >= 0),
  days BIGINT NOT NULL CHECK (days BETWEEN 1 AND 90),
  weekday BIGINT CHECK (weekday BETWEEN 1 AND 7),
  instruction TEXT NOT NULL,
  PRIMARY KEY (template_id, position),
  UNIQUE (template_id, medicine_id, first_day)
);

-- Several doctors write on the one prescription of a visit: who wrote this line. NULL: a line from before this was kept.
ALTER TABLE prescription_line ADD COLUMN written_by BIGINT REFERENCES staff (id);

-- The language that the patient reads. Of a child below 72 months the law wants age, weight and the accompanying adult on
-- the paper: they are kept as they were when the prescription was issued.
ALTER TABLE prescription ADD COLUMN lang TEXT NOT NULL DEFAULT 'vi' CHECK (lang IN ('vi', 'en'));
ALTER TABLE prescription ADD COLUMN companion TEXT NOT NULL DEFAULT '';
ALTER TABLE prescription ADD COLUMN companion_identity TEXT NOT NULL DEFAULT '';
ALTER TABLE prescription ADD COLUMN child_months BIGINT CHECK (child_months BETWEEN 0 AND 71);
ALTER TABLE prescription ADD COLUMN child_weight_milli BIGINT
  CHECK (child_weight_milli > 0) CHECK ((child_months IS NULL) = (child_weight_milli IS NULL))
  CHECK (child_months IS NULL OR companion <> '');

-- The paper forms of an issued prescription: c ordinary, n narcotic, h psychotropic and precursor. Each has its number,
-- and the national code once the clinic's facility code is known.
CREATE TABLE prescription_form (
  prescription_id BIGINT NOT NULL REFERENCES prescription (id),
  form TEXT NOT NULL CHECK (form IN ('c', 'n', 'h')),
  number TEXT NOT NULL UNIQUE,
  national_code TEXT UNIQUE CHECK (LENGTH(national_code) = 14),
  PRIMARY KEY (prescription_id, form)
);

-- The code of the facility in the national prescription system: five letters and digits.
CREATE TABLE prescribing_facility (
  branch_id BIGINT PRIMARY KEY REFERENCES branch (id),
  code TEXT NOT NULL CHECK (LENGTH(code) = 5)
);

-- For how many days a form may prescribe, without and with a long-term disease among the diagnoses.
CREATE TABLE course_limit (
  form TEXT NOT NULL CHECK (form IN ('c', 'n', 'h')),
  long_term BOOLEAN NOT NULL,
  days BIGINT NOT NULL CHECK (days BETWEEN 1 AND 90),
  PRIMARY KEY (form, long_term)
);
INSERT INTO course_limit (form, long_term, days) VALUES
  ('c', FALSE, 30), ('c', TRUE, 90), ('n', FALSE, 7), ('n', TRUE, 30), ('h', FALSE, 10), ('h', TRUE, 30);

-- Diseases for which a course may be longer: a category (E11) or one code (B18.1). A starter list from memory of the
-- annex of Circular 26/2025/TT-BYT; the clinic compares it with the annex and changes it.
CREATE TABLE long_term_disease (
  code TEXT PRIMARY KEY
);
INSERT INTO long_term_disease (code) VALUES
  ('A15'), ('B18'), ('B20'), ('B21'), ('B22'), ('B23'), ('B24'), ('C50'), ('C73'), ('D56'), ('D66'), ('D67'), ('E03'), ('E05'),
  ('E10'), ('E11'), ('E13'), ('E14'), ('E23'), ('E27'), ('E78'), ('F20'), ('F31'), ('F33'), ('G20'), ('G30'), ('G40'), ('G70'),
  ('H40'), ('I10'), ('I11'), ('I12'), ('I13'), ('I20'), ('I25'), ('I42'), ('I48'), ('I50'), ('J44'), ('J45'), ('K50'), ('K51'), ('K74'),
  ('L40'), ('M05'), ('M06'), ('M10'), ('M32'), ('M45'), ('M80'), ('M81'), ('N04'), ('N18'), ('N40'), ('Z94');

-- The doctor's desk: notes that are signed, templates, order sets, certificates.

-- A note is signed by finishing the visit. What was signed is a version and never changes; what has to be said later is a
-- further one, with its reason. diagnoses is JSON: the codes with the titles that they had.
CREATE TABLE note_version (
  visit_id BIGINT NOT NULL REFERENCES visit (id),
  number BIGINT NOT NULL CHECK (number >= 1),
  reason TEXT NOT NULL,
  symptoms TEXT NOT NULL,
  findings TEXT NOT NULL,
  advice TEXT NOT NULL,
  diagnoses TEXT NOT NULL,
  why TEXT NOT NULL,
  signed_at BIGINT NOT NULL,
  signed_by BIGINT NOT NULL REFERENCES staff (id),
  PRIMARY KEY (visit_id, number),
  CHECK (number = 1 OR why <> '')
);

-- The version that the note says; nothing while it is a draft.
ALTER TABLE note ADD COLUMN signed BIGINT;

-- How often the page that saved last had sent the note by then: what it sent earlier does not follow what it sent later.
ALTER TABLE note ADD COLUMN saved_turn BIGINT NOT NULL DEFAULT 0;

-- A text that came too late for the note, or that another person's took the place of, is kept for its author beside what was saved, until one of the two is chosen.
CREATE TABLE note_aside (
  visit_id BIGINT NOT NULL REFERENCES visit (id),
  staff_id BIGINT NOT NULL REFERENCES staff (id),
  page TEXT NOT NULL,
  reason TEXT NOT NULL,
  symptoms TEXT NOT NULL,
  findings TEXT NOT NULL,
  advice TEXT NOT NULL,
  kept_at BIGINT NOT NULL,
  PRIMARY KEY (visit_id, staff_id, page)
);

-- What a doctor diagnoses often, and what stands first because the doctor wants it.
CREATE TABLE diagnosis_use (
  staff_id BIGINT NOT NULL REFERENCES staff (id),
  code TEXT NOT NULL REFERENCES diagnosis (code),
  uses BIGINT NOT NULL CHECK (uses >= 0),
  last_used_at BIGINT NOT NULL,
  favourite BOOLEAN NOT NULL,
  PRIMARY KEY (staff_id, code)
);

-- Whether a service is paid before it is done, and whether the national insurance pays for it.
ALTER TABLE service ADD COLUMN pay_first BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE service ADD COLUMN insured BOOLEAN NOT NULL DEFAULT FALSE;

-- As it was when the order was made; the patient comes without having eaten.
ALTER TABLE clinical_order ADD COLUMN pay_first BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE clinical_order ADD COLUMN fasting BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX clinical_order_again ON clinical_order (patient_id, service_id, ordered_at);

-- Services that are ordered together: the clinic's, or one doctor's own.
CREATE TABLE order_set (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  staff_id BIGINT REFERENCES staff (id),
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by BIGINT NOT NULL REFERENCES staff (id)
);
CREATE INDEX order_set_branch ON order_set (branch_id, name_fold);

CREATE TABLE order_set_item (
  order_set_id BIGINT NOT NULL REFERENCES order_set (id),
  position BIGINT NOT NULL CHECK (position >= 1),
  service_id BIGINT NOT NULL REFERENCES service (id),
  PRIMARY KEY (order_set_id, position),
  UNIQUE (order_set_id, service_id)
);

-- Texts that a doctor inserts into a note by typing / and their shortcut: the clinic's, or one doctor's own.
CREATE TABLE note_template (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  staff_id BIGINT REFERENCES staff (id),
  shortcut TEXT NOT NULL,
  title TEXT NOT NULL,
  title_fold TEXT NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('', 'symptoms', 'findings', 'advice')),
  body TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by BIGINT NOT NULL REFERENCES staff (id)
);
CREATE UNIQUE INDEX note_template_clinic ON note_template (branch_id, shortcut) WHERE staff_id IS NULL;
CREATE UNIQUE INDEX note_template_own ON note_template (staff_id, shortcut) WHERE staff_id IS NOT NULL;

-- Certificates and letters, numbered without a gap by kind and year. printed is the JSON that the paper is made from: it shows
-- the same for ever; one that is wrong is voided by a row of its own.
CREATE TABLE certificate (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  visit_id BIGINT NOT NULL REFERENCES visit (id),
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  kind TEXT NOT NULL CHECK (kind IN ('sick_leave', 'transfer', 'health')),
  series TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number >= 1),
  printed TEXT NOT NULL,
  issued_at BIGINT NOT NULL,
  issued_by BIGINT NOT NULL REFERENCES staff (id),
  UNIQUE (branch_id, series, number)
);
CREATE INDEX certificate_visit ON certificate (visit_id, id);

CREATE TABLE certificate_void (
  certificate_id BIGINT PRIMARY KEY REFERENCES certificate (id),
  why TEXT NOT NULL CHECK (why <> ''),
  voided_at BIGINT NOT NULL,
  voided_by BIGINT NOT NULL REFERENCES staff (id)
);

-- What a patient owes over all visits.
CREATE INDEX visit_due_elsewhere ON visit (patient_id) WHERE due_vnd > 0;

-- When a patient who had been called was given to another doctor: since then the place is in that doctor's line.
ALTER TABLE visit ADD COLUMN handed_over_at BIGINT;

-- What is thought before the results are there; since when it is said.
ALTER TABLE visit_diagnosis ADD COLUMN preliminary BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE visit_diagnosis ADD COLUMN added_at BIGINT NOT NULL DEFAULT 0;

-- A signed note says what its version says, and its diagnoses change only between a version and the note that follows it.

--- sqlite
CREATE TRIGGER note_version_unchanged BEFORE UPDATE ON note_version
BEGIN SELECT RAISE(ABORT, 'note_version is append-only'); END;
CREATE TRIGGER note_version_undeleted BEFORE DELETE ON note_version
BEGIN SELECT RAISE(ABORT, 'note_version is append-only'); END;
CREATE TRIGGER note_signed BEFORE UPDATE ON note
WHEN (OLD.signed IS NOT NULL OR NEW.signed IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM note_version v
  WHERE v.visit_id = NEW.visit_id AND v.number = NEW.signed AND v.number >= COALESCE(OLD.signed, 1) AND v.reason = NEW.reason
  AND v.symptoms = NEW.symptoms AND v.findings = NEW.findings AND v.advice = NEW.advice)
BEGIN SELECT RAISE(ABORT, 'a signed note says what its version says'); END;
CREATE TRIGGER note_undeleted BEFORE DELETE ON note WHEN OLD.signed IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a signed note stays'); END;
CREATE TRIGGER visit_diagnosis_added BEFORE INSERT ON visit_diagnosis
WHEN EXISTS (SELECT 1 FROM note n WHERE n.visit_id = NEW.visit_id
  AND n.signed = (SELECT MAX(v.number) FROM note_version v WHERE v.visit_id = NEW.visit_id))
BEGIN SELECT RAISE(ABORT, 'the diagnoses of a signed note stay'); END;
CREATE TRIGGER visit_diagnosis_changed BEFORE UPDATE ON visit_diagnosis
WHEN EXISTS (SELECT 1 FROM note n WHERE n.visit_id = OLD.visit_id
  AND n.signed = (SELECT MAX(v.number) FROM note_version v WHERE v.visit_id = OLD.visit_id))
BEGIN SELECT RAISE(ABORT, 'the diagnoses of a signed note stay'); END;
CREATE TRIGGER visit_diagnosis_removed BEFORE DELETE ON visit_diagnosis
WHEN EXISTS (SELECT 1 FROM note n WHERE n.visit_id = OLD.visit_id
  AND n.signed = (SELECT MAX(v.number) FROM note_version v WHERE v.visit_id = OLD.visit_id))
BEGIN SELECT RAISE(ABORT, 'the diagnoses of a signed note stay'); END;

CREATE TRIGGER certificate_unchanged BEFORE UPDATE ON certificate
BEGIN SELECT RAISE(ABORT, 'certificate is append-only'); END;
CREATE TRIGGER certificate_undeleted BEFORE DELETE ON certificate
BEGIN SELECT RAISE(ABORT, 'certificate is append-only'); END;
CREATE TRIGGER certificate_void_unchanged BEFORE UPDATE ON certificate_void
BEGIN SELECT RAISE(ABORT, 'certificate_void is append-only'); END;
CREATE TRIGGER certificate_void_undeleted BEFORE DELETE ON certificate_void
BEGIN SELECT RAISE(ABORT, 'certificate_void is append-only'); END;

--- postgres
CREATE TRIGGER certificate_unchanged BEFORE UPDATE ON certificate FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER certificate_undeleted BEFORE DELETE OR TRUNCATE ON certificate FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER certificate_void_unchanged BEFORE UPDATE ON certificate_void FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER certificate_void_undeleted BEFORE DELETE OR TRUNCATE ON certificate_void FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER note_version_unchanged BEFORE UPDATE ON note_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER note_version_undeleted BEFORE DELETE OR TRUNCATE ON note_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_unsigned_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM note_version v WHERE v.visit_id = NEW.visit_id AND v.number = NEW.signed
    AND v.number >= COALESCE(OLD.signed, 1) AND v.reason = NEW.reason AND v.symptoms = NEW.symptoms
    AND v.findings = NEW.findings AND v.advice = NEW.advice) THEN
    RAISE EXCEPTION 'a signed note says what its version says';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER note_signed BEFORE UPDATE ON note FOR EACH ROW WHEN (OLD.signed IS NOT NULL OR NEW.signed IS NOT NULL)
EXECUTE FUNCTION refuse_unsigned_text();
CREATE TRIGGER note_undeleted BEFORE DELETE ON note FOR EACH ROW WHEN (OLD.signed IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_signed_diagnosis() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE visit BIGINT;
BEGIN
  IF TG_OP = 'INSERT' THEN visit := NEW.visit_id; ELSE visit := OLD.visit_id; END IF;
  IF EXISTS (SELECT 1 FROM note n WHERE n.visit_id = visit
    AND n.signed = (SELECT MAX(v.number) FROM note_version v WHERE v.visit_id = visit)) THEN
    RAISE EXCEPTION 'the diagnoses of a signed note stay';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER visit_diagnosis_added BEFORE INSERT ON visit_diagnosis FOR EACH ROW EXECUTE FUNCTION refuse_signed_diagnosis();
CREATE TRIGGER visit_diagnosis_changed BEFORE UPDATE ON visit_diagnosis FOR EACH ROW EXECUTE FUNCTION refuse_signed_diagnosis();
CREATE TRIGGER visit_diagnosis_removed BEFORE DELETE ON visit_diagnosis FOR EACH ROW EXECUTE FUNCTION refuse_signed_diagnosis();

--- both

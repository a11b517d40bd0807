-- What keeps the books provable.

-- Results that came are read by a doctor: finishing the visit reads those the page showed, later ones are read by an act.
ALTER TABLE clinical_order ADD COLUMN reviewed_at BIGINT;
ALTER TABLE clinical_order ADD COLUMN reviewed_by BIGINT REFERENCES staff (id);
CREATE INDEX clinical_order_unread ON clinical_order (branch_id, done_at) WHERE state = 'done' AND reviewed_at IS NULL;

-- The page that last saved a note: two pages of one doctor are two writers.
ALTER TABLE note ADD COLUMN saved_in TEXT NOT NULL DEFAULT '';

-- What was written is not rewritten: the database itself refuses. Of an audit row only the seal is added, once.

--- sqlite
CREATE TRIGGER audit_unchanged BEFORE UPDATE OF id, branch_id, node, at, staff_id, act, subject_kind, subject_id, patient_id, detail, request_id ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_sealed_once BEFORE UPDATE OF seq, hash ON audit WHEN OLD.seq IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'audit is sealed once'); END;
CREATE TRIGGER audit_undeleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER movement_unchanged BEFORE UPDATE ON movement
BEGIN SELECT RAISE(ABORT, 'movement is append-only'); END;
CREATE TRIGGER movement_undeleted BEFORE DELETE ON movement
BEGIN SELECT RAISE(ABORT, 'movement is append-only'); END;
CREATE TRIGGER receipt_unchanged BEFORE UPDATE ON receipt
BEGIN SELECT RAISE(ABORT, 'receipt is append-only'); END;
CREATE TRIGGER receipt_undeleted BEFORE DELETE ON receipt
BEGIN SELECT RAISE(ABORT, 'receipt is append-only'); END;

--- postgres
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER audit_unchanged BEFORE UPDATE OF id, branch_id, node, at, staff_id, act, subject_kind, subject_id, patient_id, detail, request_id ON audit
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_sealed_once BEFORE UPDATE OF seq, hash ON audit FOR EACH ROW WHEN (OLD.seq IS NOT NULL)
EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_undeleted BEFORE DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER movement_unchanged BEFORE UPDATE ON movement FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER movement_undeleted BEFORE DELETE OR TRUNCATE ON movement FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER receipt_unchanged BEFORE UPDATE ON receipt FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER receipt_undeleted BEFORE DELETE OR TRUNCATE ON receipt FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

--- both

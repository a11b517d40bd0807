-- What came back of a bill that is paid in part: so much of it is taken off what is still owed before anything is paid out. Of a
-- charge in all, and each time that it was done; below nothing: undone. told_at: the tax authority was told.
ALTER TABLE charge ADD COLUMN set_off_vnd BIGINT NOT NULL DEFAULT 0 CHECK (set_off_vnd >= 0 AND set_off_vnd <= back_vnd);
CREATE TABLE set_off (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  visit_id BIGINT NOT NULL REFERENCES visit (id),
  invoice_id BIGINT NOT NULL REFERENCES invoice (id),
  charge_id BIGINT NOT NULL REFERENCES charge (id),
  amount_vnd BIGINT NOT NULL CHECK (amount_vnd <> 0),
  reason TEXT NOT NULL CHECK (reason <> ''),
  set_off_at BIGINT NOT NULL,
  set_off_by BIGINT NOT NULL REFERENCES staff (id),
  told_at BIGINT
);
CREATE INDEX set_off_visit ON set_off (visit_id);
CREATE INDEX set_off_invoice ON set_off (invoice_id);
CREATE INDEX set_off_charge ON set_off (charge_id);
CREATE INDEX set_off_untold ON set_off (id) WHERE told_at IS NULL;

--- sqlite
CREATE TRIGGER set_off_unchanged BEFORE UPDATE OF id, branch_id, visit_id, invoice_id, charge_id, amount_vnd, reason, set_off_at, set_off_by ON set_off
BEGIN SELECT RAISE(ABORT, 'what was set off does not change'); END;
CREATE TRIGGER set_off_undeleted BEFORE DELETE ON set_off
BEGIN SELECT RAISE(ABORT, 'set_off is append-only'); END;

--- postgres
CREATE TRIGGER set_off_unchanged BEFORE UPDATE OF id, branch_id, visit_id, invoice_id, charge_id, amount_vnd, reason, set_off_at, set_off_by ON set_off
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER set_off_undeleted BEFORE DELETE OR TRUNCATE ON set_off FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

--- both

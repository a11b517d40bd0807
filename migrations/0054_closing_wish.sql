-- A drawer whose count is off by more than the clinic's limit is closed by two: who counted it, and somebody else than whose
-- session it is.
ALTER TABLE cash_session ADD COLUMN agreed_by BIGINT REFERENCES staff (id);
ALTER TABLE cash_session ADD COLUMN needs_second BOOLEAN NOT NULL DEFAULT FALSE
  CHECK (NOT needs_second OR closed_at IS NULL OR (agreed_by IS NOT NULL AND agreed_by <> opened_by));

-- A count that waits for the second person. What was counted does not change; counted again, it is another one.
CREATE TABLE closing_wish (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  session_id BIGINT NOT NULL REFERENCES cash_session (id),
  expected_vnd BIGINT NOT NULL,
  counted_vnd BIGINT NOT NULL CHECK (counted_vnd >= 0 AND counted_vnd <> expected_vnd),
  left_vnd BIGINT NOT NULL CHECK (left_vnd >= 0 AND left_vnd <= counted_vnd),
  -- How many of each note, as JSON.
  notes TEXT NOT NULL,
  explanation TEXT NOT NULL CHECK (explanation <> ''),
  asked_at BIGINT NOT NULL,
  asked_by BIGINT NOT NULL REFERENCES staff (id),
  decided_at BIGINT,
  decided_by BIGINT REFERENCES staff (id),
  -- Nothing while it waits; false where it was refused, withdrawn or counted again.
  agreed BOOLEAN,
  CHECK ((decided_at IS NULL) = (decided_by IS NULL) AND (decided_at IS NULL) = (agreed IS NULL)),
  CHECK (agreed IS NULL OR NOT agreed OR decided_by <> asked_by)
);
CREATE UNIQUE INDEX closing_wish_waits ON closing_wish (session_id) WHERE decided_at IS NULL;
CREATE INDEX closing_wish_open ON closing_wish (branch_id) WHERE decided_at IS NULL;

--- sqlite
CREATE TRIGGER closing_wish_unchanged BEFORE UPDATE ON closing_wish WHEN OLD.decided_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what was decided does not change'); END;
CREATE TRIGGER closing_wish_counted BEFORE UPDATE OF session_id, expected_vnd, counted_vnd, left_vnd, notes, explanation, asked_at, asked_by ON closing_wish
BEGIN SELECT RAISE(ABORT, 'what was counted does not change'); END;
CREATE TRIGGER closing_wish_undeleted BEFORE DELETE ON closing_wish
BEGIN SELECT RAISE(ABORT, 'closing_wish is append-only'); END;

--- postgres
CREATE TRIGGER closing_wish_unchanged BEFORE UPDATE ON closing_wish FOR EACH ROW WHEN (OLD.decided_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER closing_wish_counted BEFORE UPDATE OF session_id, expected_vnd, counted_vnd, left_vnd, notes, explanation, asked_at, asked_by ON closing_wish
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER closing_wish_undeleted BEFORE DELETE OR TRUNCATE ON closing_wish FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A debt above the clinic's limit is agreed to by somebody else than who asked for it.
ALTER TABLE debt ADD COLUMN needs_second BOOLEAN NOT NULL DEFAULT FALSE
  CHECK (NOT needs_second OR agreed_by IS NULL OR agreed_by <> asked_by);

--- sqlite
CREATE TRIGGER debt_second_unchanged BEFORE UPDATE OF needs_second ON debt
BEGIN SELECT RAISE(ABORT, 'what was agreed does not change'); END;

--- postgres
CREATE TRIGGER debt_second_unchanged BEFORE UPDATE OF needs_second ON debt FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

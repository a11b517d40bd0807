-- The logos of receipts. A receipt names the one with which it was issued, so none is ever changed or taken away; they are kept
-- here and not beside the patients' pictures, so that a receipt can be printed again from the database alone.
CREATE TABLE receipt_logo (
  sha256 TEXT PRIMARY KEY CHECK (LENGTH(sha256) = 64),
  -- In Base64.
  png TEXT NOT NULL CHECK (LENGTH(png) BETWEEN 1 AND 400000)
);

--- sqlite
CREATE TRIGGER receipt_logo_unchanged BEFORE UPDATE ON receipt_logo
BEGIN SELECT RAISE(ABORT, 'receipt_logo is append-only'); END;
CREATE TRIGGER receipt_logo_undeleted BEFORE DELETE ON receipt_logo
BEGIN SELECT RAISE(ABORT, 'receipt_logo is append-only'); END;

--- postgres
CREATE TRIGGER receipt_logo_unchanged BEFORE UPDATE ON receipt_logo FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER receipt_logo_undeleted BEFORE DELETE OR TRUNCATE ON receipt_logo FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

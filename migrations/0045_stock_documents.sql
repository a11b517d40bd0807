-- A stock document may also be goods that went back to their supplier, or a delivery that was taken in wrongly: what the batch
-- holds and what one unit of it cost are put right, with what stood there before.

CREATE TABLE stock_document_of_four (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  number TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('count', 'destruction', 'return', 'correction')),
  reason TEXT NOT NULL CHECK (reason <> ''),
  witness TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by BIGINT NOT NULL REFERENCES staff (id),
  CHECK (kind <> 'destruction' OR witness <> '')
);
CREATE TABLE stock_document_line_with_cost (
  stock_document_id BIGINT NOT NULL REFERENCES stock_document_of_four (id),
  batch_id BIGINT NOT NULL REFERENCES batch (id),
  before_milli BIGINT NOT NULL CHECK (before_milli >= 0),
  after_milli BIGINT NOT NULL CHECK (after_milli >= 0),
  cost_before_vnd BIGINT CHECK (cost_before_vnd >= 0),
  cost_after_vnd BIGINT CHECK (cost_after_vnd >= 0),
  PRIMARY KEY (stock_document_id, batch_id),
  CHECK ((cost_before_vnd IS NULL) = (cost_after_vnd IS NULL)),
  CHECK (before_milli <> after_milli OR (cost_after_vnd IS NOT NULL AND cost_before_vnd <> cost_after_vnd))
);
INSERT INTO stock_document_of_four (id, branch_id, number, kind, reason, witness, made_at, made_by)
  SELECT id, branch_id, number, kind, reason, witness, made_at, made_by FROM stock_document;
INSERT INTO stock_document_line_with_cost (stock_document_id, batch_id, before_milli, after_milli)
  SELECT stock_document_id, batch_id, before_milli, after_milli FROM stock_document_line;
DROP TABLE stock_document_line;
DROP TABLE stock_document;
ALTER TABLE stock_document_of_four RENAME TO stock_document;
ALTER TABLE stock_document_line_with_cost RENAME TO stock_document_line;
CREATE INDEX stock_document_day ON stock_document (branch_id, made_at);
CREATE INDEX stock_document_line_batch ON stock_document_line (batch_id);

-- What a document says does not change.

--- sqlite
CREATE TRIGGER stock_document_unchanged BEFORE UPDATE ON stock_document
BEGIN SELECT RAISE(ABORT, 'what a stock document says does not change'); END;
CREATE TRIGGER stock_document_undeleted BEFORE DELETE ON stock_document
BEGIN SELECT RAISE(ABORT, 'what a stock document says does not change'); END;
CREATE TRIGGER stock_document_line_unchanged BEFORE UPDATE ON stock_document_line
BEGIN SELECT RAISE(ABORT, 'what a stock document says does not change'); END;
CREATE TRIGGER stock_document_line_undeleted BEFORE DELETE ON stock_document_line
BEGIN SELECT RAISE(ABORT, 'what a stock document says does not change'); END;

--- postgres
CREATE TRIGGER stock_document_unchanged BEFORE UPDATE ON stock_document FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER stock_document_undeleted BEFORE DELETE OR TRUNCATE ON stock_document FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER stock_document_line_unchanged BEFORE UPDATE ON stock_document_line FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER stock_document_line_undeleted BEFORE DELETE OR TRUNCATE ON stock_document_line FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

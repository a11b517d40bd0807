-- What one unit cost when a document was written stays on its line, so that a loss is reckoned by it whatever the cost becomes later;
-- a document leaves a part of a piece only where there was one, and deliveries are whole.
ALTER TABLE stock_document_line ADD COLUMN unit_cost_vnd BIGINT NOT NULL DEFAULT 0 CHECK (unit_cost_vnd >= 0);

--- sqlite
DROP TRIGGER stock_document_line_unchanged;

--- postgres
DROP TRIGGER stock_document_line_unchanged ON stock_document_line;

--- both
UPDATE stock_document_line SET unit_cost_vnd = COALESCE(cost_before_vnd, (SELECT b.cost_vnd FROM batch b WHERE b.id = batch_id));

--- sqlite
CREATE TRIGGER stock_document_line_unchanged BEFORE UPDATE ON stock_document_line
BEGIN SELECT RAISE(ABORT, 'what a stock document says does not change'); END;
CREATE TRIGGER stock_document_line_true BEFORE INSERT ON stock_document_line
BEGIN
  SELECT RAISE(ABORT, 'not what one unit costs') WHERE NEW.unit_cost_vnd <> COALESCE(NEW.cost_before_vnd, NEW.unit_cost_vnd)
    OR NEW.unit_cost_vnd <> (SELECT b.cost_vnd FROM batch b WHERE b.id = NEW.batch_id);
  SELECT RAISE(ABORT, 'a part of a piece') WHERE NEW.before_milli % 1000 = 0 AND NEW.after_milli % 1000 <> 0;
END;
CREATE TRIGGER movement_receipt_whole BEFORE INSERT ON movement WHEN NEW.kind = 'receipt' AND NEW.quantity_milli % 1000 <> 0
BEGIN SELECT RAISE(ABORT, 'a part of a piece'); END;

--- postgres
CREATE TRIGGER stock_document_line_unchanged BEFORE UPDATE ON stock_document_line FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_untrue_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.unit_cost_vnd <> COALESCE(NEW.cost_before_vnd, NEW.unit_cost_vnd)
    OR NEW.unit_cost_vnd <> (SELECT b.cost_vnd FROM batch b WHERE b.id = NEW.batch_id) THEN
    RAISE EXCEPTION 'not what one unit costs';
  END IF;
  IF NEW.before_milli % 1000 = 0 AND NEW.after_milli % 1000 <> 0 THEN
    RAISE EXCEPTION 'a part of a piece';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stock_document_line_true BEFORE INSERT ON stock_document_line FOR EACH ROW EXECUTE FUNCTION refuse_untrue_line();
CREATE FUNCTION refuse_part_received() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a part of a piece';
END $$;
CREATE TRIGGER movement_receipt_whole BEFORE INSERT ON movement FOR EACH ROW
WHEN (NEW.kind = 'receipt' AND NEW.quantity_milli % 1000 <> 0) EXECUTE FUNCTION refuse_part_received();

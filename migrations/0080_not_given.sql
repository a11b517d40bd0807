-- What was put on the bill to be paid first and is not given after all: no more is given and withheld than was reviewed.
ALTER TABLE reviewed_line ADD COLUMN withheld_milli BIGINT NOT NULL DEFAULT 0
  CHECK (withheld_milli >= 0 AND given_milli + withheld_milli <= quantity_milli);

-- A return that was typed wrongly is undone once; nothing of it counts any more.
ALTER TABLE stock_return ADD COLUMN undone_at BIGINT;
ALTER TABLE stock_return ADD COLUMN undone_by BIGINT REFERENCES staff (id);
ALTER TABLE stock_return ADD COLUMN undone_reason TEXT NOT NULL DEFAULT '' CHECK ((undone_at IS NULL) = (undone_reason = ''));

-- What of a charge came back by a document, or was declined at a handing over: off the bill (is_lowered, with what a unit of it was
-- charged), or asked back. So that it is undone exactly; once.
CREATE TABLE charge_return (
  id BIGINT PRIMARY KEY,
  visit_id BIGINT NOT NULL REFERENCES visit (id),
  dispense_id BIGINT REFERENCES dispense (id),
  stock_return_id BIGINT REFERENCES stock_return (id),
  source_kind TEXT NOT NULL CHECK (source_kind IN ('consultation', 'order', 'medicine')),
  source_id BIGINT NOT NULL,
  quantity_milli BIGINT NOT NULL CHECK (quantity_milli > 0),
  is_lowered BOOLEAN NOT NULL,
  name_vi TEXT NOT NULL,
  name_en TEXT NOT NULL,
  unit TEXT NOT NULL,
  unit_price_vnd BIGINT NOT NULL CHECK (unit_price_vnd >= 0),
  returned_at BIGINT NOT NULL,
  returned_by BIGINT NOT NULL REFERENCES staff (id),
  undone_at BIGINT,
  CHECK (dispense_id IS NULL OR stock_return_id IS NULL)
);
CREATE INDEX charge_return_visit ON charge_return (visit_id);
CREATE INDEX charge_return_source ON charge_return (source_kind, source_id);
CREATE INDEX charge_return_dispense ON charge_return (dispense_id) WHERE dispense_id IS NOT NULL;
CREATE INDEX charge_return_stock_return ON charge_return (stock_return_id) WHERE stock_return_id IS NOT NULL;

--- sqlite
CREATE TRIGGER charge_return_unchanged BEFORE UPDATE OF id, visit_id, dispense_id, stock_return_id, source_kind, source_id, quantity_milli,
  is_lowered, unit_price_vnd, returned_at, returned_by ON charge_return
BEGIN SELECT RAISE(ABORT, 'what came back does not change'); END;
CREATE TRIGGER charge_return_ended BEFORE UPDATE ON charge_return WHEN OLD.undone_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what was undone does not change'); END;
CREATE TRIGGER charge_return_undeleted BEFORE DELETE ON charge_return
BEGIN SELECT RAISE(ABORT, 'charge_return is append-only'); END;

--- postgres
CREATE TRIGGER charge_return_unchanged BEFORE UPDATE OF id, visit_id, dispense_id, stock_return_id, source_kind, source_id, quantity_milli,
  is_lowered, unit_price_vnd, returned_at, returned_by ON charge_return FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER charge_return_ended BEFORE UPDATE ON charge_return FOR EACH ROW WHEN (OLD.undone_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER charge_return_undeleted BEFORE DELETE OR TRUNCATE ON charge_return FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

--- both

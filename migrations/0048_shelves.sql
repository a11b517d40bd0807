-- A document that takes more off the shelves than one person may: it waits for a second one, who is somebody else than who asked, and is
-- written then or refused; who asked may take it back. One of a batch waits at a time.
CREATE TABLE stock_wish (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  kind TEXT NOT NULL CHECK (kind IN ('count', 'destruction', 'return', 'correction')),
  batch_id BIGINT NOT NULL REFERENCES batch (id),
  seen_milli BIGINT NOT NULL CHECK (seen_milli >= 0),
  quantity_milli BIGINT NOT NULL CHECK (quantity_milli >= 0),
  cost_vnd BIGINT CHECK (cost_vnd >= 0),
  loss_vnd BIGINT NOT NULL CHECK (loss_vnd > 0),
  reason TEXT NOT NULL CHECK (reason <> ''),
  witness TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  asked_by BIGINT NOT NULL REFERENCES staff (id),
  decided_at BIGINT,
  decided_by BIGINT REFERENCES staff (id),
  stock_document_id BIGINT UNIQUE REFERENCES stock_document (id),
  CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
  CHECK (stock_document_id IS NULL OR (decided_by IS NOT NULL AND decided_by <> asked_by))
);
CREATE UNIQUE INDEX stock_wish_waits ON stock_wish (batch_id) WHERE decided_at IS NULL;

-- Goods are given out by the piece: what a batch holds is whole, and of tablets also halves. A batch that holds a part already, from
-- before this rule, may be put right.

--- sqlite
CREATE TRIGGER batch_pieces BEFORE UPDATE OF quantity_milli ON batch WHEN NEW.quantity_milli % 1000 <> 0
BEGIN
  SELECT RAISE(ABORT, 'a part of a piece') FROM medicine m WHERE m.id = NEW.medicine_id
    AND CASE WHEN m.dispense_unit = 'viên' THEN NEW.quantity_milli % 500 <> 0 AND OLD.quantity_milli % 500 = 0
      ELSE OLD.quantity_milli % 1000 = 0 END;
END;

--- postgres
CREATE FUNCTION refuse_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM medicine m WHERE m.id = NEW.medicine_id
    AND CASE WHEN m.dispense_unit = 'viên' THEN NEW.quantity_milli % 500 <> 0 AND OLD.quantity_milli % 500 = 0
      ELSE OLD.quantity_milli % 1000 = 0 END) THEN
    RAISE EXCEPTION 'a part of a piece';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER batch_pieces BEFORE UPDATE OF quantity_milli ON batch FOR EACH ROW WHEN (NEW.quantity_milli % 1000 <> 0)
EXECUTE FUNCTION refuse_part();

-- What was asked of a second person does not change, is decided once, and what is written for it takes off the sum that was asked for
-- (halves of a piece may round by a đồng each).

--- sqlite
CREATE TRIGGER stock_wish_unchanged BEFORE UPDATE OF id, branch_id, kind, batch_id, seen_milli, quantity_milli, cost_vnd, loss_vnd, reason,
  witness, asked_at, asked_by ON stock_wish
BEGIN SELECT RAISE(ABORT, 'what was asked does not change'); END;
CREATE TRIGGER stock_wish_decided_once BEFORE UPDATE ON stock_wish WHEN OLD.decided_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what was decided does not change'); END;
CREATE TRIGGER stock_wish_undeleted BEFORE DELETE ON stock_wish
BEGIN SELECT RAISE(ABORT, 'what was asked does not change'); END;
CREATE TRIGGER stock_wish_sum BEFORE UPDATE OF stock_document_id ON stock_wish WHEN NEW.stock_document_id IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'not the sum that was asked for') WHERE NOT EXISTS (SELECT 1 FROM stock_document_line l
    WHERE l.stock_document_id = NEW.stock_document_id AND l.batch_id = NEW.batch_id AND ABS(NEW.loss_vnd - (
      CASE WHEN l.after_milli < l.before_milli THEN (l.before_milli - l.after_milli) * l.unit_cost_vnd ELSE 0 END
      + CASE WHEN l.cost_after_vnd < l.unit_cost_vnd THEN (l.unit_cost_vnd - l.cost_after_vnd)
      * CASE WHEN l.after_milli < l.before_milli THEN l.after_milli ELSE l.before_milli END ELSE 0 END) / 1000) <= 2);
END;

--- postgres
CREATE TRIGGER stock_wish_unchanged BEFORE UPDATE OF id, branch_id, kind, batch_id, seen_milli, quantity_milli, cost_vnd, loss_vnd, reason,
  witness, asked_at, asked_by ON stock_wish FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER stock_wish_undeleted BEFORE DELETE OR TRUNCATE ON stock_wish FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER stock_wish_decided_once BEFORE UPDATE ON stock_wish FOR EACH ROW WHEN (OLD.decided_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_other_sum() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM stock_document_line l
    WHERE l.stock_document_id = NEW.stock_document_id AND l.batch_id = NEW.batch_id AND ABS(NEW.loss_vnd - (
      CASE WHEN l.after_milli < l.before_milli THEN (l.before_milli - l.after_milli) * l.unit_cost_vnd ELSE 0 END
      + CASE WHEN l.cost_after_vnd < l.unit_cost_vnd THEN (l.unit_cost_vnd - l.cost_after_vnd)
      * CASE WHEN l.after_milli < l.before_milli THEN l.after_milli ELSE l.before_milli END ELSE 0 END) / 1000) <= 2) THEN
    RAISE EXCEPTION 'not the sum that was asked for';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stock_wish_sum BEFORE UPDATE OF stock_document_id ON stock_wish FOR EACH ROW WHEN (NEW.stock_document_id IS NOT NULL)
EXECUTE FUNCTION refuse_other_sum();

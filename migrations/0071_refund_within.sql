-- What came back, or was not done after all, once it was paid: of a charge, how much of it and how many đồng of what the patient bore
-- go back. A refund may be of a charge; no more of one is asked for than goes back of it.
ALTER TABLE charge ADD COLUMN returned_milli BIGINT NOT NULL DEFAULT 0
  CHECK (returned_milli >= 0 AND returned_milli <= quantity_milli);
ALTER TABLE charge ADD COLUMN back_vnd BIGINT NOT NULL DEFAULT 0
  CHECK (back_vnd >= 0 AND back_vnd <= amount_vnd);
ALTER TABLE refund ADD COLUMN charge_id BIGINT REFERENCES charge (id);
CREATE INDEX charge_returned ON charge (branch_id, id) WHERE returned_milli > 0;
CREATE INDEX refund_charge ON refund (charge_id) WHERE charge_id IS NOT NULL;

-- A refund is never above what its receipt took for its invoice, less what was asked for of that before. What was asked does not
-- change, and what was refused or paid stays so.

--- sqlite
CREATE TRIGGER refund_within_receipt BEFORE INSERT ON refund WHEN NEW.state <> 'refused'
BEGIN
  SELECT RAISE(ABORT, 'more than the receipt took') WHERE NEW.amount_vnd
    + (SELECT COALESCE(SUM(f.amount_vnd), 0) FROM refund f WHERE f.receipt_id = NEW.receipt_id AND f.invoice_id = NEW.invoice_id AND f.state <> 'refused')
    > (SELECT COALESCE(SUM(p.amount_vnd), 0) FROM payment p WHERE p.receipt_id = NEW.receipt_id AND p.invoice_id = NEW.invoice_id AND p.kind <> 'refunded');
  SELECT RAISE(ABORT, 'more than goes back of the charge') WHERE NEW.charge_id IS NOT NULL AND NEW.amount_vnd
    + (SELECT COALESCE(SUM(f.amount_vnd), 0) FROM refund f WHERE f.charge_id = NEW.charge_id AND f.state <> 'refused')
    > (SELECT c.back_vnd FROM charge c WHERE c.id = NEW.charge_id);
END;
CREATE TRIGGER refund_unchanged BEFORE UPDATE OF id, branch_id, visit_id, receipt_id, invoice_id, charge_id, amount_vnd, reason, needs_second,
  asked_at, asked_by ON refund
BEGIN SELECT RAISE(ABORT, 'what was asked does not change'); END;
CREATE TRIGGER refund_ended BEFORE UPDATE ON refund WHEN OLD.state IN ('refused', 'paid')
BEGIN SELECT RAISE(ABORT, 'what was decided does not change'); END;
CREATE TRIGGER refund_undeleted BEFORE DELETE ON refund
BEGIN SELECT RAISE(ABORT, 'refund is append-only'); END;

--- postgres
CREATE FUNCTION refuse_refund_above() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM receipt r WHERE r.id = NEW.receipt_id FOR NO KEY UPDATE;
  IF NEW.amount_vnd
    + (SELECT COALESCE(SUM(f.amount_vnd), 0) FROM refund f WHERE f.receipt_id = NEW.receipt_id AND f.invoice_id = NEW.invoice_id AND f.state <> 'refused')
    > (SELECT COALESCE(SUM(p.amount_vnd), 0) FROM payment p WHERE p.receipt_id = NEW.receipt_id AND p.invoice_id = NEW.invoice_id AND p.kind <> 'refunded') THEN
    RAISE EXCEPTION 'more than the receipt took';
  END IF;
  IF NEW.charge_id IS NOT NULL THEN
    PERFORM 1 FROM charge c WHERE c.id = NEW.charge_id FOR NO KEY UPDATE;
    IF NEW.amount_vnd
      + (SELECT COALESCE(SUM(f.amount_vnd), 0) FROM refund f WHERE f.charge_id = NEW.charge_id AND f.state <> 'refused')
      > (SELECT c.back_vnd FROM charge c WHERE c.id = NEW.charge_id) THEN
      RAISE EXCEPTION 'more than goes back of the charge';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refund_within_receipt BEFORE INSERT ON refund FOR EACH ROW WHEN (NEW.state <> 'refused') EXECUTE FUNCTION refuse_refund_above();
CREATE TRIGGER refund_unchanged BEFORE UPDATE OF id, branch_id, visit_id, receipt_id, invoice_id, charge_id, amount_vnd, reason, needs_second,
  asked_at, asked_by ON refund FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refund_ended BEFORE UPDATE ON refund FOR EACH ROW WHEN (OLD.state IN ('refused', 'paid')) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refund_undeleted BEFORE DELETE OR TRUNCATE ON refund FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

--- both

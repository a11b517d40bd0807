-- Why a refund is not paid: whoever refuses what somebody else asked for says it.
ALTER TABLE refund ADD COLUMN refused_reason TEXT NOT NULL DEFAULT '';
CREATE INDEX refund_refused ON refund (branch_id, decided_at) WHERE state = 'refused';

-- That nothing goes back of what came back after it was paid: by whom, why, and how much. Never changed, so that it is found though
-- something comes back again.
CREATE TABLE back_closing (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  charge_id BIGINT NOT NULL REFERENCES charge (id),
  amount_vnd BIGINT NOT NULL CHECK (amount_vnd >= 0),
  reason TEXT NOT NULL CHECK (reason <> ''),
  closed_at BIGINT NOT NULL,
  closed_by BIGINT NOT NULL REFERENCES staff (id)
);
CREATE INDEX back_closing_day ON back_closing (branch_id, closed_at);
CREATE INDEX back_closing_charge ON back_closing (charge_id);
-- What was closed before is in the audit, without its sum.
INSERT INTO back_closing (id, branch_id, charge_id, amount_vnd, reason, closed_at, closed_by)
  SELECT a.id, c.branch_id, c.id, c.back_vnd - COALESCE((SELECT SUM(f.amount_vnd) FROM refund f WHERE f.charge_id = c.id AND f.state <> 'refused'), 0),
    a.detail, a.at, a.staff_id
  FROM audit a JOIN charge c ON c.id = a.subject_id
  WHERE a.act = 'close_back' AND a.subject_kind = 'charge' AND a.staff_id IS NOT NULL AND a.detail <> '';

--- sqlite
CREATE TRIGGER refund_refused_why BEFORE UPDATE OF state ON refund
  WHEN NEW.state = 'refused' AND NEW.decided_by <> OLD.asked_by AND NEW.refused_reason = ''
BEGIN SELECT RAISE(ABORT, 'a refund is refused without a reason'); END;
CREATE TRIGGER back_closing_unchanged BEFORE UPDATE ON back_closing
BEGIN SELECT RAISE(ABORT, 'back_closing is append-only'); END;
CREATE TRIGGER back_closing_undeleted BEFORE DELETE ON back_closing
BEGIN SELECT RAISE(ABORT, 'back_closing is append-only'); END;

--- postgres
CREATE TRIGGER refund_refused_why BEFORE UPDATE OF state ON refund FOR EACH ROW
  WHEN (NEW.state = 'refused' AND NEW.decided_by <> OLD.asked_by AND NEW.refused_reason = '') EXECUTE FUNCTION refuse_change();
CREATE TRIGGER back_closing_unchanged BEFORE UPDATE ON back_closing FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER back_closing_undeleted BEFORE DELETE OR TRUNCATE ON back_closing FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

--- both

-- What is paid later, because somebody agreed to it.

-- A bill that may be paid later: why, who asked for it and who agreed. amount is what was open then, paid_before what had
-- been paid of the visit's invoices by then: what was paid of it since follows from the invoices and is stored nowhere. One
-- of a visit at a time; another one takes its place, and none is changed or deleted.
CREATE TABLE debt (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  visit_id BIGINT NOT NULL REFERENCES visit (id),
  amount_vnd BIGINT NOT NULL CHECK (amount_vnd > 0),
  paid_before_vnd BIGINT NOT NULL CHECK (paid_before_vnd >= 0),
  reason TEXT NOT NULL CHECK (reason <> ''),
  asked_at BIGINT NOT NULL,
  asked_by BIGINT NOT NULL REFERENCES staff (id),
  agreed_at BIGINT,
  agreed_by BIGINT REFERENCES staff (id),
  ended_at BIGINT,
  ended_by BIGINT REFERENCES staff (id),
  CHECK ((agreed_at IS NULL) = (agreed_by IS NULL)),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX debt_of_visit ON debt (visit_id) WHERE ended_at IS NULL;
CREATE INDEX debt_visit ON debt (visit_id);

-- What of it is due when: one instalment or several in the order of their days, together the amount (`kham verify`).
CREATE TABLE debt_instalment (
  debt_id BIGINT NOT NULL REFERENCES debt (id),
  number BIGINT NOT NULL CHECK (number >= 1),
  due_day DATE NOT NULL,
  amount_vnd BIGINT NOT NULL CHECK (amount_vnd > 0),
  PRIMARY KEY (debt_id, number),
  UNIQUE (debt_id, due_day)
);

--- sqlite
CREATE TRIGGER debt_unchanged BEFORE UPDATE OF id, branch_id, visit_id, amount_vnd, paid_before_vnd, reason, asked_at, asked_by ON debt
BEGIN SELECT RAISE(ABORT, 'what was agreed does not change'); END;
CREATE TRIGGER debt_undeleted BEFORE DELETE ON debt
BEGIN SELECT RAISE(ABORT, 'debt is append-only'); END;
CREATE TRIGGER debt_instalment_unchanged BEFORE UPDATE ON debt_instalment
BEGIN SELECT RAISE(ABORT, 'debt_instalment is append-only'); END;
CREATE TRIGGER debt_instalment_undeleted BEFORE DELETE ON debt_instalment
BEGIN SELECT RAISE(ABORT, 'debt_instalment is append-only'); END;

--- postgres
CREATE TRIGGER debt_unchanged BEFORE UPDATE OF id, branch_id, visit_id, amount_vnd, paid_before_vnd, reason, asked_at, asked_by ON debt
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER debt_undeleted BEFORE DELETE OR TRUNCATE ON debt FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER debt_instalment_unchanged BEFORE UPDATE ON debt_instalment FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER debt_instalment_undeleted BEFORE DELETE OR TRUNCATE ON debt_instalment FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

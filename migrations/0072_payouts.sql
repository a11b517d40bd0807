-- The slip of money that was paid out: a refund, a deposit that goes back, cash taken out of a drawer. Its numbers follow each other
-- without a gap; printed is the JSON that the paper is made from. One a payment.
CREATE TABLE payout (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  session_id BIGINT NOT NULL REFERENCES cash_session (id),
  series TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number >= 1),
  refund_id BIGINT UNIQUE REFERENCES refund (id),
  deposit_movement_id BIGINT UNIQUE REFERENCES deposit_movement (id),
  cash_movement_id BIGINT UNIQUE REFERENCES cash_movement (id),
  amount_vnd BIGINT NOT NULL CHECK (amount_vnd > 0),
  printed TEXT NOT NULL,
  issued_at BIGINT NOT NULL,
  issued_by BIGINT NOT NULL REFERENCES staff (id),
  UNIQUE (series, number),
  CHECK ((CASE WHEN refund_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN deposit_movement_id IS NULL THEN 0 ELSE 1 END)
    + (CASE WHEN cash_movement_id IS NULL THEN 0 ELSE 1 END) = 1)
);

-- Every time such a slip, or a deposit's, was printed: the first is the original, all later ones are marked as copies.
CREATE TABLE payout_print (
  payout_id BIGINT NOT NULL REFERENCES payout (id),
  number BIGINT NOT NULL CHECK (number >= 1),
  printed_at BIGINT NOT NULL,
  printed_by BIGINT NOT NULL REFERENCES staff (id),
  PRIMARY KEY (payout_id, number)
);
CREATE TABLE deposit_print (
  deposit_id BIGINT NOT NULL REFERENCES deposit (id),
  number BIGINT NOT NULL CHECK (number >= 1),
  printed_at BIGINT NOT NULL,
  printed_by BIGINT NOT NULL REFERENCES staff (id),
  PRIMARY KEY (deposit_id, number)
);

--- sqlite
CREATE TRIGGER payout_unchanged BEFORE UPDATE ON payout
BEGIN SELECT RAISE(ABORT, 'payout is append-only'); END;
CREATE TRIGGER payout_undeleted BEFORE DELETE ON payout
BEGIN SELECT RAISE(ABORT, 'payout is append-only'); END;

--- postgres
CREATE TRIGGER payout_unchanged BEFORE UPDATE ON payout FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payout_undeleted BEFORE DELETE OR TRUNCATE ON payout FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

--- both

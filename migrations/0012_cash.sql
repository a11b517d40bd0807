-- Prices, insurance, vouchers, debts, refunds, the day's cash.

-- The day's cash ------------------------------------------------------------------------------------

-- One cashier at one drawer, from the opening float to the count. Drawer 0 is the bank's: what arrives by itself.
-- Closed, it is sealed: neither it nor what belongs to it changes any more.
CREATE TABLE cash_session (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  day DATE NOT NULL,
  drawer BIGINT NOT NULL CHECK (drawer >= 0),
  float_vnd BIGINT NOT NULL CHECK (float_vnd >= 0),
  float_reason TEXT NOT NULL DEFAULT '',
  taken_over_id BIGINT UNIQUE REFERENCES cash_session (id),
  opened_at BIGINT NOT NULL,
  opened_by BIGINT NOT NULL REFERENCES staff (id),
  closed_at BIGINT,
  closed_by BIGINT REFERENCES staff (id),
  expected_vnd BIGINT,
  counted_vnd BIGINT CHECK (counted_vnd >= 0),
  left_vnd BIGINT CHECK (left_vnd >= 0 AND left_vnd <= counted_vnd),
  explanation TEXT NOT NULL DEFAULT '',
  slip TEXT,
  CHECK ((closed_at IS NULL) = (counted_vnd IS NULL) AND (closed_at IS NULL) = (expected_vnd IS NULL) AND (closed_at IS NULL) = (left_vnd IS NULL)
    AND (closed_at IS NULL) = (slip IS NULL) AND (closed_at IS NULL) = (closed_by IS NULL)),
  CHECK (closed_at IS NULL OR counted_vnd = expected_vnd OR explanation <> '')
);
CREATE UNIQUE INDEX cash_session_of ON cash_session (opened_by) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX cash_session_drawer ON cash_session (branch_id, drawer) WHERE closed_at IS NULL;
CREATE INDEX cash_session_day ON cash_session (branch_id, day);
CREATE INDEX cash_session_last ON cash_session (branch_id, drawer, closed_at);

-- Cash that goes into a drawer or out of it and is no payment.
CREATE TABLE cash_movement (
  id BIGINT PRIMARY KEY,
  session_id BIGINT NOT NULL REFERENCES cash_session (id),
  kind TEXT NOT NULL CHECK (kind IN ('in', 'out')),
  amount_vnd BIGINT NOT NULL CHECK (amount_vnd > 0),
  reason TEXT NOT NULL CHECK (reason <> ''),
  moved_at BIGINT NOT NULL,
  moved_by BIGINT NOT NULL REFERENCES staff (id)
);
CREATE INDEX cash_movement_session ON cash_movement (session_id);

-- Money back to a patient: asked, agreed to by a second person above a limit, paid out. Its amount is kept free on the
-- invoice (refunded_vnd) from the asking on, so that no two refunds are promised the same money.
CREATE TABLE refund (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  visit_id BIGINT NOT NULL REFERENCES visit (id),
  receipt_id BIGINT NOT NULL REFERENCES receipt (id),
  invoice_id BIGINT NOT NULL REFERENCES invoice (id),
  amount_vnd BIGINT NOT NULL CHECK (amount_vnd > 0),
  reason TEXT NOT NULL CHECK (reason <> ''),
  state TEXT NOT NULL CHECK (state IN ('asked', 'approved', 'refused', 'paid')),
  needs_second BOOLEAN NOT NULL,
  asked_at BIGINT NOT NULL,
  asked_by BIGINT NOT NULL REFERENCES staff (id),
  decided_at BIGINT,
  decided_by BIGINT REFERENCES staff (id),
  paid_at BIGINT,
  paid_by BIGINT REFERENCES staff (id),
  CHECK (NOT needs_second OR state IN ('asked', 'refused') OR (decided_by IS NOT NULL AND decided_by <> asked_by)),
  CHECK ((state = 'paid') = (paid_at IS NOT NULL))
);
CREATE INDEX refund_receipt ON refund (receipt_id);
CREATE INDEX refund_visit ON refund (visit_id);
CREATE INDEX refund_open ON refund (branch_id, id) WHERE state IN ('asked', 'approved');

-- A payment belongs to one session and one day, and never changes: a void is a row that reverses it, once; a refund is a
-- row of its own.
CREATE TABLE payment (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  session_id BIGINT NOT NULL REFERENCES cash_session (id),
  day DATE NOT NULL,
  receipt_id BIGINT NOT NULL REFERENCES receipt (id) DEFERRABLE INITIALLY DEFERRED,
  invoice_id BIGINT NOT NULL REFERENCES invoice (id),
  kind TEXT NOT NULL DEFAULT 'taken' CHECK (kind IN ('taken', 'voided', 'refunded')),
  method TEXT NOT NULL CHECK (method IN ('cash', 'transfer', 'card', 'wallet')),
  amount_vnd BIGINT NOT NULL CHECK ((kind = 'taken' AND amount_vnd >= 0) OR (kind <> 'taken' AND amount_vnd <= 0)),
  tendered_vnd BIGINT NOT NULL,
  change_vnd BIGINT NOT NULL CHECK (change_vnd >= 0 AND change_vnd = tendered_vnd - amount_vnd),
  reference TEXT NOT NULL,
  reverses_id BIGINT UNIQUE REFERENCES payment (id),
  refund_id BIGINT UNIQUE REFERENCES refund (id),
  paid_at BIGINT NOT NULL,
  taken_by BIGINT NOT NULL REFERENCES staff (id),
  CHECK ((kind = 'voided') = (reverses_id IS NOT NULL)),
  CHECK ((kind = 'refunded') = (refund_id IS NOT NULL))
);
CREATE INDEX payment_invoice ON payment (invoice_id);
CREATE INDEX payment_receipt ON payment (receipt_id);
CREATE INDEX payment_day ON payment (branch_id, day);
CREATE INDEX payment_session ON payment (session_id);

-- A receipt that does not count any more; it keeps its number and its content.
CREATE TABLE receipt_void (
  receipt_id BIGINT PRIMARY KEY REFERENCES receipt (id),
  reason TEXT NOT NULL CHECK (reason <> ''),
  voided_at BIGINT NOT NULL,
  voided_by BIGINT NOT NULL REFERENCES staff (id)
);

-- Every time a receipt was printed: the first is the original, all later ones are marked as copies.
CREATE TABLE receipt_print (
  receipt_id BIGINT NOT NULL REFERENCES receipt (id),
  number BIGINT NOT NULL CHECK (number >= 1),
  printed_at BIGINT NOT NULL,
  printed_by BIGINT NOT NULL REFERENCES staff (id),
  PRIMARY KEY (receipt_id, number)
);

-- A discount above its giver's limit: it waits for somebody who may give it, and is gone when decided.
CREATE TABLE discount_wish (
  visit_id BIGINT PRIMARY KEY REFERENCES visit (id),
  amount_vnd BIGINT NOT NULL CHECK (amount_vnd > 0),
  reason TEXT NOT NULL CHECK (reason <> ''),
  asked_at BIGINT NOT NULL,
  asked_by BIGINT NOT NULL REFERENCES staff (id)
);

-- A code that takes an amount or a share off a bill. used never passes uses_max, whoever comes at the same time.
CREATE TABLE voucher (
  id BIGINT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  amount_vnd BIGINT CHECK (amount_vnd > 0),
  share_basis_points BIGINT CHECK (share_basis_points > 0 AND share_basis_points <= 10000),
  from_day DATE NOT NULL,
  until_day DATE NOT NULL,
  uses_max BIGINT NOT NULL CHECK (uses_max >= 1),
  per_patient_max BIGINT NOT NULL CHECK (per_patient_max >= 1),
  used BIGINT NOT NULL DEFAULT 0 CHECK (used >= 0 AND used <= uses_max),
  active BOOLEAN NOT NULL,
  made_at BIGINT NOT NULL,
  made_by BIGINT NOT NULL REFERENCES staff (id),
  CHECK ((amount_vnd IS NULL) <> (share_basis_points IS NULL)),
  CHECK (from_day <= until_day)
);

-- A voucher on a bill; once a bill, however many tabs try.
CREATE TABLE voucher_use (
  voucher_id BIGINT NOT NULL REFERENCES voucher (id),
  visit_id BIGINT NOT NULL REFERENCES visit (id),
  used_at BIGINT NOT NULL,
  used_by BIGINT NOT NULL REFERENCES staff (id),
  PRIMARY KEY (voucher_id, visit_id)
);
CREATE INDEX voucher_use_visit ON voucher_use (visit_id);

-- Where patients transfer to, and the secret by which the bank's gateway proves that it is it.
CREATE TABLE bank_account (
  branch_id BIGINT PRIMARY KEY REFERENCES branch (id),
  bin TEXT NOT NULL,
  number TEXT NOT NULL,
  holder TEXT NOT NULL,
  secret TEXT NOT NULL
);

-- Every transfer once, by the bank's own reference, whoever told of it first.
CREATE TABLE bank_transfer (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  reference TEXT NOT NULL CHECK (reference <> ''),
  amount_vnd BIGINT NOT NULL CHECK (amount_vnd > 0),
  purpose TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('gateway', 'hand')),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'settled', 'dismissed')),
  visit_id BIGINT REFERENCES visit (id),
  receipt_id BIGINT REFERENCES receipt (id) DEFERRABLE INITIALLY DEFERRED,
  reason TEXT NOT NULL DEFAULT '',
  received_at BIGINT NOT NULL,
  settled_at BIGINT,
  settled_by BIGINT REFERENCES staff (id),
  UNIQUE (branch_id, reference),
  CHECK ((state = 'settled') = (receipt_id IS NOT NULL)),
  CHECK ((state = 'dismissed') = (reason <> ''))
);
CREATE INDEX bank_transfer_waiting ON bank_transfer (branch_id, id) WHERE state = 'waiting';
CREATE INDEX bank_transfer_receipt ON bank_transfer (receipt_id);

-- What stands on the second screen of a cashier.
CREATE TABLE pay_display (
  staff_id BIGINT PRIMARY KEY REFERENCES staff (id),
  visit_id BIGINT NOT NULL REFERENCES visit (id),
  shown_at BIGINT NOT NULL
);

--- sqlite
CREATE TRIGGER payment_unchanged BEFORE UPDATE ON payment
BEGIN SELECT RAISE(ABORT, 'payment is append-only'); END;
CREATE TRIGGER payment_undeleted BEFORE DELETE ON payment
BEGIN SELECT RAISE(ABORT, 'payment is append-only'); END;
CREATE TRIGGER payment_in_open_session BEFORE INSERT ON payment
WHEN EXISTS (SELECT 1 FROM cash_session s WHERE s.id = NEW.session_id AND s.closed_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'the cash session is closed'); END;
CREATE TRIGGER cash_movement_unchanged BEFORE UPDATE ON cash_movement
BEGIN SELECT RAISE(ABORT, 'cash_movement is append-only'); END;
CREATE TRIGGER cash_movement_undeleted BEFORE DELETE ON cash_movement
BEGIN SELECT RAISE(ABORT, 'cash_movement is append-only'); END;
CREATE TRIGGER cash_movement_in_open_session BEFORE INSERT ON cash_movement
WHEN EXISTS (SELECT 1 FROM cash_session s WHERE s.id = NEW.session_id AND s.closed_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'the cash session is closed'); END;
CREATE TRIGGER cash_session_sealed BEFORE UPDATE ON cash_session WHEN OLD.closed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'the cash session is closed'); END;
CREATE TRIGGER cash_session_undeleted BEFORE DELETE ON cash_session
BEGIN SELECT RAISE(ABORT, 'cash_session is append-only'); END;
CREATE TRIGGER receipt_void_unchanged BEFORE UPDATE ON receipt_void
BEGIN SELECT RAISE(ABORT, 'receipt_void is append-only'); END;
CREATE TRIGGER receipt_void_undeleted BEFORE DELETE ON receipt_void
BEGIN SELECT RAISE(ABORT, 'receipt_void is append-only'); END;

--- postgres
CREATE TRIGGER payment_unchanged BEFORE UPDATE ON payment FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payment_undeleted BEFORE DELETE OR TRUNCATE ON payment FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER cash_movement_unchanged BEFORE UPDATE ON cash_movement FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER cash_movement_undeleted BEFORE DELETE OR TRUNCATE ON cash_movement FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER cash_session_sealed BEFORE UPDATE ON cash_session FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER cash_session_undeleted BEFORE DELETE OR TRUNCATE ON cash_session FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER receipt_void_unchanged BEFORE UPDATE ON receipt_void FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER receipt_void_undeleted BEFORE DELETE OR TRUNCATE ON receipt_void FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_closed_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM cash_session s WHERE s.id = NEW.session_id AND s.closed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'the cash session is closed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payment_in_open_session BEFORE INSERT ON payment FOR EACH ROW EXECUTE FUNCTION refuse_closed_session();
CREATE TRIGGER cash_movement_in_open_session BEFORE INSERT ON cash_movement FOR EACH ROW EXECUTE FUNCTION refuse_closed_session();

--- both

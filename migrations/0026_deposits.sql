-- Money taken before there is a bill.

-- A deposit: held for a patient, used on bills, the rest given back. held never falls below nothing, whoever uses it at the
-- same time. printed is the JSON that its paper is made from. Above the limit of refunds a second person agrees to what
-- is given back: as much as was held then.
CREATE TABLE deposit (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  series TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number >= 1),
  amount_vnd BIGINT NOT NULL CHECK (amount_vnd > 0),
  held_vnd BIGINT NOT NULL CHECK (held_vnd >= 0 AND held_vnd <= amount_vnd),
  purpose TEXT NOT NULL CHECK (purpose <> ''),
  printed TEXT NOT NULL,
  taken_at BIGINT NOT NULL,
  taken_by BIGINT NOT NULL REFERENCES staff (id),
  back_vnd BIGINT CHECK (back_vnd > 0),
  back_reason TEXT NOT NULL DEFAULT '',
  back_asked_by BIGINT REFERENCES staff (id),
  back_agreed_by BIGINT REFERENCES staff (id),
  UNIQUE (series, number),
  CHECK ((back_vnd IS NULL) = (back_asked_by IS NULL) AND (back_vnd IS NULL OR back_reason <> '')),
  CHECK (back_agreed_by IS NULL OR (back_asked_by IS NOT NULL AND back_agreed_by <> back_asked_by))
);
CREATE INDEX deposit_patient ON deposit (patient_id, id);
CREATE INDEX deposit_held ON deposit (branch_id, id) WHERE held_vnd > 0;

-- The money itself, of one session and one day: taken once, and what went back.
CREATE TABLE deposit_movement (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  deposit_id BIGINT NOT NULL REFERENCES deposit (id),
  session_id BIGINT NOT NULL REFERENCES cash_session (id),
  day DATE NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('taken', 'given_back')),
  method TEXT NOT NULL CHECK (method IN ('cash', 'transfer', 'card', 'wallet')),
  amount_vnd BIGINT NOT NULL CHECK ((kind = 'taken' AND amount_vnd > 0) OR (kind = 'given_back' AND amount_vnd < 0)),
  reference TEXT NOT NULL,
  reason TEXT NOT NULL,
  moved_at BIGINT NOT NULL,
  moved_by BIGINT NOT NULL REFERENCES staff (id),
  CHECK (kind = 'taken' OR reason <> '')
);
CREATE UNIQUE INDEX deposit_movement_taken ON deposit_movement (deposit_id) WHERE kind = 'taken';
CREATE INDEX deposit_movement_deposit ON deposit_movement (deposit_id);
CREATE INDEX deposit_movement_session ON deposit_movement (session_id);
CREATE INDEX deposit_movement_day ON deposit_movement (branch_id, day);

-- A payment may come out of a deposit, and a transfer may be one.

--- sqlite
CREATE TABLE payment_kept AS SELECT * FROM payment;
CREATE TABLE payment_share_kept AS SELECT * FROM payment_share;
CREATE TABLE bank_transfer_kept AS SELECT * FROM bank_transfer;
DROP TABLE payment_share;
DROP TABLE payment;
DROP TABLE bank_transfer;
CREATE TABLE payment (
  id INTEGER PRIMARY KEY,
  branch_id INTEGER NOT NULL REFERENCES branch (id),
  session_id INTEGER NOT NULL REFERENCES cash_session (id),
  day TEXT NOT NULL,
  receipt_id INTEGER NOT NULL REFERENCES receipt (id) DEFERRABLE INITIALLY DEFERRED,
  invoice_id INTEGER NOT NULL REFERENCES invoice (id),
  kind TEXT NOT NULL DEFAULT 'taken' CHECK (kind IN ('taken', 'voided', 'refunded')),
  method TEXT NOT NULL CHECK (method IN ('cash', 'transfer', 'card', 'wallet', 'deposit')),
  amount_vnd INTEGER NOT NULL CHECK ((kind = 'taken' AND amount_vnd >= 0) OR (kind <> 'taken' AND amount_vnd <= 0)),
  tendered_vnd INTEGER NOT NULL,
  change_vnd INTEGER NOT NULL CHECK (change_vnd >= 0 AND change_vnd = tendered_vnd - amount_vnd),
  reference TEXT NOT NULL,
  reverses_id INTEGER UNIQUE REFERENCES payment (id),
  refund_id INTEGER UNIQUE REFERENCES refund (id),
  paid_at INTEGER NOT NULL,
  taken_by INTEGER NOT NULL REFERENCES staff (id),
  deposit_id INTEGER REFERENCES deposit (id),
  CHECK ((kind = 'voided') = (reverses_id IS NOT NULL)),
  CHECK ((kind = 'refunded') = (refund_id IS NOT NULL)),
  CHECK ((method = 'deposit') = (deposit_id IS NOT NULL) AND (deposit_id IS NULL OR kind <> 'refunded'))
) STRICT;
INSERT INTO payment (id, branch_id, session_id, day, receipt_id, invoice_id, kind, method, amount_vnd, tendered_vnd, change_vnd, reference,
  reverses_id, refund_id, paid_at, taken_by) SELECT id, branch_id, session_id, day, receipt_id, invoice_id, kind, method, amount_vnd,
  tendered_vnd, change_vnd, reference, reverses_id, refund_id, paid_at, taken_by FROM payment_kept ORDER BY id;
CREATE INDEX payment_invoice ON payment (invoice_id);
CREATE INDEX payment_receipt ON payment (receipt_id);
CREATE INDEX payment_day ON payment (branch_id, day);
CREATE INDEX payment_session ON payment (session_id);
CREATE INDEX payment_undone ON payment (branch_id, day) WHERE kind <> 'taken';
CREATE TRIGGER payment_unchanged BEFORE UPDATE ON payment
BEGIN SELECT RAISE(ABORT, 'payment is append-only'); END;
CREATE TRIGGER payment_undeleted BEFORE DELETE ON payment
BEGIN SELECT RAISE(ABORT, 'payment is append-only'); END;
CREATE TRIGGER payment_in_open_session BEFORE INSERT ON payment
WHEN EXISTS (SELECT 1 FROM cash_session s WHERE s.id = NEW.session_id AND s.closed_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'the cash session is closed'); END;
CREATE TABLE payment_share (
  payment_id INTEGER NOT NULL REFERENCES payment (id),
  doctor_id INTEGER NOT NULL,
  service_group TEXT NOT NULL CHECK (service_group IN ('consultation', 'lab', 'imaging', 'procedure', 'vaccine', 'medicine', 'retail', 'other')),
  payer_kind TEXT NOT NULL CHECK (payer_kind IN ('self', 'national', 'private')),
  amount_vnd INTEGER NOT NULL,
  PRIMARY KEY (payment_id, doctor_id, service_group, payer_kind)
) STRICT, WITHOUT ROWID;
INSERT INTO payment_share (payment_id, doctor_id, service_group, payer_kind, amount_vnd)
  SELECT payment_id, doctor_id, service_group, payer_kind, amount_vnd FROM payment_share_kept;
CREATE TRIGGER payment_share_unchanged BEFORE UPDATE ON payment_share
BEGIN SELECT RAISE(ABORT, 'payment_share is append-only'); END;
CREATE TRIGGER payment_share_undeleted BEFORE DELETE ON payment_share
BEGIN SELECT RAISE(ABORT, 'payment_share is append-only'); END;
CREATE TABLE bank_transfer (
  id INTEGER PRIMARY KEY,
  branch_id INTEGER NOT NULL REFERENCES branch (id),
  reference TEXT NOT NULL CHECK (reference <> ''),
  amount_vnd INTEGER NOT NULL CHECK (amount_vnd > 0),
  purpose TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('gateway', 'hand')),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'settled', 'dismissed')),
  visit_id INTEGER REFERENCES visit (id),
  receipt_id INTEGER REFERENCES receipt (id) DEFERRABLE INITIALLY DEFERRED,
  reason TEXT NOT NULL DEFAULT '',
  received_at INTEGER NOT NULL,
  settled_at INTEGER,
  settled_by INTEGER REFERENCES staff (id),
  deposit_id INTEGER REFERENCES deposit (id),
  UNIQUE (branch_id, reference),
  CHECK ((state = 'settled') = (receipt_id IS NOT NULL OR deposit_id IS NOT NULL)),
  CHECK (receipt_id IS NULL OR deposit_id IS NULL),
  CHECK ((state = 'dismissed') = (reason <> ''))
) STRICT;
INSERT INTO bank_transfer (id, branch_id, reference, amount_vnd, purpose, source, state, visit_id, receipt_id, reason, received_at, settled_at,
  settled_by) SELECT id, branch_id, reference, amount_vnd, purpose, source, state, visit_id, receipt_id, reason, received_at, settled_at,
  settled_by FROM bank_transfer_kept;
CREATE INDEX bank_transfer_waiting ON bank_transfer (branch_id, id) WHERE state = 'waiting';
CREATE INDEX bank_transfer_receipt ON bank_transfer (receipt_id);
DROP TABLE payment_kept;
DROP TABLE payment_share_kept;
DROP TABLE bank_transfer_kept;
CREATE TRIGGER deposit_unchanged BEFORE UPDATE OF id, branch_id, series, number, amount_vnd, purpose, printed, taken_at, taken_by ON deposit
BEGIN SELECT RAISE(ABORT, 'what a deposit says does not change'); END;
CREATE TRIGGER deposit_undeleted BEFORE DELETE ON deposit
BEGIN SELECT RAISE(ABORT, 'deposit is append-only'); END;
CREATE TRIGGER deposit_movement_unchanged BEFORE UPDATE ON deposit_movement
BEGIN SELECT RAISE(ABORT, 'deposit_movement is append-only'); END;
CREATE TRIGGER deposit_movement_undeleted BEFORE DELETE ON deposit_movement
BEGIN SELECT RAISE(ABORT, 'deposit_movement is append-only'); END;
CREATE TRIGGER deposit_movement_in_open_session BEFORE INSERT ON deposit_movement
WHEN EXISTS (SELECT 1 FROM cash_session s WHERE s.id = NEW.session_id AND s.closed_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'the cash session is closed'); END;

--- postgres
ALTER TABLE payment ADD COLUMN deposit_id BIGINT REFERENCES deposit (id);
ALTER TABLE payment DROP CONSTRAINT payment_method_check;
ALTER TABLE payment ADD CONSTRAINT payment_method_check CHECK (method IN ('cash', 'transfer', 'card', 'wallet', 'deposit'));
ALTER TABLE payment ADD CONSTRAINT payment_deposit_check
  CHECK ((method = 'deposit') = (deposit_id IS NOT NULL) AND (deposit_id IS NULL OR kind <> 'refunded'));
ALTER TABLE bank_transfer ADD COLUMN deposit_id BIGINT REFERENCES deposit (id);
DO $$
DECLARE old TEXT;
BEGIN
  SELECT conname INTO old FROM pg_constraint WHERE conrelid = 'bank_transfer'::regclass AND contype = 'c'
    AND pg_get_constraintdef(oid) LIKE '%receipt_id IS NOT NULL%';
  EXECUTE format('ALTER TABLE bank_transfer DROP CONSTRAINT %I', old);
END $$;
ALTER TABLE bank_transfer ADD CONSTRAINT bank_transfer_settled CHECK ((state = 'settled') = (receipt_id IS NOT NULL OR deposit_id IS NOT NULL));
ALTER TABLE bank_transfer ADD CONSTRAINT bank_transfer_once CHECK (receipt_id IS NULL OR deposit_id IS NULL);
CREATE TRIGGER deposit_unchanged BEFORE UPDATE OF id, branch_id, series, number, amount_vnd, purpose, printed, taken_at, taken_by ON deposit
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER deposit_undeleted BEFORE DELETE OR TRUNCATE ON deposit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER deposit_movement_unchanged BEFORE UPDATE ON deposit_movement FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER deposit_movement_undeleted BEFORE DELETE OR TRUNCATE ON deposit_movement FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER deposit_movement_in_open_session BEFORE INSERT ON deposit_movement FOR EACH ROW EXECUTE FUNCTION refuse_closed_session();

--- both
CREATE INDEX payment_deposit ON payment (deposit_id);

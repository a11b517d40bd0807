-- Takings: what payments brought in, added up as they are written, and how doctors share in it.

-- A payment spread over what it was for. A void carries the shares of the payment it reverses, a refund those of what was
-- paid of its invoice; the shares of a payment come to its amount. Doctor 0: nobody's. payer_kind is the patient's
-- insurance on the day: none (self), the national one, or a private one.
CREATE TABLE payment_share (
  payment_id BIGINT NOT NULL REFERENCES payment (id),
  doctor_id BIGINT NOT NULL,
  service_group TEXT NOT NULL CHECK (service_group IN ('consultation', 'lab', 'imaging', 'procedure', 'vaccine', 'medicine', 'retail', 'other')),
  payer_kind TEXT NOT NULL CHECK (payer_kind IN ('self', 'national', 'private')),
  amount_vnd BIGINT NOT NULL,
  PRIMARY KEY (payment_id, doctor_id, service_group, payer_kind)
);

-- The sums of those shares by day, cashier (of the session), way of paying, doctor, group and payer: what a report of
-- years reads instead of the payments. payments counts those taken and not voided, each at one of its shares.
CREATE TABLE takings (
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  day DATE NOT NULL,
  cashier_id BIGINT NOT NULL REFERENCES staff (id),
  method TEXT NOT NULL,
  doctor_id BIGINT NOT NULL,
  service_group TEXT NOT NULL,
  payer_kind TEXT NOT NULL,
  taken_vnd BIGINT NOT NULL,
  voided_vnd BIGINT NOT NULL,
  refunded_vnd BIGINT NOT NULL,
  payments BIGINT NOT NULL,
  PRIMARY KEY (branch_id, day, cashier_id, method, doctor_id, service_group, payer_kind)
);

-- What part of the takings is a doctor's, from a day on. Doctor 0: every doctor; group '': every kind of service. The
-- closest rule counts: the doctor's for the group, the doctor's, the group's, the general one.
CREATE TABLE commission_rule (
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  doctor_id BIGINT NOT NULL,
  service_group TEXT NOT NULL,
  from_day DATE NOT NULL,
  share_basis_points BIGINT NOT NULL CHECK (share_basis_points BETWEEN 0 AND 10000),
  made_at BIGINT NOT NULL,
  made_by BIGINT NOT NULL REFERENCES staff (id),
  PRIMARY KEY (branch_id, doctor_id, service_group, from_day)
);

CREATE INDEX payment_undone ON payment (branch_id, day) WHERE kind <> 'taken';
CREATE INDEX invoice_discounted ON invoice (branch_id, issued_at) WHERE discount_vnd > 0;

-- Payments from before stand whole under the visit's doctor.
INSERT INTO payment_share (payment_id, doctor_id, service_group, payer_kind, amount_vnd)
  SELECT p.id, v.doctor_id, 'other', 'self', p.amount_vnd FROM payment p JOIN invoice i ON i.id = p.invoice_id JOIN visit v ON v.id = i.visit_id;
INSERT INTO takings (branch_id, day, cashier_id, method, doctor_id, service_group, payer_kind, taken_vnd, voided_vnd, refunded_vnd, payments)
  SELECT p.branch_id, p.day, c.opened_by, p.method, s.doctor_id, s.service_group, s.payer_kind,
    CAST(SUM(CASE WHEN p.kind = 'taken' THEN s.amount_vnd ELSE 0 END) AS BIGINT),
    CAST(SUM(CASE WHEN p.kind = 'voided' THEN s.amount_vnd ELSE 0 END) AS BIGINT),
    CAST(SUM(CASE WHEN p.kind = 'refunded' THEN s.amount_vnd ELSE 0 END) AS BIGINT),
    CAST(SUM(CASE p.kind WHEN 'taken' THEN 1 WHEN 'voided' THEN -1 ELSE 0 END) AS BIGINT)
  FROM payment_share s JOIN payment p ON p.id = s.payment_id JOIN cash_session c ON c.id = p.session_id
  GROUP BY p.branch_id, p.day, c.opened_by, p.method, s.doctor_id, s.service_group, s.payer_kind;

--- sqlite
CREATE TRIGGER payment_share_unchanged BEFORE UPDATE ON payment_share
BEGIN SELECT RAISE(ABORT, 'payment_share is append-only'); END;
CREATE TRIGGER payment_share_undeleted BEFORE DELETE ON payment_share
BEGIN SELECT RAISE(ABORT, 'payment_share is append-only'); END;

--- postgres
CREATE TRIGGER payment_share_unchanged BEFORE UPDATE ON payment_share FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payment_share_undeleted BEFORE DELETE OR TRUNCATE ON payment_share FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

--- both

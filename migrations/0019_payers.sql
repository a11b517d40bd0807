-- Who pays besides the patient: payers and their plans, the bill's lines with what is taken off and who bears it, claims.

-- The classes of goods and work, as plans, vouchers and the tax law name them.
ALTER TABLE charge ADD COLUMN service_group TEXT NOT NULL DEFAULT 'medicine'
  CHECK (service_group IN ('consultation', 'lab', 'imaging', 'procedure', 'vaccine', 'medicine', 'retail', 'other'));
-- The code of the service or medicine; empty for what is in no catalogue.
ALTER TABLE charge ADD COLUMN item_code TEXT NOT NULL DEFAULT '';
-- Whether the national insurance knows it at all.
ALTER TABLE charge ADD COLUMN insurable BOOLEAN NOT NULL DEFAULT TRUE;
-- No rate: not subject to the tax, which is another thing than a rate of 0.
ALTER TABLE charge ADD COLUMN vat_basis_points BIGINT CHECK (vat_basis_points BETWEEN 0 AND 10000);
-- Taken off the line; on an invoice with its part of what was taken off the whole bill.
ALTER TABLE charge ADD COLUMN discount_vnd BIGINT NOT NULL DEFAULT 0 CHECK (discount_vnd >= 0 AND discount_vnd <= amount_vnd);
-- Borne by the first and by the second payer of the visit; the rest is the patient's.
ALTER TABLE charge ADD COLUMN first_vnd BIGINT NOT NULL DEFAULT 0 CHECK (first_vnd >= 0 AND first_vnd <= amount_vnd);
ALTER TABLE charge ADD COLUMN second_vnd BIGINT NOT NULL DEFAULT 0
  CHECK (second_vnd >= 0 AND first_vnd + second_vnd + discount_vnd <= amount_vnd);
CREATE INDEX charge_open ON charge (branch_id, visit_id) WHERE invoice_id IS NULL;

UPDATE charge SET service_group = 'consultation' WHERE source_kind = 'consultation';
UPDATE charge SET service_group = (SELECT o.kind FROM clinical_order o WHERE o.id = charge.source_id)
  WHERE source_kind = 'order' AND EXISTS (SELECT 1 FROM clinical_order o WHERE o.id = charge.source_id
  AND o.kind IN ('lab', 'imaging', 'procedure', 'vaccine'));

-- Which class of the value-added tax holds from a day on. The rates are the clinic's to keep true.
CREATE TABLE vat_class (
  service_group TEXT NOT NULL,
  from_day DATE NOT NULL,
  rate_basis_points BIGINT CHECK (rate_basis_points BETWEEN 0 AND 10000),
  set_by BIGINT REFERENCES staff (id),
  PRIMARY KEY (service_group, from_day)
);
INSERT INTO vat_class (service_group, from_day, rate_basis_points) VALUES
  ('consultation', '2009-01-01', NULL), ('lab', '2009-01-01', NULL), ('imaging', '2009-01-01', NULL),
  ('procedure', '2009-01-01', NULL), ('vaccine', '2009-01-01', NULL), ('medicine', '2009-01-01', NULL),
  ('other', '2009-01-01', NULL), ('retail', '2009-01-01', 500);

-- Payers -------------------------------------------------------------------------------------------

-- A company pays for its people like a private insurer.
ALTER TABLE insurer ADD COLUMN company BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE insurer ADD COLUMN tax_id TEXT NOT NULL DEFAULT '';
ALTER TABLE insurer ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE insurer ADD COLUMN active BOOLEAN NOT NULL DEFAULT TRUE;

-- What a payer bears of a visit. by_card: the share follows the benefit level of the patient's card.
CREATE TABLE payer_plan (
  id BIGINT PRIMARY KEY,
  insurer_id BIGINT NOT NULL REFERENCES insurer (id),
  name TEXT NOT NULL CHECK (name <> ''),
  by_card BOOLEAN NOT NULL,
  share_basis_points BIGINT NOT NULL CHECK (share_basis_points BETWEEN 0 AND 10000),
  deductible_vnd BIGINT NOT NULL CHECK (deductible_vnd >= 0),
  copayment_vnd BIGINT NOT NULL CHECK (copayment_vnd >= 0),
  ceiling_vnd BIGINT CHECK (ceiling_vnd > 0),
  needs_guarantee BOOLEAN NOT NULL,
  automatic BOOLEAN NOT NULL,
  from_day DATE NOT NULL,
  until_day DATE,
  active BOOLEAN NOT NULL,
  version BIGINT NOT NULL DEFAULT 0,
  UNIQUE (insurer_id, name),
  CHECK (until_day IS NULL OR from_day <= until_day)
);

-- Another share for one class, none of it (0), or at most so much of it in one visit.
CREATE TABLE payer_plan_group (
  plan_id BIGINT NOT NULL REFERENCES payer_plan (id),
  service_group TEXT NOT NULL,
  share_basis_points BIGINT CHECK (share_basis_points BETWEEN 0 AND 10000),
  ceiling_vnd BIGINT CHECK (ceiling_vnd > 0),
  PRIMARY KEY (plan_id, service_group)
);

-- The most that counts of one unit of a service or medicine; 0 is an exclusion.
CREATE TABLE payer_plan_item (
  plan_id BIGINT NOT NULL REFERENCES payer_plan (id),
  item_code TEXT NOT NULL CHECK (item_code <> ''),
  unit_ceiling_vnd BIGINT NOT NULL CHECK (unit_ceiling_vnd >= 0),
  PRIMARY KEY (plan_id, item_code)
);

-- What a benefit level of the national card is worth from a day on.
CREATE TABLE benefit_level (
  level TEXT NOT NULL CHECK (level IN ('1', '2', '3', '4', '5')),
  from_day DATE NOT NULL,
  share_basis_points BIGINT NOT NULL CHECK (share_basis_points BETWEEN 0 AND 10000),
  PRIMARY KEY (level, from_day)
);
INSERT INTO benefit_level (level, from_day, share_basis_points) VALUES
  ('1', '2015-01-01', 10000), ('2', '2015-01-01', 10000), ('3', '2015-01-01', 9500), ('4', '2015-01-01', 8000), ('5', '2015-01-01', 10000);

-- A visit that costs less than so much of the base salary is borne whole.
CREATE TABLE low_cost_rule (
  from_day DATE PRIMARY KEY,
  base_salary_vnd BIGINT NOT NULL CHECK (base_salary_vnd > 0),
  share_basis_points BIGINT NOT NULL CHECK (share_basis_points BETWEEN 0 AND 10000)
);
INSERT INTO low_cost_rule (from_day, base_salary_vnd, share_basis_points) VALUES
  ('2019-07-01', 1490000, 1500), ('2023-07-01', 1800000, 1500), ('2024-07-01', 2340000, 1500);

-- Who pays for a visit besides the patient: the first payer of everything, the second of what is left.
CREATE TABLE visit_payer (
  visit_id BIGINT NOT NULL REFERENCES visit (id) ON DELETE CASCADE,
  position BIGINT NOT NULL CHECK (position IN (1, 2)),
  plan_id BIGINT NOT NULL REFERENCES payer_plan (id),
  card TEXT NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('', '1', '2', '3', '4', '5')),
  guarantee TEXT NOT NULL,
  from_day DATE,
  until_day DATE,
  chosen_at BIGINT NOT NULL,
  chosen_by BIGINT NOT NULL REFERENCES staff (id),
  PRIMARY KEY (visit_id, position),
  UNIQUE (visit_id, plan_id)
);
CREATE INDEX visit_payer_plan ON visit_payer (plan_id);

-- Of what was charged, borne by payers; what a payer refused and the patient bears goes over to charged_vnd.
ALTER TABLE invoice ADD COLUMN insured_vnd BIGINT NOT NULL DEFAULT 0 CHECK (insured_vnd >= 0);

-- What a payer owes for one invoice, until it is settled: paid, or borne by the clinic or the patient, to the last đồng.
CREATE TABLE claim (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  insurer_id BIGINT NOT NULL REFERENCES insurer (id),
  plan_id BIGINT NOT NULL REFERENCES payer_plan (id),
  visit_id BIGINT NOT NULL REFERENCES visit (id),
  invoice_id BIGINT NOT NULL REFERENCES invoice (id),
  position BIGINT NOT NULL CHECK (position IN (1, 2)),
  day DATE NOT NULL,
  card TEXT NOT NULL,
  level TEXT NOT NULL,
  guarantee TEXT NOT NULL,
  amount_vnd BIGINT NOT NULL CHECK (amount_vnd > 0),
  state TEXT NOT NULL CHECK (state IN ('to_send', 'sent', 'settled', 'refused')),
  sent_at BIGINT,
  sent_by BIGINT REFERENCES staff (id),
  paid_vnd BIGINT CHECK (paid_vnd >= 0),
  clinic_vnd BIGINT CHECK (clinic_vnd >= 0),
  patient_vnd BIGINT CHECK (patient_vnd >= 0),
  reason TEXT NOT NULL DEFAULT '',
  settled_at BIGINT,
  settled_by BIGINT REFERENCES staff (id),
  UNIQUE (invoice_id, position),
  CHECK ((state IN ('settled', 'refused')) = (settled_at IS NOT NULL)),
  CHECK ((settled_at IS NULL) = (paid_vnd IS NULL) AND (settled_at IS NULL) = (clinic_vnd IS NULL) AND (settled_at IS NULL) = (patient_vnd IS NULL)),
  CHECK (settled_at IS NULL OR paid_vnd + clinic_vnd + patient_vnd = amount_vnd),
  CHECK (settled_at IS NULL OR paid_vnd = amount_vnd OR reason <> ''),
  CHECK (state <> 'refused' OR paid_vnd = 0),
  CHECK ((state = 'to_send') = (sent_at IS NULL))
);
CREATE INDEX claim_of ON claim (branch_id, insurer_id, day);
CREATE INDEX claim_open ON claim (branch_id, day) WHERE state IN ('to_send', 'sent');
CREATE INDEX claim_visit ON claim (visit_id);
CREATE INDEX claim_plan ON claim (plan_id);

-- Discounts ----------------------------------------------------------------------------------------

-- What is taken off a bill or one of its lines, by hand or by a voucher. The first payment puts it onto the invoice.
CREATE TABLE discount (
  id BIGINT PRIMARY KEY,
  visit_id BIGINT NOT NULL REFERENCES visit (id),
  charge_id BIGINT REFERENCES charge (id),
  voucher_id BIGINT REFERENCES voucher (id),
  service_group TEXT,
  amount_vnd BIGINT NOT NULL CHECK (amount_vnd > 0),
  reason TEXT NOT NULL CHECK (reason <> ''),
  given_at BIGINT NOT NULL,
  given_by BIGINT NOT NULL REFERENCES staff (id),
  invoice_id BIGINT REFERENCES invoice (id),
  CHECK (charge_id IS NULL OR voucher_id IS NULL)
);
CREATE UNIQUE INDEX discount_of_bill ON discount (visit_id) WHERE charge_id IS NULL AND voucher_id IS NULL AND invoice_id IS NULL;
CREATE UNIQUE INDEX discount_of_line ON discount (charge_id) WHERE charge_id IS NOT NULL;
CREATE UNIQUE INDEX discount_of_voucher ON discount (visit_id, voucher_id) WHERE voucher_id IS NOT NULL;
CREATE INDEX discount_visit ON discount (visit_id);
CREATE INDEX discount_invoice ON discount (invoice_id);
INSERT INTO discount (id, visit_id, voucher_id, amount_vnd, reason, given_at, given_by)
  SELECT d.visit_id, d.visit_id, (SELECT u.voucher_id FROM voucher_use u WHERE u.visit_id = d.visit_id AND u.used_at = d.given_at),
  d.amount_vnd, CASE d.reason WHEN '' THEN '-' ELSE d.reason END, d.given_at, d.given_by FROM bill_discount d;
DROP TABLE bill_discount;

-- A discount that waits may be one of a line.
ALTER TABLE discount_wish ADD COLUMN charge_id BIGINT REFERENCES charge (id) ON DELETE CASCADE;

-- Whether a voucher goes with others, and on what alone it counts.
ALTER TABLE voucher ADD COLUMN stackable BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE voucher ADD COLUMN service_group TEXT;

-- The pharmacy's counter: sales without a prescription, paying before dispensing, stock documents.

-- A visit is a consultation, or a sale at the pharmacy's counter, which no doctor sees.
ALTER TABLE visit ADD COLUMN kind TEXT NOT NULL DEFAULT 'consultation' CHECK (kind IN ('consultation', 'retail'));

-- What a sale hangs on where a visit has its doctor, room and service; and who buys without giving a name.
CREATE TABLE retail_counter (
  branch_id BIGINT PRIMARY KEY REFERENCES branch (id),
  counter_id BIGINT NOT NULL REFERENCES resource (id),
  service_id BIGINT NOT NULL REFERENCES service (id),
  buyer_id BIGINT NOT NULL REFERENCES patient (id)
);
CREATE INDEX retail_counter_of ON retail_counter (counter_id);
CREATE INDEX retail_counter_service ON retail_counter (service_id);

-- What a pharmacist has put together for the buyer at the counter; the batch when the code of the pack told it.
CREATE TABLE retail_basket (
  id BIGINT PRIMARY KEY,
  staff_id BIGINT NOT NULL REFERENCES staff (id),
  medicine_id BIGINT NOT NULL REFERENCES medicine (id),
  batch_id BIGINT REFERENCES batch (id),
  quantity_milli BIGINT NOT NULL CHECK (quantity_milli > 0),
  added_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX retail_basket_any ON retail_basket (staff_id, medicine_id) WHERE batch_id IS NULL;
CREATE UNIQUE INDEX retail_basket_pack ON retail_basket (staff_id, medicine_id, batch_id) WHERE batch_id IS NOT NULL;

CREATE TABLE retail_sale (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  visit_id BIGINT NOT NULL UNIQUE REFERENCES visit (id),
  override_reason TEXT NOT NULL,
  sold_at BIGINT NOT NULL,
  sold_by BIGINT NOT NULL REFERENCES staff (id),
  undone_at BIGINT,
  undone_by BIGINT REFERENCES staff (id),
  undone_reason TEXT NOT NULL DEFAULT '',
  CHECK ((undone_at IS NULL) = (undone_reason = '') AND (undone_at IS NULL) = (undone_by IS NULL))
);
CREATE INDEX retail_sale_day ON retail_sale (branch_id, sold_at);

CREATE TABLE retail_line (
  id BIGINT PRIMARY KEY,
  retail_sale_id BIGINT NOT NULL REFERENCES retail_sale (id),
  batch_id BIGINT NOT NULL REFERENCES batch (id),
  quantity_milli BIGINT NOT NULL CHECK (quantity_milli > 0),
  unit_price_vnd BIGINT NOT NULL CHECK (unit_price_vnd >= 0),
  UNIQUE (retail_sale_id, batch_id)
);

-- Stock leaves the shelf for a line of a prescription or for a line of a sale.
ALTER TABLE movement ADD COLUMN retail_line_id BIGINT REFERENCES retail_line (id);
CREATE UNIQUE INDEX movement_retail ON movement (retail_line_id) WHERE retail_line_id IS NOT NULL;
CREATE INDEX movement_moved ON movement (batch_id, moved_at);

-- Where medicines are paid before they are given out, the pharmacist's review puts them on the bill: a row is what earned
-- the charge, and no more of it is given than was reviewed.
ALTER TABLE branch ADD COLUMN medicines_pay_first BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE prescription ADD COLUMN reviewed_at BIGINT;
CREATE TABLE reviewed_line (
  id BIGINT PRIMARY KEY,
  prescription_line_id BIGINT NOT NULL REFERENCES prescription_line (id),
  medicine_id BIGINT NOT NULL REFERENCES medicine (id),
  quantity_milli BIGINT NOT NULL CHECK (quantity_milli > 0),
  given_milli BIGINT NOT NULL DEFAULT 0 CHECK (given_milli >= 0 AND given_milli <= quantity_milli),
  reviewed_at BIGINT NOT NULL,
  reviewed_by BIGINT NOT NULL REFERENCES staff (id)
);
CREATE INDEX reviewed_line_of ON reviewed_line (prescription_line_id, medicine_id);
ALTER TABLE dispense_line ADD COLUMN reviewed_line_id BIGINT REFERENCES reviewed_line (id);
CREATE INDEX dispense_line_reviewed ON dispense_line (reviewed_line_id) WHERE reviewed_line_id IS NOT NULL;

-- A count of the shelves, or goods that were destroyed: one numbered document with what each batch held before and after.
CREATE TABLE stock_document (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  number TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('count', 'destruction')),
  reason TEXT NOT NULL CHECK (reason <> ''),
  witness TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by BIGINT NOT NULL REFERENCES staff (id),
  CHECK (kind <> 'destruction' OR witness <> '')
);
CREATE INDEX stock_document_day ON stock_document (branch_id, made_at);

CREATE TABLE stock_document_line (
  stock_document_id BIGINT NOT NULL REFERENCES stock_document (id),
  batch_id BIGINT NOT NULL REFERENCES batch (id),
  before_milli BIGINT NOT NULL CHECK (before_milli >= 0),
  after_milli BIGINT NOT NULL CHECK (after_milli >= 0),
  PRIMARY KEY (stock_document_id, batch_id)
);

-- What performing a service uses up, and what performing an order took out of stock.

-- One unit of the service uses so much of each; "charged" puts it on the bill besides the service's own price.
CREATE TABLE service_consumable (
  service_id BIGINT NOT NULL REFERENCES service (id),
  medicine_id BIGINT NOT NULL REFERENCES medicine (id),
  quantity_milli BIGINT NOT NULL CHECK (quantity_milli > 0),
  charged BOOLEAN NOT NULL,
  PRIMARY KEY (service_id, medicine_id)
);
CREATE INDEX service_consumable_of ON service_consumable (medicine_id);

-- What was used of one product for one order. What the shelves did not hold is told with a reason, never taken: the patient
-- was treated, so the books have to be counted, and stock does not fall below zero for it.
CREATE TABLE consumable_use (
  id BIGINT PRIMARY KEY,
  order_id BIGINT NOT NULL REFERENCES clinical_order (id),
  medicine_id BIGINT NOT NULL REFERENCES medicine (id),
  quantity_milli BIGINT NOT NULL CHECK (quantity_milli > 0),
  missing_milli BIGINT NOT NULL CHECK (missing_milli BETWEEN 0 AND quantity_milli),
  missing_reason TEXT NOT NULL,
  used_at BIGINT NOT NULL,
  used_by BIGINT NOT NULL REFERENCES staff (id),
  undone_at BIGINT,
  undone_by BIGINT REFERENCES staff (id),
  UNIQUE (order_id, medicine_id),
  CHECK ((missing_milli = 0) = (missing_reason = '')),
  CHECK ((undone_at IS NULL) = (undone_by IS NULL))
);
CREATE INDEX consumable_use_of ON consumable_use (medicine_id, used_at);

CREATE TABLE consumable_line (
  id BIGINT PRIMARY KEY,
  consumable_use_id BIGINT NOT NULL REFERENCES consumable_use (id),
  batch_id BIGINT NOT NULL REFERENCES batch (id),
  quantity_milli BIGINT NOT NULL CHECK (quantity_milli > 0),
  UNIQUE (consumable_use_id, batch_id)
);
CREATE INDEX consumable_line_batch ON consumable_line (batch_id);

ALTER TABLE movement ADD COLUMN consumable_line_id BIGINT REFERENCES consumable_line (id);
CREATE UNIQUE INDEX movement_consumable ON movement (consumable_line_id) WHERE consumable_line_id IS NOT NULL;

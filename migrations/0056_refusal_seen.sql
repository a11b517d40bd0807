-- What the pharmacy does not give is told to the doctor, until a doctor has seen it.
ALTER TABLE dispense_refusal ADD COLUMN seen_at BIGINT;
ALTER TABLE dispense_refusal ADD COLUMN seen_by BIGINT REFERENCES staff (id) CHECK ((seen_at IS NULL) = (seen_by IS NULL));
CREATE INDEX dispense_refusal_unseen ON dispense_refusal (dispense_id)
  WHERE seen_at IS NULL AND reason IN ('unsafe', 'out_of_stock', 'other');

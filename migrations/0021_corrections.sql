-- A result that was given and turned out wrong: what it said before, who corrected it and why. The order itself holds
-- what is true now.
CREATE TABLE result_correction (
  id BIGINT PRIMARY KEY,
  order_id BIGINT NOT NULL REFERENCES clinical_order (id),
  number BIGINT NOT NULL CHECK (number > 0),
  corrected_at BIGINT NOT NULL,
  corrected_by BIGINT NOT NULL REFERENCES staff (id),
  reason TEXT NOT NULL CHECK (reason <> ''),
  finding_before TEXT NOT NULL,
  conclusion_before TEXT NOT NULL,
  UNIQUE (order_id, number)
);

CREATE TABLE corrected_value (
  correction_id BIGINT NOT NULL REFERENCES result_correction (id),
  analyte_id BIGINT NOT NULL REFERENCES analyte (id),
  value_milli BIGINT,
  value_text TEXT NOT NULL,
  flag TEXT NOT NULL CHECK (flag IN ('', 'LL', 'L', 'N', 'H', 'HH', 'A')),
  low_milli BIGINT,
  high_milli BIGINT,
  PRIMARY KEY (correction_id, analyte_id)
);

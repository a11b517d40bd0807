-- Facts of the record with all that they ever were, a stop that is taken back, and stopped medicines at the pharmacy.

-- Every version of what was noted of pregnancy, breast-feeding and the kidneys; the latest counts. It stands for
-- safety_fact, which knew the present only. pregnancy_week is that of noted_on; filtration in thousandths of
-- ml/min/1.73 m2.
CREATE TABLE safety_fact_version (
  id BIGINT PRIMARY KEY,
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  pregnancy_week BIGINT CHECK (pregnancy_week BETWEEN 1 AND 42),
  breastfeeding BOOLEAN NOT NULL,
  noted_on DATE NOT NULL,
  egfr_milli BIGINT CHECK (egfr_milli BETWEEN 1000 AND 200000),
  egfr_on DATE,
  noted_at BIGINT NOT NULL,
  noted_by BIGINT NOT NULL REFERENCES staff (id),
  CHECK ((egfr_milli IS NULL) = (egfr_on IS NULL))
);
CREATE INDEX safety_fact_version_patient ON safety_fact_version (patient_id, noted_at);

--- sqlite
INSERT INTO safety_fact_version (id, patient_id, pregnancy_week, breastfeeding, noted_on, egfr_milli, egfr_on, noted_at, noted_by)
SELECT patient_id, patient_id, pregnancy_week, breastfeeding, noted_on, egfr_milli, egfr_on, CAST(strftime('%s', noted_on) AS INTEGER) * 1000, noted_by FROM safety_fact;
--- postgres
INSERT INTO safety_fact_version (id, patient_id, pregnancy_week, breastfeeding, noted_on, egfr_milli, egfr_on, noted_at, noted_by)
SELECT patient_id, patient_id, pregnancy_week, breastfeeding, noted_on, egfr_milli, egfr_on, CAST(EXTRACT(EPOCH FROM noted_on) AS BIGINT) * 1000, noted_by FROM safety_fact;
--- both
DROP TABLE safety_fact;

-- A stop that was taken back: the medicine was not taken from the one moment until the other.
CREATE TABLE medicine_stop_past (
  prescription_line_id BIGINT NOT NULL REFERENCES prescription_line (id),
  reason TEXT NOT NULL CHECK (reason <> ''),
  stopped_at BIGINT NOT NULL,
  stopped_by BIGINT NOT NULL REFERENCES staff (id),
  taken_back_at BIGINT NOT NULL CHECK (taken_back_at >= stopped_at),
  taken_back_by BIGINT NOT NULL REFERENCES staff (id),
  PRIMARY KEY (prescription_line_id, stopped_at)
);

-- A medicine that was handed over though the record says that it is stopped, and why.
CREATE TABLE dispense_stopped (
  dispense_id BIGINT NOT NULL REFERENCES dispense (id),
  prescription_line_id BIGINT NOT NULL REFERENCES prescription_line (id),
  reason TEXT NOT NULL CHECK (reason <> ''),
  PRIMARY KEY (dispense_id, prescription_line_id)
);
CREATE INDEX dispense_stopped_line ON dispense_stopped (prescription_line_id);

-- Prices in force: exceptions to the list price, free re-visits, packages of sessions bought at once.

-- Another price than the list's where everything it names fits: branch, insurance of the patient ('' for any), doctor of
-- the visit, days, weekdays (bit 0 is Monday) and minutes of the day. The closest one counts. A rule is ended, never changed.
CREATE TABLE price_rule (
  id BIGINT PRIMARY KEY,
  service_id BIGINT NOT NULL REFERENCES service (id),
  branch_id BIGINT REFERENCES branch (id),
  payer_kind TEXT NOT NULL CHECK (payer_kind IN ('', 'self', 'national', 'private')),
  doctor_id BIGINT REFERENCES resource (id),
  from_day DATE NOT NULL,
  until_day DATE,
  weekdays BIGINT NOT NULL CHECK (weekdays BETWEEN 1 AND 127),
  from_minute BIGINT NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
  to_minute BIGINT NOT NULL CHECK (to_minute > from_minute AND to_minute <= 1440),
  price_vnd BIGINT NOT NULL CHECK (price_vnd >= 0),
  made_at BIGINT NOT NULL,
  made_by BIGINT NOT NULL REFERENCES staff (id),
  CHECK (until_day IS NULL OR from_day <= until_day)
);
CREATE INDEX price_rule_service ON price_rule (service_id);

-- A consultation with the same service within so many days after one that was paid for costs nothing.
ALTER TABLE service ADD COLUMN revisit_free_days BIGINT CHECK (revisit_free_days BETWEEN 1 AND 365);
-- A package: so many sessions of another service, used up within so many days.
ALTER TABLE service ADD COLUMN package_of BIGINT REFERENCES service (id);
ALTER TABLE service ADD COLUMN package_sessions BIGINT CHECK (package_sessions BETWEEN 2 AND 100);
ALTER TABLE service ADD COLUMN package_days BIGINT CHECK (package_days BETWEEN 1 AND 3650);

-- What a patient has bought and not used up: used never passes sessions, whoever draws at the same time.
CREATE TABLE package_holding (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  package_id BIGINT NOT NULL REFERENCES service (id),
  service_id BIGINT NOT NULL REFERENCES service (id),
  source_kind TEXT NOT NULL,
  source_id BIGINT NOT NULL,
  sessions BIGINT NOT NULL CHECK (sessions >= 1),
  used BIGINT NOT NULL DEFAULT 0 CHECK (used >= 0 AND used <= sessions),
  until_day DATE NOT NULL,
  bought_at BIGINT NOT NULL,
  bought_by BIGINT NOT NULL REFERENCES staff (id),
  UNIQUE (source_kind, source_id)
);
CREATE INDEX package_holding_patient ON package_holding (patient_id, service_id);

-- A session that was drawn, by the act that drew it: once.
CREATE TABLE package_draw (
  source_kind TEXT NOT NULL,
  source_id BIGINT NOT NULL,
  holding_id BIGINT NOT NULL REFERENCES package_holding (id),
  drawn_at BIGINT NOT NULL,
  drawn_by BIGINT NOT NULL REFERENCES staff (id),
  PRIMARY KEY (source_kind, source_id)
);
CREATE INDEX package_draw_holding ON package_draw (holding_id);

-- What the clinic's website takes in.

-- What the public may book, and with whom.
CREATE TABLE bookable (
  doctor_id BIGINT NOT NULL REFERENCES resource (id),
  service_id BIGINT NOT NULL REFERENCES service (id),
  PRIMARY KEY (doctor_id, service_id)
);

-- A time that is kept for a person who has no account, until a code proves the phone or the address. What was typed
-- stays here and nowhere else until then.
CREATE TABLE hold (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  doctor_id BIGINT NOT NULL REFERENCES resource (id),
  room_id BIGINT NOT NULL REFERENCES resource (id),
  service_id BIGINT NOT NULL REFERENCES service (id),
  starts_at BIGINT NOT NULL,
  duration_minutes BIGINT NOT NULL CHECK (duration_minutes BETWEEN 5 AND 480),
  ends_at BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'ended')),
  name TEXT NOT NULL,
  sex TEXT NOT NULL CHECK (sex IN ('male', 'female', 'other')),
  birth_day DATE,
  birth_year BIGINT NOT NULL CHECK (birth_year BETWEEN 1850 AND 2200),
  phone TEXT NOT NULL,
  email TEXT,
  reason TEXT NOT NULL,
  lang TEXT NOT NULL CHECK (lang IN ('vi', 'en')),
  consented_at BIGINT NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('email', 'sms', 'zalo')),
  code_hash TEXT NOT NULL,
  code_ends_at BIGINT NOT NULL,
  tries BIGINT NOT NULL CHECK (tries BETWEEN 0 AND 5),
  sendings BIGINT NOT NULL CHECK (sendings BETWEEN 1 AND 3),
  sent_at BIGINT NOT NULL,
  appointment_id BIGINT UNIQUE REFERENCES appointment (id),
  created_at BIGINT NOT NULL,
  CHECK (state <> 'confirmed' OR appointment_id IS NOT NULL)
);
CREATE INDEX hold_open ON hold (code_ends_at) WHERE state = 'open';
CREATE INDEX hold_created ON hold (created_at);

-- How often something was asked for within a stretch of time: the row is the counter that nobody passes.
CREATE TABLE throttle (
  name TEXT NOT NULL,
  began_at BIGINT NOT NULL,
  count BIGINT NOT NULL CHECK (count >= 1),
  PRIMARY KEY (name, began_at)
);
CREATE INDEX throttle_began ON throttle (began_at);

-- A slot is taken by an appointment or, for a few minutes, by a hold: one key for both.
CREATE TABLE slot_of_both (
  resource_id BIGINT NOT NULL REFERENCES resource (id),
  starts_at BIGINT NOT NULL,
  appointment_id BIGINT REFERENCES appointment (id),
  hold_id BIGINT REFERENCES hold (id),
  held_until BIGINT,
  PRIMARY KEY (resource_id, starts_at),
  CHECK ((appointment_id IS NULL) = (hold_id IS NOT NULL)),
  CHECK ((hold_id IS NULL) = (held_until IS NULL))
);
INSERT INTO slot_of_both (resource_id, starts_at, appointment_id) SELECT resource_id, starts_at, appointment_id FROM slot;
DROP TABLE slot;
ALTER TABLE slot_of_both RENAME TO slot;
CREATE INDEX slot_appointment ON slot (appointment_id);
CREATE INDEX slot_hold ON slot (hold_id);
CREATE INDEX slot_held ON slot (held_until) WHERE held_until IS NOT NULL;

-- What came from the website waits for the desk when the clinic wants so.
ALTER TABLE appointment ADD COLUMN awaits_desk BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX appointment_awaits ON appointment (branch_id, starts_at) WHERE awaits_desk;

-- Nobody has seen this person's papers yet.
ALTER TABLE patient ADD COLUMN from_website BOOLEAN NOT NULL DEFAULT FALSE;

-- Messages go out by three channels, and some to people who are no patients yet.
CREATE TABLE outbox_of_channels (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  kind TEXT NOT NULL CHECK (kind IN ('reminder', 'receipt', 'code', 'confirmation', 'change', 'cancellation')),
  channel TEXT NOT NULL CHECK (channel IN ('email', 'sms', 'zalo')),
  occurrence_id BIGINT NOT NULL,
  patient_id BIGINT REFERENCES patient (id),
  address TEXT NOT NULL,
  lang TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  receipt_id BIGINT REFERENCES receipt (id),
  due_at BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'unknown', 'cancelled')),
  attempts BIGINT NOT NULL,
  lease_until BIGINT,
  sent_at BIGINT,
  last_error TEXT,
  created_at BIGINT NOT NULL,
  CHECK (patient_id IS NOT NULL OR kind = 'code'),
  UNIQUE (kind, channel, occurrence_id)
);
INSERT INTO outbox_of_channels (id, branch_id, kind, channel, occurrence_id, patient_id, address, lang, subject, body, receipt_id, due_at,
  state, attempts, lease_until, sent_at, last_error, created_at)
  SELECT id, branch_id, kind, channel, occurrence_id, patient_id, address, lang, subject, body, receipt_id, due_at,
  state, attempts, lease_until, sent_at, last_error, created_at FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_of_channels RENAME TO outbox;
CREATE INDEX outbox_due ON outbox (due_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX outbox_trouble ON outbox (branch_id, id) WHERE state IN ('failed', 'unknown');
CREATE INDEX outbox_patient ON outbox (patient_id, created_at);

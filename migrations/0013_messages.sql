-- What the clinic tells its patients.

-- What a message says, by name and value, for a channel that fills in templates of its own.
ALTER TABLE outbox ADD COLUMN facts TEXT NOT NULL DEFAULT '';
CREATE INDEX outbox_of_patient ON outbox (patient_id, id);

-- The newest news of an appointment, and what its patient knew before: as long as it has not gone out it can be taken
-- back, and another one begins from what is known. Without a message somebody has to call.
CREATE TABLE notice (
  appointment_id BIGINT PRIMARY KEY REFERENCES appointment (id),
  outbox_id BIGINT REFERENCES outbox (id),
  knew_starts_at BIGINT,
  knew_doctor_id BIGINT REFERENCES resource (id),
  cause TEXT NOT NULL CHECK (cause IN ('desk', 'clinic', 'patient', 'declined')),
  tried TEXT NOT NULL,
  CHECK ((knew_starts_at IS NULL) = (knew_doctor_id IS NULL))
);
CREATE INDEX notice_outbox ON notice (outbox_id) WHERE outbox_id IS NOT NULL;

-- The clinic's account with Zalo. Of a token that is used once only one process may make the next: who holds renewing_until.
CREATE TABLE zalo_account (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  app_id TEXT NOT NULL,
  secret_key TEXT NOT NULL,
  refresh_token TEXT NOT NULL,
  access_token TEXT NOT NULL,
  access_ends_at BIGINT NOT NULL,
  renewing_until BIGINT NOT NULL,
  -- What Zalo said when it gave no token; empty while all is well.
  trouble TEXT NOT NULL,
  -- At night nothing but codes is sent.
  quiet_from_minute BIGINT NOT NULL CHECK (quiet_from_minute BETWEEN 0 AND 1439),
  quiet_to_minute BIGINT NOT NULL CHECK (quiet_to_minute BETWEEN 0 AND 1439)
);

-- The template that Zalo has approved for one kind of message, and which facts it fills in (all, when none is named).
CREATE TABLE zalo_template (
  kind TEXT PRIMARY KEY CHECK (kind IN ('reminder', 'code', 'confirmation', 'change', 'cancellation')),
  template_id TEXT NOT NULL,
  facts TEXT NOT NULL
);

-- website and seed

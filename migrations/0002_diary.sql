-- How an appointment moves, and what else it takes.

-- What a service takes besides its doctor: one of its devices, and one of its rooms instead of the doctor's own.
CREATE TABLE service_resource (
  service_id BIGINT NOT NULL REFERENCES service (id),
  resource_id BIGINT NOT NULL REFERENCES resource (id),
  PRIMARY KEY (service_id, resource_id)
);

-- So many appointments may stand beside a booked one of this doctor.
ALTER TABLE resource ADD COLUMN overbooking_limit BIGINT NOT NULL DEFAULT 0 CHECK (overbooking_limit BETWEEN 0 AND 9);

-- The version counts the changes, so that two people never change one appointment past each other.
ALTER TABLE appointment ADD COLUMN device_id BIGINT REFERENCES resource (id);
ALTER TABLE appointment ADD COLUMN overbooked BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE appointment ADD COLUMN confirmation TEXT NOT NULL DEFAULT 'none'
  CHECK (confirmation IN ('none', 'asked', 'confirmed', 'declined'));
ALTER TABLE appointment ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
CREATE INDEX appointment_booked ON appointment (branch_id, starts_at) WHERE state = 'booked';

-- An overbooked appointment takes every five minutes of one place beside its doctor; the key holds the limit.
CREATE TABLE overbooking (
  doctor_id BIGINT NOT NULL REFERENCES resource (id),
  starts_at BIGINT NOT NULL,
  place BIGINT NOT NULL CHECK (place BETWEEN 1 AND 9),
  appointment_id BIGINT NOT NULL REFERENCES appointment (id),
  PRIMARY KEY (doctor_id, starts_at, place)
);
CREATE INDEX overbooking_appointment ON overbooking (appointment_id);

-- Append-only: what an appointment was before each change. The change made it this version.
CREATE TABLE appointment_change (
  appointment_id BIGINT NOT NULL REFERENCES appointment (id),
  version BIGINT NOT NULL CHECK (version >= 1),
  kind TEXT NOT NULL CHECK (kind IN ('move', 'stretch', 'confirmation', 'cancel', 'no_show', 'undo')),
  changed_at BIGINT NOT NULL,
  changed_by BIGINT NOT NULL REFERENCES staff (id),
  was_doctor_id BIGINT NOT NULL REFERENCES resource (id),
  was_room_id BIGINT NOT NULL REFERENCES resource (id),
  was_device_id BIGINT REFERENCES resource (id),
  was_starts_at BIGINT NOT NULL,
  was_duration_minutes BIGINT NOT NULL,
  was_overbooked BOOLEAN NOT NULL,
  was_state TEXT NOT NULL CHECK (was_state IN ('booked', 'cancelled', 'no_show')),
  was_confirmation TEXT NOT NULL,
  was_ended_at BIGINT,
  was_ended_by BIGINT REFERENCES staff (id),
  was_ended_reason TEXT,
  PRIMARY KEY (appointment_id, version)
);

-- A card asks of its patient whether something was left unpaid.
CREATE INDEX visit_owing ON visit (patient_id) WHERE due_vnd > 0;

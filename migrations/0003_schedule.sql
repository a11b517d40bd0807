-- When doctors, rooms and devices work, and who waits for a time.

-- A public day off. On a day that is not closed the clinic works, and the diary says which day it is.
CREATE TABLE holiday (
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  day DATE NOT NULL,
  name_vi TEXT NOT NULL,
  name_en TEXT NOT NULL,
  closed BOOLEAN NOT NULL,
  PRIMARY KEY (branch_id, day)
);

-- The work of one day: besides the weekday's hours (extra) or in their place (instead). It counts on a holiday too.
CREATE TABLE day_hours (
  resource_id BIGINT NOT NULL REFERENCES resource (id),
  day DATE NOT NULL,
  from_minute BIGINT NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
  to_minute BIGINT NOT NULL CHECK (to_minute > from_minute AND to_minute <= 1440),
  kind TEXT NOT NULL CHECK (kind IN ('extra', 'instead')),
  PRIMARY KEY (resource_id, day, from_minute)
);

-- A stretch in which a doctor is away, or a room or device cannot be used. It is stronger than any hours.
CREATE TABLE resource_leave (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  resource_id BIGINT NOT NULL REFERENCES resource (id),
  kind TEXT NOT NULL CHECK (kind IN ('annual', 'sick', 'training', 'maintenance', 'other')),
  from_at BIGINT NOT NULL,
  to_at BIGINT NOT NULL,
  reason TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by BIGINT NOT NULL REFERENCES staff (id),
  removed_at BIGINT,
  removed_by BIGINT REFERENCES staff (id),
  CHECK (to_at > from_at)
);
CREATE INDEX resource_leave_open ON resource_leave (resource_id, to_at) WHERE removed_at IS NULL;

-- Appointments that were booked together, as the rule said at that time.
CREATE TABLE appointment_series (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  unit TEXT NOT NULL CHECK (unit IN ('day', 'week')),
  every BIGINT NOT NULL CHECK (every BETWEEN 1 AND 90),
  weekdays BIGINT NOT NULL CHECK (weekdays BETWEEN 0 AND 127),
  created_at BIGINT NOT NULL,
  created_by BIGINT NOT NULL REFERENCES staff (id)
);
ALTER TABLE appointment ADD COLUMN series_id BIGINT REFERENCES appointment_series (id);
CREATE INDEX appointment_of_series ON appointment (series_id, starts_at) WHERE series_id IS NOT NULL;

-- The waiting list: what a patient would take as soon as it is free. weekdays has a bit a day, Monday's is 1.
CREATE TABLE wish (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  service_id BIGINT NOT NULL REFERENCES service (id),
  doctor_id BIGINT REFERENCES resource (id),
  weekdays BIGINT NOT NULL CHECK (weekdays BETWEEN 1 AND 127),
  from_day DATE,
  to_day DATE,
  from_minute BIGINT NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
  to_minute BIGINT NOT NULL CHECK (to_minute > from_minute AND to_minute <= 1440),
  urgent BOOLEAN NOT NULL,
  note TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'booked', 'withdrawn')),
  created_at BIGINT NOT NULL,
  created_by BIGINT NOT NULL REFERENCES staff (id),
  ended_at BIGINT,
  ended_by BIGINT REFERENCES staff (id),
  appointment_id BIGINT UNIQUE REFERENCES appointment (id),
  CHECK ((state = 'booked') = (appointment_id IS NOT NULL))
);
CREATE INDEX wish_waiting ON wish (branch_id, created_at) WHERE state = 'waiting';
CREATE INDEX wish_patient ON wish (patient_id);

-- Times that an appointment gave back: what is offered to those who wait, as long as it is free.
CREATE TABLE freed_time (
  doctor_id BIGINT NOT NULL REFERENCES resource (id),
  starts_at BIGINT NOT NULL,
  duration_minutes BIGINT NOT NULL CHECK (duration_minutes > 0),
  freed_at BIGINT NOT NULL,
  PRIMARY KEY (doctor_id, starts_at)
);

-- Patients whose appointment was moved or cancelled and who have no address: somebody has to call them.
CREATE TABLE patient_call (
  appointment_id BIGINT NOT NULL REFERENCES appointment (id),
  created_at BIGINT NOT NULL,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  done_at BIGINT,
  done_by BIGINT REFERENCES staff (id),
  PRIMARY KEY (appointment_id, created_at)
);
CREATE INDEX patient_call_open ON patient_call (branch_id, created_at) WHERE done_at IS NULL;

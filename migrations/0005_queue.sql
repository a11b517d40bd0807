-- Calls, and the screens that show them.

-- One row each time a patient is called out, by one doctor into one room. joined_at says since when the patient stood in
-- the line that this turn ends: the coming, the results, or the moment of being put back.
CREATE TABLE call (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  visit_id BIGINT NOT NULL REFERENCES visit (id),
  doctor_id BIGINT NOT NULL REFERENCES resource (id),
  room_id BIGINT NOT NULL REFERENCES resource (id),
  joined_at BIGINT NOT NULL,
  number BIGINT NOT NULL CHECK (number >= 1),
  called_at BIGINT NOT NULL,
  called_by BIGINT NOT NULL REFERENCES staff (id),
  UNIQUE (visit_id, joined_at, number)
);
CREATE INDEX call_day ON call (branch_id, called_at);
CREATE INDEX call_doctor ON call (doctor_id, called_at);

-- Calls of the present turn, the last of them, and when the patient was put back for not coming.
ALTER TABLE visit ADD COLUMN calls BIGINT NOT NULL DEFAULT 0 CHECK (calls >= 0);
ALTER TABLE visit ADD COLUMN last_call_at BIGINT;
ALTER TABLE visit ADD COLUMN put_back_at BIGINT;

-- A screen of the waiting room. The screen holds a token of which only the hash is kept; no rooms means all of them.
CREATE TABLE screen (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  token_hash BYTEA NOT NULL UNIQUE,
  name TEXT NOT NULL,
  shows_names BOOLEAN NOT NULL,
  paired_at BIGINT NOT NULL,
  paired_by BIGINT NOT NULL REFERENCES staff (id)
);
CREATE INDEX screen_branch ON screen (branch_id, paired_at);

CREATE TABLE screen_room (
  screen_id BIGINT NOT NULL REFERENCES screen (id),
  room_id BIGINT NOT NULL REFERENCES resource (id),
  PRIMARY KEY (screen_id, room_id)
);

-- A screen that waits for its code to be entered by somebody who works here.
CREATE TABLE pairing (
  token_hash BYTEA NOT NULL,
  code TEXT NOT NULL UNIQUE,
  ends_at BIGINT NOT NULL,
  PRIMARY KEY (token_hash)
);
CREATE INDEX pairing_ends ON pairing (ends_at);

-- Codes that fitted no screen, so that nobody tries them all.
CREATE TABLE pairing_failure (
  id BIGINT PRIMARY KEY,
  staff_id BIGINT NOT NULL REFERENCES staff (id),
  failed_at BIGINT NOT NULL
);
CREATE INDEX pairing_failure_staff ON pairing_failure (staff_id, failed_at);

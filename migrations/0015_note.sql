-- The doctor's desk: amendments that are being typed, and notes that wait for their signature.

-- What somebody types into an amendment is kept until it is signed or thrown away. diagnoses are codes parted by commas, the
-- main one first; a question mark behind one that is only supposed. over_number is the version that the writer has read.
CREATE TABLE amendment_draft (
  visit_id BIGINT NOT NULL REFERENCES visit (id),
  staff_id BIGINT NOT NULL REFERENCES staff (id),
  page TEXT NOT NULL,
  turn BIGINT NOT NULL,
  version BIGINT NOT NULL CHECK (version >= 1),
  over_number BIGINT NOT NULL CHECK (over_number >= 1),
  reason TEXT NOT NULL,
  symptoms TEXT NOT NULL,
  findings TEXT NOT NULL,
  advice TEXT NOT NULL,
  diagnoses TEXT NOT NULL,
  why TEXT NOT NULL,
  saved_at BIGINT NOT NULL,
  PRIMARY KEY (visit_id, staff_id)
);

-- Notes that nobody signed yet, few at any time: a doctor's own list finds those of visits that the desk closed. No column of
-- the index is one that saving a draft writes.
CREATE INDEX note_unsigned ON note (visit_id) WHERE signed IS NULL;

-- What the pharmacy asks doctors and nobody answered yet.
CREATE INDEX prescription_question_open ON prescription_pause (paused_at) WHERE ended_at IS NULL AND reason = 'question';

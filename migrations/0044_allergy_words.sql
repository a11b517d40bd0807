-- What a profile said about allergies in words until it was changed, so that the record can be shown as it was. What it says
-- now stands in patient.
CREATE TABLE allergy_words (
  id BIGINT PRIMARY KEY,
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  words TEXT NOT NULL,
  asked_none BOOLEAN NOT NULL,
  until_at BIGINT NOT NULL,
  changed_by BIGINT NOT NULL REFERENCES staff (id)
);
CREATE INDEX allergy_words_patient ON allergy_words (patient_id, until_at, id);

-- What spoke against a dose is read in both languages, and the vaccination book may tell of more than one course of a vaccine: rabies
-- after another bite begins with dose 1 again. Within a course the patient's lock keeps a number from being written down twice.
ALTER TABLE vaccination ADD COLUMN doubts_en TEXT NOT NULL DEFAULT '';
ALTER TABLE outside_vaccination ADD COLUMN doubts_en TEXT NOT NULL DEFAULT '';
DROP INDEX earlier_dose_once;
CREATE UNIQUE INDEX earlier_dose_once ON earlier_dose (patient_id, schedule, dose_number, given_on) WHERE removed_at IS NULL;

-- The last visits that were finished, and what one patient owes, are found without the rest of the day or of the record.
CREATE INDEX visit_finished ON visit (branch_id, finished_at) WHERE state = 'finished' AND kind = 'consultation';
CREATE INDEX visit_patient_due ON visit (patient_id, day) WHERE due_vnd > 0;

-- What is asked of one patient's visits when the whole record is exported.
CREATE INDEX bank_transfer_visit ON bank_transfer (visit_id) WHERE visit_id IS NOT NULL;
CREATE INDEX patient_merge_loser ON patient_merge (loser_id);

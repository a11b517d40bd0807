-- A prescription that the doctor who signed it took back before anything was made ready: a draft again, until it is
-- signed anew.
ALTER TABLE prescription ADD COLUMN withdrawn_at BIGINT;
ALTER TABLE prescription ADD COLUMN withdrawn_by BIGINT REFERENCES staff (id);
CREATE INDEX prescription_withdrawn ON prescription (withdrawn_by) WHERE state = 'draft' AND withdrawn_by IS NOT NULL;

-- For whom a service is: who is none of them is asked about at the desk and not booked on the website.

ALTER TABLE service ADD COLUMN for_sex TEXT CHECK (for_sex IN ('male', 'female'));
ALTER TABLE service ADD COLUMN from_years BIGINT CHECK (from_years BETWEEN 1 AND 120);
ALTER TABLE service ADD COLUMN below_years BIGINT CHECK (below_years BETWEEN 1 AND 120);

UPDATE service SET below_years = 16 WHERE kind = 'consultation' AND department = 'paediatrics';
UPDATE service SET for_sex = 'female' WHERE kind = 'consultation' AND department = 'obstetrics';

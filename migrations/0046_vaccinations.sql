-- The vaccine among what a service uses up: its batch is chosen by who gives it, and what was given is kept dose by dose.
ALTER TABLE service_consumable ADD COLUMN vaccine BOOLEAN NOT NULL DEFAULT FALSE;
CREATE UNIQUE INDEX service_consumable_vaccine ON service_consumable (service_id) WHERE vaccine;

-- One dose that a patient was given. Its line is what left the shelf for it, which tells the vaccine, the batch and its expiry; a dose
-- whose order was withdrawn counts no longer, as its line was given back.
CREATE TABLE vaccination (
  order_id BIGINT PRIMARY KEY REFERENCES clinical_order (id),
  consumable_line_id BIGINT NOT NULL UNIQUE REFERENCES consumable_line (id),
  dose_number BIGINT NOT NULL CHECK (dose_number BETWEEN 1 AND 20),
  site TEXT NOT NULL CHECK (site IN ('left_arm', 'right_arm', 'left_thigh', 'right_thigh', 'mouth', 'nose'))
);

--- sqlite
CREATE TRIGGER vaccination_unchanged BEFORE UPDATE ON vaccination
BEGIN SELECT RAISE(ABORT, 'what a vaccination says does not change'); END;
CREATE TRIGGER vaccination_undeleted BEFORE DELETE ON vaccination
BEGIN SELECT RAISE(ABORT, 'what a vaccination says does not change'); END;

--- postgres
CREATE TRIGGER vaccination_unchanged BEFORE UPDATE ON vaccination FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER vaccination_undeleted BEFORE DELETE OR TRUNCATE ON vaccination FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What was known when a vaccine was given: by which schedule it was judged, how it entered the body, the temperature and whether
-- somebody was ill; what spoke against it needs a reason. A vaccination ends with a dose and its batch, or with the word that none was
-- given; a package of vaccinations is only sold. Doses that were given elsewhere are written down so that the next one is judged by them.
ALTER TABLE vaccination ADD COLUMN schedule TEXT NOT NULL DEFAULT '';
ALTER TABLE vaccination ADD COLUMN route TEXT NOT NULL DEFAULT ''
  CHECK (route IN ('', 'im', 'sc', 'id') AND site NOT IN ('mouth', 'nose') OR route IN ('', 'oral') AND site = 'mouth' OR route IN ('', 'nasal') AND site = 'nose');
ALTER TABLE vaccination ADD COLUMN temperature_milli BIGINT CHECK (temperature_milli BETWEEN 33000 AND 43000);
ALTER TABLE vaccination ADD COLUMN ill BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE vaccination ADD COLUMN doubts TEXT NOT NULL DEFAULT '';
ALTER TABLE vaccination ADD COLUMN despite TEXT NOT NULL DEFAULT '' CHECK (doubts = '' OR despite <> '');
ALTER TABLE outside_vaccination ADD COLUMN schedule TEXT NOT NULL DEFAULT '';
ALTER TABLE outside_vaccination ADD COLUMN route TEXT NOT NULL DEFAULT ''
  CHECK (route IN ('', 'im', 'sc', 'id') AND site NOT IN ('mouth', 'nose') OR route IN ('', 'oral') AND site = 'mouth' OR route IN ('', 'nasal') AND site = 'nose');
ALTER TABLE outside_vaccination ADD COLUMN temperature_milli BIGINT CHECK (temperature_milli BETWEEN 33000 AND 43000);
ALTER TABLE outside_vaccination ADD COLUMN ill BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE outside_vaccination ADD COLUMN doubts TEXT NOT NULL DEFAULT '';
ALTER TABLE outside_vaccination ADD COLUMN despite TEXT NOT NULL DEFAULT '' CHECK (doubts = '' OR despite <> '');

CREATE TABLE no_dose (
  order_id BIGINT PRIMARY KEY REFERENCES clinical_order (id),
  noted_at BIGINT NOT NULL,
  noted_by BIGINT NOT NULL REFERENCES staff (id)
);

CREATE TABLE earlier_dose (
  id BIGINT PRIMARY KEY,
  patient_id BIGINT NOT NULL REFERENCES patient (id),
  schedule TEXT NOT NULL CHECK (schedule <> ''),
  dose_number BIGINT NOT NULL CHECK (dose_number BETWEEN 1 AND 20),
  given_on DATE NOT NULL,
  place TEXT NOT NULL,
  noted_at BIGINT NOT NULL,
  noted_by BIGINT NOT NULL REFERENCES staff (id),
  removed_at BIGINT,
  removed_by BIGINT REFERENCES staff (id),
  CHECK ((removed_at IS NULL) = (removed_by IS NULL))
);
CREATE UNIQUE INDEX earlier_dose_once ON earlier_dose (patient_id, schedule, dose_number) WHERE removed_at IS NULL;

--- sqlite
CREATE TRIGGER vaccination_named BEFORE UPDATE OF state ON clinical_order
WHEN NEW.state = 'done' AND OLD.state <> 'done' AND NEW.kind = 'vaccine'
BEGIN
  SELECT RAISE(ABORT, 'a vaccination without a dose') WHERE NOT EXISTS (SELECT 1 FROM vaccination x WHERE x.order_id = NEW.id)
    AND NOT EXISTS (SELECT 1 FROM outside_vaccination x WHERE x.order_id = NEW.id) AND NOT EXISTS (SELECT 1 FROM no_dose x WHERE x.order_id = NEW.id)
    AND NOT EXISTS (SELECT 1 FROM service s WHERE s.id = NEW.service_id AND s.package_of IS NOT NULL);
END;
CREATE TRIGGER no_dose_unchanged BEFORE UPDATE ON no_dose
BEGIN SELECT RAISE(ABORT, 'what a vaccination says does not change'); END;
CREATE TRIGGER no_dose_undeleted BEFORE DELETE ON no_dose
BEGIN SELECT RAISE(ABORT, 'what a vaccination says does not change'); END;
CREATE TRIGGER earlier_dose_unchanged BEFORE UPDATE OF id, patient_id, schedule, dose_number, given_on, place, noted_at, noted_by ON earlier_dose
BEGIN SELECT RAISE(ABORT, 'what a vaccination says does not change'); END;
CREATE TRIGGER earlier_dose_undeleted BEFORE DELETE ON earlier_dose
BEGIN SELECT RAISE(ABORT, 'what a vaccination says does not change'); END;

--- postgres
CREATE FUNCTION refuse_unnamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM vaccination x WHERE x.order_id = NEW.id)
    AND NOT EXISTS (SELECT 1 FROM outside_vaccination x WHERE x.order_id = NEW.id) AND NOT EXISTS (SELECT 1 FROM no_dose x WHERE x.order_id = NEW.id)
    AND NOT EXISTS (SELECT 1 FROM service s WHERE s.id = NEW.service_id AND s.package_of IS NOT NULL) THEN
    RAISE EXCEPTION 'a vaccination without a dose';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER vaccination_named BEFORE UPDATE OF state ON clinical_order FOR EACH ROW
WHEN (NEW.state = 'done' AND OLD.state <> 'done' AND NEW.kind = 'vaccine') EXECUTE FUNCTION refuse_unnamed();
CREATE TRIGGER no_dose_unchanged BEFORE UPDATE ON no_dose FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_dose_undeleted BEFORE DELETE OR TRUNCATE ON no_dose FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER earlier_dose_unchanged BEFORE UPDATE OF id, patient_id, schedule, dose_number, given_on, place, noted_at, noted_by ON earlier_dose
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER earlier_dose_undeleted BEFORE DELETE OR TRUNCATE ON earlier_dose FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

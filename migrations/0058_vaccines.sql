-- How a vaccine enters the body decides where it may be given; an earlier batch is passed over for a reason; a vaccine that did not
-- come from the clinic's shelves is told by name, maker and batch, so that no dose is without its batch.
UPDATE medicine SET route = CASE WHEN code = 'vaccine_rota' THEN 'oral' ELSE 'im' END
  WHERE form = 'consumable' AND route = '' AND code LIKE 'vaccine!_%' ESCAPE '!';

ALTER TABLE vaccination ADD COLUMN skipped_reason TEXT NOT NULL DEFAULT '';

CREATE TABLE outside_vaccination (
  order_id BIGINT PRIMARY KEY REFERENCES clinical_order (id),
  vaccine TEXT NOT NULL CHECK (vaccine <> ''),
  maker TEXT NOT NULL CHECK (maker <> ''),
  batch_number TEXT NOT NULL CHECK (batch_number <> ''),
  expires_on DATE NOT NULL,
  dose_number BIGINT NOT NULL CHECK (dose_number BETWEEN 1 AND 20),
  site TEXT NOT NULL CHECK (site IN ('left_arm', 'right_arm', 'left_thigh', 'right_thigh', 'mouth', 'nose')),
  given_at BIGINT NOT NULL,
  given_by BIGINT NOT NULL REFERENCES staff (id)
);

-- What comes back may make a part where the shelf holds whole pieces by now; what else adds to a batch is whole by its own rule.

--- sqlite
DROP TRIGGER batch_pieces;
CREATE TRIGGER batch_pieces BEFORE UPDATE OF quantity_milli ON batch
WHEN NEW.quantity_milli % 1000 <> 0 AND NEW.quantity_milli < OLD.quantity_milli
BEGIN
  SELECT RAISE(ABORT, 'a part of a piece') FROM medicine m WHERE m.id = NEW.medicine_id
    AND CASE WHEN m.dispense_unit = 'viên' THEN NEW.quantity_milli % 500 <> 0 AND OLD.quantity_milli % 500 = 0
      ELSE OLD.quantity_milli % 1000 = 0 END;
END;
CREATE TRIGGER outside_vaccination_unchanged BEFORE UPDATE ON outside_vaccination
BEGIN SELECT RAISE(ABORT, 'what a vaccination says does not change'); END;
CREATE TRIGGER outside_vaccination_undeleted BEFORE DELETE ON outside_vaccination
BEGIN SELECT RAISE(ABORT, 'what a vaccination says does not change'); END;
CREATE TRIGGER vaccination_site BEFORE INSERT ON vaccination
BEGIN
  SELECT RAISE(ABORT, 'not the site of this vaccine') FROM consumable_line l JOIN batch b ON b.id = l.batch_id
    JOIN medicine m ON m.id = b.medicine_id WHERE l.id = NEW.consumable_line_id AND m.route <> ''
    AND CASE m.route WHEN 'oral' THEN NEW.site <> 'mouth' WHEN 'nasal' THEN NEW.site <> 'nose' ELSE NEW.site IN ('mouth', 'nose') END;
END;

--- postgres
DROP TRIGGER batch_pieces ON batch;
CREATE TRIGGER batch_pieces BEFORE UPDATE OF quantity_milli ON batch FOR EACH ROW
WHEN (NEW.quantity_milli % 1000 <> 0 AND NEW.quantity_milli < OLD.quantity_milli) EXECUTE FUNCTION refuse_part();
CREATE TRIGGER outside_vaccination_unchanged BEFORE UPDATE ON outside_vaccination FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER outside_vaccination_undeleted BEFORE DELETE OR TRUNCATE ON outside_vaccination FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_site() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM consumable_line l JOIN batch b ON b.id = l.batch_id
    JOIN medicine m ON m.id = b.medicine_id WHERE l.id = NEW.consumable_line_id AND m.route <> ''
    AND CASE m.route WHEN 'oral' THEN NEW.site <> 'mouth' WHEN 'nasal' THEN NEW.site <> 'nose' ELSE NEW.site IN ('mouth', 'nose') END) THEN
    RAISE EXCEPTION 'not the site of this vaccine';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER vaccination_site BEFORE INSERT ON vaccination FOR EACH ROW EXECUTE FUNCTION refuse_site();

-- A stop that somebody went on with is looked at by whoever hands the medicine over, each time: what is ticked was told beside its
-- medicine, what is not stands no longer. Nothing leaves before that is written down.
CREATE TABLE dispense_seen (
  dispense_id BIGINT NOT NULL REFERENCES dispense (id),
  prescription_id BIGINT NOT NULL REFERENCES prescription (id),
  medicines TEXT NOT NULL,
  rule TEXT NOT NULL,
  said_vi TEXT NOT NULL,
  ticked BOOLEAN NOT NULL,
  PRIMARY KEY (dispense_id, medicines, rule, said_vi)
);

--- sqlite
CREATE TRIGGER dispense_seen_unchanged BEFORE UPDATE ON dispense_seen
BEGIN SELECT RAISE(ABORT, 'what was seen does not change'); END;
CREATE TRIGGER dispense_seen_undeleted BEFORE DELETE ON dispense_seen
BEGIN SELECT RAISE(ABORT, 'what was seen does not change'); END;
CREATE TRIGGER dispense_line_seen BEFORE INSERT ON dispense_line
BEGIN
  SELECT RAISE(ABORT, 'a stop that nobody has seen') FROM dispense d JOIN safety_override o ON o.prescription_id = d.prescription_id
    WHERE d.id = NEW.dispense_id AND NOT EXISTS (SELECT 1 FROM dispense_seen s WHERE s.dispense_id = d.id
    AND s.medicines = o.medicines AND s.rule = o.rule AND s.said_vi = o.said_vi);
END;

--- postgres
CREATE TRIGGER dispense_seen_unchanged BEFORE UPDATE ON dispense_seen FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dispense_seen_undeleted BEFORE DELETE OR TRUNCATE ON dispense_seen FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_unseen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM dispense d JOIN safety_override o ON o.prescription_id = d.prescription_id
    WHERE d.id = NEW.dispense_id AND NOT EXISTS (SELECT 1 FROM dispense_seen s WHERE s.dispense_id = d.id
    AND s.medicines = o.medicines AND s.rule = o.rule AND s.said_vi = o.said_vi)) THEN
    RAISE EXCEPTION 'a stop that nobody has seen';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER dispense_line_seen BEFORE INSERT ON dispense_line FOR EACH ROW EXECUTE FUNCTION refuse_unseen();

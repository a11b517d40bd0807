-- What is taken once a week is never ordered daily, whatever the reason: no such stop is gone on with. What was written
-- down before stays as it is.

--- sqlite
CREATE TRIGGER safety_override_never BEFORE INSERT ON safety_override WHEN NEW.rule = 'weekly_only'
BEGIN SELECT RAISE(ABORT, 'no reason goes past a daily dose of a weekly medicine'); END;

--- postgres
CREATE FUNCTION refuse_weekly_override() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.rule = 'weekly_only' THEN
    RAISE EXCEPTION 'no reason goes past a daily dose of a weekly medicine';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER safety_override_never BEFORE INSERT ON safety_override FOR EACH ROW EXECUTE FUNCTION refuse_weekly_override();

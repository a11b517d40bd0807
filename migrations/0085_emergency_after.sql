-- A reason that the program itself wrote is told in the reader's language. What a person typed stands in emergency_reason alone.
ALTER TABLE visit ADD COLUMN emergency_reason_en TEXT NOT NULL DEFAULT ''
  CHECK (emergency_reason_en = '' OR emergency_reason <> '' AND priority = 'emergency');

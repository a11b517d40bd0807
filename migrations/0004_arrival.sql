-- Who a patient is, and how the visit begins.
ALTER TABLE visit ADD COLUMN priority TEXT NOT NULL DEFAULT 'ordinary' CHECK (priority IN ('ordinary', 'over_80', 'under_6', 'pregnant', 'emergency'));

-- Who gets worse while waiting goes before all others: why, and the priority of before for the way back.
ALTER TABLE visit ADD COLUMN priority_before TEXT CHECK (priority_before IS NULL
  OR priority = 'emergency' AND priority_before IN ('ordinary', 'over_80', 'under_6', 'pregnant'));
ALTER TABLE visit ADD COLUMN emergency_reason TEXT NOT NULL DEFAULT '' CHECK (emergency_reason = '' OR priority = 'emergency');

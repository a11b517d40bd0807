-- Who was said to be pregnant where she came is looked for at every look at a chart: these few visits, not all of a long record.
CREATE INDEX visit_pregnant ON visit (patient_id, arrived_at) WHERE priority = 'pregnant' OR priority_before = 'pregnant';

-- Whether what an order used was to be put on the bill when it was used: the list of its service may say something else later.
ALTER TABLE consumable_use ADD COLUMN charged BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE consumable_use SET charged = TRUE
  WHERE EXISTS (SELECT 1 FROM charge c WHERE c.source_kind = 'medicine' AND c.source_id = consumable_use.id);

-- Texts and order sets that a doctor keeps are changed, not only made and taken away: their version guards a change, and a
-- name stands once for the clinic and once for each doctor. A set whose name stood already keeps it with its number.
ALTER TABLE note_template ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE order_set ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

UPDATE order_set SET name = name || ' #' || CAST(id AS TEXT), name_fold = name_fold || ' ' || CAST(id AS TEXT)
WHERE EXISTS (
  SELECT 1 FROM order_set o WHERE o.branch_id = order_set.branch_id AND o.name_fold = order_set.name_fold AND o.id < order_set.id
  AND (o.staff_id = order_set.staff_id OR (o.staff_id IS NULL AND order_set.staff_id IS NULL))
);
CREATE UNIQUE INDEX order_set_clinic ON order_set (branch_id, name_fold) WHERE staff_id IS NULL;
CREATE UNIQUE INDEX order_set_own ON order_set (staff_id, name_fold) WHERE staff_id IS NOT NULL;

-- Vaccines are asked for by their short names; a new clinic has them from its starter list.
INSERT INTO catalog_word (kind, word, item, rank)
SELECT 'service', 'mmr', s.code, 1 FROM service s WHERE s.code = 'VC07' ON CONFLICT (kind, word, item) DO NOTHING;
INSERT INTO catalog_word (kind, word, item, rank)
SELECT 'service', 'pcv13', s.code, 1 FROM service s WHERE s.code = 'VC04' ON CONFLICT (kind, word, item) DO NOTHING;

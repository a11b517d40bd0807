-- Two indexes held the same rows in the same order, and one was kept for every visit though few are another's follow-up.
DROP INDEX visit_due_elsewhere;
DROP INDEX visit_follow_up;
CREATE INDEX visit_follow_up ON visit (follow_up_id) WHERE follow_up_id IS NOT NULL;

-- What waits for a second person is counted on the manager's page.
CREATE INDEX stock_wish_open ON stock_wish (branch_id) WHERE decided_at IS NULL;

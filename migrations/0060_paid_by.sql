-- Who paid a receipt, where it was somebody else than the patient: a name and a telephone, or neither.
ALTER TABLE receipt ADD COLUMN payer_name TEXT NOT NULL DEFAULT '';
ALTER TABLE receipt ADD COLUMN payer_phone TEXT NOT NULL DEFAULT '' CHECK ((payer_name = '') = (payer_phone = ''));
-- The refunds that were paid, the latest first.
CREATE INDEX refund_paid ON refund (branch_id, paid_at) WHERE state = 'paid';

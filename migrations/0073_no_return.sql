-- What came back and does not go back after all, because its money went back in another way or was never paid: since when. Coming back
-- once more opens it again.
ALTER TABLE charge ADD COLUMN back_closed_at BIGINT;
CREATE INDEX refund_invoice ON refund (invoice_id);

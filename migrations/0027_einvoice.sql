-- E-invoices: what a licensed provider is told of an issued receipt, and what it answered.

-- How a branch's e-invoices are made: as files that somebody hands over, or through a provider's service.
CREATE TABLE einvoice_provider (
  branch_id BIGINT PRIMARY KEY REFERENCES branch (id),
  kind TEXT NOT NULL CHECK (kind IN ('off', 'file', 'sinvoice')),
  form TEXT NOT NULL,
  series TEXT NOT NULL,
  register_code TEXT NOT NULL,
  url TEXT NOT NULL,
  login TEXT NOT NULL,
  secret TEXT NOT NULL,
  CHECK (kind = 'off' OR (form <> '' AND series <> '')),
  CHECK (kind <> 'sinvoice' OR (url <> '' AND login <> '' AND secret <> ''))
);

-- A document for the provider. The original tells the receipt's lines, an adjusting one takes them back: all of them when
-- the receipt is voided, an amount when money goes back. occurrence_id is the receipt or the refund: one document each.
-- perhaps: a try was cut off after it had left, so the provider may have taken it.
CREATE TABLE einvoice (
  id BIGINT PRIMARY KEY,
  branch_id BIGINT NOT NULL REFERENCES branch (id),
  receipt_id BIGINT NOT NULL REFERENCES receipt (id),
  kind TEXT NOT NULL CHECK (kind IN ('original', 'void', 'refund')),
  occurrence_id BIGINT NOT NULL,
  original_id BIGINT REFERENCES einvoice (id),
  document TEXT NOT NULL,
  amount_vnd BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'issued', 'failed', 'withdrawn')),
  perhaps BOOLEAN NOT NULL DEFAULT FALSE,
  attempts BIGINT NOT NULL DEFAULT 0,
  due_at BIGINT NOT NULL,
  lease_until BIGINT,
  last_error TEXT NOT NULL DEFAULT '',
  series TEXT,
  number TEXT,
  code TEXT NOT NULL DEFAULT '',
  made_at BIGINT NOT NULL,
  issued_at BIGINT,
  UNIQUE (kind, occurrence_id),
  UNIQUE (branch_id, series, number),
  CHECK ((kind = 'original') = (original_id IS NULL)),
  CHECK ((kind = 'original') = (amount_vnd > 0)),
  CHECK ((state = 'issued') = (number IS NOT NULL) AND (state = 'issued') = (issued_at IS NOT NULL) AND (state = 'issued') = (series IS NOT NULL)),
  CHECK ((state = 'sending') = (lease_until IS NOT NULL))
);
CREATE INDEX einvoice_due ON einvoice (due_at, id) WHERE state IN ('waiting', 'sending');
CREATE INDEX einvoice_open ON einvoice (branch_id, id) WHERE state IN ('waiting', 'sending', 'failed');
CREATE INDEX einvoice_receipt ON einvoice (receipt_id);
CREATE INDEX einvoice_original ON einvoice (original_id) WHERE original_id IS NOT NULL;

-- What an original tells of. No charge is told twice: an invoice has one original that counts.
CREATE TABLE einvoice_invoice (
  einvoice_id BIGINT NOT NULL REFERENCES einvoice (id),
  invoice_id BIGINT NOT NULL REFERENCES invoice (id),
  live BOOLEAN NOT NULL,
  PRIMARY KEY (einvoice_id, invoice_id)
);
CREATE UNIQUE INDEX einvoice_invoice_live ON einvoice_invoice (invoice_id) WHERE live;

--- sqlite
CREATE TRIGGER einvoice_told BEFORE UPDATE ON einvoice WHEN OLD.document <> NEW.document OR OLD.state = 'issued'
BEGIN SELECT RAISE(ABORT, 'what an e-invoice tells does not change'); END;
CREATE TRIGGER einvoice_undeleted BEFORE DELETE ON einvoice
BEGIN SELECT RAISE(ABORT, 'einvoice is append-only'); END;

--- postgres
CREATE TRIGGER einvoice_told BEFORE UPDATE ON einvoice FOR EACH ROW
  WHEN (OLD.document <> NEW.document OR OLD.state = 'issued') EXECUTE FUNCTION refuse_change();
CREATE TRIGGER einvoice_undeleted BEFORE DELETE OR TRUNCATE ON einvoice FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

--- both

-- What payers bear of goods that came back, or of what was not done after all: of a charge, for its first and its second payer. A claim
-- that is not sent is lowered by it; of one that is sent it stands beside as a difference with the payer.
ALTER TABLE charge ADD COLUMN first_back_vnd BIGINT NOT NULL DEFAULT 0 CHECK (first_back_vnd >= 0 AND first_back_vnd <= first_vnd);
ALTER TABLE charge ADD COLUMN second_back_vnd BIGINT NOT NULL DEFAULT 0 CHECK (second_back_vnd >= 0 AND second_back_vnd <= second_vnd);
ALTER TABLE claim ADD COLUMN back_vnd BIGINT NOT NULL DEFAULT 0
  CHECK (back_vnd >= 0 AND back_vnd <= amount_vnd AND (back_vnd = 0 OR state <> 'to_send'));
CREATE INDEX claim_back ON claim (branch_id, insurer_id, day) WHERE back_vnd > 0;

-- What the patient bears of a charge because a payer did not pay its claim: so much, of what had not come back by then (from_milli had).
-- It goes back with the goods that come back afterwards. Written once, when the claim is settled.
CREATE TABLE claim_refused (
  claim_id BIGINT NOT NULL REFERENCES claim (id),
  charge_id BIGINT NOT NULL REFERENCES charge (id),
  amount_vnd BIGINT NOT NULL CHECK (amount_vnd > 0),
  from_milli BIGINT NOT NULL CHECK (from_milli >= 0),
  PRIMARY KEY (claim_id, charge_id)
);
CREATE INDEX claim_refused_charge ON claim_refused (charge_id);

-- Claims that were settled before: in proportion to what the payer bore and did not come back, what is left of whole amounts to the largest part. What came back of
-- them by now went back without it.
INSERT INTO claim_refused (claim_id, charge_id, amount_vnd, from_milli)
SELECT y.claim_id, y.charge_id, y.amount, y.returned FROM
  (SELECT x.claim_id, x.charge_id, x.returned,
     CAST(x.share + CASE WHEN x.place = 1 THEN x.patient - SUM(x.share) OVER (PARTITION BY x.claim_id) ELSE 0 END AS BIGINT) AS amount FROM
    (SELECT m.id AS claim_id, c.id AS charge_id, c.returned_milli AS returned, m.patient_vnd AS patient,
       CAST(m.patient_vnd * CASE m.position WHEN 1 THEN c.first_vnd - c.first_back_vnd ELSE c.second_vnd - c.second_back_vnd END
         / CAST(SUM(CASE m.position WHEN 1 THEN c.first_vnd - c.first_back_vnd ELSE c.second_vnd - c.second_back_vnd END) OVER (PARTITION BY m.id) AS BIGINT) AS BIGINT) AS share,
       ROW_NUMBER() OVER (PARTITION BY m.id ORDER BY CASE m.position WHEN 1 THEN c.first_vnd - c.first_back_vnd ELSE c.second_vnd - c.second_back_vnd END DESC, c.id) AS place
     FROM claim m JOIN charge c ON c.invoice_id = m.invoice_id
     WHERE m.patient_vnd > 0 AND CASE m.position WHEN 1 THEN c.first_vnd - c.first_back_vnd ELSE c.second_vnd - c.second_back_vnd END > 0) x) y
WHERE y.amount > 0;

-- A refund that was asked for by mistake, or whose return was undone: nobody said no to it.
ALTER TABLE refund ADD COLUMN called_off BOOLEAN NOT NULL DEFAULT FALSE CHECK (NOT called_off OR state = 'refused');

--- sqlite
CREATE TRIGGER claim_refused_unchanged BEFORE UPDATE ON claim_refused
BEGIN SELECT RAISE(ABORT, 'what a payer did not pay does not change'); END;
CREATE TRIGGER claim_refused_undeleted BEFORE DELETE ON claim_refused
BEGIN SELECT RAISE(ABORT, 'claim_refused is append-only'); END;

--- postgres
CREATE TRIGGER claim_refused_unchanged BEFORE UPDATE ON claim_refused FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER claim_refused_undeleted BEFORE DELETE OR TRUNCATE ON claim_refused FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

--- both

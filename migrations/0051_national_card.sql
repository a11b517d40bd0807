-- Whose a card of the national insurance is: one card, one person. Once it pays for no visit of its owner, it may become another's,
-- so that a number typed at the wrong patient can be taken back.
CREATE TABLE national_card (
  number TEXT PRIMARY KEY,
  patient_id BIGINT NOT NULL REFERENCES patient (id)
);
CREATE INDEX national_card_patient ON national_card (patient_id);
CREATE INDEX visit_payer_card ON visit_payer (card) WHERE card <> '';
INSERT INTO national_card (number, patient_id)
  SELECT y.card, MIN(v.patient_id) FROM visit_payer y JOIN visit v ON v.id = y.visit_id JOIN payer_plan p ON p.id = y.plan_id
  JOIN insurer i ON i.id = p.insurer_id WHERE i.kind = 'national' AND y.card <> '' GROUP BY y.card;

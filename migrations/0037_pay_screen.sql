-- A paired screen that stands before a cashier's customers, instead of in the waiting room.
CREATE TABLE screen_cashier (
  screen_id BIGINT PRIMARY KEY REFERENCES screen (id),
  staff_id BIGINT NOT NULL REFERENCES staff (id)
);
CREATE INDEX screen_cashier_staff ON screen_cashier (staff_id);

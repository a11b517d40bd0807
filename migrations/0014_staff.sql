-- People who work here, as they are changed.

-- Counts the changes, so that two people never change one person past each other.
ALTER TABLE staff ADD COLUMN version BIGINT NOT NULL DEFAULT 0;

-- A link by which somebody who forgot the password sets a new one. It proves itself and works once; a newer one takes
-- its place.
CREATE TABLE password_link (
  id BIGINT PRIMARY KEY,
  staff_id BIGINT NOT NULL REFERENCES staff (id),
  made_by BIGINT NOT NULL REFERENCES staff (id),
  made_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  used_at BIGINT,
  CHECK (ends_at > made_at)
);
CREATE UNIQUE INDEX password_link_open ON password_link (staff_id) WHERE used_at IS NULL;

-- Tickets of two doctors never begin alike.
CREATE UNIQUE INDEX resource_prefix ON resource (branch_id, ticket_prefix) WHERE kind = 'doctor' AND active AND ticket_prefix <> '';

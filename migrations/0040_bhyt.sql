-- What the national insurance calls the clinic's services, medicines and people in its exchange of data.

CREATE TABLE bhyt_clinic (
  branch_id BIGINT PRIMARY KEY REFERENCES branch (id),
  -- The department's code, the kind of patient, the kind of care, how it is paid (1 by service, 2 by head, 3 by case).
  department TEXT NOT NULL CHECK (department <> ''),
  entitlement TEXT NOT NULL CHECK (entitlement <> ''),
  care TEXT NOT NULL CHECK (care <> ''),
  payment TEXT NOT NULL CHECK (payment IN ('1', '2', '3')),
  -- The ten digits of whoever signs for the clinic; may be empty.
  head TEXT NOT NULL CHECK (LENGTH(head) IN (0, 10)),
  version BIGINT NOT NULL
);

-- By the clinic's own code of a service or medicine.
CREATE TABLE bhyt_item (
  item_code TEXT PRIMARY KEY CHECK (item_code <> ''),
  national_code TEXT NOT NULL CHECK (national_code <> ''),
  route TEXT NOT NULL,
  registration TEXT NOT NULL,
  tender TEXT NOT NULL
);

CREATE TABLE bhyt_staff (
  staff_id BIGINT PRIMARY KEY REFERENCES staff (id),
  code TEXT NOT NULL UNIQUE CHECK (LENGTH(code) = 10)
);

-- The cost group of a service group; of supplies too, which are no group of their own here.
CREATE TABLE bhyt_group (
  service_group TEXT PRIMARY KEY,
  code TEXT NOT NULL CHECK (LENGTH(code) <= 2)
);
INSERT INTO bhyt_group (service_group, code) VALUES
  ('consultation', '13'), ('lab', '1'), ('imaging', '2'), ('procedure', '18'), ('vaccine', ''), ('medicine', '4'),
  ('retail', ''), ('other', ''), ('supply', '10');

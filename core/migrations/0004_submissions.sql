-- What trainees have handed in for countersigning. How a submission stands is told by the signatures of its version.
-- All of it can be rebuilt from the journal.

-- `to_id`: empty for whoever may countersign.
CREATE TABLE submissions (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    of_record BLOB NOT NULL CHECK (length(of_record) = 16),
    revision BLOB NOT NULL CHECK (length(revision) = 32),
    to_id BLOB NOT NULL CHECK (length(to_id) IN (0, 16)),
    author_id BLOB NOT NULL CHECK (length(author_id) = 16),
    at TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX submissions_by_revision ON submissions (revision);

-- The pages of a letter with the second signature on them.
CREATE TABLE letter_countersignatures (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    letter_id BLOB NOT NULL CHECK (length(letter_id) = 16),
    revision BLOB NOT NULL CHECK (length(revision) = 32)
) STRICT;

CREATE INDEX letter_countersignatures_by_revision ON letter_countersignatures (revision);

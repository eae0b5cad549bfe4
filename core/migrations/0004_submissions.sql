-- What trainees have handed in for countersigning. How a submission stands is told by the signatures of its version.
-- All of it can be rebuilt from the journal.

-- `to_id`: empty for whoever may countersign.
CREATE TABLE submissions (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    of_record BLOB NOT NULL CHECK (length(of_record) = 16),
    revision BLOB NOT NULL CHECK (length(revision) = 32),
    to_id BLOB NOT NULL CHECK (length(to_id) IN (0, 16)),
    author_id BLOB NOT NULL CHECK (length(author_id) = 16),
    at TEXT NOT NULL,
    perhaps_open INTEGER NOT NULL DEFAULT 1 CHECK (perhaps_open IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX submissions_by_revision ON submissions (revision);
CREATE INDEX submissions_perhaps_open ON submissions (at) WHERE perhaps_open = 1;
CREATE INDEX submissions_perhaps_open_by_record ON submissions (of_record) WHERE perhaps_open = 1;

-- `perhaps_open` is 0 only where a version has been countersigned, or its record was changed since or taken back, none of
-- which is ever undone. Whoever looks for what waits looks among the others, not through all that was ever handed in.
CREATE TRIGGER submissions_countersigned AFTER INSERT ON attestations WHEN NEW.meaning = 'countersigned'
BEGIN UPDATE submissions SET perhaps_open = 0 WHERE revision = NEW.revision; END;
CREATE TRIGGER submissions_taken_back AFTER UPDATE OF status ON records WHEN NEW.status = 'withdrawn'
BEGIN UPDATE submissions SET perhaps_open = 0 WHERE of_record = NEW.record_id AND perhaps_open = 1; END;
CREATE TRIGGER submissions_put_right AFTER UPDATE OF revision ON records
BEGIN
    UPDATE submissions SET perhaps_open = 0
    WHERE of_record = NEW.record_id AND perhaps_open = 1
      AND EXISTS (SELECT 1 FROM parents AS p WHERE p.parent = submissions.revision);
END;

-- The pages of a letter with the second signature on them.
CREATE TABLE letter_countersignatures (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    letter_id BLOB NOT NULL CHECK (length(letter_id) = 16),
    revision BLOB NOT NULL CHECK (length(revision) = 32)
) STRICT;

CREATE INDEX letter_countersignatures_by_revision ON letter_countersignatures (revision);

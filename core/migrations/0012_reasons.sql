-- Cases that somebody opened outside their own list, with a reason. The journal says it already; this finds it by day and
-- by case without reading the whole of it.
CREATE TABLE outside_openings (
    position INTEGER PRIMARY KEY NOT NULL REFERENCES journal (position),
    at TEXT NOT NULL,
    case_id BLOB NOT NULL CHECK (length(case_id) = 16)
) STRICT;
CREATE INDEX outside_openings_by_instant ON outside_openings (at);
CREATE INDEX outside_openings_by_case ON outside_openings (case_id, position);

-- Who has written in a case: asked whenever one is opened.
CREATE INDEX journal_writers ON journal (case_id, author_id) WHERE kind IN ('revision', 'attestation');

-- Until when the code of an invitation counts; empty for an account that is its owner's.
ALTER TABLE users ADD COLUMN invited_until TEXT NOT NULL DEFAULT '';

-- Does the team ask for a reason? One row, once it was chosen.
CREATE TABLE reason_rule (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    asked INTEGER NOT NULL CHECK (asked IN (0, 1))
) STRICT;

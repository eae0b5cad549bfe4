-- The pathway: what tells, without opening any body, whose review is due and whose waits for the team. All of it can be
-- rebuilt from the journal.

-- Sessions of a case; their numbers are derived from the order of the days and stored nowhere.
CREATE TABLE sessions (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    held_on TEXT NOT NULL CHECK (length(held_on) = 10),
    attendance TEXT NOT NULL CHECK (attendance IN ('attended', 'did-not-attend', 'patient-cancelled', 'team-cancelled'))
) STRICT;

CREATE INDEX sessions_by_case ON sessions (case_id, held_on);

-- How many sessions of a case may count at the most: those attended or missed, the withdrawn ones included. Never fewer
-- than have been held, so that a case with fewer than were agreed need not be looked at.
CREATE TABLE session_counts (
    case_id BLOB PRIMARY KEY NOT NULL CHECK (length(case_id) = 16),
    at_most INTEGER NOT NULL CHECK (at_most >= 0)
) STRICT;

CREATE INDEX session_counts_by_number ON session_counts (at_most);

-- How many sessions were agreed at the start.
CREATE TABLE pathways (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    sessions INTEGER NOT NULL CHECK (sessions > 0)
) STRICT;

CREATE INDEX pathways_by_case ON pathways (case_id);
CREATE INDEX pathways_by_sessions ON pathways (sessions);

-- `session_number`: the last session that counted when it was signed.
CREATE TABLE pathway_reviews (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    held_on TEXT NOT NULL CHECK (length(held_on) = 10),
    decision TEXT NOT NULL CHECK (decision IN ('completed', 'mdt', 'declined', 'stopped-attending', 'moved', 'died', 'transferred')),
    session_number INTEGER NOT NULL CHECK (session_number >= 0)
) STRICT;

CREATE INDEX pathway_reviews_by_case ON pathway_reviews (case_id);
CREATE INDEX pathway_reviews_to_the_team ON pathway_reviews (held_on) WHERE decision = 'mdt';

-- `sessions`: how many more; 0 where the team did not go on.
CREATE TABLE mdt_decisions (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    review_id BLOB NOT NULL CHECK (length(review_id) = 16),
    held_on TEXT NOT NULL CHECK (length(held_on) = 10),
    outcome TEXT NOT NULL CHECK (outcome IN ('continue', 'discharge')),
    sessions INTEGER NOT NULL CHECK (sessions >= 0)
) STRICT;

CREATE INDEX mdt_decisions_by_review ON mdt_decisions (review_id);

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
    at_most INTEGER NOT NULL CHECK (at_most >= 0),
    perhaps_due INTEGER NOT NULL DEFAULT 1 CHECK (perhaps_due IN (0, 1))
) STRICT;

CREATE INDEX session_counts_perhaps_due ON session_counts (at_most, case_id) WHERE perhaps_due = 1;

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
    session_number INTEGER NOT NULL CHECK (session_number >= 0),
    perhaps_waiting INTEGER NOT NULL DEFAULT 1 CHECK (perhaps_waiting IN (0, 1))
) STRICT;

CREATE INDEX pathway_reviews_by_case ON pathway_reviews (case_id);
CREATE INDEX pathway_reviews_perhaps_waiting ON pathway_reviews (held_on) WHERE decision = 'mdt' AND perhaps_waiting = 1;

-- `sessions`: how many more; 0 where the team did not go on.
CREATE TABLE mdt_decisions (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    review_id BLOB NOT NULL CHECK (length(review_id) = 16),
    held_on TEXT NOT NULL CHECK (length(held_on) = 10),
    outcome TEXT NOT NULL CHECK (outcome IN ('continue', 'discharge')),
    sessions INTEGER NOT NULL CHECK (sessions >= 0)
) STRICT;

CREATE INDEX mdt_decisions_by_review ON mdt_decisions (review_id);

-- `perhaps_due` and `perhaps_waiting` are 0 only where nothing is due or waits: the case is closed, a review of its last
-- session has been signed, the team has decided. Whoever looks for either looks among the others, and still asks of each
-- how its pathway stands. What could change that (another session, a review or a decision changed or taken back, the case
-- opened again) sets them to 1.
CREATE TRIGGER session_counts_of_a_closed_case AFTER INSERT ON session_counts
WHEN EXISTS (SELECT 1 FROM cases WHERE case_id = NEW.case_id AND rank = 3)
BEGIN UPDATE session_counts SET perhaps_due = 0 WHERE case_id = NEW.case_id; END;
CREATE TRIGGER session_counts_went_on AFTER UPDATE OF at_most ON session_counts WHEN NEW.at_most <> OLD.at_most
BEGIN
    UPDATE session_counts SET perhaps_due = NOT EXISTS (SELECT 1 FROM cases WHERE case_id = NEW.case_id AND rank = 3)
    WHERE case_id = NEW.case_id;
END;
CREATE TRIGGER pathway_reviews_signed AFTER INSERT ON attestations
WHEN NEW.meaning = 'signed' AND EXISTS (SELECT 1 FROM pathway_reviews WHERE record_id = NEW.record_id)
BEGIN
    UPDATE session_counts SET perhaps_due = 0
    WHERE case_id = (SELECT case_id FROM pathway_reviews WHERE record_id = NEW.record_id)
      AND at_most <= (SELECT v.session_number FROM pathway_reviews AS v JOIN records AS r ON r.record_id = v.record_id
                      WHERE v.record_id = NEW.record_id AND r.revision = NEW.revision);
END;
CREATE TRIGGER mdt_decisions_signed AFTER INSERT ON attestations
WHEN NEW.meaning = 'signed' AND EXISTS (SELECT 1 FROM mdt_decisions WHERE record_id = NEW.record_id)
BEGIN
    UPDATE pathway_reviews SET perhaps_waiting = 0
    WHERE record_id = (SELECT d.review_id FROM mdt_decisions AS d JOIN records AS r ON r.record_id = d.record_id
                       WHERE d.record_id = NEW.record_id AND r.revision = NEW.revision);
END;
CREATE TRIGGER pathway_reviews_put_in_question AFTER UPDATE OF status ON records
WHEN NEW.status <> 'signed' AND NEW.case_id <> x''
     AND (NEW.record_kind LIKE 'pathway-review@%' OR NEW.record_kind LIKE 'mdt-decision@%')
BEGIN
    UPDATE session_counts SET perhaps_due = 1 WHERE case_id = NEW.case_id;
    UPDATE pathway_reviews SET perhaps_waiting = 1 WHERE case_id = NEW.case_id;
END;
CREATE TRIGGER pathways_of_a_closed_case AFTER UPDATE OF rank ON cases WHEN NEW.rank = 3 AND OLD.rank < 3
BEGIN
    UPDATE session_counts SET perhaps_due = 0 WHERE case_id = NEW.case_id;
    UPDATE pathway_reviews SET perhaps_waiting = 0 WHERE case_id = NEW.case_id;
END;
CREATE TRIGGER pathways_of_a_case_opened_again AFTER UPDATE OF rank ON cases WHEN NEW.rank < 3 AND OLD.rank = 3
BEGIN
    UPDATE session_counts SET perhaps_due = 1 WHERE case_id = NEW.case_id;
    UPDATE pathway_reviews SET perhaps_waiting = 1 WHERE case_id = NEW.case_id;
END;

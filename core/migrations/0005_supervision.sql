-- Supervision: who took part in which log, which cases it speaks of, and what is to be done by whom. All of it can be
-- rebuilt from the journal; how a log stands is told by the signatures of its current version.

CREATE TABLE supervision_logs (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    held_on TEXT NOT NULL CHECK (length(held_on) = 10),
    supervisor_id BLOB NOT NULL CHECK (length(supervisor_id) = 16)
) STRICT;

CREATE TABLE supervision_people (
    record_id BLOB NOT NULL CHECK (length(record_id) = 16),
    user_id BLOB NOT NULL CHECK (length(user_id) = 16),
    part TEXT NOT NULL CHECK (part IN ('supervisor', 'supervisee')),
    PRIMARY KEY (record_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX supervision_people_by_user ON supervision_people (user_id, record_id);

CREATE TABLE supervision_cases (
    record_id BLOB NOT NULL CHECK (length(record_id) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    PRIMARY KEY (record_id, case_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX supervision_cases_by_case ON supervision_cases (case_id, record_id);

-- `case_id`: empty for an action that is about no case.
CREATE TABLE supervision_actions (
    record_id BLOB NOT NULL CHECK (length(record_id) = 16),
    action_id BLOB NOT NULL CHECK (length(action_id) = 16),
    owner_id BLOB NOT NULL CHECK (length(owner_id) = 16),
    due_on TEXT NOT NULL CHECK (length(due_on) = 10),
    case_id BLOB NOT NULL CHECK (length(case_id) IN (0, 16)),
    PRIMARY KEY (record_id, action_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX supervision_actions_by_owner ON supervision_actions (owner_id, due_on);
CREATE INDEX supervision_actions_by_case ON supervision_actions (case_id, due_on) WHERE case_id <> x'';

-- What became of an action: done, or no longer needed.
CREATE TABLE supervision_closings (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    log_id BLOB NOT NULL CHECK (length(log_id) = 16),
    action_id BLOB NOT NULL CHECK (length(action_id) = 16)
) STRICT;

CREATE INDEX supervision_closings_by_action ON supervision_closings (log_id, action_id);

-- Written from the migrations. Do not edit: see core/migrations.

CREATE TABLE attestations (
    position INTEGER PRIMARY KEY NOT NULL REFERENCES journal (position),
    record_id BLOB NOT NULL CHECK (length(record_id) = 16),
    revision BLOB NOT NULL CHECK (length(revision) = 32),
    meaning TEXT NOT NULL CHECK (meaning IN ('signed', 'countersigned', 'returned', 'withdrawn')),
    author_id BLOB NOT NULL CHECK (length(author_id) = 16),
    at TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

CREATE TABLE bodies (
    position INTEGER PRIMARY KEY NOT NULL REFERENCES journal (position),
    nonce BLOB NOT NULL CHECK (length(nonce) = 32),
    body BLOB NOT NULL
) STRICT;

CREATE TABLE case_people (
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    ordinal INTEGER NOT NULL,
    user_id BLOB NOT NULL CHECK (length(user_id) IN (0, 16)),
    PRIMARY KEY (case_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE cases (
    case_id BLOB PRIMARY KEY NOT NULL CHECK (length(case_id) = 16),
    record_id BLOB NOT NULL CHECK (length(record_id) = 16),
    patient_id BLOB NOT NULL CHECK (length(patient_id) = 16),
    kind TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('referred', 'assessment', 'treatment', 'on-hold', 'closed')),
    urgency TEXT NOT NULL CHECK (urgency IN ('emergency', 'urgent', 'routine')),
    rank INTEGER NOT NULL CHECK (rank BETWEEN 0 AND 3),
    received_on TEXT NOT NULL,
    lead TEXT NOT NULL
) STRICT;

CREATE TABLE copies (
    position INTEGER PRIMARY KEY NOT NULL REFERENCES journal (position),
    record_id BLOB NOT NULL CHECK (length(record_id) = 16),
    way TEXT NOT NULL CHECK (way IN ('saved', 'copied', 'printed')),
    at TEXT NOT NULL
) STRICT;

CREATE TABLE departures (
    position INTEGER PRIMARY KEY NOT NULL REFERENCES journal (position),
    at TEXT NOT NULL
) STRICT;

CREATE TABLE drafts (
    draft_id BLOB PRIMARY KEY NOT NULL CHECK (length(draft_id) = 16),
    user_id BLOB NOT NULL CHECK (length(user_id) = 16),
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 80),
    patient_id BLOB NOT NULL CHECK (length(patient_id) IN (0, 16)),
    case_id BLOB NOT NULL CHECK (length(case_id) IN (0, 16)),
    base BLOB NOT NULL CHECK (length(base) IN (0, 32)),
    state TEXT NOT NULL CHECK (json_valid(state)),
    saved_at TEXT NOT NULL,
    UNIQUE (user_id, kind, patient_id, case_id)
) STRICT;

CREATE TABLE formulations (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    definition TEXT NOT NULL
) STRICT;

CREATE TABLE friends_and_family (
    month TEXT NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]'),
    answer_key BLOB NOT NULL CHECK (length(answer_key) = 16),
    experience TEXT NOT NULL CHECK (experience IN ('very-good', 'good', 'neither', 'poor', 'very-poor', 'dont-know')),
    why TEXT NOT NULL,
    better TEXT NOT NULL,
    PRIMARY KEY (month, answer_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
    position INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    chain_id BLOB NOT NULL CHECK (length(chain_id) = 16),
    sequence INTEGER NOT NULL CHECK (sequence >= 1),
    lamport INTEGER NOT NULL CHECK (lamport >= 1),
    at TEXT NOT NULL,
    author_id BLOB NOT NULL CHECK (length(author_id) = 16),
    kind TEXT NOT NULL CHECK (kind IN ('revision', 'attestation', 'audit', 'key', 'identity', 'destruction', 'checkpoint')),
    record_id BLOB NOT NULL CHECK (length(record_id) IN (0, 16)),
    record_kind TEXT NOT NULL,
    case_id BLOB NOT NULL CHECK (length(case_id) IN (0, 16)),
    patient_id BLOB NOT NULL CHECK (length(patient_id) IN (0, 16)),
    commitment BLOB NOT NULL CHECK (length(commitment) = 32),
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    UNIQUE (chain_id, sequence),
    UNIQUE (hash)
) STRICT;

CREATE TABLE letter_countersignatures (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    letter_id BLOB NOT NULL CHECK (length(letter_id) = 16),
    revision BLOB NOT NULL CHECK (length(revision) = 32)
) STRICT;

CREATE TABLE letter_sendings (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    letter_id BLOB NOT NULL CHECK (length(letter_id) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    way TEXT NOT NULL CHECK (way IN ('post', 'email', 'document-system', 'host-record', 'handed')),
    sent_on TEXT NOT NULL,
    position INTEGER NOT NULL REFERENCES journal (position)
) STRICT;

CREATE TABLE letters (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    dated_on TEXT NOT NULL,
    pages INTEGER NOT NULL CHECK (pages >= 1),
    sha256 TEXT NOT NULL,
    pdf BLOB NOT NULL CHECK (length(pdf) = 32),
    perhaps_here INTEGER NOT NULL DEFAULT 1 CHECK (perhaps_here IN (0, 1))
) STRICT;

CREATE TABLE mdt_decisions (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    review_id BLOB NOT NULL CHECK (length(review_id) = 16),
    held_on TEXT NOT NULL CHECK (length(held_on) = 10),
    outcome TEXT NOT NULL CHECK (outcome IN ('continue', 'discharge')),
    sessions INTEGER NOT NULL CHECK (sessions >= 0)
) STRICT;

CREATE TABLE measure_schedules (
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    instrument TEXT NOT NULL CHECK (instrument <> ''),
    at_start INTEGER NOT NULL CHECK (at_start IN (0, 1)),
    every INTEGER NOT NULL CHECK (every >= 0),
    at_review INTEGER NOT NULL CHECK (at_review IN (0, 1)),
    at_discharge INTEGER NOT NULL CHECK (at_discharge IN (0, 1)),
    asked INTEGER NOT NULL DEFAULT 0 CHECK (asked = 0),
    perhaps_due INTEGER NOT NULL DEFAULT 0 CHECK (perhaps_due IN (0, 1)),
    PRIMARY KEY (case_id, instrument)
) STRICT, WITHOUT ROWID;

CREATE TABLE measures (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    patient_id BLOB NOT NULL CHECK (length(patient_id) = 16),
    instrument TEXT NOT NULL CHECK (instrument <> ''),
    completed_on TEXT NOT NULL CHECK (length(completed_on) = 10),
    total INTEGER NOT NULL CHECK (total >= -1),
    highest INTEGER NOT NULL CHECK (highest >= 0)
, version TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE meta (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outside_openings (
    position INTEGER PRIMARY KEY NOT NULL REFERENCES journal (position),
    at TEXT NOT NULL,
    case_id BLOB NOT NULL CHECK (length(case_id) = 16)
) STRICT;

CREATE TABLE parents (
    position INTEGER NOT NULL REFERENCES journal (position),
    ordinal INTEGER NOT NULL CHECK (ordinal IN (0, 1)),
    parent BLOB NOT NULL CHECK (length(parent) = 32),
    PRIMARY KEY (position, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE pathway_reviews (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    held_on TEXT NOT NULL CHECK (length(held_on) = 10),
    decision TEXT NOT NULL CHECK (decision IN ('completed', 'mdt', 'declined', 'stopped-attending', 'moved', 'died', 'transferred')),
    session_number INTEGER NOT NULL CHECK (session_number >= 0),
    perhaps_waiting INTEGER NOT NULL DEFAULT 1 CHECK (perhaps_waiting IN (0, 1))
) STRICT;

CREATE TABLE pathways (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    sessions INTEGER NOT NULL CHECK (sessions > 0)
) STRICT;

CREATE TABLE patient_words (
    word TEXT NOT NULL,
    patient_id BLOB NOT NULL CHECK (length(patient_id) = 16),
    PRIMARY KEY (word, patient_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE patients (
    patient_id BLOB PRIMARY KEY NOT NULL CHECK (length(patient_id) = 16),
    record_id BLOB NOT NULL CHECK (length(record_id) = 16),
    banner_name TEXT NOT NULL,
    family TEXT NOT NULL,
    given TEXT NOT NULL,
    nhs_number TEXT NOT NULL,
    born_on TEXT NOT NULL,
    died_on TEXT NOT NULL,
    similar INTEGER NOT NULL CHECK (similar IN (0, 1))
) STRICT;

CREATE TABLE reason_rule (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    asked INTEGER NOT NULL CHECK (asked IN (0, 1))
) STRICT;

CREATE TABLE records (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    record_kind TEXT NOT NULL,
    patient_id BLOB NOT NULL CHECK (length(patient_id) IN (0, 16)),
    case_id BLOB NOT NULL CHECK (length(case_id) IN (0, 16)),
    current INTEGER NOT NULL REFERENCES journal (position),
    revision BLOB NOT NULL CHECK (length(revision) = 32),
    revisions INTEGER NOT NULL CHECK (revisions >= 1),
    heads INTEGER NOT NULL CHECK (heads >= 1),
    status TEXT NOT NULL CHECK (status IN ('recorded', 'signed', 'withdrawn')),
    last_at TEXT NOT NULL
) STRICT;

CREATE TABLE risk_notes (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    patient_id BLOB NOT NULL CHECK (length(patient_id) = 16),
    assessed_on TEXT NOT NULL,
    review_by TEXT NOT NULL,
    about_self INTEGER NOT NULL CHECK (about_self IN (0, 1)),
    perhaps_due INTEGER NOT NULL DEFAULT 1 CHECK (perhaps_due IN (0, 1))
) STRICT;

CREATE TABLE safety_answers (
    measure_id BLOB NOT NULL CHECK (length(measure_id) = 16),
    item TEXT NOT NULL CHECK (item <> ''),
    instrument TEXT NOT NULL CHECK (instrument <> ''),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    patient_id BLOB NOT NULL CHECK (length(patient_id) = 16),
    answered_on TEXT NOT NULL CHECK (length(answered_on) = 10),
    answer INTEGER NOT NULL CHECK (answer >= -1),
    perhaps_open INTEGER NOT NULL DEFAULT 1 CHECK (perhaps_open IN (0, 1)),
    PRIMARY KEY (measure_id, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE safety_responses (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    measure_id BLOB NOT NULL CHECK (length(measure_id) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    outcome TEXT NOT NULL CHECK (outcome IN ('discussed-unchanged', 'acted', 'not-reached'))
) STRICT;

CREATE TABLE search_texts (
    position INTEGER PRIMARY KEY NOT NULL REFERENCES journal (position),
    record_id BLOB NOT NULL UNIQUE CHECK (length(record_id) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) IN (0, 16)),
    patient_id BLOB NOT NULL CHECK (length(patient_id) = 16),
    kind TEXT NOT NULL,
    on_day TEXT NOT NULL CHECK (length(on_day) = 10),
    title TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE search_words USING fts5(
    body, content = 'search_texts', content_rowid = 'position', tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
);

CREATE TABLE 'search_words_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'search_words_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'search_words_docsize'(id INTEGER PRIMARY KEY, sz BLOB);

CREATE TABLE 'search_words_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE session_counts (
    case_id BLOB PRIMARY KEY NOT NULL CHECK (length(case_id) = 16),
    at_most INTEGER NOT NULL CHECK (at_most >= 0),
    perhaps_due INTEGER NOT NULL DEFAULT 1 CHECK (perhaps_due IN (0, 1))
) STRICT;

CREATE TABLE sessions (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    held_on TEXT NOT NULL CHECK (length(held_on) = 10),
    attendance TEXT NOT NULL CHECK (attendance IN ('attended', 'did-not-attend', 'patient-cancelled', 'team-cancelled'))
) STRICT;

CREATE TABLE submissions (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    of_record BLOB NOT NULL CHECK (length(of_record) = 16),
    revision BLOB NOT NULL CHECK (length(revision) = 32),
    to_id BLOB NOT NULL CHECK (length(to_id) IN (0, 16)),
    author_id BLOB NOT NULL CHECK (length(author_id) = 16),
    at TEXT NOT NULL,
    perhaps_open INTEGER NOT NULL DEFAULT 1 CHECK (perhaps_open IN (0, 1))
) STRICT;

CREATE TABLE supervision_actions (
    record_id BLOB NOT NULL CHECK (length(record_id) = 16),
    action_id BLOB NOT NULL CHECK (length(action_id) = 16),
    owner_id BLOB NOT NULL CHECK (length(owner_id) = 16),
    due_on TEXT NOT NULL CHECK (length(due_on) = 10),
    case_id BLOB NOT NULL CHECK (length(case_id) IN (0, 16)),
    PRIMARY KEY (record_id, action_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE supervision_cases (
    record_id BLOB NOT NULL CHECK (length(record_id) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    PRIMARY KEY (record_id, case_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE supervision_closings (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    log_id BLOB NOT NULL CHECK (length(log_id) = 16),
    action_id BLOB NOT NULL CHECK (length(action_id) = 16)
) STRICT;

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

CREATE TABLE trust_data (
    record_id BLOB NOT NULL PRIMARY KEY CHECK (length(record_id) = 16),
    kind TEXT NOT NULL CHECK (kind IN ('wording', 'change-values', 'value-set', 'key')),
    instrument TEXT NOT NULL CHECK (instrument <> ''),
    version TEXT NOT NULL CHECK (version <> '')
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    user_id BLOB PRIMARY KEY NOT NULL CHECK (length(user_id) = 16),
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('consultant', 'clinician', 'trainee', 'supervisor', 'service-lead', 'guardian')),
    post TEXT NOT NULL,
    registration TEXT NOT NULL,
    signing_key TEXT NOT NULL,
    disabled INTEGER NOT NULL CHECK (disabled IN (0, 1))
, deputy_id BLOB NOT NULL DEFAULT x'' CHECK (length(deputy_id) IN (0, 16)), pass_on_hours INTEGER NOT NULL DEFAULT 0 CHECK (pass_on_hours BETWEEN 0 AND 168), invited_until TEXT NOT NULL DEFAULT '') STRICT;

CREATE INDEX attestations_by_record ON attestations (record_id, position);

CREATE TRIGGER mdt_decisions_signed AFTER INSERT ON attestations
WHEN NEW.meaning = 'signed' AND EXISTS (SELECT 1 FROM mdt_decisions WHERE record_id = NEW.record_id)
BEGIN
    UPDATE pathway_reviews SET perhaps_waiting = 0
    WHERE record_id = (SELECT d.review_id FROM mdt_decisions AS d JOIN records AS r ON r.record_id = d.record_id
                       WHERE d.record_id = NEW.record_id AND r.revision = NEW.revision);
END;

CREATE TRIGGER pathway_reviews_signed AFTER INSERT ON attestations
WHEN NEW.meaning = 'signed' AND EXISTS (SELECT 1 FROM pathway_reviews WHERE record_id = NEW.record_id)
BEGIN
    UPDATE session_counts SET perhaps_due = 0
    WHERE case_id = (SELECT case_id FROM pathway_reviews WHERE record_id = NEW.record_id)
      AND at_most <= (SELECT v.session_number FROM pathway_reviews AS v JOIN records AS r ON r.record_id = v.record_id
                      WHERE v.record_id = NEW.record_id AND r.revision = NEW.revision);
END;

CREATE TRIGGER risk_notes_overtaken AFTER INSERT ON attestations
WHEN NEW.meaning = 'signed' AND EXISTS (SELECT 1 FROM risk_notes WHERE record_id = NEW.record_id)
BEGIN
    UPDATE risk_notes SET perhaps_due = 0
    WHERE case_id = (SELECT case_id FROM risk_notes WHERE record_id = NEW.record_id) AND perhaps_due = 1
      AND (EXISTS (SELECT 1 FROM risk_notes AS n JOIN records AS nr ON nr.record_id = n.record_id
                   JOIN records AS r ON r.record_id = risk_notes.record_id
                   WHERE n.record_id = NEW.record_id AND nr.revision = NEW.revision
                     AND (n.assessed_on, nr.current) > (risk_notes.assessed_on, r.current))
           OR EXISTS (SELECT 1 FROM cases AS c WHERE c.case_id = risk_notes.case_id AND c.rank = 3));
END;

CREATE TRIGGER safety_answers_answered_by_a_note AFTER INSERT ON attestations
WHEN NEW.meaning = 'signed' AND EXISTS (SELECT 1 FROM risk_notes WHERE record_id = NEW.record_id AND about_self = 1)
BEGIN
    UPDATE safety_answers SET perhaps_open = 0
    WHERE case_id = (SELECT case_id FROM risk_notes WHERE record_id = NEW.record_id)
      AND answered_on <= (SELECT assessed_on FROM risk_notes WHERE record_id = NEW.record_id)
      AND perhaps_open = 1
      AND EXISTS (SELECT 1 FROM records AS r JOIN records AS n ON n.record_id = NEW.record_id
                  WHERE r.record_id = measure_id AND r.current < NEW.position AND n.revision = NEW.revision);
END;

CREATE TRIGGER submissions_countersigned AFTER INSERT ON attestations WHEN NEW.meaning = 'countersigned'
BEGIN UPDATE submissions SET perhaps_open = 0 WHERE revision = NEW.revision; END;

CREATE TRIGGER bodies_are_never_updated BEFORE UPDATE ON bodies
BEGIN SELECT RAISE(ABORT, 'the journal is immutable'); END;

CREATE TRIGGER bodies_go_only_by_destruction BEFORE DELETE ON bodies
WHEN NOT EXISTS (
    SELECT 1 FROM journal AS gone JOIN journal AS law ON law.record_id = gone.record_id
    WHERE gone.position = OLD.position AND gone.record_id <> x'' AND law.kind = 'destruction'
)
BEGIN SELECT RAISE(ABORT, 'the journal is immutable'); END;

CREATE INDEX case_people_by_user ON case_people (user_id, case_id) WHERE user_id <> x'';

CREATE INDEX cases_by_patient ON cases (patient_id, received_on);

CREATE INDEX cases_by_rank ON cases (rank, received_on DESC);

CREATE INDEX cases_open ON cases (case_id) WHERE rank < 3;

CREATE TRIGGER measure_schedules_case_closed_or_opened AFTER UPDATE OF rank ON cases
WHEN (OLD.rank < 3) <> (NEW.rank < 3)
BEGIN UPDATE measure_schedules SET asked = 0 WHERE case_id = NEW.case_id; END;

CREATE TRIGGER pathways_of_a_case_opened_again AFTER UPDATE OF rank ON cases WHEN NEW.rank < 3 AND OLD.rank = 3
BEGIN
    UPDATE session_counts SET perhaps_due = 1 WHERE case_id = NEW.case_id;
    UPDATE pathway_reviews SET perhaps_waiting = 1 WHERE case_id = NEW.case_id;
END;

CREATE TRIGGER pathways_of_a_closed_case AFTER UPDATE OF rank ON cases WHEN NEW.rank = 3 AND OLD.rank < 3
BEGIN
    UPDATE session_counts SET perhaps_due = 0 WHERE case_id = NEW.case_id;
    UPDATE pathway_reviews SET perhaps_waiting = 0 WHERE case_id = NEW.case_id;
END;

CREATE TRIGGER risk_notes_of_a_case_opened_again AFTER UPDATE OF rank ON cases WHEN NEW.rank < 3 AND OLD.rank = 3
BEGIN UPDATE risk_notes SET perhaps_due = 1 WHERE case_id = NEW.case_id; END;

CREATE TRIGGER risk_notes_of_a_closed_case AFTER UPDATE OF rank ON cases WHEN NEW.rank = 3 AND OLD.rank < 3
BEGIN UPDATE risk_notes SET perhaps_due = 0 WHERE case_id = NEW.case_id; END;

CREATE INDEX copies_by_record ON copies (record_id, position);

CREATE INDEX departures_by_instant ON departures (at);

CREATE INDEX formulations_by_case ON formulations (case_id, definition);

CREATE INDEX journal_by_author ON journal (author_id, at);

CREATE INDEX journal_by_case ON journal (case_id, position) WHERE case_id <> x'';

CREATE INDEX journal_by_instant ON journal (at);

CREATE INDEX journal_by_patient ON journal (patient_id, at) WHERE patient_id <> x'';

CREATE INDEX journal_by_record ON journal (record_id, position) WHERE record_id <> x'';

CREATE INDEX journal_of_keys ON journal (at) WHERE kind = 'key';

CREATE INDEX journal_writers ON journal (case_id, author_id) WHERE kind IN ('revision', 'attestation');

CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is immutable'); END;

CREATE TRIGGER journal_is_never_updated BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is immutable'); END;

CREATE INDEX letter_countersignatures_by_revision ON letter_countersignatures (revision);

CREATE INDEX letter_sendings_by_letter ON letter_sendings (letter_id, position);

CREATE TRIGGER letters_that_went AFTER INSERT ON letter_sendings
BEGIN UPDATE letters SET perhaps_here = 0 WHERE record_id = NEW.letter_id; END;

CREATE INDEX letters_by_case ON letters (case_id, dated_on);

CREATE INDEX letters_perhaps_here ON letters (dated_on) WHERE perhaps_here = 1;

CREATE INDEX mdt_decisions_by_review ON mdt_decisions (review_id);

CREATE INDEX measure_schedules_perhaps_due ON measure_schedules (case_id) WHERE perhaps_due = 1;

CREATE TRIGGER measure_schedules_asked AFTER UPDATE OF asked ON measure_schedules
BEGIN
    UPDATE measure_schedules
    SET perhaps_due = (
        SELECT EXISTS (SELECT 1 FROM cases AS c WHERE c.case_id = NEW.case_id AND c.rank < 3)
           AND held.attended > 0
           AND (
               (NEW.at_start = 1 AND sheet.newest = '')
               OR (NEW.every > 0 AND NEW.every <= (
                   SELECT count(*) FROM sessions AS s JOIN records AS r ON r.record_id = s.record_id
                   WHERE s.case_id = NEW.case_id AND r.status = 'signed' AND s.attendance = 'attended'
                     AND s.held_on > sheet.newest))
               OR (held.last_on > sheet.newest AND NEW.at_review = 1
                   AND held.at_most >= coalesce((SELECT min(p.sessions) FROM pathways AS p WHERE p.case_id = NEW.case_id), 10)
                   AND NOT EXISTS (SELECT 1 FROM pathway_reviews AS v JOIN records AS r ON r.record_id = v.record_id
                                   WHERE v.case_id = NEW.case_id AND r.status = 'signed' AND v.session_number >= held.at_most))
               OR (held.last_on > sheet.newest AND NEW.at_discharge = 1
                   AND EXISTS (SELECT 1 FROM pathway_reviews AS v JOIN records AS r ON r.record_id = v.record_id
                               WHERE v.case_id = NEW.case_id AND r.status = 'signed'))
           )
        FROM (SELECT coalesce(max(m.completed_on), '') AS newest
              FROM measures AS m JOIN records AS r ON r.record_id = m.record_id
              WHERE m.case_id = NEW.case_id AND m.instrument = NEW.instrument AND r.status = 'signed') AS sheet,
             (SELECT count(*) AS at_most, count(*) FILTER (WHERE s.attendance = 'attended') AS attended,
                     coalesce(max(s.held_on), '') AS last_on
              FROM sessions AS s JOIN records AS r ON r.record_id = s.record_id
              WHERE s.case_id = NEW.case_id AND r.status = 'signed'
                AND s.attendance IN ('attended', 'did-not-attend')) AS held
    )
    WHERE case_id = NEW.case_id AND instrument = NEW.instrument;
END;

CREATE INDEX measures_by_case ON measures (case_id, completed_on);

CREATE INDEX outside_openings_by_case ON outside_openings (case_id, position);

CREATE INDEX outside_openings_by_instant ON outside_openings (at);

CREATE INDEX parents_by_parent ON parents (parent);

CREATE TRIGGER parents_are_never_deleted BEFORE DELETE ON parents
BEGIN SELECT RAISE(ABORT, 'the journal is immutable'); END;

CREATE TRIGGER parents_are_never_updated BEFORE UPDATE ON parents
BEGIN SELECT RAISE(ABORT, 'the journal is immutable'); END;

CREATE INDEX pathway_reviews_by_case ON pathway_reviews (case_id);

CREATE INDEX pathway_reviews_perhaps_waiting ON pathway_reviews (held_on) WHERE decision = 'mdt' AND perhaps_waiting = 1;

CREATE INDEX pathways_by_case ON pathways (case_id);

CREATE INDEX pathways_by_sessions ON pathways (sessions);

CREATE INDEX patient_words_by_patient ON patient_words (patient_id);

CREATE INDEX patients_by_birth ON patients (born_on);

CREATE INDEX patients_by_family ON patients (family, given);

CREATE INDEX patients_by_number ON patients (nhs_number) WHERE nhs_number <> '';

CREATE INDEX records_by_case ON records (case_id, record_kind) WHERE case_id <> x'';

CREATE INDEX records_by_patient ON records (patient_id, record_kind) WHERE case_id = x'' AND patient_id <> x'';

CREATE TRIGGER letters_taken_back AFTER UPDATE OF status ON records
WHEN NEW.status = 'withdrawn' AND NEW.record_kind LIKE 'letter@%'
BEGIN UPDATE letters SET perhaps_here = 0 WHERE record_id = NEW.record_id; END;

CREATE TRIGGER letters_that_did_not_go_after_all AFTER UPDATE OF status ON records
WHEN NEW.status = 'withdrawn' AND NEW.record_kind LIKE 'letter-sending@%'
BEGIN
    UPDATE letters SET perhaps_here = 1
    WHERE record_id = (SELECT letter_id FROM letter_sendings WHERE record_id = NEW.record_id);
END;

CREATE TRIGGER measure_schedules_course_went_on AFTER UPDATE OF status ON records
WHEN NEW.case_id <> x''
     AND (NEW.record_kind LIKE 'session@%' OR NEW.record_kind LIKE 'measure@%' OR NEW.record_kind LIKE 'pathway%@%'
          OR NEW.record_kind LIKE 'mdt-decision@%' OR NEW.record_kind LIKE 'measure-schedule@%')
BEGIN UPDATE measure_schedules SET asked = 0 WHERE case_id = NEW.case_id; END;

CREATE TRIGGER pathway_reviews_put_in_question AFTER UPDATE OF status ON records
WHEN NEW.status <> 'signed' AND NEW.case_id <> x''
     AND (NEW.record_kind LIKE 'pathway-review@%' OR NEW.record_kind LIKE 'mdt-decision@%')
BEGIN
    UPDATE session_counts SET perhaps_due = 1 WHERE case_id = NEW.case_id;
    UPDATE pathway_reviews SET perhaps_waiting = 1 WHERE case_id = NEW.case_id;
END;

CREATE TRIGGER risk_notes_due_again AFTER UPDATE OF status ON records
WHEN NEW.status <> 'signed' AND NEW.case_id <> x'' AND NEW.record_kind LIKE 'risk-note@%'
BEGIN UPDATE risk_notes SET perhaps_due = 1 WHERE case_id = NEW.case_id; END;

CREATE TRIGGER safety_answers_opened_again AFTER UPDATE OF status ON records
WHEN NEW.status <> 'signed' AND NEW.case_id <> x''
     AND (NEW.record_kind LIKE 'risk-note@%' OR NEW.record_kind LIKE 'safety-response@%')
BEGIN UPDATE safety_answers SET perhaps_open = 1 WHERE case_id = NEW.case_id; END;

CREATE TRIGGER submissions_put_right AFTER UPDATE OF revision ON records
BEGIN
    UPDATE submissions SET perhaps_open = 0
    WHERE of_record = NEW.record_id AND perhaps_open = 1
      AND EXISTS (SELECT 1 FROM parents AS p WHERE p.parent = submissions.revision);
END;

CREATE TRIGGER submissions_taken_back AFTER UPDATE OF status ON records WHEN NEW.status = 'withdrawn'
BEGIN UPDATE submissions SET perhaps_open = 0 WHERE of_record = NEW.record_id AND perhaps_open = 1; END;

CREATE INDEX risk_notes_by_case ON risk_notes (case_id);

CREATE INDEX risk_notes_perhaps_due ON risk_notes (review_by) WHERE perhaps_due = 1;

CREATE INDEX safety_answers_by_case ON safety_answers (case_id, answered_on);

CREATE INDEX safety_answers_by_patient ON safety_answers (patient_id, instrument, item, answered_on);

CREATE INDEX safety_answers_perhaps_open ON safety_answers (answered_on) WHERE answer <> 0 AND perhaps_open = 1;

CREATE TRIGGER safety_answers_changed AFTER UPDATE OF answer, answered_on ON safety_answers
BEGIN
    UPDATE safety_answers SET perhaps_open = 1 WHERE measure_id = NEW.measure_id AND item = NEW.item;
END;

CREATE INDEX safety_responses_by_measure ON safety_responses (measure_id);

CREATE TRIGGER safety_answers_responded_to AFTER INSERT ON safety_responses WHEN NEW.outcome <> 'not-reached'
BEGIN UPDATE safety_answers SET perhaps_open = 0 WHERE measure_id = NEW.measure_id; END;

CREATE TRIGGER safety_answers_responded_to_otherwise AFTER UPDATE OF outcome ON safety_responses
BEGIN UPDATE safety_answers SET perhaps_open = 1 WHERE measure_id = NEW.measure_id; END;

CREATE INDEX search_texts_by_day ON search_texts (position, on_day);

CREATE TRIGGER search_texts_are_replaced_whole BEFORE UPDATE ON search_texts
BEGIN SELECT RAISE(ABORT, 'a searched text is deleted and inserted, never updated'); END;

CREATE INDEX session_counts_perhaps_due ON session_counts (at_most, case_id) WHERE perhaps_due = 1;

CREATE TRIGGER session_counts_of_a_closed_case AFTER INSERT ON session_counts
WHEN EXISTS (SELECT 1 FROM cases WHERE case_id = NEW.case_id AND rank = 3)
BEGIN UPDATE session_counts SET perhaps_due = 0 WHERE case_id = NEW.case_id; END;

CREATE TRIGGER session_counts_went_on AFTER UPDATE OF at_most ON session_counts WHEN NEW.at_most <> OLD.at_most
BEGIN
    UPDATE session_counts SET perhaps_due = NOT EXISTS (SELECT 1 FROM cases WHERE case_id = NEW.case_id AND rank = 3)
    WHERE case_id = NEW.case_id;
END;

CREATE INDEX sessions_by_case ON sessions (case_id, held_on);

CREATE UNIQUE INDEX submissions_by_revision ON submissions (revision);

CREATE INDEX submissions_perhaps_open ON submissions (at) WHERE perhaps_open = 1;

CREATE INDEX submissions_perhaps_open_by_record ON submissions (of_record) WHERE perhaps_open = 1;

CREATE INDEX supervision_actions_by_case ON supervision_actions (case_id, due_on) WHERE case_id <> x'';

CREATE INDEX supervision_actions_by_owner ON supervision_actions (owner_id, due_on);

CREATE INDEX supervision_cases_by_case ON supervision_cases (case_id, record_id);

CREATE INDEX supervision_closings_by_action ON supervision_closings (log_id, action_id);

CREATE INDEX supervision_people_by_user ON supervision_people (user_id, record_id);

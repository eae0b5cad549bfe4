-- The journal, its bodies and parents: the record itself. Everything after "Projections" can be rebuilt from it.
-- A value that does not apply is an empty text or an empty blob, never NULL.

CREATE TABLE meta (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
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

CREATE INDEX journal_by_record ON journal (record_id, position) WHERE record_id <> x'';
CREATE INDEX journal_by_case ON journal (case_id, position) WHERE case_id <> x'';

CREATE TABLE parents (
    position INTEGER NOT NULL REFERENCES journal (position),
    ordinal INTEGER NOT NULL CHECK (ordinal IN (0, 1)),
    parent BLOB NOT NULL CHECK (length(parent) = 32),
    PRIMARY KEY (position, ordinal)
) STRICT, WITHOUT ROWID;

CREATE INDEX parents_by_parent ON parents (parent);

CREATE TABLE bodies (
    position INTEGER PRIMARY KEY NOT NULL REFERENCES journal (position),
    nonce BLOB NOT NULL CHECK (length(nonce) = 32),
    body BLOB NOT NULL
) STRICT;

CREATE TRIGGER journal_is_never_updated BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is immutable'); END;
CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is immutable'); END;
CREATE TRIGGER parents_are_never_updated BEFORE UPDATE ON parents
BEGIN SELECT RAISE(ABORT, 'the journal is immutable'); END;
CREATE TRIGGER parents_are_never_deleted BEFORE DELETE ON parents
BEGIN SELECT RAISE(ABORT, 'the journal is immutable'); END;
CREATE TRIGGER bodies_are_never_updated BEFORE UPDATE ON bodies
BEGIN SELECT RAISE(ABORT, 'the journal is immutable'); END;
-- A body may go only under a lawful destruction of its record that is in the journal.
CREATE TRIGGER bodies_go_only_by_destruction BEFORE DELETE ON bodies
WHEN NOT EXISTS (
    SELECT 1 FROM journal AS gone JOIN journal AS law ON law.record_id = gone.record_id
    WHERE gone.position = OLD.position AND gone.record_id <> x'' AND law.kind = 'destruction'
)
BEGIN SELECT RAISE(ABORT, 'the journal is immutable'); END;

-- What a form holds before it is in the record. Not a projection: it is nowhere else.
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

-- Projections ---------------------------------------------------------------------------------------------------

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

CREATE INDEX records_by_case ON records (case_id, record_kind) WHERE case_id <> x'';

CREATE TABLE attestations (
    position INTEGER PRIMARY KEY NOT NULL REFERENCES journal (position),
    record_id BLOB NOT NULL CHECK (length(record_id) = 16),
    revision BLOB NOT NULL CHECK (length(revision) = 32),
    meaning TEXT NOT NULL CHECK (meaning IN ('signed', 'countersigned', 'returned', 'withdrawn')),
    author_id BLOB NOT NULL CHECK (length(author_id) = 16),
    at TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

CREATE INDEX attestations_by_record ON attestations (record_id, position);

CREATE TABLE users (
    user_id BLOB PRIMARY KEY NOT NULL CHECK (length(user_id) = 16),
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('consultant', 'clinician', 'trainee', 'supervisor', 'service-lead', 'guardian')),
    post TEXT NOT NULL,
    registration TEXT NOT NULL,
    signing_key TEXT NOT NULL,
    disabled INTEGER NOT NULL CHECK (disabled IN (0, 1))
) STRICT;

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

CREATE INDEX patients_by_number ON patients (nhs_number) WHERE nhs_number <> '';
CREATE INDEX patients_by_birth ON patients (born_on);
CREATE INDEX patients_by_family ON patients (family, given);

-- Each word of a name, folded, for search as typed.
CREATE TABLE patient_words (
    word TEXT NOT NULL,
    patient_id BLOB NOT NULL CHECK (length(patient_id) = 16),
    PRIMARY KEY (word, patient_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX patient_words_by_patient ON patient_words (patient_id);

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

CREATE INDEX cases_by_patient ON cases (patient_id, received_on);
CREATE INDEX cases_by_rank ON cases (rank, received_on DESC);
-- Most cases of a register that has been kept for years are closed: what waits is looked for among the others.
CREATE INDEX cases_open ON cases (case_id) WHERE rank < 3;

CREATE TABLE case_people (
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    ordinal INTEGER NOT NULL,
    user_id BLOB NOT NULL CHECK (length(user_id) IN (0, 16)),
    PRIMARY KEY (case_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE INDEX case_people_by_user ON case_people (user_id, case_id) WHERE user_id <> x'';

CREATE TABLE formulations (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    definition TEXT NOT NULL
) STRICT;

CREATE INDEX formulations_by_case ON formulations (case_id, definition);

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

CREATE INDEX letters_by_case ON letters (case_id, dated_on);
CREATE INDEX letters_perhaps_here ON letters (dated_on) WHERE perhaps_here = 1;

-- Every copy that left the encryption.
CREATE TABLE copies (
    position INTEGER PRIMARY KEY NOT NULL REFERENCES journal (position),
    record_id BLOB NOT NULL CHECK (length(record_id) = 16),
    way TEXT NOT NULL CHECK (way IN ('saved', 'copied', 'printed')),
    at TEXT NOT NULL
) STRICT;

CREATE INDEX copies_by_record ON copies (record_id, position);

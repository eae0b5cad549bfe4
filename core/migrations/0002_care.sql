-- The clinical slice: what has lists of its own besides the records. All of it can be rebuilt from the journal.

-- Lists of a patient (diagnoses, allergies, medicines) are found among the patient's records.
CREATE INDEX records_by_patient ON records (patient_id, record_kind) WHERE case_id = x'' AND patient_id <> x'';

CREATE TABLE risk_notes (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    patient_id BLOB NOT NULL CHECK (length(patient_id) = 16),
    assessed_on TEXT NOT NULL,
    review_by TEXT NOT NULL
) STRICT;

CREATE INDEX risk_notes_by_case ON risk_notes (case_id);
CREATE INDEX risk_notes_by_review ON risk_notes (review_by);

-- Where signed letters, entries and plans went. A letter may go to several places.
CREATE TABLE letter_sendings (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    letter_id BLOB NOT NULL CHECK (length(letter_id) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    way TEXT NOT NULL CHECK (way IN ('post', 'email', 'document-system', 'host-record', 'handed')),
    sent_on TEXT NOT NULL,
    position INTEGER NOT NULL REFERENCES journal (position)
) STRICT;

CREATE INDEX letter_sendings_by_letter ON letter_sendings (letter_id, position);

-- The clinical slice: what has lists of its own besides the records. All of it can be rebuilt from the journal.

-- Lists of a patient (diagnoses, allergies, medicines) are found among the patient's records.
CREATE INDEX records_by_patient ON records (patient_id, record_kind) WHERE case_id = x'' AND patient_id <> x'';

-- `about_self`: does the note say what was found about suicide or self-harm?
CREATE TABLE risk_notes (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    patient_id BLOB NOT NULL CHECK (length(patient_id) = 16),
    assessed_on TEXT NOT NULL,
    review_by TEXT NOT NULL,
    about_self INTEGER NOT NULL CHECK (about_self IN (0, 1))
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

-- Measures, and answers about safety. -----------------------------------------------------------------------------

-- One completed sheet. `total` is the headline score in hundredths, -1 where the missing-answer rule forbids one;
-- `highest` is what it is out of, for the items that applied.
CREATE TABLE measures (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    patient_id BLOB NOT NULL CHECK (length(patient_id) = 16),
    instrument TEXT NOT NULL CHECK (instrument <> ''),
    completed_on TEXT NOT NULL CHECK (length(completed_on) = 10),
    total INTEGER NOT NULL CHECK (total >= -1),
    highest INTEGER NOT NULL CHECK (highest >= 0)
) STRICT;

CREATE INDEX measures_by_case ON measures (case_id, completed_on);

-- Every item about safety of a sheet; `answer` is the position of the option, 0 for the first ("Not at all"), -1 for one
-- that was left out.
CREATE TABLE safety_answers (
    measure_id BLOB NOT NULL CHECK (length(measure_id) = 16),
    item TEXT NOT NULL CHECK (item <> ''),
    instrument TEXT NOT NULL CHECK (instrument <> ''),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    patient_id BLOB NOT NULL CHECK (length(patient_id) = 16),
    answered_on TEXT NOT NULL CHECK (length(answered_on) = 10),
    answer INTEGER NOT NULL CHECK (answer >= -1),
    PRIMARY KEY (measure_id, item)
) STRICT, WITHOUT ROWID;

CREATE INDEX safety_answers_by_case ON safety_answers (case_id, answered_on);
CREATE INDEX safety_answers_by_patient ON safety_answers (patient_id, instrument, item, answered_on);
CREATE INDEX safety_answers_not_the_first ON safety_answers (answered_on) WHERE answer <> 0;

-- What was done about the answers of one sheet.
CREATE TABLE safety_responses (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    measure_id BLOB NOT NULL CHECK (length(measure_id) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    outcome TEXT NOT NULL CHECK (outcome IN ('discussed-unchanged', 'acted', 'not-reached'))
) STRICT;

CREATE INDEX safety_responses_by_measure ON safety_responses (measure_id);

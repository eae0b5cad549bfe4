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
    about_self INTEGER NOT NULL CHECK (about_self IN (0, 1)),
    perhaps_due INTEGER NOT NULL DEFAULT 1 CHECK (perhaps_due IN (0, 1))
) STRICT;

CREATE INDEX risk_notes_by_case ON risk_notes (case_id);
CREATE INDEX risk_notes_perhaps_due ON risk_notes (review_by) WHERE perhaps_due = 1;

-- `perhaps_due` is 0 only where a newer note of the case has been signed or the case is closed. Whoever looks for reviews
-- that are due looks among the others, not through every open case, and still asks of each whether it is. What could make
-- one due again (a note is changed or taken back, the case is opened again) sets it to 1.
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
CREATE TRIGGER risk_notes_due_again AFTER UPDATE OF status ON records
WHEN NEW.status <> 'signed' AND NEW.case_id <> x'' AND NEW.record_kind LIKE 'risk-note@%'
BEGIN UPDATE risk_notes SET perhaps_due = 1 WHERE case_id = NEW.case_id; END;
CREATE TRIGGER risk_notes_of_a_closed_case AFTER UPDATE OF rank ON cases WHEN NEW.rank = 3 AND OLD.rank < 3
BEGIN UPDATE risk_notes SET perhaps_due = 0 WHERE case_id = NEW.case_id; END;
CREATE TRIGGER risk_notes_of_a_case_opened_again AFTER UPDATE OF rank ON cases WHEN NEW.rank < 3 AND OLD.rank = 3
BEGIN UPDATE risk_notes SET perhaps_due = 1 WHERE case_id = NEW.case_id; END;

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

-- `perhaps_here` is 0 only where a letter has been sent or was taken back. Whoever looks for letters that are here only
-- looks among the others, not through all that was ever signed, and still asks of each how it stands.
CREATE TRIGGER letters_that_went AFTER INSERT ON letter_sendings
BEGIN UPDATE letters SET perhaps_here = 0 WHERE record_id = NEW.letter_id; END;
CREATE TRIGGER letters_that_did_not_go_after_all AFTER UPDATE OF status ON records
WHEN NEW.status = 'withdrawn' AND NEW.record_kind LIKE 'letter-sending@%'
BEGIN
    UPDATE letters SET perhaps_here = 1
    WHERE record_id = (SELECT letter_id FROM letter_sendings WHERE record_id = NEW.record_id);
END;
CREATE TRIGGER letters_taken_back AFTER UPDATE OF status ON records
WHEN NEW.status = 'withdrawn' AND NEW.record_kind LIKE 'letter@%'
BEGIN UPDATE letters SET perhaps_here = 0 WHERE record_id = NEW.record_id; END;

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
    perhaps_open INTEGER NOT NULL DEFAULT 1 CHECK (perhaps_open IN (0, 1)),
    PRIMARY KEY (measure_id, item)
) STRICT, WITHOUT ROWID;

CREATE INDEX safety_answers_by_case ON safety_answers (case_id, answered_on);
CREATE INDEX safety_answers_by_patient ON safety_answers (patient_id, instrument, item, answered_on);
CREATE INDEX safety_answers_perhaps_open ON safety_answers (answered_on) WHERE answer <> 0 AND perhaps_open = 1;

-- What was done about the answers of one sheet.
CREATE TABLE safety_responses (
    record_id BLOB PRIMARY KEY NOT NULL CHECK (length(record_id) = 16),
    measure_id BLOB NOT NULL CHECK (length(measure_id) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    outcome TEXT NOT NULL CHECK (outcome IN ('discussed-unchanged', 'acted', 'not-reached'))
) STRICT;

CREATE INDEX safety_responses_by_measure ON safety_responses (measure_id);

-- `perhaps_open` is 0 only where somebody has responded or a risk note answers. Whoever looks for what is open looks among
-- the others, not through all that was ever answered, and still asks of each whether it is. What could open an answer
-- again (it is changed, or what answered it is changed or taken back) sets it to 1.
CREATE TRIGGER safety_answers_changed AFTER UPDATE OF answer, answered_on ON safety_answers
BEGIN
    UPDATE safety_answers SET perhaps_open = 1 WHERE measure_id = NEW.measure_id AND item = NEW.item;
END;
CREATE TRIGGER safety_answers_responded_to AFTER INSERT ON safety_responses WHEN NEW.outcome <> 'not-reached'
BEGIN UPDATE safety_answers SET perhaps_open = 0 WHERE measure_id = NEW.measure_id; END;
CREATE TRIGGER safety_answers_responded_to_otherwise AFTER UPDATE OF outcome ON safety_responses
BEGIN UPDATE safety_answers SET perhaps_open = 1 WHERE measure_id = NEW.measure_id; END;
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
CREATE TRIGGER safety_answers_opened_again AFTER UPDATE OF status ON records
WHEN NEW.status <> 'signed' AND NEW.case_id <> x''
     AND (NEW.record_kind LIKE 'risk-note@%' OR NEW.record_kind LIKE 'safety-response@%')
BEGIN UPDATE safety_answers SET perhaps_open = 1 WHERE case_id = NEW.case_id; END;

-- Answers to the Friends and Family Test. They are anonymous, so this table stands apart from the journal and from every
-- other table: no patient, case, user or device, and no time but the month. It can't be made anew from the journal.
--
-- The key is random and says nothing. Whenever an answer is added, all answers of its month get fresh keys and are written
-- in the order of those, so that neither a key nor a place in the file tells which came first.
CREATE TABLE friends_and_family (
    month TEXT NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]'),
    answer_key BLOB NOT NULL CHECK (length(answer_key) = 16),
    experience TEXT NOT NULL CHECK (experience IN ('very-good', 'good', 'neither', 'poor', 'very-poor', 'dont-know')),
    why TEXT NOT NULL,
    better TEXT NOT NULL,
    PRIMARY KEY (month, answer_key)
) STRICT, WITHOUT ROWID;

-- What the search finds: the text of every record that is searched, in its current version. All of it can be rebuilt
-- from the journal. Withdrawn records are not here.

-- `position`: of the version in the journal, so that the newest stand last. `case_id`: empty for what belongs to the
-- patient and not to one case. `on_day`: the day that the record is about.
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

-- So that candidates can be ordered by day without reading their texts.
CREATE INDEX search_texts_by_day ON search_texts (position, on_day);

-- The words, kept apart from the texts and moved with them by the program. The prefixes are what people have typed
-- before a word is whole.
CREATE VIRTUAL TABLE search_words USING fts5(
    body, content = 'search_texts', content_rowid = 'position', tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
);

CREATE TRIGGER search_texts_are_replaced_whole BEFORE UPDATE ON search_texts
BEGIN SELECT RAISE(ABORT, 'a searched text is deleted and inserted, never updated'); END;

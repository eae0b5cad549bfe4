-- What a trust has loaded of its own: licensed wording, values of change, value sets and keys. All of it can be rebuilt
-- from the journal.

-- One record. Whether it is in force is said by `records`.
CREATE TABLE trust_data (
    record_id BLOB NOT NULL PRIMARY KEY CHECK (length(record_id) = 16),
    kind TEXT NOT NULL CHECK (kind IN ('wording', 'change-values', 'value-set', 'key')),
    instrument TEXT NOT NULL CHECK (instrument <> ''),
    version TEXT NOT NULL CHECK (version <> '')
) STRICT, WITHOUT ROWID;

-- By which version of its instrument a sheet was filled in: scores by different keys share no line.
ALTER TABLE measures ADD COLUMN version TEXT NOT NULL DEFAULT '';
UPDATE measures
SET version = coalesce(
    (SELECT json_extract(CAST(b.body AS TEXT), '$.version')
     FROM records AS r JOIN bodies AS b ON b.position = r.current WHERE r.record_id = measures.record_id),
    '');

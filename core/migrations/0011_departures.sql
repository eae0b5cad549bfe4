-- What left the encryption: copies saved, copied as text or printed, cases exported, the audit itself. The journal says
-- it already; this finds it without reading the whole of it.
CREATE TABLE departures (
    position INTEGER PRIMARY KEY NOT NULL REFERENCES journal (position),
    at TEXT NOT NULL
) STRICT;
CREATE INDEX departures_by_instant ON departures (at);
-- Changes of keys are few among many entries.
CREATE INDEX journal_of_keys ON journal (at) WHERE kind = 'key';

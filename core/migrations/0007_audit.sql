-- For whoever looks into the audit: the journal by patient, by author and by instant, the newest first. Indexes of what
-- is there; nothing is stored anew.
CREATE INDEX journal_by_patient ON journal (patient_id, at) WHERE patient_id <> x'';
CREATE INDEX journal_by_author ON journal (author_id, at);
CREATE INDEX journal_by_instant ON journal (at);

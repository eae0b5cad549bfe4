-- When measures are to be filled in, and to whom an answer about safety passes. All of it can be rebuilt from the journal.

-- One instrument of a case's schedule. `every`: sessions from one sheet to the next, 0 for never.
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

CREATE INDEX measure_schedules_perhaps_due ON measure_schedules (case_id) WHERE perhaps_due = 1;

-- `perhaps_due` is 0 only where nothing can be due: the case is closed, nobody has come yet, or too few sessions have been
-- held since the newest sheet. Whoever looks for what is due looks among the others, and still asks of each how it stands.
-- Writing to `asked`, which is always 0, works it out anew; whatever may change it does so.
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
CREATE TRIGGER measure_schedules_course_went_on AFTER UPDATE OF status ON records
WHEN NEW.case_id <> x''
     AND (NEW.record_kind LIKE 'session@%' OR NEW.record_kind LIKE 'measure@%' OR NEW.record_kind LIKE 'pathway%@%'
          OR NEW.record_kind LIKE 'mdt-decision@%' OR NEW.record_kind LIKE 'measure-schedule@%')
BEGIN UPDATE measure_schedules SET asked = 0 WHERE case_id = NEW.case_id; END;
CREATE TRIGGER measure_schedules_case_closed_or_opened AFTER UPDATE OF rank ON cases
WHEN (OLD.rank < 3) <> (NEW.rank < 3)
BEGIN UPDATE measure_schedules SET asked = 0 WHERE case_id = NEW.case_id; END;

-- To whom an answer about safety passes that this account entered and nobody has responded to, and after how many hours;
-- empty and 0 for to nobody.
ALTER TABLE users ADD COLUMN deputy_id BLOB NOT NULL DEFAULT x'' CHECK (length(deputy_id) IN (0, 16));
ALTER TABLE users ADD COLUMN pass_on_hours INTEGER NOT NULL DEFAULT 0 CHECK (pass_on_hours BETWEEN 0 AND 168);

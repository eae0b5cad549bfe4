//! Cases that chance puts together from the outlines. What must not be left to chance is dealt, as from a pack of cards:
//! in a register of ordinary size every outline, every origin of names and every way that a case may go has its turn.

use super::chance::{Chance, dealt};
use super::course::{Way, walk};
use super::outline::examine;
use super::pathway::Pathway;
use super::script::{
    Letter, Material, Origin, Outline, Patient, Person, Referral, Sent, Step, Story, Version,
};
use casebook_core::cases::{CaseKind, CaseRole, CaseStatus, ReferralSource, Referrer, Urgency};
use casebook_core::letters::SendingWay;
use casebook_core::pathway::ReviewDecision;
use casebook_core::patients::{Communication, Gender, NextOfKin};
use std::collections::BTreeMap;

/// Sets the stream of what is found in a case apart from the stream of who comes.
const FINDINGS: u64 = 1 << 40;
/// The same for how a pathway goes.
const SESSIONS: u64 = 1 << 41;
/// The packs that are dealt from: outlines, origins of names, fates.
const OUTLINES: u64 = 1 << 42;
const ORIGINS: u64 = 1 << 43;
const FATES: u64 = 1 << 44;

/// How a case goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// Just come.
    New,
    /// Seen, nothing begun yet.
    Assessing,
    /// In treatment.
    Treated,
    /// On the pathway for longer than ten sessions, by decision of the team.
    Extended,
    OnHold,
    Ended,
    /// Closed without having been seen.
    Declined,
}

const PACK: [Fate; 9] = [
    Fate::New,
    Fate::Assessing,
    Fate::Treated,
    Fate::Treated,
    Fate::Extended,
    Fate::OnHold,
    Fate::Ended,
    Fate::Ended,
    Fate::Declined,
];

/// For what the cases are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    /// To be looked at: as a team would have them.
    Lived,
    /// To be measured: very many, most of them closed long ago, some with a second given name or a double family name.
    Bulk,
}

impl Scale {
    fn fate(self, turn: u32, seed: u64) -> Fate {
        let dealt = match self {
            Self::Lived => dealt(&PACK, turn, seed, FATES),
            // Open cases are one in twelve at most.
            Self::Bulk if turn.is_multiple_of(12) => dealt(&PACK, turn / 12, seed, FATES),
            Self::Bulk if turn % 12 == 2 => Some(&Fate::Declined),
            Self::Bulk => Some(&Fate::Ended),
        };
        dealt.copied().unwrap_or(Fate::New)
    }
}

/// Days from the referral until somebody sees the patient.
const fn wait(urgency: Urgency) -> u32 {
    match urgency {
        Urgency::Emergency => 1,
        Urgency::Urgent => 3,
        Urgency::Routine => 13,
    }
}

/// When the case came, was seen and ended, days ago.
#[derive(Clone, Copy, Debug)]
struct Course {
    received: u32,
    seen: Option<u32>,
    closed: Option<u32>,
    treated: Option<u32>,
    fate: Fate,
}

fn course(fate: Fate, urgency: Urgency, chance: &mut Chance) -> Course {
    let soon = urgency != Urgency::Routine;
    // Nobody leaves an emergency unseen, and nobody declines it.
    let fate = match fate {
        Fate::New if soon => Fate::Assessing,
        Fate::Declined if soon => Fate::Ended,
        other => other,
    };
    let received = match (fate, soon) {
        (Fate::New, _) => chance.between(4, 13),
        (Fate::Assessing, true) => chance.between(5, 16),
        (Fate::Assessing, false) => chance.between(17, 44),
        (Fate::Treated, true) => chance.between(30, 90),
        (Fate::Treated, false) => chance.between(60, 125),
        (Fate::Extended, _) => chance.between(150, 168),
        (Fate::OnHold, _) => chance.between(60, 220),
        (Fate::Ended, _) => chance.between(150, 330),
        (Fate::Declined, _) => chance.between(20, 250),
    };
    let seen = received.saturating_sub(wait(urgency));
    let begins = seen.saturating_sub(if soon { 12 } else { 27 });
    let closed = match fate {
        Fate::Ended => Some(chance.between(4, received - 120)),
        Fate::Declined => Some(received - chance.between(4, 9)),
        _ => None,
    };
    Course {
        received,
        seen: (!matches!(fate, Fate::New | Fate::Declined)).then_some(seen),
        closed,
        treated: matches!(
            fate,
            Fate::Treated | Fate::Extended | Fate::OnHold | Fate::Ended
        )
        .then_some(begins),
        fate,
    }
}

impl Course {
    fn steps(&self) -> Vec<Step> {
        let step = |on: u32, status| Step {
            on: on.max(1),
            status,
            closing_reason: String::new(),
        };
        let mut then: Vec<Step> = Vec::new();
        then.extend(self.seen.map(|on| step(on, CaseStatus::Assessment)));
        then.extend(self.treated.map(|on| step(on, CaseStatus::Treatment)));
        if self.fate == Fate::OnHold {
            then.push(step(
                self.treated.unwrap_or_default() / 2,
                CaseStatus::OnHold,
            ));
        }
        then.extend(self.closed.map(|on| step(on, CaseStatus::Closed)));
        then
    }
}

/// The case of the turn `turn`, counted from 0; `part` is its place in the register, which keeps its chance apart.
pub(super) fn composed(
    material: &Material,
    turn: u32,
    seed: u64,
    chance: &mut Chance,
    scale: Scale,
) -> Story {
    let part = u64::from(turn);
    let mut findings = Chance::new(seed, part | FINDINGS);
    let mut sessions = Chance::new(seed, part | SESSIONS);
    let origin = dealt(&material.names.origins, turn, seed, ORIGINS);
    let fate = scale.fate(turn, seed);
    let outlines = material.outlines.iter();
    let outline = if fate == Fate::Extended {
        let with_pathway: Vec<&Outline> = outlines.filter(|o| o.kind == CaseKind::Mus).collect();
        dealt(&with_pathway, turn, seed, OUTLINES).copied()
    } else {
        dealt(&material.outlines, turn, seed, OUTLINES)
    };
    let drawn = chance.below(100) < 62;
    let woman = match outline.and_then(|o| o.sex) {
        Some(Gender::Female) => true,
        Some(Gender::Male) => false,
        _ => drawn,
    };
    let patient = person(origin, outline, woman, scale, chance);
    let given = patient.given.clone();
    let say = |text: &str| {
        let [they, them, their] = if woman {
            ["she", "her", "her"]
        } else {
            ["he", "him", "his"]
        };
        let [upper_they, upper_their] = if woman { ["She", "Her"] } else { ["He", "His"] };
        text.replace("{name}", &given)
            .replace("{they}", they)
            .replace("{them}", them)
            .replace("{their}", their)
            .replace("{They}", upper_they)
            .replace("{Their}", upper_their)
    };
    let urgency = outline.map_or(Urgency::Routine, |o| o.urgency);
    let course = course(fate, urgency, chance);
    // Every fourth is the trainee's, but nobody in training is the first to see an emergency alone.
    let trainee = turn % 4 == 1 && urgency != Urgency::Emergency;
    let mut story = Story {
        trainee,
        patient,
        referral: referral(outline, course.received, trainee, &say),
        then: course.steps(),
        formulations: formulation(outline, &course, chance, &say)
            .into_iter()
            .collect(),
        letters: Vec::new(),
        draft_formulation: None,
        draft_letter: None,
        assessment: None,
        draft_assessment: None,
        severity: Vec::new(),
        risk: Vec::new(),
        safety_plan: None,
        care: Vec::new(),
        measures: Vec::new(),
        entries: Vec::new(),
        pathway: None,
    };
    if let (Some(outline), Some(seen)) = (outline, course.seen) {
        examine(&mut story, outline, seen, &mut findings, &say);
        if let Some(begins) = course.treated {
            let way = Way {
                begins,
                on_hold: (course.fate == Fate::OnHold).then_some(begins / 2),
                extended: course.fate == Fate::Extended,
            };
            walk(&mut story, &material.pathway, way, &mut sessions, &say);
        }
    }
    close(&mut story, &course, chance);
    story
}

/// Why it was closed, and the letter that says so to the GP.
fn close(story: &mut Story, course: &Course, chance: &mut Chance) {
    let (Some(on), Some(last)) = (course.closed, story.then.last_mut()) else {
        return;
    };
    let reasons: &[&str] = match story.pathway.as_ref().map(ended) {
        _ if course.seen.is_none() => &[
            "Declined after screening: another team knows the patient and goes on. Referrer and GP told by letter.",
            "Declined: the question could be answered by telephone. Referrer and GP told.",
            "The patient, when rung, would rather not be seen; knows how to come back. GP told.",
        ],
        Some(Some(ReviewDecision::Completed)) => {
            &["Pathway completed; goals mostly met. Discharged to the GP by agreement."]
        }
        Some(Some(ReviewDecision::StoppedAttending)) => &[
            "Stopped attending; two calls and a letter without an answer. Discharged to the GP, may come back.",
        ],
        Some(_) => &["Moved out of the area; care handed over with the patient’s agreement."],
        None => &[
            "What was agreed at the assessment has been done. Discharged to the GP by agreement.",
            "Assessment and feedback completed; the patient preferred to go on with self-help and the GP.",
            "Moved out of the area; care handed over with the patient’s agreement.",
        ],
    };
    last.closing_reason = chance.pick(reasons).copied().unwrap_or_default().to_owned();
    if course.seen.is_some() && !story.trainee {
        story.letters.push(Letter {
            on,
            sections: BTreeMap::new(),
            leave_out: Vec::new(),
            sent: Some(Sent {
                after: 1,
                way: SendingWay::DocumentSystem,
                place: String::new(),
                by: String::new(),
            }),
        });
    }
}

fn ended(pathway: &Pathway) -> Option<ReviewDecision> {
    pathway.reviews.last().map(|r| r.decision)
}

fn person(
    origin: Option<&Origin>,
    outline: Option<&Outline>,
    woman: bool,
    scale: Scale,
    chance: &mut Chance,
) -> Patient {
    let names = origin.map_or(&[][..], |o| if woman { &o.female } else { &o.male });
    let families = origin.map_or(&[][..], |o| &o.family);
    let of_sex = |forms: &Vec<String>| {
        let form = if woman { forms.first() } else { forms.last() };
        form.cloned().unwrap_or_default()
    };
    let mut given = chance.pick(names).cloned().unwrap_or_default();
    let mut family = chance.pick(families).map(of_sex).unwrap_or_default();
    if scale == Scale::Bulk {
        let second = chance.pick(names).filter(|n| **n != given);
        if let (Some(second), true) = (second, chance.below(3) > 0) {
            given = format!("{given} {second}");
        }
        let second = chance.pick(families).map(of_sex).filter(|f| *f != family);
        if let (Some(second), true) = (second, chance.below(3) == 0) {
            family = format!("{family}-{second}");
        }
    }
    let [youngest, oldest] = outline.map_or([19, 84], |o| o.ages);
    let age = chance.between(youngest, oldest);
    let title = match (woman, chance.below(if age < 30 { 8 } else { 3 })) {
        (true, 0) => "Mrs",
        (true, _) => "Ms",
        (false, _) => "Mr",
    };
    let language = origin.map_or("", |o| o.interpreter.as_str());
    let interpreter = if chance.below(3) == 0 { language } else { "" };
    Patient {
        title: title.to_owned(),
        given,
        family,
        preferred: String::new(),
        gender: if woman { Gender::Female } else { Gender::Male },
        gender_described: String::new(),
        age,
        no_nhs_number: false,
        identifiers: Vec::new(),
        next_of_kin: NextOfKin::default(),
        communication: Communication {
            interpreter: interpreter.to_owned(),
            ..Communication::default()
        },
        died: None,
    }
}

fn referral(
    outline: Option<&Outline>,
    received: u32,
    trainee: bool,
    say: &impl Fn(&str) -> String,
) -> Referral {
    let kind = outline.map_or(CaseKind::Mus, |o| o.kind);
    let part = |role, name: &str| Person {
        role,
        name: name.to_owned(),
    };
    let mut people = vec![part(CaseRole::ResponsibleConsultant, "consultant")];
    if trainee {
        people.push(part(CaseRole::Therapist, "trainee"));
        people.push(part(CaseRole::TherapySupervisor, "consultant"));
    } else if kind == CaseKind::Mus {
        people.push(part(CaseRole::KeyWorker, "Joy Abara"));
    }
    Referral {
        kind,
        source: outline.map_or(ReferralSource::Gp, |o| o.source),
        urgency: outline.map_or(Urgency::Routine, |o| o.urgency),
        received,
        reason: outline.map(|o| say(&o.reason)).unwrap_or_default(),
        referrer: outline.map_or_else(Referrer::default, |o| o.referrer.clone()),
        people,
    }
}

/// Written some days after the assessment, for most.
fn formulation(
    outline: Option<&Outline>,
    course: &Course,
    chance: &mut Chance,
    say: &impl Fn(&str) -> String,
) -> Option<Version> {
    let seen = course.seen?;
    let lucky = chance.below(100) < 70;
    let earliest = course.closed.unwrap_or(1).max(1);
    let on = seen.checked_sub(12).filter(|on| *on > earliest)?;
    let outlined = outline?.formulation.as_ref().filter(|_| lucky)?;
    Some(Version {
        on,
        shared: (on > 20).then_some(on),
        cells: outlined
            .cells
            .iter()
            .map(|(row, cells)| {
                let said = cells.iter().map(|(c, text)| (c.clone(), say(text)));
                (row.clone(), said.collect())
            })
            .collect(),
        narrative: say(&outlined.narrative),
        patient_agrees: say(&outlined.patient_agrees),
        amendment: None,
    })
}

//! Everything that a letter may say, gathered from the record. Plain data: what is not here is in no letter.

use super::review::{self, ReviewFacts};
use super::{LeftOut, Recipient};
use crate::assessments;
use crate::care::{Allergies, Diagnoses, MedicineStatus, Medicines, rules as care_rules};
use crate::cases::Case;
use crate::charts::StepsChart;
use crate::dates;
use crate::formulations::Formulation;
use crate::formulations::definition::FormulationDefinition;
use crate::ids::RevisionId;
use crate::measures::{MeasureSeries, SafetyAnswerView};
use crate::patients::Patient;
use crate::risk::{RiskDomain, RiskNote};
use crate::safety_plans::{SafetyPlan, rules as plan_rules};
use crate::severity::{Severity, SeverityRating, rules as severity_rules};
use chrono::NaiveDate;
use serde::Deserialize;

/// The facts that a template may ask for by name. Besides them there is `assessment-<section>` for every section of the
/// assessment that is not private, `plan-<step>` for the steps of the safety plan, and those of a review.
pub const NAMES: &[&str] = &[
    "referrer",
    "referral-reason",
    "formulation-presenting",
    "formulation-narrative",
    "formulation-perpetuating",
    "formulation-protective",
    "formulation-shared",
    "patient-agrees",
    "communication",
    "severity",
    "diagnoses",
    "risk",
    "safety-statement",
    "safety-answers",
    "safety-plan",
    "medicines",
    "medicines-list",
    "allergies",
    "measures",
    "impression",
    "contacts",
];

/// Is there a fact of that name?
pub fn is_a_fact(name: &str) -> bool {
    if let Some(section) = name.strip_prefix("assessment-") {
        return assessments::definition::newest("biopsychosocial")
            .is_ok_and(|d| d.sections.iter().any(|s| s.id == section && !s.private));
    }
    if let Some(step) = name.strip_prefix("plan-") {
        return step == "reasons" || plan_rules::STEPS.iter().any(|(field, _, _)| *field == step);
    }
    NAMES.contains(&name) || is_of_a_review(name)
}

/// Is it a fact of a review of the pathway?
pub fn is_of_a_review(name: &str) -> bool {
    review::NAMES.contains(&name)
}

/// All of them, for a message.
pub fn names() -> String {
    format!(
        "{}, {}, assessment-<section>, plan-<step>",
        NAMES.join(", "),
        review::NAMES.join(", ")
    )
}

/// Who writes.
#[derive(Clone, Debug)]
pub struct Author {
    /// Name as it signs.
    pub name: String,
    /// Post and grade; may be empty.
    pub post: String,
    /// Professional registration; may be empty.
    pub registration: String,
}

/// A formulation in force.
#[derive(Clone, Debug)]
pub struct InForce {
    /// Its form.
    pub definition: FormulationDefinition,
    /// What it says.
    pub formulation: Formulation,
    /// The day on which it was signed: `20-Nov-2026`.
    pub on: String,
}

/// An assessment in force.
#[derive(Clone, Debug)]
pub struct Assessed {
    /// Its form.
    pub definition: assessments::definition::AssessmentDefinition,
    /// What it says.
    pub assessment: assessments::Assessment,
    /// The day on which it was signed: `20-Nov-2026`.
    pub on: String,
}

/// The newest severity rating in force.
#[derive(Clone, Debug)]
pub struct Rated {
    /// The rating.
    pub rating: SeverityRating,
    /// Who rated.
    pub rater: String,
    /// Every rating in force as steps.
    pub chart: Option<StepsChart>,
}

/// The newest risk note in force.
#[derive(Clone, Debug)]
pub struct Noted {
    /// The note.
    pub note: RiskNote,
    /// Who signed it and when.
    pub signed: String,
}

/// The safety plan in force.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The plan.
    pub plan: SafetyPlan,
    /// The number of its version.
    pub version: u32,
}

/// Whom to ring: from the letterhead.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    /// The team.
    pub team: String,
    /// Its telephone.
    pub phone: String,
    /// Its e-mail address.
    pub email: String,
}

/// What a section was written in, and so how old it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The assessment.
    Assessment,
    /// The formulation.
    Formulation,
}

/// Everything that a letter may say.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The patient.
    pub patient: Patient,
    /// The case.
    pub case: Case,
    /// The formulation in force.
    pub formulation: Option<InForce>,
    /// The assessment in force.
    pub assessment: Option<Assessed>,
    /// The newest severity rating.
    pub severity: Option<Rated>,
    /// The newest risk note.
    pub risk: Option<Noted>,
    /// How the risk statement stands, in a sentence with its dates; empty while nothing was assessed or answered.
    pub risk_statement: String,
    /// The newest answers about safety of each instrument that no risk note covers.
    pub safety_answers: Vec<SafetyAnswerView>,
    /// The safety plan in force.
    pub safety_plan: Option<Planned>,
    /// Diagnoses; `None` while nothing is recorded.
    pub diagnoses: Option<Diagnoses>,
    /// Allergies; `None` while nothing is recorded.
    pub allergies: Option<Allergies>,
    /// Medicines; `None` while nothing is recorded.
    pub medicines: Option<Medicines>,
    /// Measures, a series an instrument.
    pub measures: Vec<MeasureSeries>,
    /// The newest review of the pathway in force; absent also for a letter that is not about one.
    pub review: Option<ReviewFacts>,
    /// Whom to ring.
    pub contact: Contact,
    /// Who writes.
    pub author: Author,
    /// Today.
    pub today: NaiveDate,
    /// The revisions that were read.
    pub revisions: Vec<RevisionId>,
    /// What the record holds and the letter leaves out.
    pub left_out: Vec<LeftOut>,
}

/// Does a finding in this domain usually name somebody else? It stays out of letters unless the clinician writes it.
pub fn names_others(domain: RiskDomain) -> bool {
    matches!(
        domain,
        RiskDomain::SafeguardingChild
            | RiskDomain::SafeguardingAdult
            | RiskDomain::FromOthers
            | RiskDomain::ToOthers
    )
}

fn sentence(parts: &[&str]) -> String {
    parts
        .iter()
        .map(|p| p.trim())
        .filter(|p| !p.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

impl Facts {
    /// The text of one fact; empty where the record has nothing.
    pub fn text(&self, name: &str) -> String {
        let case = &self.case;
        match name {
            "referrer" => {
                let who = sentence(&[
                    &case.referrer.name,
                    &case.referrer.role,
                    &case.referrer.organisation,
                ]);
                let source = case.source.label();
                // A named ward or practice says where from by itself.
                let who = if who.is_empty() {
                    source.to_owned()
                } else if case.referrer.organisation.is_empty() {
                    format!("{who} ({source})")
                } else {
                    who
                };
                format!(
                    "{who}. Referral received {}, {}.",
                    dates::clinical(case.received_on),
                    case.urgency.label().to_lowercase()
                )
            }
            "referral-reason" => format!("Reason for referral: {}", case.reason.trim()),
            "formulation-presenting" => self.row("presenting", ""),
            "formulation-narrative" => self
                .formulation
                .as_ref()
                .map(|f| f.formulation.narrative.clone())
                .unwrap_or_default(),
            "formulation-perpetuating" => self.row("perpetuating", "What keeps it going:"),
            "formulation-protective" => self.row("protective", "What helps:"),
            "formulation-shared" => self
                .formulation
                .as_ref()
                .and_then(|f| f.formulation.shared_on)
                .map(|d| {
                    format!(
                        "The formulation was shared with the patient on {}.",
                        dates::clinical(d)
                    )
                })
                .unwrap_or_default(),
            "patient-agrees" => self
                .formulation
                .as_ref()
                .map(|f| f.formulation.patient_agrees.clone())
                .unwrap_or_default(),
            "communication" => {
                let needs = &self.patient.communication;
                let mut lines = Vec::new();
                if !needs.interpreter.is_empty() {
                    lines.push(format!("- Needs {} interpreter", needs.interpreter));
                }
                lines.extend(
                    needs
                        .needs
                        .lines()
                        .map(str::trim)
                        .filter(|l| !l.is_empty())
                        .map(|l| format!("- {l}")),
                );
                if !needs.preferred_term.is_empty() {
                    lines.push(format!("- Prefers the term “{}”", needs.preferred_term));
                }
                lines.join("\n")
            }
            "severity" => self.severity_text(),
            "diagnoses" => self
                .diagnoses
                .iter()
                .flat_map(|d| &d.items)
                .map(|d| format!("- {}", care_rules::diagnosis_line(d)))
                .collect::<Vec<_>>()
                .join("\n"),
            "risk" => self.risk_text(),
            "safety-statement" => match &self.risk {
                None => self.risk_statement.clone(),
                Some(Noted { note, signed }) => format!(
                    "{} Signed by {signed}. What is agreed: {}",
                    self.risk_statement, note.management
                ),
            },
            "safety-answers" => self.answers_text(),
            "safety-plan" => self
                .safety_plan
                .as_ref()
                .map(|p| {
                    let made = p
                        .plan
                        .made_on
                        .map_or_else(String::new, |d| format!(" on {}", dates::clinical(d)));
                    format!(
                        "A safety plan was made with the patient{made} (version {}).",
                        p.version
                    )
                })
                .unwrap_or_default(),
            "medicines" => match &self.medicines {
                None => format!("{}.", care_rules::MEDICINES_NOT_RECORDED),
                Some(m) if m.none_taken => "The patient takes no medicines.".to_owned(),
                Some(m) if !m.source.is_empty() => format!("List from: {}.", m.source),
                Some(_) => String::new(),
            },
            "medicines-list" => match &self.medicines {
                None => format!("{}.", care_rules::MEDICINES_NOT_RECORDED),
                Some(m) => {
                    let none = m
                        .none_taken
                        .then(|| "The patient takes no medicines.".to_owned());
                    let each = m.items.iter().map(|m| {
                        let status = match m.status {
                            MedicineStatus::Current => String::new(),
                            other => format!(" ({}: {})", other.label().to_lowercase(), m.why),
                        };
                        format!("- {}{status}", care_rules::medicine_line(m))
                    });
                    none.into_iter().chain(each).collect::<Vec<_>>().join("\n")
                }
            },
            "allergies" => care_rules::allergies_text(self.allergies.as_ref()),
            "measures" => self.measures_text(),
            "impression" => {
                let narrative = self.text("formulation-narrative");
                if narrative.is_empty() {
                    self.text("assessment-impression")
                } else {
                    narrative
                }
            }
            "contacts" => {
                let c = &self.contact;
                let reach = sentence(&[&c.phone, &c.email]);
                if reach.is_empty() {
                    String::new()
                } else {
                    format!(
                        "- {}: {reach}",
                        if c.team.is_empty() {
                            "Our team"
                        } else {
                            &c.team
                        }
                    )
                }
            }
            other => self.by_part(other),
        }
    }

    /// A section of the assessment, a step of the safety plan, or a part of a review.
    fn by_part(&self, name: &str) -> String {
        if is_of_a_review(name) {
            let found = self.review.as_ref();
            return found.map(|r| r.text(name, self)).unwrap_or_default();
        }
        if let Some(section) = name.strip_prefix("assessment-") {
            return self
                .assessment
                .as_ref()
                .and_then(|a| {
                    let section = a
                        .definition
                        .sections
                        .iter()
                        .find(|s| s.id == section && !s.private)?;
                    Some(assessments::rules::section_text(
                        section,
                        &a.assessment.answers,
                    ))
                })
                .unwrap_or_default();
        }
        match (name.strip_prefix("plan-"), &self.safety_plan) {
            (Some(step), Some(found)) => plan_rules::step_text(&found.plan, step),
            _ => String::new(),
        }
    }

    /// The rating with what it is not: printed in full or not at all.
    fn severity_text(&self) -> String {
        let Some(Rated { rating, rater, .. }) = &self.severity else {
            return String::new();
        };
        if rating.severity == Severity::NotRated {
            return String::new();
        }
        let comorbidity = rating
            .comorbidity
            .iter()
            .map(|c| c.label().to_lowercase())
            .collect::<Vec<_>>()
            .join(", ");
        let comorbidity = if comorbidity.is_empty() {
            String::new()
        } else {
            format!("; comorbidity: {comorbidity}")
        };
        format!(
            "MUS severity: {}, {}{comorbidity}. Rated by {rater} on {}, {}. {}",
            rating.severity.label().to_lowercase(),
            severity_rules::duration(rating),
            dates::clinical(rating.rated_on),
            rating.basis.label().to_lowercase(),
            severity_rules::LABEL
        )
    }

    /// What was written on an earlier day says so: `As assessed on 18-Aug-2026:`
    pub fn dated(&self, source: Source) -> Option<String> {
        let (verb, on) = match source {
            Source::Assessment => ("assessed", &self.assessment.as_ref()?.on),
            Source::Formulation => ("understood", &self.formulation.as_ref()?.on),
        };
        (*on != dates::clinical(self.today)).then(|| format!("As {verb} on {on}:"))
    }

    /// Answers about safety that no risk note covers, each with what was done about it. The wording stays with its
    /// owner: the reader is told what it is about.
    fn answers_text(&self) -> String {
        self.safety_answers
            .iter()
            .map(|a| {
                let done = if a.response.is_empty() {
                    "Nobody has recorded a response yet."
                } else {
                    &a.response
                };
                format!(
                    "- {} (about suicide or self-harm), {}: {}. {done}",
                    a.what, a.on, a.answer
                )
            })
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// What was assessed, when and by whom, and what was answered since; what names other people is left out. An old
    /// note never reads as today's.
    fn risk_text(&self) -> String {
        let answers = self.answers_text();
        let Some(Noted { note, signed }) = &self.risk else {
            return [self.risk_statement.as_str(), answers.as_str()]
                .into_iter()
                .filter(|t| !t.is_empty())
                .collect::<Vec<_>>()
                .join("\n\n");
        };
        let mut parts = vec![format!("{} Signed by {signed}.", self.risk_statement)];
        if !answers.is_empty() {
            parts.push(answers);
        }
        let found: Vec<String> = note
            .findings
            .iter()
            .filter(|f| !names_others(f.domain))
            .map(|f| {
                let flat = f.text.split_whitespace().collect::<Vec<_>>().join(" ");
                format!("- {}: {flat}", f.domain.label())
            })
            .collect();
        if !found.is_empty() {
            parts.push(found.join("\n"));
        }
        parts.push(note.formulation.clone());
        for (label, text) in [
            ("What could bring it about soon", &note.imminent),
            ("What protects", &note.protective),
            ("What is agreed", &note.management),
        ] {
            if !text.is_empty() {
                parts.push(format!("{label}: {text}"));
            }
        }
        parts.join("\n\n")
    }

    /// One line for each instrument that was filled in once, with every score that it has; the others stand in the table.
    fn measures_text(&self) -> String {
        self.measures
            .iter()
            .filter_map(|series| {
                let mut in_force = series
                    .rows
                    .iter()
                    .filter(|r| r.provenance.withdrawn.is_empty());
                let row = in_force.next()?;
                if in_force.next().is_some() {
                    return None;
                }
                let said = row.scored.scores.iter().map(|score| {
                    let value = if score.value.is_empty() {
                        format!("no score ({})", score.reason)
                    } else if score.hundredths.is_none() {
                        score.value.clone()
                    } else if score.band.is_empty() {
                        format!("{} of {}", score.value, score.max)
                    } else {
                        format!("{} of {} ({})", score.value, score.max, score.band)
                    };
                    match row.scored.scores.len() > 1 {
                        true => format!("{}: {value}", score.label),
                        false => value,
                    }
                });
                let said = said.collect::<Vec<_>>().join("; ");
                Some(format!(
                    "- {}: {said} on {}",
                    row.title,
                    super::figures::day(row)
                ))
            })
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// One row of the formulation as a list, a bullet for each cell that says something.
    fn row(&self, row: &str, title: &str) -> String {
        let Some(found) = &self.formulation else {
            return String::new();
        };
        let mut lines: Vec<String> = found
            .definition
            .columns
            .iter()
            .filter_map(|column| {
                let text = found
                    .formulation
                    .cells
                    .get(&format!("{row}.{}", column.id))?;
                let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
                Some(format!("- {flat}"))
            })
            .collect();
        if !lines.is_empty() && !title.is_empty() {
            lines.insert(0, title.to_owned());
        }
        lines.join("\n")
    }

    /// The ward, clinic or practice whose own notes an entry goes into: the referrer's.
    pub fn host(&self) -> Recipient {
        let referrer = &self.case.referrer;
        let name = if referrer.organisation.is_empty() {
            self.case.source.label().to_owned()
        } else {
            referrer.organisation.clone()
        };
        Recipient {
            name,
            organisation: sentence(&[&referrer.name, &referrer.role]),
            address: String::new(),
        }
    }

    /// The patient.
    pub fn themselves(&self) -> Recipient {
        Recipient {
            name: self.patient.name.in_letters(),
            organisation: String::new(),
            address: self.patient.address.join("\n"),
        }
    }

    /// The GP, or the practice when no GP is named.
    pub fn gp(&self) -> Recipient {
        let gp = &self.patient.gp;
        let (name, organisation) = if gp.gp_name.is_empty() {
            (gp.practice.clone(), String::new())
        } else {
            (gp.gp_name.clone(), gp.practice.clone())
        };
        Recipient {
            name,
            organisation,
            address: gp.address.join("\n"),
        }
    }
}

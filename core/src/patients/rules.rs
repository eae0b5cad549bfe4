//! From a form as typed to a patient, with every fault named.

use super::{
    BannerView, GeneralPractice, IdentifierSystem, NextOfKin, NhsNumber, OtherIdentifier, Patient,
    PatientForm, PatientId, PersonName,
};
use crate::dates;
use crate::error::FieldError;
use chrono::{Datelike, NaiveDate};
use unicode_normalization::UnicodeNormalization;

/// Text as it is kept: composed (NFC), outer blanks gone, runs of blanks inside a line made one.
pub fn tidy(text: &str) -> String {
    text.nfc()
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Lines as they are kept: each tidy, empty ones gone.
pub fn lines(text: &str) -> Vec<String> {
    text.lines().map(tidy).filter(|l| !l.is_empty()).collect()
}

fn past(
    field: &str,
    typed: &str,
    today: NaiveDate,
    faults: &mut Vec<FieldError>,
) -> Option<NaiveDate> {
    if typed.trim().is_empty() {
        return None;
    }
    let Some(date) = dates::parse(typed) else {
        faults.push(FieldError::new(
            field,
            "date",
            "Enter a day, a month and a four-digit year, such as 14-Mar-1983.",
        ));
        return None;
    };
    if date > today {
        faults.push(FieldError::new(
            field,
            "future",
            "This date is in the future.",
        ));
    } else if date.year() < 1880 {
        faults.push(FieldError::new(
            field,
            "too-early",
            "This date is too long ago. Check the year.",
        ));
    }
    Some(date)
}

/// A letter and five digits, as the Organisation Data Service gives to practices.
fn is_ods(code: &str) -> bool {
    let mut chars = code.chars();
    chars.next().is_some_and(|c| c.is_ascii_uppercase())
        && code.len() == 6
        && chars.all(|c| c.is_ascii_digit())
}

fn number(identifier: &OtherIdentifier) -> OtherIdentifier {
    OtherIdentifier {
        system: identifier.system,
        value: tidy(&identifier.value),
        issuer: tidy(&identifier.issuer),
    }
}

/// The patient that a form describes, or its faults.
pub fn read(form: &PatientForm, today: NaiveDate) -> std::result::Result<Patient, Vec<FieldError>> {
    let mut faults = Vec::new();
    let nhs_number = if form.nhs_number.trim().is_empty() {
        None
    } else {
        NhsNumber::check(&form.nhs_number)
            .map_err(|e| faults.push(e))
            .ok()
    };
    let name = PersonName {
        title: tidy(&form.name.title),
        given: tidy(&form.name.given),
        family: tidy(&form.name.family),
        preferred: tidy(&form.name.preferred),
    };
    if name.family.is_empty() {
        faults.push(FieldError::new(
            "name.family",
            "required",
            "Enter the family name, or the only name of somebody who has one.",
        ));
    }
    for (field, text) in [
        ("name.title", &name.title),
        ("name.given", &name.given),
        ("name.family", &name.family),
        ("name.preferred", &name.preferred),
    ] {
        if text.chars().count() > 100 {
            faults.push(FieldError::new(
                field,
                "length",
                "Use at most 100 characters.",
            ));
        }
    }
    let born_on = past("born_on", &form.born_on, today, &mut faults);
    let died_on = past("died_on", &form.died_on, today, &mut faults);
    if let (Some(born), Some(died)) = (born_on, died_on)
        && died < born
    {
        faults.push(FieldError::new(
            "died_on",
            "order",
            "The date of death is before the date of birth.",
        ));
    }
    let ods_code = tidy(&form.ods_code).to_uppercase();
    if !ods_code.is_empty() && !is_ods(&ods_code) {
        faults.push(FieldError::new(
            "ods_code",
            "ods",
            "A practice's ODS code is a letter and five digits, such as A81001.",
        ));
    }
    let mut identifiers: Vec<OtherIdentifier> = Vec::new();
    for (place, identifier) in form.identifiers.iter().map(number).enumerate() {
        if identifier.value.is_empty() && identifier.issuer.is_empty() {
            continue;
        }
        if identifier.value.is_empty() {
            faults.push(FieldError::new(
                format!("identifiers.{place}.value"),
                "required",
                "Enter the number, or remove this line.",
            ));
        } else if identifier.system == IdentifierSystem::Chi
            && !(identifier.value.len() == 10
                && identifier.value.chars().all(|c| c.is_ascii_digit()))
        {
            faults.push(FieldError::new(
                format!("identifiers.{place}.value"),
                "digits",
                "A CHI number is 10 digits.",
            ));
        }
        identifiers.push(identifier);
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Patient {
        nhs_number,
        identifiers,
        name,
        born_on,
        died_on,
        gender: form.gender,
        gender_described: tidy(&form.gender_described),
        address: lines(&form.address),
        phone: tidy(&form.phone),
        gp: GeneralPractice {
            gp_name: tidy(&form.gp_name),
            practice: tidy(&form.practice),
            ods_code,
            address: lines(&form.practice_address),
        },
        next_of_kin: NextOfKin {
            name: tidy(&form.next_of_kin.name),
            relationship: tidy(&form.next_of_kin.relationship),
            phone: tidy(&form.next_of_kin.phone),
        },
        communication: super::Communication {
            interpreter: tidy(&form.communication.interpreter),
            needs: form.communication.needs.trim().nfc().collect(),
            preferred_term: tidy(&form.communication.preferred_term),
        },
    })
}

/// What can be read of a form that has faults: enough to look for duplicates while it is filled in.
pub fn readable(form: &PatientForm, today: NaiveDate) -> Patient {
    let mut faults = Vec::new();
    Patient {
        nhs_number: NhsNumber::check(&form.nhs_number).ok(),
        name: PersonName {
            given: tidy(&form.name.given),
            family: tidy(&form.name.family),
            ..PersonName::default()
        },
        born_on: past("born_on", &form.born_on, today, &mut faults),
        ..Patient::default()
    }
}

/// The form that shows a patient for editing.
pub fn form(patient: &Patient) -> PatientForm {
    let date = |d: Option<NaiveDate>| d.map(dates::clinical).unwrap_or_default();
    PatientForm {
        nhs_number: patient
            .nhs_number
            .map(|n| n.to_string())
            .unwrap_or_default(),
        identifiers: patient.identifiers.clone(),
        name: patient.name.clone(),
        born_on: date(patient.born_on),
        died_on: date(patient.died_on),
        gender: patient.gender,
        gender_described: patient.gender_described.clone(),
        address: patient.address.join("\n"),
        phone: patient.phone.clone(),
        gp_name: patient.gp.gp_name.clone(),
        practice: patient.gp.practice.clone(),
        ods_code: patient.gp.ods_code.clone(),
        practice_address: patient.gp.address.join("\n"),
        next_of_kin: patient.next_of_kin.clone(),
        communication: patient.communication.clone(),
    }
}

/// `14-Mar-1983 (43y)`, `14-Mar-1983` for the dead, or `Not Known`.
pub fn born(patient: &Patient, today: NaiveDate) -> String {
    match (patient.born_on, patient.died_on) {
        (None, _) => "Not Known".to_owned(),
        (Some(born), None) => format!("{} ({})", dates::clinical(born), dates::age(born, today)),
        (Some(born), Some(_)) => dates::clinical(born),
    }
}

/// The number in 3-3-4 form, or `Not Known`.
pub fn shown_number(number: Option<NhsNumber>) -> String {
    number.map_or_else(|| "Not Known".to_owned(), |n| n.to_string())
}

/// The banner (NHS CUI order and forms).
pub fn banner(
    id: PatientId,
    patient: &Patient,
    similar: bool,
    allergies: String,
    today: NaiveDate,
) -> BannerView {
    let mut alerts = Vec::new();
    if !patient.communication.interpreter.is_empty() {
        alerts.push(format!(
            "Needs {} interpreter",
            patient.communication.interpreter
        ));
    }
    alerts.extend(
        patient
            .communication
            .needs
            .lines()
            .map(tidy)
            .filter(|l| !l.is_empty()),
    );
    BannerView {
        patient_id: id,
        name: patient.name.banner(),
        preferred_name: patient.name.preferred.clone(),
        born: born(patient, today),
        died: patient.died_on.map(dates::clinical).unwrap_or_default(),
        age_at_death: match (patient.born_on, patient.died_on) {
            (Some(born), Some(died)) => dates::age(born, died),
            _ => String::new(),
        },
        gender: patient.gender.label().to_owned(),
        nhs_number: shown_number(patient.nhs_number),
        alerts,
        allergies,
        similar_name_warning: similar,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form_of(family: &str) -> PatientForm {
        PatientForm {
            name: PersonName {
                family: family.into(),
                ..PersonName::default()
            },
            ..PatientForm::default()
        }
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
    }

    #[test]
    fn only_a_family_name_is_required() {
        assert!(read(&form_of("Nowak"), today()).is_ok());
        assert_eq!(
            read(&form_of(" "), today()).unwrap_err()[0].field,
            "name.family"
        );
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let mut form = form_of("Nowak");
        form.nhs_number = "999 000 0019".into();
        form.born_on = "3/14/1983".into();
        form.died_on = "1-Jan-2030".into();
        form.ods_code = "81001".into();
        let fields: Vec<String> = read(&form, today())
            .unwrap_err()
            .into_iter()
            .map(|f| f.field)
            .collect();
        assert_eq!(fields, ["nhs_number", "born_on", "died_on", "ods_code"]);
    }

    #[test]
    fn a_form_read_and_shown_again_is_the_same() {
        let mut form = form_of("O’Neill");
        form.nhs_number = "9990000018".into();
        form.born_on = "4/3/1983".into();
        form.address = " 1  High Street \n\nLeeds\n".into();
        let patient = read(&form, today()).unwrap();
        let shown = super::form(&patient);
        assert_eq!(
            (shown.nhs_number.as_str(), shown.born_on.as_str()),
            ("999 000 0018", "04-Mar-1983")
        );
        assert_eq!(shown.address, "1 High Street\nLeeds");
        assert_eq!(read(&shown, today()).unwrap(), patient);
    }

    #[test]
    fn the_banner_is_written_as_the_common_user_interface_says() {
        let mut form = form_of("Nowak");
        form.name.given = "Halina".into();
        form.name.title = "Ms".into();
        form.born_on = "14-Mar-1983".into();
        form.communication.interpreter = "Polish".into();
        let id = PatientId::from_bytes([1; 16]);
        let banner = banner(
            id,
            &read(&form, today()).unwrap(),
            false,
            "Allergies not recorded".to_owned(),
            today(),
        );
        assert_eq!(banner.name, "NOWAK, Halina (Ms)");
        assert_eq!(banner.born, "14-Mar-1983 (43y)");
        assert_eq!(banner.nhs_number, "Not Known");
        assert_eq!(banner.alerts, ["Needs Polish interpreter"]);
        assert_eq!(banner.allergies, "Allergies not recorded");
    }
}

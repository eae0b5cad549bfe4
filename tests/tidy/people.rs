//! Nobody in here is real: NHS numbers come from the range that is never given out.

use crate::none;
use crate::tree::{File, files};

/// Printed as an example in the health service's own documents, for tests of the check digit.
const PUBLISHED: [&str; 1] = ["9434765919"];

#[test]
fn no_nhs_number_in_the_clone_can_be_anyones() {
    none(&outside_the_test_range(&files("")));
}

#[test]
fn made_up_people_have_numbers_that_pass_modulus_11() {
    let made_up: Vec<File> = files("")
        .into_iter()
        .filter(|file| {
            file.path.starts_with("assets/")
                || file.path.contains("/fixtures/")
                || file.path.contains("/demo")
                || file.path.starts_with("tests/e2e/")
        })
        .collect();
    none(&failing_the_check(&made_up));
}

/// Ten digits that are written as an NHS number, or stand on a line that speaks of one.
fn numbers(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in (1_usize..).zip(text.lines()) {
        let spoken_of = line.to_lowercase().contains("nhs");
        let letters: Vec<char> = line.chars().collect();
        let mut i = 0;
        while i < letters.len() {
            let begins = letters.get(i).is_some_and(char::is_ascii_digit)
                && !i
                    .checked_sub(1)
                    .and_then(|p| letters.get(p))
                    .is_some_and(part_of_longer);
            if !begins {
                i += 1;
                continue;
            }
            let rest = letters.get(i..).unwrap_or_default();
            let run = rest
                .iter()
                .take_while(|c| c.is_ascii_digit() || **c == ' ')
                .count();
            let written: String = rest.iter().take(run).collect();
            let written = written.trim_end();
            let after = rest.get(written.len());
            let groups: Vec<usize> = written.split(' ').map(str::len).collect();
            let grouped = groups == [3, 3, 4];
            let plain = groups == [10] && spoken_of;
            if (grouped || plain) && !after.is_some_and(part_of_longer) {
                found.push((number, written.replace(' ', "")));
            }
            i += written.len().max(1);
        }
    }
    found
}

/// A digit run next to one of these belongs to a longer number, a decimal, a hash or an id.
fn part_of_longer(letter: &char) -> bool {
    letter.is_alphanumeric() || ['-', '_', '+'].contains(letter)
}

/// Numbers that could have been given out: outside the test range, with a right check digit.
fn outside_the_test_range(files: &[File]) -> Vec<String> {
    let skipped = ["Cargo.lock", "package-lock.json"];
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| !skipped.contains(&file.name())) {
        for (line, number) in numbers(&file.text) {
            let published = PUBLISHED.contains(&number.as_str());
            if !number.starts_with("999") && passes_modulus_11(&number) && !published {
                findings.push(format!(
                    "{}:{line} holds {number}, which could be somebody's",
                    file.path
                ));
            }
        }
    }
    findings
}

fn failing_the_check(files: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files {
        for (line, number) in numbers(&file.text) {
            if !passes_modulus_11(&number) {
                findings.push(format!("{}:{line}: {number} fails Modulus 11", file.path));
            }
        }
    }
    findings
}

/// NHS Data Dictionary, NHS NUMBER: nine digits weighted 10 down to 2; eleven less the remainder is
/// the tenth, with 11 written 0 and 10 not given out. Written here a second time on purpose: the
/// core's own check can't vouch for itself.
fn passes_modulus_11(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let [nine @ .., last] = digits.as_slice() else {
        return false;
    };
    let sum: u32 = nine
        .iter()
        .zip((2..=10).rev())
        .map(|(digit, weight)| digit * weight)
        .sum();
    let check = 11 - sum % 11;
    nine.len() == 9 && (if check == 11 { 0 } else { check }) == *last
}

#[test]
fn modulus_11_accepts_right_numbers_and_refuses_wrong_ones() {
    for right in ["9990000018", "9990000026", "9990000107", "9990000050"] {
        assert!(passes_modulus_11(right), "{right}");
    }
    for wrong in ["9990000019", "9990000081", "999000001", ""] {
        assert!(!passes_modulus_11(wrong), "{wrong}");
    }
}

#[test]
fn a_number_that_could_be_somebodys_is_found_however_it_is_written() {
    let grouped = format!("Number: {} 456 7881.", 123);
    let plain = format!("nhs_number = \"{}4567881\"", 123);
    for text in [grouped, plain] {
        assert_eq!(
            outside_the_test_range(&[File::example("a", &text)]).len(),
            1,
            "{text}"
        );
    }
    let others = "999 000 0018; at = 1700000000; tel. 020 7946 0000";
    let longer = "nhs id 12345678901";
    for text in [others, longer] {
        assert!(
            outside_the_test_range(&[File::example("a", text)]).is_empty(),
            "{text}"
        );
    }
}

#[test]
fn a_made_up_number_with_a_wrong_check_digit_is_found() {
    let bad = File::example("assets/demo/a.toml", "nhs_number = \"999 000 0019\"");
    assert_eq!(failing_the_check(&[bad]).len(), 1);
    let good = File::example("assets/demo/a.toml", "nhs_number = \"999 000 0018\"");
    assert!(failing_the_check(&[good]).is_empty());
}

use super::*;
use crate::instruments::scoring;

const WORDING: &str = include_str!("../../../../docs/trust-data/wording.toml");
const CHANGE: &str = include_str!("../../../../docs/trust-data/change-values.toml");
const KEY: &str = include_str!("../../../../docs/trust-data/key.toml");
const BEGUN: &str = include_str!("../../../../docs/trust-data/value-set.toml");

/// A made-up value set: every level above the first takes a hundredth off.
fn set(instrument: &str) -> String {
    let mut states = String::from("profile,index\n");
    for state in value_set::states(catalogue::newest(instrument).unwrap()) {
        let off: u32 = state
            .chars()
            .filter_map(|c| c.to_digit(10))
            .map(|d| d - 1)
            .sum();
        states.push_str(&format!("{state},0.{:02}\n", 99 - off));
    }
    let begun = BEGUN.replace("eq-5d-3l", instrument);
    let (head, _) = begun.split_once("states =").unwrap();
    format!("{head}states = '''\n{states}'''\n")
}

fn good() -> Vec<String> {
    let mut all = vec![WORDING.to_owned(), CHANGE.to_owned(), KEY.to_owned()];
    all.push(set("eq-5d-3l"));
    all
}

fn paths(text: &str) -> Vec<String> {
    match read(text, &[]) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.into_iter().map(|f| f.field).collect(),
    }
}

fn fault(text: &str) -> (String, String) {
    let found = read(text, &[]).unwrap_err();
    assert_eq!(found.len(), 1, "{found:?}");
    (found[0].field.clone(), found[0].message.clone())
}

#[test]
fn the_examples_of_each_kind_are_read_and_the_begun_one_says_what_is_missing() {
    for text in good() {
        assert_eq!(paths(&text), Vec::<String>::new());
    }
    assert_eq!(
        read(&set("eq-5d-5l"), &[]).unwrap().data.kind,
        TrustDataKind::ValueSet
    );
    let (path, message) = fault(BEGUN);
    assert_eq!(path, "states");
    assert_eq!(
        message,
        "241 of 243 states are missing; the first is 11113."
    );
}

#[test]
fn wording_fits_its_instrument_item_by_item_or_is_refused_by_path() {
    let one = |from: &str, to: &str| fault(&WORDING.replace(from, to));
    let other = paths(&WORDING.replace("id = \"q3\"", "id = \"q4\""));
    assert_eq!(other, ["items.q4", "items"]);
    let four: String = WORDING
        .split("[[items]]\nid = \"q5\"")
        .next()
        .unwrap()
        .into();
    assert_eq!(
        fault(&four),
        ("items".into(), "These items are missing: q5.".into())
    );
    assert_eq!(one("    \"7\",\n", "").0, "options.impairment");
    assert_eq!(one("    \"7\",", "    \"5\",").1, "“5” is there twice.");
    assert_eq!(
        one("\"Made-up question about work\"", "\"\"").0,
        "items.q1.text"
    );
    assert_eq!(
        one("impairment = [", "impairments = [\"a\"]\nimpairment = [").1,
        "This is not known here; did you mean impairment?"
    );
    let misspelt = paths(&WORDING.replace("credit =", "credits ="));
    assert_eq!(misspelt, ["credits", "credit"]);
    assert_eq!(one("Licence 0000 (made up)", " ").0, "licence_reference");
    assert_eq!(one("\"wsas\"", "\"phq-9\"").0, "instrument");
    assert_eq!(
        one("\"wsas\"", "\"wsass\"").1,
        "There is no such instrument; did you mean wsas?"
    );
    assert_eq!(one("\"v1\"", "\"v7\"").0, "version");
    assert_eq!(one("about work", "about\u{202e} work").0, "items.q1.text");
    assert_eq!(
        one(
            "Made-up wording, for trying out\"\nsource",
            "Made-up \u{4e2d}\"\nsource"
        )
        .0,
        "name"
    );
    let broken = fault(&WORDING.replace("kind = \"wording\"", "kind = \"wording"));
    assert!(broken.0.starts_with("line 3, column "), "{broken:?}");
}

#[test]
fn options_of_an_item_may_be_its_own() {
    let text = set("eq-5d-5l");
    let (head, _) = text.split_once("states =").unwrap();
    let mut own = head.replace("value-set", "wording");
    own.push_str("credit = \"© nobody\"\n");
    for number in 1..=5 {
        let words: Vec<String> = (1..=5)
            .map(|l| format!("\"Made-up {number} {l}\""))
            .collect();
        own.push_str(&format!(
            "[[items]]\nid = \"q{number}\"\ntext = \"Made-up {number}\"\noptions = [{}]\n",
            words.join(", ")
        ));
    }
    own.push_str("[[items]]\nid = \"q6\"\ntext = \"Made-up scale\"\n");
    let Content::Wording(wording) = read(&own, &[]).unwrap().content else {
        panic!("no wording");
    };
    assert_eq!(wording.items[4].1[4], "Made-up 5 5");
    assert!(wording.items[5].1.is_empty());
    own.push_str("options = [\"a\"]\n");
    assert_eq!(fault(&own).0, "items.q6.options");
}

#[test]
fn change_values_are_worked_out_as_published_and_impossible_ones_are_refused() {
    let Content::ChangeValues(rules) = read(CHANGE, &[]).unwrap().content else {
        panic!("no values");
    };
    // Jacobson and Truax 1991: a standard deviation of 7.5 and a reliability of .8 give 9.297.
    assert_eq!(
        rules[0].1.least(),
        Some(crate::instruments::definition::Hundredths(930))
    );
    assert!(rules[0].1.values().starts_with(
        "Values set by this trust (Made-up outpatients, for trying out): Made-up sample"
    ));
    let one = |from: &str, to: &str| fault(&CHANGE.replace(from, to)).0;
    assert_eq!(one("level = 95", "level = 99"), "scales.total.level");
    assert_eq!(one("sd = 7.5", "sd = 7.555"), "scales.total.sd");
    assert_eq!(one("sd = 7.5", "sd = 75"), "scales.total");
    assert_eq!(one("reliability = 0.8", "reliability = 1"), "scales.total");
    assert_eq!(one("reliability = 0.8\n", ""), "scales.total");
    assert_eq!(
        one("level = 95", "level = 95\nbetter = \"higher\""),
        "scales.total.better"
    );
    assert_eq!(
        one("cut_off = 12", "cut_off = 12, clinical_sd = 7"),
        "scales.total.criterion"
    );
    assert_eq!(one("cut_off = 12", "cut_off = 41"), "scales.total");
    assert_eq!(one("id = \"total\"", "id = \"totals\""), "scales.totals.id");
    // WSAS has no rule of its own, so which way is better has to be said.
    assert_eq!(one("core-10", "wsas"), "scales.total.better");
}

#[test]
fn a_key_has_each_item_once_unless_it_says_otherwise_and_scores_by_its_scales() {
    let Content::Key(key) = read(KEY, &[]).unwrap().content else {
        panic!("no key");
    };
    let sheet = (1..=32)
        .map(|n| (format!("q{n}"), u32::from(n % 8 == 1) * 3))
        .collect();
    let scored = scoring::score(&key, &sheet, &[]).unwrap();
    let values: Vec<&str> = scored.scores.iter().map(|s| s.value.as_str()).collect();
    assert_eq!(values, ["3", "0", "0", "0", "0", "0", "0", "0"]);
    assert_eq!(
        (scored.version.as_str(), scored.scores[0].label.as_str()),
        ("uk-trust", "Hard to be sociable")
    );

    let one = |from: &str, to: &str| fault(&KEY.replace(from, to));
    assert_eq!(
        one("[1, 9, 17, 25]", "[1, 9, 17]").1,
        "Item 25 is in no scale; write it under unscored if that is meant."
    );
    assert_eq!(
        one("[1, 9, 17, 25]", "[1, 9, 17, 25, 2]").1,
        "Item 2 is in sociable and assertive; write shared_items = true if that is meant."
    );
    assert_eq!(
        one("[1, 9, 17, 25]", "[1, 9, 17, 25, 33]").0,
        "scales.sociable.items.5"
    );
    assert_eq!(one("uk-trust", "v2").0, "version");
    assert_eq!(one("\"iip-32\"", "\"phq-9\"").0, "instrument");
    let shared = KEY
        .replace("[1, 9, 17, 25]", "[1, 9, 17, 25, 2]")
        .replace("title = \"IIP", "shared_items = true\ntitle = \"IIP");
    assert!(read(&shared, &[]).is_ok());
    let without = KEY
        .replace("[1, 9, 17, 25]", "[1, 9, 17]")
        .replace("title = \"IIP", "unscored = [25]\ntitle = \"IIP");
    assert!(read(&without, &[]).is_ok());
}

#[test]
fn a_wording_may_belong_to_a_key_of_the_trust() {
    let Content::Key(key) = read(KEY, &[]).unwrap().content else {
        panic!("no key");
    };
    let mut text = WORDING
        .replace("\"wsas\"", "\"iip-32\"")
        .replace("\"v1\"", "\"uk-trust\"");
    text = text.split("[options]").next().unwrap().to_owned();
    text.push_str("[options]\nmuch = [\"a\", \"b\", \"c\", \"d\", \"e\"]\n");
    for number in 1..=32 {
        text.push_str(&format!(
            "[[items]]\nid = \"q{number}\"\ntext = \"Made-up {number}\"\n"
        ));
    }
    assert!(read(&text, &[*key]).is_ok());
    assert_eq!(paths(&text), ["version"]);
}

#[test]
fn a_value_set_has_every_state_once_and_no_index_above_full_health() {
    let text = set("eq-5d-3l");
    let one = |from: &str, to: &str| fault(&text.replace(from, to));
    assert_eq!(one("\n11112,0.98", "\n11112,1.01").0, "states, line 3");
    let (twice, more) = {
        let found = read(&text.replace("\n11112,", "\n11111,"), &[]).unwrap_err();
        (found[0].clone(), found[1].clone())
    };
    assert_eq!(
        (twice.field.as_str(), twice.rule.as_str()),
        ("states, line 3", "twice")
    );
    assert_eq!(
        more.message,
        "1 of 243 states are missing; the first is 11112."
    );
    assert_eq!(one("profile,index", "state,value").0, "states, line 1");
    assert!(paths(&text.replace("\n33333,", "\n33334,")).contains(&"states, line 244".to_owned()));
}

/// The same numbers on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

/// Every place in a value, as the keys and numbers that lead there.
fn places(value: &Value, at: &[String], found: &mut Vec<Vec<String>>) {
    let below = |key: String| [at, &[key]].concat();
    match value {
        Value::Table(table) => {
            for (key, inner) in table {
                found.push(below(key.clone()));
                places(inner, &below(key.clone()), found);
            }
        }
        Value::Array(list) => {
            for (number, inner) in list.iter().enumerate() {
                found.push(below(number.to_string()));
                places(inner, &below(number.to_string()), found);
            }
        }
        _ => {}
    }
}

/// Does something to the value at a place: takes it away, makes it something else, or puts it there twice.
fn mutilate(value: &mut Value, place: &[String], what: usize) {
    let Some((key, rest)) = place.split_first() else {
        return;
    };
    if let Some((_, _)) = rest.split_first() {
        let inner = match value {
            Value::Table(table) => table.get_mut(key),
            Value::Array(list) => list.get_mut(key.parse::<usize>().unwrap()),
            _ => None,
        };
        return mutilate(inner.unwrap(), rest, what);
    }
    match (value, what) {
        (Value::Table(table), 0) => drop(table.remove(key)),
        (Value::Table(table), 1) => {
            drop(table.insert(key.clone(), Value::Datetime("2026-01-01".parse().unwrap())))
        }
        (Value::Table(table), _) => drop(table.insert(format!("{key}-x"), Value::Boolean(true))),
        (Value::Array(list), 0) => drop(list.remove(key.parse().unwrap())),
        (Value::Array(list), 1) => list[key.parse::<usize>().unwrap()] = Value::Boolean(true),
        (Value::Array(list), _) => {
            let twice = list[key.parse::<usize>().unwrap()].clone();
            list.push(twice);
        }
        _ => {}
    }
}

#[test]
fn a_thousand_mutilated_files_are_refused_each_with_a_path() {
    let mut dice = Dice(26);
    let files: Vec<Value> = good()
        .iter()
        .map(|t| Value::Table(t.parse().unwrap()))
        .collect();
    // What a file may lack and still say what it says.
    let optional = ["preamble", "criterion"];
    let mut refused = 0;
    while refused < 1_000 {
        let mut file = files[dice.below(files.len())].clone();
        let mut found = Vec::new();
        places(&file, &[], &mut found);
        let place = found[dice.below(found.len())].clone();
        let what = dice.below(3);
        if what == 0 && optional.contains(&place.last().unwrap().as_str()) {
            continue;
        }
        mutilate(&mut file, &place, what);
        let text = toml::to_string(&file).unwrap();
        let faults = read(&text, &[])
            .err()
            .unwrap_or_else(|| panic!("{place:?}, {what}: taken"));
        assert!(!faults.is_empty());
        for fault in faults {
            assert!(
                !fault.field.is_empty() && fault.message.ends_with(['.', '?']),
                "{place:?}: {fault:?}"
            );
        }
        refused += 1;
    }
    // And what is no file at all.
    for text in good() {
        for _ in 0..50 {
            let cut: String = text
                .chars()
                .take(dice.below(text.chars().count()))
                .collect();
            if let Err(faults) = read(&cut, &[]) {
                assert!(faults.iter().all(|f| !f.field.is_empty()), "{cut}");
            }
        }
    }
}

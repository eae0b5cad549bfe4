use super::*;
use crate::instruments::catalogue::newest;

fn at(version: &str, hundredths: i32, max: u32) -> Scored<'_> {
    Scored {
        version,
        hundredths,
        max,
    }
}

fn core_10(before: i32, after: i32) -> Change {
    let definition = newest("core-10").unwrap();
    let scale = definition.headline().unwrap();
    change(definition, scale, at("v1", before, 40), at("v1", after, 40)).unwrap()
}

#[test]
fn the_index_is_that_of_the_published_examples() {
    // Jacobson and Truax 1991: SD 7.5, r .8 at 95 per cent.
    assert_eq!(
        reliable_change_index(95, Hundredths(750), Hundredths(80)).map(|m| rounded(m, 1_000)),
        Some(9_297)
    );
    // CORE-10, SD 7.7, alpha .90: 5.66 at 90 per cent, 6.75 at 95, to two decimals.
    let hundredths = |level| {
        reliable_change_index(level, Hundredths(770), Hundredths(90)).map(|m| rounded(m, 10_000))
    };
    assert_eq!((hundredths(90), hundredths(95)), (Some(566), Some(675)));
    for (level, sd, reliability) in [(99, 750, 80), (95, 0, 80), (95, 750, 100), (95, 750, 101)] {
        assert_eq!(
            reliable_change_index(level, Hundredths(sd), Hundredths(reliability)),
            None,
            "{level} {sd} {reliability}"
        );
    }
}

#[test]
fn criterion_c_lies_between_the_means_and_nearer_to_the_narrower_one() {
    // CORE-10: clinical 19.7 (7.7), general 4.7 (4.8): (7.7 × 4.7 + 4.8 × 19.7) ÷ 12.5 = 10.46; published as 11.
    let norms = |clinical_mean, clinical_sd, general_mean, general_sd| Norms {
        clinical_mean: Hundredths(clinical_mean),
        clinical_sd: Hundredths(clinical_sd),
        general_mean: Hundredths(general_mean),
        general_sd: Hundredths(general_sd),
    };
    assert_eq!(
        cut_off_of(&norms(1970, 770, 470, 480)),
        Some(Hundredths(1046))
    );
    // Equal spreads: halfway. 990 is 9.9, the cut-off that was worked out for CORE-OM, here from made-up figures.
    assert_eq!(
        cut_off_of(&norms(1500, 600, 480, 600)),
        Some(Hundredths(990))
    );
    assert_eq!(cut_off_of(&norms(1500, 600, 480, 0)), None);
}

#[test]
fn a_class_is_said_with_its_numbers_the_measure_and_the_level() {
    let recovered = core_10(1800, 1050);
    assert_eq!(recovered.class, Class::Recovered);
    assert_eq!(
        recovered.words,
        "Recovered on CORE-10: reliably improved, 90 %, and now below the cut-off of 11: from 18 to 10.5, 7.5 lower; a change of 5.66 or more is reliable. Values: Clinical sample, SD 7.7, alpha .90: novopsych.com, CORE-10, citing Barkham and others 2013, Couns Psychother Res 13:3-13."
    );
    let improved = core_10(3000, 2000);
    assert_eq!(improved.class, Class::Improved);
    assert!(
        improved
            .words
            .starts_with("Reliably improved on CORE-10, 90 %: from 30 to 20, 10 lower;"),
        "{}",
        improved.words
    );
    let unchanged = core_10(1400, 900);
    assert_eq!(
        unchanged.class,
        Class::Unchanged,
        "across the cut-off, by chance perhaps"
    );
    assert!(
        unchanged
            .words
            .starts_with("No reliable change on CORE-10, 90 %: from 14 to 9")
    );
    let worse = core_10(900, 1500);
    assert_eq!(worse.class, Class::Deteriorated);
    assert!(
        worse
            .words
            .starts_with("Reliably deteriorated on CORE-10, 90 %: from 9 to 15, 6 higher")
    );
    assert!(core_10(900, 900).words.contains("from 9 to 9, the same;"));
}

#[test]
fn the_line_between_chance_and_change_is_exact() {
    // The index as published, 5.66, is reliable itself; 5.65 is not.
    assert_eq!(core_10(2000, 1435).class, Class::Unchanged);
    assert_eq!(core_10(2000, 1434).class, Class::Improved);
    // At the cut-off is still on the clinical side.
    assert_eq!(core_10(2000, 1100).class, Class::Improved);
    assert_eq!(core_10(2000, 1099).class, Class::Recovered);
    // Below it to begin with: there was nothing to recover from.
    assert_eq!(core_10(1000, 300).class, Class::Improved);
    // PHQ-9: 6 or more, as the manual says it.
    let phq = newest("phq-9").unwrap();
    let scale = phq.headline().unwrap();
    let class = |to| {
        change(phq, scale, at("v1", 1500, 27), at("v1", to, 27))
            .unwrap()
            .class
    };
    assert_eq!(
        (class(1000), class(900)),
        (Class::Unchanged, Class::Recovered)
    );
}

#[test]
fn nothing_is_compared_across_maxima_or_versions_or_without_a_source() {
    let core = newest("core-10").unwrap();
    let scale = core.headline().unwrap();
    let (full, v2, short) = (at("v1", 2000, 40), at("v2", 500, 40), at("v1", 500, 36));
    for (before, after) in [(full, v2), (v2, full), (full, short), (short, full)] {
        assert_eq!(change(core, scale, before, after), None);
    }
    // Both out of the same lower maximum: the index was not worked out for that either.
    assert_eq!(change(core, scale, short, short), None);
    let wsas = newest("wsas").unwrap();
    let scale = wsas.headline().unwrap();
    assert_eq!(
        change(wsas, scale, at("v1", 3000, 40), at("v1", 100, 40)),
        None
    );
}

#[test]
fn where_more_is_better_the_same_rule_is_turned_round() {
    let mut core = newest("core-10").unwrap().clone();
    core.scales[0].change.as_mut().unwrap().better = Better::Higher;
    let scale = &core.scales[0];
    let class = |from, to| {
        change(&core, scale, at("v1", from, 40), at("v1", to, 40))
            .unwrap()
            .class
    };
    assert_eq!(class(500, 1500), Class::Recovered);
    assert_eq!(class(500, 1100), Class::Improved);
    assert_eq!(class(1500, 500), Class::Deteriorated);
}

#[test]
fn a_rule_that_cannot_be_followed_is_refused() {
    let rule = newest("core-10").unwrap().scales[0].change.clone().unwrap();
    let refused = |edit: fn(&mut ChangeRule)| {
        let mut rule = rule.clone();
        edit(&mut rule);
        rule.fault(Hundredths(0), Hundredths(4000)).unwrap_err()
    };
    assert!(rule.fault(Hundredths(0), Hundredths(4000)).is_ok());
    assert!(refused(|r| r.level = Some(80)).contains("90 or 95"));
    assert!(refused(|r| r.level = None).contains("level with sd"));
    assert!(refused(|r| r.index = Some(Hundredths(600))).contains("write index, or"));
    assert!(refused(|r| r.reliability = Some(Hundredths(100))).contains("below 1"));
    assert!(refused(|r| r.cut_off = Some(Hundredths(4100))).contains("cut-off 41 is outside"));
    assert!(refused(|r| r.source = " ".into()).contains("names no source"));
    assert!(
        refused(|r| {
            (r.sd, r.reliability, r.index) = (None, None, Some(Hundredths(0)));
        })
        .contains("index of 0")
    );
    assert!(
        refused(|r| {
            let some = Hundredths(500);
            r.norms = Some(Norms {
                clinical_mean: some,
                clinical_sd: some,
                general_mean: some,
                general_sd: some,
            });
        })
        .contains("not both")
    );
}

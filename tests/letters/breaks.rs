//! Where lines end.

use casebook_core::letters::layout::lines::{break_lines, in_points};
use casebook_core::letters::text::breaks::opportunities;
use casebook_core::letters::text::normalise::printable;
use casebook_core::letters::text::{Break, FaceId, Shaper};

/// The pieces of a text between ordinary breaks.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for opportunity in opportunities(text, &[]) {
        if opportunity.kind != Break::Avoided {
            pieces.push(text[start..opportunity.at].trim());
            start = opportunity.at;
        }
    }
    pieces.push(text[start..].trim());
    pieces
}

#[test]
fn dates_units_titles_and_numbers_stay_on_one_line() {
    for kept in [
        "2 June 2026",
        "Tuesday 9 June 2026",
        "14th November 1968",
        "3 Sept",
        "March 2026",
        "50 mg",
        "4½ hours",
        "21 °C",
        "58 mmol/mol",
        "18 months",
        "−1 g",
        "≥ 3 days",
        "Dr Żółć",
        "Mrs O’Neill-Şükrü",
        "Dr A. N. Other",
        "NHS No. 999 000 0018",
        "0113 496 0018",
        "LS21 1AA",
        "Section 17",
        "Page 2 of 3",
        "score = 14",
        "self-critical",
        "and/or",
        "Parkes-Żółć",
        "10:30 am",
    ] {
        assert_eq!(pieces(kept), [kept], "broken inside");
        let within = format!("before {kept}, after");
        assert_eq!(pieces(&within), ["before", &format!("{kept},"), "after"]);
    }
}

#[test]
fn ordinary_words_may_be_parted() {
    assert_eq!(pieces("Take 2 and rest"), ["Take", "2", "and", "rest"]);
    assert_eq!(pieces("in May. The"), ["in", "May.", "The"]);
    assert_eq!(pieces("She has I think"), ["She", "has", "I", "think"]);
    assert_eq!(
        pieces("aged 12, 2 of them"),
        ["aged", "12,", "2", "of", "them"]
    );
}

#[test]
fn a_dash_never_begins_a_line() {
    assert_eq!(pieces("dash – and"), ["dash –", "and"]);
}

#[test]
fn a_typed_no_break_space_holds_and_is_printed_as_a_space() {
    assert_eq!(printable("a\u{a0}b"), "a b");
    let mut shaper = Shaper::new();
    let shaped = shaper
        .shape_plain(FaceId::Regular, "aaaa bbbb\u{a0}cccc")
        .unwrap();
    let kinds: Vec<Break> = shaped.breaks.iter().map(|b| b.kind).collect();
    assert_eq!(kinds, [Break::Allowed, Break::Avoided]);
}

#[test]
fn lines_fill_the_measure_and_never_pass_it() {
    let text = "We understand the symptoms as real, distressing and kept going by several \
                things at once, on 2 June 2026 and after 50 mg of sertraline. "
        .repeat(6);
    let mut shaper = Shaper::new();
    let shaped = shaper.shape_plain(FaceId::Regular, &text).unwrap();
    for measure in (60_000..480_000).step_by(7_300) {
        let lines = break_lines(&shaped, 11_000, measure);
        let joined: String = lines.iter().map(|l| &shaped.text[l.start..l.end]).collect();
        assert_eq!(joined, shaped.text);
        for pair in lines.windows(2) {
            assert!(in_points(pair[0].width, 11_000) <= measure);
            let next = shaped.text[pair[1].start..].split(' ').next().unwrap();
            let word = shaper
                .shape_plain(FaceId::Regular, &format!(" {next}"))
                .unwrap();
            let width: i32 = word
                .items
                .iter()
                .flat_map(|i| &i.glyphs)
                .map(|g| g.advance)
                .sum();
            // What begins the next line did not fit, unless it is held to what follows it.
            let held = shaped.breaks.iter().any(|b| {
                b.kind == Break::Avoided
                    && b.at > pair[1].start
                    && b.at <= pair[1].start + next.len() + 1
            });
            assert!(held || in_points(pair[0].width + width, 11_000) + 200 > measure);
        }
        assert!(
            measure < 140_000
                || !lines.iter().any(|l| {
                    shaped.text[l.start..].starts_with("June")
                        || shaped.text[l.start..].starts_with("mg")
                })
        );
    }
}

#[test]
fn a_word_wider_than_the_line_is_broken_and_nothing_is_lost() {
    let text = "see averyveryverylongaddressthatnobodyshouldtype@liaison.example.nhs.uk now";
    let mut shaper = Shaper::new();
    let shaped = shaper.shape_plain(FaceId::Regular, text).unwrap();
    let lines = break_lines(&shaped, 11_000, 90_000);
    assert!(lines.len() > 3);
    assert!(lines.iter().all(|l| in_points(l.width, 11_000) <= 90_000));
    let joined: String = lines.iter().map(|l| &shaped.text[l.start..l.end]).collect();
    assert_eq!(joined, text);
}

#[test]
fn forced_breaks_are_kept_and_pasted_marks_leave_no_trace() {
    let mut shaper = Shaper::new();
    let shaped = shaper
        .shape_plain(FaceId::Regular, "one\r\ntwo\n\nfour")
        .unwrap();
    let lines = break_lines(&shaped, 11_000, 400_000);
    let texts: Vec<&str> = lines.iter().map(|l| &shaped.text[l.start..l.end]).collect();
    assert_eq!(texts, ["one\n", "two\n", "\n", "four"]);
    assert_eq!(
        printable("so\u{ad}ft\u{200b}\u{feff}\ttab cafe\u{301}"),
        "soft tab café"
    );
}

//! What may and may not be parted by the end of a page, looked for on the display list of
//! letters of many lengths.

use casebook_core::charts::{ChartLine, ChartPoint, ChartSession, LineChart, TimeBoard};
use casebook_core::letters::layout::page::{Mpt, Page, Role, Tag};
use casebook_core::letters::layout::style::{BODY, BOTTOM, TOP};
use casebook_core::letters::layout::{Item, Pages};
use casebook_core::letters::model::{Block, Column, Letter, Run, Signature, Table};

use crate::letters::support::{fixture, letter_of, pages};

/// Baselines of a node's lines on each page.
fn lines_of(pages: &Pages, node: usize) -> Vec<Vec<Mpt>> {
    let on = |page: &Page| {
        let mut lines: Vec<Mpt> = page
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Text(text) if text.tag == Tag::Node(node) => Some(text.y),
                _ => None,
            })
            .collect();
        lines.dedup();
        lines
    };
    pages.pages.iter().map(on).collect()
}

/// The last baseline on a page that belongs to the body.
fn last_node(page: &Page) -> Option<usize> {
    page.items
        .iter()
        .filter_map(|item| match (item, item.tag()) {
            (Item::Text(text), Tag::Node(node)) => Some((text.y, node)),
            _ => None,
        })
        .max()
        .map(|(_, node)| node)
}

/// Everything that breaks a rule of the page.
fn faults(pages: &Pages) -> Vec<String> {
    let mut faults = Vec::new();
    let last = pages.pages.len() - 1;
    for (number, page) in pages.pages.iter().enumerate() {
        if number < last
            && let Some(node) = last_node(page)
            && matches!(pages.nodes[node].role, Role::Heading(_) | Role::Caption)
        {
            faults.push(format!("page {number} ends with a heading"));
        }
        for item in &page.items {
            let (Item::Text(text), Tag::Node(_)) = (item, item.tag()) else {
                continue;
            };
            if text.y > BOTTOM {
                faults.push(format!("page {number} runs over its foot"));
            }
        }
    }
    for (node, content) in pages.nodes.iter().enumerate() {
        let lines = lines_of(pages, node);
        let used: Vec<&Vec<Mpt>> = lines.iter().filter(|l| !l.is_empty()).collect();
        match content.role {
            Role::Paragraph | Role::ListBody
                if used.len() > 1 && used.iter().any(|l| l.len() < 2) =>
            {
                faults.push(format!("node {node} leaves a line alone"));
            }
            Role::Paragraph | Role::ListBody => {}
            Role::Heading(_) | Role::Cell | Role::Figure if used.len() > 1 => {
                faults.push(format!("node {node} is split"));
            }
            _ => {}
        }
    }
    faults
}

/// So many words that run over several lines.
fn words(count: usize) -> String {
    let all = "We understand the symptoms as real and kept going by several things at once";
    all.split(' ')
        .cycle()
        .take(count)
        .collect::<Vec<_>>()
        .join(" ")
}

fn table_of(rows: usize, words_each: usize) -> Block {
    Block::Table(Table {
        caption: "Medicines".to_owned(),
        columns: vec![Column::new("Medicine", 1), Column::new("Why", 3)],
        rows: (0..rows)
            .map(|i| vec![format!("Medicine {i}"), words(words_each)])
            .collect(),
    })
}

fn signature() -> Block {
    Block::Signature(Signature {
        closing: "Yours sincerely,".to_owned(),
        name: "Dr A. Example".to_owned(),
        role: "Consultant".to_owned(),
        ..Signature::default()
    })
}

/// Letters whose breaks fall everywhere.
fn many_letters() -> Vec<Letter> {
    let mut letters = Vec::new();
    for lead in (20..900).step_by(11) {
        letters.push(letter_of(vec![
            Block::paragraph(words(lead)),
            Block::heading(1, "Assessment"),
            Block::heading(2, "Summary"),
            Block::paragraph(words(lead % 97 + 12)),
            Block::bullets([words(lead % 40 + 3), words(30), words(5)]),
            table_of(lead % 9 + 1, lead % 31 + 2),
            Block::heading(1, "Plan"),
            Block::numbers([words(18), words(44)]),
            Block::paragraph(words(lead % 53 + 1)),
            signature(),
        ]));
    }
    letters
}

#[test]
fn no_heading_ends_a_page_and_no_line_row_or_chart_is_left_alone_or_split() {
    let mut breaks = 0;
    for letter in many_letters() {
        let pages = pages(&letter);
        breaks += pages.pages.len() - 1;
        assert_eq!(
            faults(&pages),
            Vec::<String>::new(),
            "in a letter of {:?}",
            letter.blocks[0]
        );
    }
    assert!(breaks > 60, "only {breaks} page breaks were looked at");
    assert_eq!(faults(&pages(&fixture("long"))), Vec::<String>::new());
}

#[test]
fn the_search_for_faults_finds_them() {
    let letter = &many_letters()[20];
    let good = pages(letter);
    let move_on = |pages: &mut Pages, from: usize, wanted: &dyn Fn(&Item) -> bool| {
        let page = &mut pages.pages[from];
        let (moved, rest): (Vec<Item>, Vec<Item>) = std::mem::take(&mut page.items)
            .into_iter()
            .partition(wanted);
        page.items = rest;
        pages.pages[from + 1].items.extend(moved);
    };
    // Everything under the first heading goes to the next page: the heading ends its page.
    let heading = good
        .nodes
        .iter()
        .rposition(|n| matches!(n.role, Role::Heading(_)))
        .unwrap();
    let page = lines_of(&good, heading)
        .iter()
        .position(|l| !l.is_empty())
        .unwrap();
    let y = lines_of(&good, heading)[page][0];
    let mut bad = good.clone();
    bad.pages.push(Page::default());
    move_on(
        &mut bad,
        page,
        &|item| matches!(item, Item::Text(t) if t.y > y && t.y < BOTTOM),
    );
    assert!(
        faults(&bad)
            .iter()
            .any(|f| f.ends_with("ends with a heading")),
        "{:?}",
        faults(&bad)
    );

    // The last line of a paragraph goes to the next page.
    let paragraph = good
        .nodes
        .iter()
        .position(|n| n.role == Role::Paragraph)
        .unwrap();
    let long = (paragraph..good.nodes.len())
        .find(|n| {
            good.nodes[*n].role == Role::Paragraph
                && lines_of(&good, *n).iter().any(|l| l.len() > 3)
        })
        .unwrap();
    let page = lines_of(&good, long)
        .iter()
        .position(|l| l.len() > 3)
        .unwrap();
    let last = *lines_of(&good, long)[page].last().unwrap();
    let mut bad = good.clone();
    bad.pages.push(Page::default());
    move_on(
        &mut bad,
        page,
        &|item| matches!(item, Item::Text(t) if t.tag == Tag::Node(long) && t.y == last),
    );
    assert!(
        faults(&bad)
            .iter()
            .any(|f| f.ends_with("leaves a line alone"))
    );
}

#[test]
fn a_signature_stays_whole_with_two_lines_before_it() {
    for lead in 330..560 {
        let letter = letter_of(vec![Block::paragraph(words(lead)), signature()]);
        let pages = pages(&letter);
        let name = pages
            .nodes
            .iter()
            .rposition(|n| n.role == Role::Division)
            .map(|d| pages.nodes[d].children.clone())
            .unwrap();
        let page_of = |node: usize| lines_of(&pages, node).iter().position(|l| !l.is_empty());
        let page = page_of(name[0]).unwrap();
        assert!(name.iter().all(|n| page_of(*n) == Some(page)), "{lead}");
        let first = lines_of(&pages, name[0])[page][0];
        let before = pages.pages[page]
            .items
            .iter()
            .filter_map(|item| match (item, item.tag()) {
                (Item::Text(t), Tag::Node(_)) if t.y < first && t.size == BODY.size => Some(t.y),
                _ => None,
            })
            .collect::<std::collections::BTreeSet<_>>();
        assert!(before.len() >= 2, "{lead}: {before:?}");
    }
}

#[test]
fn the_headings_of_a_table_are_repeated_on_every_page_that_it_reaches() {
    let pages = pages(&letter_of(vec![table_of(60, 9)]));
    assert!(pages.pages.len() > 2);
    for page in &pages.pages[1..] {
        let repeated: Vec<&str> = page
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Text(t) if t.tag == Tag::Header && t.y > TOP => Some(t.text.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(repeated, ["Medicine", "Why"]);
    }
}

#[test]
fn a_row_taller_than_a_page_goes_on_and_loses_nothing() {
    let letter = letter_of(vec![table_of(1, 1_400), signature()]);
    let pages = pages(&letter);
    assert!(pages.pages.len() > 2);
    let cell = pages
        .nodes
        .iter()
        .rposition(|n| n.role == Role::Cell)
        .unwrap();
    let text: String = pages
        .pages
        .iter()
        .flat_map(|p| &p.items)
        .filter_map(|item| match item {
            Item::Text(t) if t.tag == Tag::Node(cell) => Some(t.text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(text, words(1_400));
    for page in &pages.pages {
        let lowest = page.items.iter().filter_map(|i| match (i, i.tag()) {
            (Item::Text(t), Tag::Node(_)) => Some(t.y),
            _ => None,
        });
        assert!(lowest.max().unwrap() <= BOTTOM);
    }
    // The self-check follows the cell over the pages.
    casebook_core::letters::render(&letter).unwrap();
}

#[test]
fn every_page_names_the_patient_and_only_the_later_ones_repeat_the_sender() {
    let pages = pages(&fixture("long"));
    for (number, page) in pages.pages.iter().enumerate() {
        let texts = |tag: Tag| -> Vec<&str> {
            let on = |item: &'_ Item| matches!(item, Item::Text(t) if t.tag == tag);
            let items = page.items.iter().filter(|i| on(i));
            items
                .map(|i| {
                    if let Item::Text(t) = i {
                        t.text.as_str()
                    } else {
                        ""
                    }
                })
                .collect()
        };
        let footer = texts(Tag::Footer).concat();
        assert!(footer.contains(&format!("Page {} of {}", number + 1, pages.pages.len())));
        assert!(footer.contains("NHS No. 999 000 0026") && footer.contains("Born 14-Nov-1968"));
        assert_eq!(texts(Tag::Header).is_empty(), number == 0);
    }
}

#[test]
fn the_address_stands_in_the_window_and_nothing_else_does() {
    let pages = pages(&fixture("short"));
    let mm = |points: Mpt| points * 254 / 72_000;
    let window = |x: Mpt, y: Mpt| (200..1_000).contains(&mm(x)) && (490..890).contains(&mm(y));
    let found: Vec<&str> = pages.pages[0]
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Text(t) if window(t.x, t.y) => Some(t.text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(
        found,
        [
            "Dr Łukasz Żółć",
            "The Example Surgery",
            "4 Bridge Road",
            "Otley",
            "Leeds LS21 1AA"
        ]
    );
}

#[test]
fn bold_and_italic_runs_share_a_line() {
    let runs = vec![
        Run::bold("Mood. "),
        Run::plain("Low, "),
        Run::italic("reactive"),
    ];
    let pages = pages(&letter_of(vec![Block::Paragraph { runs }]));
    let last: Vec<_> = pages.pages[0]
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Text(t) if ["Mood. ", "Low, ", "reactive"].contains(&t.text.as_str()) => {
                Some((t.y, t.face))
            }
            _ => None,
        })
        .collect();
    assert_eq!(last.len(), 3);
    assert!(last.iter().all(|(y, _)| *y == last[0].0));
}

/// A chart of three points.
fn chart(title: &str) -> LineChart {
    let point = |day, value| ChartPoint {
        label: format!("{:02}-Nov-2026", day + 1),
        value,
        day,
        apart: false,
        band: String::new(),
        since: String::new(),
    };
    LineChart {
        title: title.to_owned(),
        alt: format!("{title}: three values."),
        min: 0,
        max: 10,
        scale: 1,
        points: vec![point(0, 10), point(7, 4), point(14, 0)],
        lines: vec![ChartLine {
            label: "cut-off 5".to_owned(),
            value: 5,
        }],
        bands: Vec::new(),
        error_band: None,
        sessions: Vec::new(),
        days: 0,
    }
}

#[test]
fn charts_stand_side_by_side_are_read_in_order_and_a_long_title_takes_more_lines() {
    let long = words(14);
    let charts = |titles: &[&str]| {
        let charts = titles.iter().map(|t| chart(t)).collect();
        letter_of(vec![Block::Charts { charts }, signature()])
    };
    // How far down the letter its last line stands, over all pages.
    let last = |letter: &Letter| -> Mpt {
        let pages = pages(letter).pages;
        let lines = pages.last().unwrap().items.iter();
        let low = lines.filter_map(|item| match item {
            Item::Text(text) if matches!(text.tag, Tag::Node(_)) => Some(text.y),
            _ => None,
        });
        Mpt::try_from(pages.len()).unwrap() * BOTTOM + low.max().unwrap()
    };
    let pair = charts(&["One", "Two", "Three"]);
    let alone = letter_of(
        ["One", "Two", "Three"]
            .map(|t| Block::Chart(chart(t)))
            .into_iter()
            .chain([signature()])
            .collect(),
    );
    assert!(last(&pair) + 250_000 < last(&alone));
    // Painting reads every page back and compares it with the letter, so that an order that differs is refused.
    for letter in [&pair, &charts(&["One", &long])] {
        casebook_core::letters::render(letter).unwrap();
    }
    let taller = last(&charts(&["One", &long])) - last(&charts(&["One", "Two"]));
    assert!((1..60_000).contains(&taller), "{taller}");
    let figures = pages(&pair);
    let alts: Vec<&str> = figures
        .nodes
        .iter()
        .filter_map(|n| n.alt.as_deref())
        .collect();
    assert_eq!(
        alts,
        [
            "One: three values.",
            "Two: three values.",
            "Three: three values."
        ]
    );
}

#[test]
fn a_board_stands_on_one_axis_lower_than_its_charts_and_refuses_what_lies_outside_it() {
    let board = |days: i32| {
        let charts: Vec<LineChart> = ["One", "Two", "Three", "Four", "Five"].map(chart).into();
        TimeBoard {
            title: String::new(),
            alt: "Five measures.".to_owned(),
            note: String::new(),
            from: "01-Nov-2026".to_owned(),
            to: "15-Nov-2026".to_owned(),
            days,
            charts,
            sessions: vec![ChartSession { number: 3, day: 7 }],
        }
    };
    let letter = letter_of(vec![Block::Board(board(14)), signature()]);
    casebook_core::letters::render(&letter).unwrap();
    let drawn = pages(&letter);
    let alts: Vec<&str> = drawn
        .nodes
        .iter()
        .filter_map(|n| n.alt.as_deref())
        .collect();
    assert_eq!(alts.len(), 6);
    assert_eq!((alts[0], alts[5]), ("One: three values.", "Five measures."));
    // The newest values of all charts stand at one place: they are of one day.
    let text = |said: &str| -> Vec<(Mpt, Mpt)> {
        let items = drawn.pages.iter().flat_map(|p| &p.items);
        items
            .filter_map(|item| match item {
                Item::Text(t) if t.text == said => Some((t.x, t.y)),
                _ => None,
            })
            .collect()
    };
    let titles: Vec<Mpt> = ["One", "Five"].iter().map(|t| text(t)[0].1).collect();
    assert!(titles[1] - titles[0] < 150_000, "{titles:?}");
    assert_eq!(text("cut-off 5").len(), 5);
    assert_eq!((text("session").len(), text("01-Nov-2026").len()), (1, 1));
    let squares = drawn
        .pages
        .iter()
        .flat_map(|p| &p.items)
        .filter_map(|item| match item {
            Item::Path(p) if p.closed && p.points.len() == 4 && p.points[0].0 == p.points[2].0 => {
                Some(p.points[0].0)
            }
            _ => None,
        });
    let newest: Vec<Mpt> = squares.collect();
    assert_eq!(newest.len(), 5);
    assert!(newest.iter().all(|x| *x == newest[0]));
    let outside = letter_of(vec![Block::Board(board(13)), signature()]);
    assert!(casebook_core::letters::render(&outside).is_err());
}

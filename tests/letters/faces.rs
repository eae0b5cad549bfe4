//! The bundled faces.

use casebook_core::letters::text::{FaceId, Shaper};
use lopdf::Document;

use crate::letters::support::{fixture, pdf};

fn table<'a>(bytes: &'a [u8], tag: &[u8]) -> &'a [u8] {
    let count = usize::from(u16::from_be_bytes([bytes[4], bytes[5]]));
    let at = |i: usize| u32::from_be_bytes(bytes[i..i + 4].try_into().unwrap()) as usize;
    let record = (0..count)
        .map(|i| 12 + 16 * i)
        .find(|r| &bytes[*r..*r + 4] == tag)
        .unwrap();
    &bytes[at(record + 8)..at(record + 8) + at(record + 12)]
}

fn number(bytes: &[u8], at: usize) -> i16 {
    i16::from_be_bytes([bytes[at], bytes[at + 1]])
}

#[test]
fn the_faces_are_as_described() {
    for face in FaceId::ALL {
        let facts = face.facts();
        let head = table(facts.bytes, b"head");
        assert_eq!(number(head, 18), 1000, "{} has another em", facts.name);
        let bounds = [36, 38, 40, 42].map(|at| number(head, at));
        assert_eq!(bounds, facts.bounds, "{}", facts.name);
        let line = table(facts.bytes, b"hhea");
        assert_eq!(
            (number(line, 4), number(line, 6)),
            (facts.ascent, facts.descent)
        );
        assert_eq!(number(table(facts.bytes, b"post"), 4), facts.italic_angle);
        assert_eq!(number(table(facts.bytes, b"OS/2"), 88), facts.cap_height);
        assert_eq!(
            number(table(facts.bytes, b"OS/2"), 8),
            0,
            "{} may be embedded",
            facts.name
        );
    }
}

#[test]
fn text_is_kerned() {
    let mut shaper = Shaper::new();
    let mut width = |text: &str| -> i32 {
        let shaped = shaper.shape_plain(FaceId::Regular, text).unwrap();
        shaped
            .items
            .iter()
            .flat_map(|i| &i.glyphs)
            .map(|g| g.advance)
            .sum()
    };
    assert!(width("AV") < width("A") + width("V"));
}

#[test]
fn an_accent_is_drawn_by_the_face_of_its_letter() {
    let mut shaper = Shaper::new();
    let shaped = shaper.shape_plain(FaceId::Regular, "Adébáyọ̀ ƙala").unwrap();
    let faces: Vec<FaceId> = shaped.items.iter().map(|i| i.face).collect();
    assert_eq!(
        faces,
        [FaceId::Regular, FaceId::LatinExtra, FaceId::Regular]
    );
    assert!(shaper.into_missing().is_empty());
}

#[test]
fn names_from_right_to_left_are_laid_from_right_to_left() {
    let mut shaper = Shaper::new();
    let shaped = shaper
        .shape_plain(FaceId::Regular, "name ליאור end")
        .unwrap();
    let item = shaped
        .items
        .iter()
        .find(|i| i.face == FaceId::Hebrew)
        .unwrap();
    assert_eq!(item.level, 1);
    let starts: Vec<usize> = item.glyphs.iter().map(|g| g.start).collect();
    assert!(
        starts.windows(2).all(|pair| pair[0] > pair[1]),
        "{starts:?}"
    );
}

#[test]
fn only_the_glyphs_in_use_go_into_the_file() {
    let bytes = pdf(&fixture("long"));
    let document = Document::load_mem(&bytes).unwrap();
    let mut names = Vec::new();
    for object in document.objects.values() {
        let Ok(dictionary) = object.as_dict() else {
            continue;
        };
        if dictionary.has_type(b"FontDescriptor") {
            let name = dictionary.get(b"FontName").unwrap().as_name().unwrap();
            names.push(String::from_utf8(name.to_vec()).unwrap());
            let file = dictionary
                .get(b"FontFile2")
                .unwrap()
                .as_reference()
                .unwrap();
            let program = document.get_object(file).unwrap().as_stream().unwrap();
            assert!(program.get_plain_content().unwrap().len() < 60_000);
        }
    }
    assert_eq!(names.len(), 3);
    assert!(names.iter().all(|n| n.len() > 7 && n.as_bytes()[6] == b'+'));
}

//! What the painter leaves out: version, tags, outline, metadata, colour, identity; and
//! what it puts in that must go.

use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{
    Dictionary, Document, Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary,
};
use sha2::{Digest, Sha256};

use super::fonts::{Fonts, font_id};
use super::metadata::{information, instant, text_string, xmp};
use super::tags::Contents;
use super::{points, tags, writing};
use crate::letters::engine::LetterError;
use crate::letters::layout::Pages;
use crate::letters::layout::style::{LEFT, PAGE_HEIGHT};

/// The colour profile of all colours in a letter: a minimal version 2 sRGB matrix profile.
static SRGB: &[u8] = include_bytes!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../assets/fonts/srgb.icc"
));

/// zlib's level: 6 is half as slow again for a hundredth of the size.
const LEVEL: u32 = 4;

fn broken(error: impl std::fmt::Display) -> LetterError {
    writing(error.to_string())
}

/// Completes a painted document and gives its bytes.
///
/// # Errors
/// [`LetterError::Writing`] if the document is not built as expected;
/// [`LetterError::Malformed`] if the letter's date is none.
pub fn finish(
    mut document: Document,
    pages: &Pages,
    fonts: &Fonts,
    contents: &Contents,
) -> Result<Vec<u8>, LetterError> {
    let made = instant(&pages.created)?;
    let page_ids: Vec<ObjectId> = document.page_iter().collect();
    if page_ids.len() != pages.pages.len() {
        return Err(writing("the painter lost a page"));
    }
    "1.7".clone_into(&mut document.version);
    let font_ids = mend_pages(&mut document, &page_ids)?;
    mend_fonts(&mut document, &font_ids, fonts)?;

    let tree = tags::write(&mut document, pages, &page_ids, contents);
    let outline = write_outline(&mut document, pages, &page_ids);
    let packet = xmp(pages, &made);
    let metadata = document.add_object(Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        packet.clone().into_bytes(),
    ));
    let profile = document.add_object(Stream::new(dictionary! { "N" => 3 }, SRGB.to_vec()));
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    };

    let catalog = document.catalog_mut().map_err(broken)?;
    catalog.set("Lang", text_string(&pages.lang));
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("StructTreeRoot", tree);
    catalog.set(
        "ViewerPreferences",
        dictionary! { "DisplayDocTitle" => true },
    );
    catalog.set("Metadata", metadata);
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
    }
    let information = document.add_object(information(pages, &made));
    if let Ok(old) = document.trailer.get(b"Info").and_then(Object::as_reference) {
        document.objects.remove(&old);
    }
    document.trailer.set("Info", information);
    identify(&mut document, &packet);
    let metadata = metadata_id(&document);
    compress(&mut document, metadata)?;

    let mut bytes = Vec::with_capacity(64 * 1024);
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(5_000)
        .compression_level(LEVEL)
        .build();
    document
        .save_with_options(&mut bytes, options)
        .map_err(broken)?;
    Ok(bytes)
}

fn metadata_id(document: &Document) -> Option<ObjectId> {
    document
        .catalog()
        .ok()?
        .get(b"Metadata")
        .ok()?
        .as_reference()
        .ok()
}

/// Drops the empty resources that the painter writes, joins pages to the structure tree,
/// and gives the ids of the fonts by their resource names.
fn mend_pages(
    document: &mut Document,
    page_ids: &[ObjectId],
) -> Result<Vec<(Vec<u8>, ObjectId)>, LetterError> {
    let mut fonts: Vec<(Vec<u8>, ObjectId)> = Vec::new();
    let mut dropped: Vec<ObjectId> = Vec::new();
    for (index, id) in page_ids.iter().enumerate() {
        let page = document.get_dictionary(*id).map_err(broken)?;
        let resources_id = page
            .get(b"Resources")
            .and_then(Object::as_reference)
            .map_err(broken)?;
        let resources = document.get_dictionary(resources_id).map_err(broken)?;
        for name in [&b"XObject"[..], b"ExtGState", b"Shading"] {
            if let Ok(empty) = resources.get(name).and_then(Object::as_reference) {
                dropped.push(empty);
            }
        }
        let font_dict = resources
            .get(b"Font")
            .and_then(Object::as_reference)
            .map_err(broken)?;
        if fonts.is_empty() {
            let all = document.get_dictionary(font_dict).map_err(broken)?;
            for (name, font) in all {
                fonts.push((name.clone(), font.as_reference().map_err(broken)?));
            }
        }
        dropped.push(resources_id);
        let page = document.get_dictionary_mut(*id).map_err(broken)?;
        page.remove(b"Annots");
        page.remove(b"TrimBox");
        page.remove(b"CropBox");
        page.set("Resources", dictionary! { "Font" => font_dict });
        page.set("StructParents", i64::try_from(index).map_err(broken)?);
        page.set("Tabs", "S");
    }
    for id in dropped {
        document.objects.remove(&id);
    }
    Ok(fonts)
}

/// Says of each font what the painter does not know.
fn mend_fonts(
    document: &mut Document,
    ids: &[(Vec<u8>, ObjectId)],
    fonts: &Fonts,
) -> Result<(), LetterError> {
    for (face, subset) in fonts.subsets() {
        let name = font_id(face).0;
        let (_, id) = ids
            .iter()
            .find(|(n, _)| n == name.as_bytes())
            .ok_or_else(|| writing("the painter lost a font"))?;
        let facts = face.facts();
        let font = document.get_dictionary(*id).map_err(broken)?;
        let map = font
            .get(b"ToUnicode")
            .and_then(Object::as_reference)
            .map_err(broken)?;
        let stream = Stream::new(Dictionary::new(), subset.character_map().into_bytes());
        document.set_object(map, stream);
        let font = document.get_dictionary_mut(*id).map_err(broken)?;
        let descendant = font
            .get_mut(b"DescendantFonts")
            .and_then(Object::as_array_mut)
            .map_err(broken)?
            .first_mut()
            .ok_or_else(|| writing("a font has no descendant"))?
            .as_dict_mut()
            .map_err(broken)?;
        descendant.set("CIDToGIDMap", "Identity");
        let descriptor = descendant
            .get(b"FontDescriptor")
            .and_then(Object::as_reference)
            .map_err(broken)?;
        let descriptor = document.get_dictionary_mut(descriptor).map_err(broken)?;
        descriptor.set("CapHeight", i64::from(facts.cap_height));
        descriptor.set("ItalicAngle", i64::from(facts.italic_angle));
        descriptor.set("StemV", i64::from(facts.stem));
        let bounds: Vec<Object> = facts
            .bounds
            .iter()
            .map(|v| Object::Integer(i64::from(*v)))
            .collect();
        descriptor.set("FontBBox", bounds);
        // Bit 3, symbolic: the subset has a character map of its own; bit 7, italic.
        let flags = 4 | if facts.italic_angle != 0 { 64 } else { 0 };
        descriptor.set("Flags", Object::Integer(flags));
    }
    Ok(())
}

/// The outline: headings under headings.
fn write_outline(
    document: &mut Document,
    pages: &Pages,
    page_ids: &[ObjectId],
) -> Option<ObjectId> {
    if pages.outline.is_empty() {
        return None;
    }
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = pages
        .outline
        .iter()
        .map(|_| document.new_object_id())
        .collect();
    let mut items: Vec<Dictionary> = Vec::with_capacity(ids.len());
    // Entry above each, siblings before each.
    let mut above: Vec<(u8, usize)> = Vec::new();
    let mut last_under: Vec<Option<usize>> = vec![None; ids.len() + 1];
    let mut descendants: Vec<i64> = vec![0; ids.len() + 1];
    for (index, entry) in pages.outline.iter().enumerate() {
        while above.last().is_some_and(|(level, _)| *level >= entry.level) {
            above.pop();
        }
        // Slot 0 is the root, slot n the entry n - 1.
        let parent_slot = above.last().map_or(0, |(_, i)| i + 1);
        let parent = slot_id(parent_slot, root, &ids);
        let target = page_ids.get(entry.page).copied()?;
        let top = Object::Real(points(PAGE_HEIGHT - entry.y + 6_000));
        let left = Object::Real(points(LEFT));
        let mut item = dictionary! {
            "Title" => text_string(&entry.title),
            "Parent" => parent,
            "Dest" => vec![Object::Reference(target), "XYZ".into(), left, top, Object::Null],
        };
        let before = last_under.get_mut(parent_slot)?.replace(index);
        if let Some(before) = before {
            item.set("Prev", *ids.get(before)?);
            items.get_mut(before)?.set("Next", *ids.get(index)?);
        } else if let Some(slot) = parent_slot.checked_sub(1) {
            items.get_mut(slot)?.set("First", *ids.get(index)?);
        }
        if let Some(slot) = parent_slot.checked_sub(1) {
            items.get_mut(slot)?.set("Last", *ids.get(index)?);
        }
        for (_, ancestor) in &above {
            *descendants.get_mut(ancestor + 1)? += 1;
        }
        items.push(item);
        above.push((entry.level, index));
    }
    for (index, (mut item, id)) in items.into_iter().zip(&ids).enumerate() {
        let below = descendants.get(index + 1).copied().unwrap_or(0);
        if below > 0 {
            item.set("Count", below);
        }
        document.set_object(*id, item);
    }
    let first = ids.first().copied()?;
    let last = (*last_under.first()?).and_then(|i| ids.get(i).copied())?;
    let count = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    document.set_object(
        root,
        dictionary! { "Type" => "Outlines", "First" => first, "Last" => last, "Count" => count },
    );
    Some(root)
}

fn slot_id(slot: usize, root: ObjectId, ids: &[ObjectId]) -> ObjectId {
    slot.checked_sub(1)
        .and_then(|i| ids.get(i).copied())
        .unwrap_or(root)
}

/// The file's identity: a hash of what is in it.
fn identify(document: &mut Document, packet: &str) {
    let mut hash = Sha256::new();
    hash.update(packet.as_bytes());
    for (id, object) in &document.objects {
        if let Object::Stream(stream) = object {
            hash.update(id.0.to_be_bytes());
            hash.update(&stream.content);
        }
    }
    let digest: Vec<u8> = hash.finalize().iter().copied().take(16).collect();
    let id = Object::String(digest, StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
}

/// Compresses every stream but the metadata, which PDF/A wants to be readable as it is. One
/// compressor serves them all: making one costs more than most of the streams.
fn compress(document: &mut Document, metadata: Option<ObjectId>) -> Result<(), LetterError> {
    let mut packer = Compress::new(Compression::new(LEVEL), true);
    for (id, object) in &mut document.objects {
        let Object::Stream(stream) = object else {
            continue;
        };
        if Some(*id) == metadata || stream.dict.has(b"Filter") {
            continue;
        }
        packer.reset();
        let mut packed = Vec::with_capacity(stream.content.len() / 2 + 1_024);
        loop {
            let taken = usize::try_from(packer.total_in()).map_err(broken)?;
            let rest = stream.content.get(taken..).unwrap_or_default();
            let status = packer
                .compress_vec(rest, &mut packed, FlushCompress::Finish)
                .map_err(broken)?;
            if status == Status::StreamEnd {
                break;
            }
            packed.reserve(stream.content.len() / 2 + 1_024);
        }
        stream.dict.set("Filter", "FlateDecode");
        stream.set_content(packed);
    }
    Ok(())
}

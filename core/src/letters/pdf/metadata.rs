//! What the file says about itself: the information dictionary and the same again as XMP.

use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use lopdf::{Dictionary, Object, StringFormat, dictionary};

use crate::letters::engine::LetterError;
use crate::letters::layout::Pages;

/// The program that made the file. No version: the same letter gives the same bytes after
/// an update that changes nothing about letters.
pub const PRODUCER: &str = "Casebook";

/// When a letter was made.
///
/// # Errors
/// [`LetterError::Malformed`] if the text is neither a date nor an instant.
pub fn instant(text: &str) -> Result<DateTime<FixedOffset>, LetterError> {
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Ok(instant);
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map(|date| date.and_time(NaiveTime::MIN).and_utc().fixed_offset())
        .map_err(|_| LetterError::Malformed {
            reason: "the letter's date is neither YYYY-MM-DD nor an ISO 8601 instant".to_owned(),
        })
}

/// The information dictionary.
pub fn information(pages: &Pages, made: &DateTime<FixedOffset>) -> Dictionary {
    // PDF writes an offset as +HH'mm'.
    let zone = made.format("%:z").to_string().replace(':', "'");
    let date = Object::string_literal(format!("D:{}{zone}'", made.format("%Y%m%d%H%M%S")));
    let mut information = dictionary! {
        "Title" => text_string(&pages.title),
        "Creator" => text_string(PRODUCER),
        "Producer" => text_string(PRODUCER),
        "CreationDate" => date.clone(),
        "ModDate" => date,
    };
    if !pages.author.is_empty() {
        information.set("Author", text_string(&pages.author));
    }
    information
}

/// The XMP packet: the information dictionary again, and the claim to PDF/A-2b.
pub fn xmp(pages: &Pages, made: &DateTime<FixedOffset>) -> String {
    let date = made.format("%Y-%m-%dT%H:%M:%S%:z");
    let mut packet = String::from(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" \
         xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" \
         xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">",
    );
    // Writing to a string can't fail.
    let _ = write!(
        packet,
        "<dc:format>application/pdf</dc:format>\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt></dc:title>\
         <dc:language><rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag></dc:language>",
        escape(&pages.title),
        escape(&pages.lang),
    );
    if !pages.author.is_empty() {
        let _ = write!(
            packet,
            "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>",
            escape(&pages.author)
        );
    }
    let _ = write!(
        packet,
        "<xmp:CreateDate>{date}</xmp:CreateDate>\
         <xmp:ModifyDate>{date}</xmp:ModifyDate>\
         <xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>\
         <pdf:Producer>{PRODUCER}</pdf:Producer>\
         <pdfaid:part>2</pdfaid:part>\
         <pdfaid:conformance>B</pdfaid:conformance>\
         </rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>"
    );
    packet
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A text string of PDF: as it is if it is ASCII, else UTF-16 with its mark.
pub fn text_string(text: &str) -> Object {
    let text: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.is_ascii() {
        return Object::string_literal(text);
    }
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

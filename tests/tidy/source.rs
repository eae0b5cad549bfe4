//! Reading Rust source only so far as the rules need: without comments, without strings, without
//! the tests.

use std::collections::BTreeSet;

/// The source without comments; strings stay, since SQL stands in them.
pub(crate) fn without_comments(source: &str) -> String {
    strip(source, true)
}

/// The source without comments and without what stands in strings.
pub(crate) fn code(source: &str) -> String {
    strip(source, false)
}

fn strip(source: &str, keep_strings: bool) -> String {
    let letters: Vec<char> = source.chars().collect();
    let at = |index: usize| letters.get(index).copied().unwrap_or('\0');
    let mut out = String::with_capacity(source.len());
    let mut i = 0;
    while i < letters.len() {
        let here = at(i);
        if here == '/' && at(i + 1) == '/' {
            while i < letters.len() && at(i) != '\n' {
                i += 1;
            }
        } else if here == '/' && at(i + 1) == '*' {
            let mut depth = 0_usize;
            loop {
                if at(i) == '/' && at(i + 1) == '*' {
                    depth += 1;
                    i += 2;
                } else if at(i) == '*' && at(i + 1) == '/' {
                    depth -= 1;
                    i += 2;
                } else {
                    i += 1;
                }
                if depth == 0 || i >= letters.len() {
                    break;
                }
            }
        } else if here == '"' || (here == 'r' && !is_word(out.chars().last()) && raw(&letters, i)) {
            let end = string_end(&letters, i);
            if keep_strings {
                out.extend(letters.get(i..end).unwrap_or_default());
            } else {
                out.push_str("\"\"");
            }
            i = end;
        } else if here == '\'' && (at(i + 1) == '\\' || at(i + 2) == '\'') {
            // A character, not a lifetime.
            out.push('\'');
            i += if at(i + 1) == '\\' { 3 } else { 2 };
            while i < letters.len() && at(i) != '\'' {
                i += 1;
            }
            i += 1;
        } else {
            out.push(here);
            i += 1;
        }
    }
    out
}

fn raw(letters: &[char], start: usize) -> bool {
    let rest = letters.get(start + 1..).unwrap_or_default();
    let hashes = rest.iter().take_while(|letter| **letter == '#').count();
    rest.get(hashes) == Some(&'"')
}

/// The index just behind the string that begins here.
fn string_end(letters: &[char], start: usize) -> usize {
    let at = |index: usize| letters.get(index).copied();
    let mut i = start;
    if at(i) == Some('r') {
        let mut hashes = 0;
        while at(i + 1) == Some('#') {
            hashes += 1;
            i += 1;
        }
        i += 2;
        while i < letters.len() {
            if at(i) == Some('"') && (1..=hashes).all(|n| at(i + n) == Some('#')) {
                return i + hashes + 1;
            }
            i += 1;
        }
        return letters.len();
    }
    i += 1;
    while i < letters.len() {
        match at(i) {
            Some('\\') => i += 2,
            Some('"') => return i + 1,
            _ => i += 1,
        }
    }
    letters.len()
}

/// The source up to its tests. A `#[cfg(test)] mod tests;` names another file and cuts nothing.
pub(crate) fn without_tests(source: &str) -> String {
    let mut kept = String::new();
    let mut lines = source.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim() == "#[cfg(test)]"
            && lines.peek().is_some_and(|next| {
                let next = next.trim();
                next.contains("mod ") && next.ends_with('{')
            })
        {
            break;
        }
        kept.push_str(line);
        kept.push('\n');
    }
    kept
}

/// The top-level modules of the own crate that this code names: `crate::a`, `crate::{a, b::c}`.
pub(crate) fn own_modules(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for piece in code.split("crate::").skip(1) {
        if let Some(group) = piece.strip_prefix('{') {
            let mut depth = 0_usize;
            let mut word = String::new();
            let mut fresh = true;
            for letter in group.chars() {
                match letter {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        found.insert(std::mem::take(&mut word));
                        fresh = true;
                    }
                    _ if depth > 0 => {}
                    letter if is_word(Some(letter)) && fresh => word.push(letter),
                    letter if letter.is_whitespace() => {}
                    _ => fresh = false,
                }
            }
            found.insert(word);
        } else {
            found.insert(
                piece
                    .chars()
                    .take_while(|letter| is_word(Some(*letter)))
                    .collect(),
            );
        }
    }
    found.remove("");
    found
}

/// Whether a name (it may be a path such as `std::fs`) stands in the code by itself, not as a part
/// of a longer word.
pub(crate) fn names(code: &str, name: &str) -> bool {
    let mut from = 0;
    while let Some(found) = code.get(from..).and_then(|rest| rest.find(name)) {
        let start = from + found;
        let end = start + name.len();
        let before = code.get(..start).and_then(|text| text.chars().last());
        let after = code.get(end..).and_then(|text| text.chars().next());
        if !is_word(before) && !is_word(after) {
            return true;
        }
        from = end;
    }
    false
}

fn is_word(letter: Option<char>) -> bool {
    letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
}

#[test]
fn comments_and_strings_are_told_from_code() {
    let source = "let a = \"std::fs // no\"; // rusqlite\n/* a /* b */ c */ let b = r#\"tauri\"#; let c = '\"'; d(&'x y)";
    let bare = code(source);
    assert!(!bare.contains("std::fs") && !bare.contains("rusqlite") && !bare.contains("tauri"));
    assert!(
        bare.contains("let b") && bare.contains("let c") && bare.contains("d(&'x y)"),
        "{bare}"
    );
    assert!(without_comments(source).contains("std::fs // no"));
    assert!(!without_comments(source).contains("rusqlite"));
}

#[test]
fn only_tests_in_the_same_file_are_cut() {
    let inline = "fn a() {}\n#[cfg(test)]\nmod tests {\n use std::fs;\n}\n";
    assert_eq!(without_tests(inline), "fn a() {}\n");
    let elsewhere = "#[cfg(test)]\nmod tests;\nuse std::fs;\n";
    assert!(without_tests(elsewhere).contains("std::fs"));
}

#[test]
fn modules_are_found_alone_and_in_groups() {
    let found = own_modules("use crate::store::Register; use crate::{a, b::{c, d}, e::f};");
    assert_eq!(
        found.into_iter().collect::<Vec<_>>(),
        ["a", "b", "e", "store"]
    );
}

#[test]
fn a_name_inside_a_longer_one_does_not_count() {
    assert!(names("use std::fs;", "std::fs") && names("rand::random()", "rand"));
    assert!(!names("let operand = 1", "rand") && !names("random", "rand"));
}

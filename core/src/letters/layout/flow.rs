//! Fragments, the smallest things that a page break may part, and how they fill pages.

use super::page::{Item, Mpt};

/// A piece of the body that is never split: a line, a row of a table, a chart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fragment {
    /// Space above it, dropped at the top of a page.
    pub before: Mpt,
    /// Its height.
    pub height: Mpt,
    /// Whether the next fragment must be on the same page.
    pub keep: bool,
    /// Whether it is a line of running text, which may be carried over to a signature.
    pub is_line: bool,
    /// What is painted; `y` counts from the top of the fragment.
    pub items: Vec<Item>,
    /// Index of the repeated heading that is set above it if it begins a page.
    pub repeat: Option<usize>,
    /// Level and text for the outline.
    pub heading: Option<(u8, String)>,
}

/// Where a fragment came to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Index of the page.
    pub page: usize,
    /// Top of the fragment.
    pub y: Mpt,
    /// Index of the fragment, or of a repeated heading.
    pub index: usize,
    /// Whether the index is that of a repeated heading.
    pub repeated: bool,
}

/// The room on the pages.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Top of the body on the first page.
    pub first_top: Mpt,
    /// Top of the body on later pages.
    pub top: Mpt,
    /// Lowest point of the body.
    pub bottom: Mpt,
}

/// Marks the lines of a paragraph so that at least two stay at the foot of a page and at
/// least two go over to the next.
pub fn keep_two_and_two(lines: &mut [Fragment]) {
    let count = lines.len();
    for (i, line) in lines.iter_mut().enumerate() {
        let first_pair = i == 0 && count > 1;
        let last_pair = i + 2 == count;
        line.keep = line.keep || first_pair || last_pair;
    }
}

/// Binds at least two lines of what comes before to the fragment at `index`.
pub fn keep_two_lines_before(fragments: &mut [Fragment], index: usize) {
    let mut lines = 0;
    for fragment in fragments.iter_mut().take(index).rev() {
        fragment.keep = true;
        lines += if fragment.is_line { 1 } else { 2 };
        if lines >= 2 {
            break;
        }
    }
}

/// Puts fragments on pages: as many as go, never parting those that belong together unless
/// together they are taller than a page.
pub fn paginate(fragments: &[Fragment], headers: &[Fragment], room: Room) -> Vec<Place> {
    let mut places = Vec::with_capacity(fragments.len());
    let mut page = 0;
    let mut y = room.first_top;
    let mut fresh = true;
    let mut index = 0;
    while index < fragments.len() {
        let ahead = fragments.get(index..).unwrap_or_default();
        let mut count = ahead
            .iter()
            .position(|f| !f.keep)
            .map_or(ahead.len(), |last| last + 1);
        let mut group = ahead.get(..count).unwrap_or_default();
        let header = |group: &[Fragment]| {
            group
                .first()
                .and_then(|f| f.repeat)
                .and_then(|i| headers.get(i))
        };
        let whole = height_at_top(group) + header(group).map_or(0, |h| h.height);
        if whole > room.bottom - room.top {
            // Together they are taller than a page: keep as many as go together here, or
            // at the least one.
            let used = |n: usize| {
                let part = ahead.get(..n).unwrap_or_default();
                if fresh {
                    height_at_top(part)
                } else {
                    height_below(part)
                }
            };
            count = (1..=count)
                .rev()
                .find(|n| y + used(*n) <= room.bottom)
                .unwrap_or(1);
            group = ahead.get(..count).unwrap_or_default();
        }
        if !fresh && y + height_below(group) > room.bottom {
            page += 1;
            y = room.top;
            fresh = true;
        }
        if fresh
            && page > 0
            && let (Some(header), Some(repeat)) =
                (header(group), group.first().and_then(|f| f.repeat))
            && y == room.top
        {
            places.push(Place {
                page,
                y,
                index: repeat,
                repeated: true,
            });
            y += header.height;
        }
        for (offset, fragment) in group.iter().enumerate() {
            if !fresh {
                y += fragment.before;
            }
            places.push(Place {
                page,
                y,
                index: index + offset,
                repeated: false,
            });
            y += fragment.height;
            fresh = false;
        }
        index += count;
    }
    places
}

/// Height of fragments at the top of a page.
fn height_at_top(group: &[Fragment]) -> Mpt {
    height_below(group) - group.first().map_or(0, |f| f.before)
}

/// Height of fragments under others.
fn height_below(group: &[Fragment]) -> Mpt {
    group.iter().map(|f| f.before + f.height).sum()
}

//! The structure tree: what each marked content is, in the order in which it is read.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::metadata::text_string;
use super::points;
use crate::letters::layout::page::{Item, Mpt, Node, Page, Pages, Role, Tag};
use crate::letters::layout::style::PAGE_HEIGHT;

/// Which node each marked content of each page belongs to.
#[derive(Debug, Default)]
pub struct Contents {
    /// By page, by number of the marked content: the node.
    pages: Vec<Vec<usize>>,
}

impl Contents {
    /// Begins the next page.
    pub fn begin_page(&mut self) {
        self.pages.push(Vec::new());
    }

    /// Begins marked content of a node, and gives its number.
    pub fn mark(&mut self, node: usize) -> i64 {
        match self.pages.last_mut() {
            Some(marks) => {
                marks.push(node);
                number(marks.len()) - 1
            }
            None => 0,
        }
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The standard structure type of a role.
pub const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Document => "Document",
        Role::Division => "Div",
        Role::Heading(0 | 1) => "H1",
        Role::Heading(2) => "H2",
        Role::Heading(3) => "H3",
        Role::Heading(_) => "H4",
        Role::Paragraph => "P",
        Role::List { .. } => "L",
        Role::ListItem => "LI",
        Role::Label => "Lbl",
        Role::ListBody => "LBody",
        Role::Table => "Table",
        Role::Caption => "Caption",
        Role::Row => "TR",
        Role::ColumnHeading | Role::RowHeading => "TH",
        Role::Cell => "TD",
        Role::Figure => "Figure",
    }
}

/// Writes the structure tree, and gives the id of its root.
pub fn write(
    document: &mut Document,
    pages: &Pages,
    page_ids: &[ObjectId],
    contents: &Contents,
) -> ObjectId {
    let root = document.new_object_id();
    let marks = marks_by_node(pages.nodes.len(), contents);
    let wanted = wanted_nodes(&pages.nodes, &marks);
    let ids: Vec<Option<ObjectId>> = wanted
        .iter()
        .map(|wanted| wanted.then(|| document.new_object_id()))
        .collect();
    let id_of = |node: usize| ids.get(node).copied().flatten();

    let mut parents = vec![0; pages.nodes.len()];
    for (index, node) in pages.nodes.iter().enumerate() {
        for child in &node.children {
            if let Some(slot) = parents.get_mut(*child) {
                *slot = index;
            }
        }
    }
    for (index, node) in pages.nodes.iter().enumerate() {
        let Some(id) = id_of(index) else { continue };
        let parent = if index == 0 {
            root
        } else {
            parents.get(index).and_then(|p| id_of(*p)).unwrap_or(root)
        };
        let own = marks.get(index).map(Vec::as_slice).unwrap_or_default();
        let mut element = dictionary! {
            "S" => role_name(node.role),
            "P" => parent,
        };
        let mut kids: Vec<Object> = node
            .children
            .iter()
            .filter_map(|c| id_of(*c))
            .map(Object::Reference)
            .collect();
        if let Some((first, _)) = own.first()
            && let Some(page) = page_ids.get(*first)
        {
            element.set("Pg", *page);
            kids.extend(own.iter().map(|(page, mark)| {
                if page == first {
                    Object::Integer(*mark)
                } else {
                    let other = page_ids.get(*page).copied().unwrap_or(root);
                    Object::Dictionary(dictionary! {
                        "Type" => "MCR", "Pg" => other, "MCID" => *mark,
                    })
                }
            }));
        }
        match kids.len() {
            0 => {}
            1 => element.set("K", kids.pop().unwrap_or(Object::Null)),
            _ => element.set("K", kids),
        }
        if let Some(attributes) = attributes(node.role, index, own, &pages.pages) {
            element.set("A", attributes);
        }
        if let Some(alt) = &node.alt {
            element.set("Alt", text_string(alt));
        }
        document.set_object(id, element);
    }

    let mut numbers = Vec::with_capacity(page_ids.len() * 2);
    for (index, marks) in contents.pages.iter().enumerate() {
        let owners: Vec<Object> = marks
            .iter()
            .filter_map(|n| id_of(*n))
            .map(Object::Reference)
            .collect();
        numbers.push(Object::Integer(number(index)));
        numbers.push(Object::Reference(document.add_object(owners)));
    }
    let tree = document.add_object(dictionary! { "Nums" => numbers });
    let top = id_of(0).map(Object::Reference).unwrap_or(Object::Null);
    document.set_object(
        root,
        dictionary! {
            "Type" => "StructTreeRoot",
            "K" => vec![top],
            "ParentTree" => tree,
            "ParentTreeNextKey" => number(page_ids.len()),
        },
    );
    root
}

/// Page and number of each marked content, by node.
fn marks_by_node(count: usize, contents: &Contents) -> Vec<Vec<(usize, i64)>> {
    let mut marks: Vec<Vec<(usize, i64)>> = vec![Vec::new(); count];
    for (page, nodes) in contents.pages.iter().enumerate() {
        for (mark, node) in nodes.iter().enumerate() {
            if let Some(own) = marks.get_mut(*node) {
                own.push((page, number(mark)));
            }
        }
    }
    marks
}

/// Which nodes are written: those with content under them, and the cells of tables, which
/// may be empty.
fn wanted_nodes(nodes: &[Node], marks: &[Vec<(usize, i64)>]) -> Vec<bool> {
    let mut wanted = vec![false; nodes.len()];
    for (index, node) in nodes.iter().enumerate().rev() {
        let own = marks.get(index).is_some_and(|m| !m.is_empty());
        let below = node
            .children
            .iter()
            .any(|c| wanted.get(*c).copied().unwrap_or(false));
        let kept = matches!(
            node.role,
            Role::Document | Role::Cell | Role::ColumnHeading | Role::RowHeading | Role::ListBody
        );
        if let Some(slot) = wanted.get_mut(index) {
            *slot = own || below || kept;
        }
    }
    wanted
}

fn attributes(
    role: Role,
    node: usize,
    marks: &[(usize, i64)],
    pages: &[Page],
) -> Option<Dictionary> {
    match role {
        Role::ColumnHeading => Some(dictionary! { "O" => "Table", "Scope" => "Column" }),
        Role::RowHeading => Some(dictionary! { "O" => "Table", "Scope" => "Row" }),
        Role::List { numbered } => {
            let numbering = if numbered { "Decimal" } else { "Disc" };
            Some(dictionary! { "O" => "List", "ListNumbering" => numbering })
        }
        Role::Figure => {
            let page = marks.first().and_then(|(page, _)| pages.get(*page))?;
            let [left, top, right, bottom] = bounds(page, node)?;
            let corners: Vec<Object> = [left, PAGE_HEIGHT - bottom, right, PAGE_HEIGHT - top]
                .into_iter()
                .map(|v| Object::Real(points(v)))
                .collect();
            Some(dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => corners })
        }
        _ => None,
    }
}

/// The extent of a node's items on a page: left, top, right, bottom.
fn bounds(page: &Page, node: usize) -> Option<[Mpt; 4]> {
    let mut extent: Option<[Mpt; 4]> = None;
    let mut include = |x: Mpt, y: Mpt| {
        extent = Some(match extent {
            Some([l, t, r, b]) => [l.min(x), t.min(y), r.max(x), b.max(y)],
            None => [x, y, x, y],
        });
    };
    for item in page
        .items
        .iter()
        .filter(|item| item.tag() == Tag::Node(node))
    {
        match item {
            Item::Path(path) => {
                for (x, y) in &path.points {
                    include(*x, *y);
                }
            }
            Item::Text(text) => {
                let advance = text.glyphs.iter().map(|g| g.advance).sum();
                let width = crate::letters::layout::lines::in_points(advance, text.size);
                include(text.x, text.y - text.size * 3 / 4);
                include(text.x + width, text.y + text.size / 4);
            }
        }
    }
    extent
}

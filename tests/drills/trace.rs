//! What a process did to a folder, call by call, as strace saw it, and the disks that a power cut could have left of it.
//!
//! The model is the strictest that POSIX allows: until a file is synced, each of its writes may be there or not, alone or in
//! part, in whatever order; until a folder is synced, each making, renaming and removing in it may be there or not. That one
//! sector of 512 bytes is written whole or not at all is what disks promise and all that is taken for granted.

use super::Dice;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// What a disk writes whole or not at all.
const SECTOR: usize = 512;

/// What strace is to watch.
pub(super) const CALLS: &str = "trace=openat,creat,open,close,dup,dup2,dup3,write,pwrite64,writev,pwritev,pwritev2,lseek,\
     fsync,fdatasync,sync_file_range,rename,renameat,renameat2,ftruncate,truncate,fallocate,unlink,unlinkat,mkdir,mkdirat,\
     rmdir,link,linkat,symlink,symlinkat,copy_file_range,sendfile";

#[derive(Clone, Debug)]
enum Node {
    File(Vec<u8>),
    Folder(BTreeMap<String, usize>),
}

/// One thing that is done and not yet for good.
#[derive(Clone, Debug)]
enum Change {
    Write {
        file: usize,
        at: usize,
        bytes: Vec<u8>,
    },
    Length {
        file: usize,
        length: usize,
    },
    Put {
        folder: usize,
        name: String,
        node: usize,
    },
    Remove {
        folder: usize,
        name: String,
    },
    Rename {
        from: (usize, String),
        to: (usize, String),
        node: usize,
    },
}

impl Change {
    fn is_of(&self, node: usize) -> bool {
        match self {
            Self::Write { file, .. } | Self::Length { file, .. } => *file == node,
            Self::Put { folder, .. } | Self::Remove { folder, .. } => *folder == node,
            Self::Rename { from, to, .. } => from.0 == node || to.0 == node,
        }
    }
}

/// A disk: node 0 is the folder that was watched.
#[derive(Clone, Debug)]
pub(super) struct Disk(Vec<Node>);

impl Disk {
    fn folder(&mut self, node: usize) -> &mut BTreeMap<String, usize> {
        match &mut self.0[node] {
            Node::Folder(names) => names,
            Node::File(_) => panic!("a file where a folder should be"),
        }
    }

    fn file(&mut self, node: usize) -> &mut Vec<u8> {
        match &mut self.0[node] {
            Node::File(bytes) => bytes,
            Node::Folder(_) => panic!("a folder where a file should be"),
        }
    }

    fn find(&self, path: &Path) -> Option<usize> {
        path.iter().try_fold(0, |node, name| match &self.0[node] {
            Node::Folder(names) => names.get(name.to_str()?).copied(),
            Node::File(_) => None,
        })
    }

    fn apply(&mut self, change: &Change) {
        match change {
            Change::Write { file, at, bytes } => {
                let content = self.file(*file);
                let end = at + bytes.len();
                if content.len() < end {
                    content.resize(end, 0);
                }
                content[*at..end].copy_from_slice(bytes);
            }
            Change::Length { file, length } => self.file(*file).resize(*length, 0),
            Change::Put { folder, name, node } => {
                self.folder(*folder).insert(name.clone(), *node);
            }
            Change::Remove { folder, name } => {
                self.folder(*folder).remove(name);
            }
            Change::Rename { from, to, node } => {
                self.folder(from.0).remove(&from.1);
                self.folder(to.0).insert(to.1.clone(), *node);
            }
        }
    }

    /// Some of the sectors of a write.
    fn apply_torn(&mut self, change: &Change, dice: &mut Dice) {
        let Change::Write { file, at, bytes } = change else {
            return self.apply(change);
        };
        let mut from = 0;
        while from < bytes.len() {
            let to = (((at + from) / SECTOR + 1) * SECTOR - at).min(bytes.len());
            if dice.roll(2) == 0 {
                self.apply(&Change::Write {
                    file: *file,
                    at: at + from,
                    bytes: bytes[from..to].to_vec(),
                });
            }
            from = to;
        }
    }

    /// Lays the disk out in a real folder. What SQLite shares between processes in memory is left out: it is made anew.
    pub(super) fn lay_out(&self, into: &Path) {
        self.lay_out_node(0, into);
    }

    fn lay_out_node(&self, node: usize, path: &Path) {
        match &self.0[node] {
            Node::File(bytes) => std::fs::write(path, bytes).unwrap(),
            Node::Folder(names) => {
                std::fs::create_dir_all(path).unwrap();
                for (name, node) in names.iter().filter(|(name, _)| !name.ends_with("-shm")) {
                    self.lay_out_node(*node, &path.join(name));
                }
            }
        }
    }
}

/// A moment at which the power may go.
pub(super) struct Moment {
    /// What is on the disk for good.
    durable: Disk,
    /// What may be.
    pending: Vec<Change>,
    /// How many lines the process had said.
    pub said: usize,
}

/// Which of what may be there is there.
#[derive(Clone, Copy, Debug)]
pub(super) enum Luck {
    /// Nothing.
    None,
    /// Everything.
    All,
    /// Some of it, and so out of order.
    Some,
    /// Some of it, and some of that in part.
    Torn,
}

impl Moment {
    /// A disk that may be found after it.
    pub(super) fn disk(&self, luck: Luck, dice: &mut Dice) -> Disk {
        let mut disk = self.durable.clone();
        for change in &self.pending {
            match luck {
                Luck::None => {}
                Luck::All => disk.apply(change),
                Luck::Some if dice.roll(2) == 0 => disk.apply(change),
                Luck::Torn if dice.roll(4) > 0 => disk.apply_torn(change, dice),
                Luck::Some | Luck::Torn => {}
            }
        }
        disk
    }

    /// Is there anything that may be there or not?
    pub(super) fn is_open(&self) -> bool {
        !self.pending.is_empty()
    }
}

/// What was watched: the moments, and the lines that were said.
pub(super) struct Watched {
    pub moments: Vec<Moment>,
    pub said: Vec<String>,
    pub syncs: u32,
    pub writes: u32,
}

struct Reading {
    root: PathBuf,
    /// As the process sees it.
    live: Disk,
    durable: Disk,
    pending: Vec<Change>,
    open: HashMap<i64, (usize, usize)>,
    out: Vec<u8>,
    /// After so many lines were said nothing is kept any more, whatever is synced.
    lies_after: usize,
    watched: Watched,
}

/// Reads what strace wrote of a process that worked in `root`, which was empty. The disk keeps what is synced until so many
/// lines were said, and lies from then on: `usize::MAX` for an honest one.
pub(super) fn read(log: &Path, root: &Path, lies_after: usize) -> Watched {
    let text = std::fs::read_to_string(log).unwrap();
    let empty = Disk(vec![Node::Folder(BTreeMap::new())]);
    let mut reading = Reading {
        root: root.to_path_buf(),
        live: empty.clone(),
        durable: empty,
        pending: Vec::new(),
        open: HashMap::new(),
        out: Vec::new(),
        lies_after,
        watched: Watched {
            moments: Vec::new(),
            said: Vec::new(),
            syncs: 0,
            writes: 0,
        },
    };
    // A call that another thread interrupts stands in two parts; it counts when it has come back.
    let mut begun: HashMap<&str, &str> = HashMap::new();
    for line in text.lines() {
        let (thread, call) = line.split_once(' ').unwrap();
        let call = call.trim_start();
        if let Some(first) = call.strip_suffix(" <unfinished ...>") {
            begun.insert(thread, first);
        } else if call.starts_with("<... ") {
            let rest = call.split_once("resumed>").unwrap().1;
            let first = begun.remove(thread).unwrap_or_default();
            reading.call(&format!("{first}{rest}"));
        } else {
            reading.call(call);
        }
    }
    reading.moment();
    reading.watched
}

/// The words between the brackets of a call, and what it answered.
fn parts(call: &str) -> Option<(&str, Vec<&str>, i64)> {
    let (name, rest) = call.split_once('(')?;
    let (words, answer) = rest.rsplit_once(") = ").or_else(|| {
        // Answers are lined up with blanks.
        let at = rest.rfind(" = ")?;
        Some((rest[..at].trim_end().strip_suffix(')')?, &rest[at + 3..]))
    })?;
    let answer = answer.split_whitespace().next()?.parse().ok()?;
    Some((name, words.split(", ").collect(), answer))
}

/// `"\x41\x42"`.
fn bytes(word: &str) -> Vec<u8> {
    assert!(word.ends_with('"'), "strace has cut a text off");
    let hexadecimal: String = word.trim_matches('"').replace("\\x", "");
    data_encoding::HEXLOWER
        .decode(hexadecimal.as_bytes())
        .unwrap()
}

impl Reading {
    fn path(&self, word: &str) -> Option<PathBuf> {
        let path = PathBuf::from(String::from_utf8(bytes(word)).unwrap());
        path.strip_prefix(&self.root).ok().map(Path::to_path_buf)
    }

    /// The folder that something stands in, and its name there.
    fn place(&self, path: &Path) -> Option<(usize, String)> {
        let folder = self.live.find(path.parent()?)?;
        Some((folder, path.file_name()?.to_str()?.to_owned()))
    }

    fn change(&mut self, change: Change) {
        self.live.apply(&change);
        self.pending.push(change);
        self.watched.writes += 1;
    }

    fn make(&mut self, path: &Path, node: Node) -> usize {
        let number = self.live.0.len();
        let bare = match node {
            Node::File(_) => Node::File(Vec::new()),
            Node::Folder(_) => Node::Folder(BTreeMap::new()),
        };
        self.live.0.push(node);
        self.durable.0.push(bare);
        let (folder, name) = self.place(path).unwrap();
        self.change(Change::Put {
            folder,
            name,
            node: number,
        });
        number
    }

    fn moment(&mut self) {
        self.watched.moments.push(Moment {
            durable: self.durable.clone(),
            pending: self.pending.clone(),
            said: self.watched.said.len(),
        });
    }

    fn sync(&mut self, node: usize) {
        self.moment();
        self.watched.syncs += 1;
        if self.watched.said.len() >= self.lies_after {
            return;
        }
        let (done, left) = std::mem::take(&mut self.pending)
            .into_iter()
            .partition(|change| change.is_of(node));
        self.pending = left;
        let done: Vec<Change> = done;
        for change in &done {
            self.durable.apply(change);
        }
    }

    fn hear(&mut self, text: &[u8]) {
        self.out.extend_from_slice(text);
        while let Some(end) = self.out.iter().position(|b| *b == b'\n') {
            let line: Vec<u8> = self.out.drain(..=end).collect();
            let line = String::from_utf8_lossy(&line).trim().to_owned();
            if line.starts_with("reached ") {
                self.watched.said.push(line);
            }
        }
    }

    fn call(&mut self, call: &str) {
        let Some((name, words, answer)) = parts(call) else {
            return;
        };
        if answer < 0 {
            return;
        }
        let descriptor = || words[0].parse::<i64>().ok();
        let number = |n: usize| usize::try_from(words[n].parse::<i64>().unwrap()).unwrap();
        match name {
            "openat" => {
                let Some(path) = self.path(words[1]) else {
                    return;
                };
                let found = self.live.find(&path);
                let node = found.unwrap_or_else(|| self.make(&path, Node::File(Vec::new())));
                if words[2].contains("O_TRUNC") {
                    self.change(Change::Length {
                        file: node,
                        length: 0,
                    });
                }
                assert!(!words[2].contains("O_APPEND"), "{call}");
                self.open.insert(answer, (node, 0));
            }
            "close" => {
                self.open.remove(&descriptor().unwrap());
            }
            "lseek" => {
                if let Some((_, at)) = self.open.get_mut(&descriptor().unwrap()) {
                    *at = usize::try_from(answer).unwrap();
                }
            }
            "write" => {
                let bytes = bytes(words[1]);
                let descriptor = descriptor().unwrap();
                if descriptor == 1 {
                    return self.hear(&bytes);
                }
                let Some((file, at)) = self.open.get_mut(&descriptor) else {
                    return;
                };
                let (file, here) = (*file, *at);
                *at += bytes.len();
                self.change(Change::Write {
                    file,
                    at: here,
                    bytes,
                });
            }
            "pwrite64" => {
                if let Some((file, _)) = self.open.get(&descriptor().unwrap()).copied() {
                    self.change(Change::Write {
                        file,
                        at: number(3),
                        bytes: bytes(words[1]),
                    });
                }
            }
            "ftruncate" => {
                if let Some((file, _)) = self.open.get(&descriptor().unwrap()).copied() {
                    self.change(Change::Length {
                        file,
                        length: number(1),
                    });
                }
            }
            "fsync" | "fdatasync" => {
                if let Some((node, _)) = self.open.get(&descriptor().unwrap()).copied() {
                    self.sync(node);
                }
            }
            "rename" => {
                let (Some(from), Some(to)) = (self.path(words[0]), self.path(words[1])) else {
                    return;
                };
                let node = self.live.find(&from).unwrap();
                let (from, to) = (self.place(&from).unwrap(), self.place(&to).unwrap());
                self.change(Change::Rename { from, to, node });
                self.moment();
            }
            "unlink" | "rmdir" => {
                if let Some(path) = self.path(words[0]) {
                    let (folder, name) = self.place(&path).unwrap();
                    self.change(Change::Remove { folder, name });
                    self.moment();
                }
            }
            "unlinkat" => {
                let name = String::from_utf8(bytes(words[1])).unwrap();
                // From a folder that is open, or by the whole path.
                let place = match descriptor().and_then(|d| self.open.get(&d)) {
                    Some((folder, _)) => Some((*folder, name)),
                    None => self.path(words[1]).and_then(|path| self.place(&path)),
                };
                if let Some((folder, name)) = place {
                    self.change(Change::Remove { folder, name });
                    self.moment();
                }
            }
            "mkdir" => {
                if let Some(path) = self.path(words[0]) {
                    self.make(&path, Node::Folder(BTreeMap::new()));
                }
            }
            _ => assert!(
                !words.iter().any(|word| {
                    word.starts_with('"') && self.path(word).is_some()
                        || word
                            .parse()
                            .is_ok_and(|d: i64| d > 2 && self.open.contains_key(&d))
                }),
                "a call that the model does not know: {}",
                call.chars().take(200).collect::<String>()
            ),
        }
    }
}

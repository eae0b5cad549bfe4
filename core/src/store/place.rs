//! Is this a folder that a database may stand in? A network drive and a synchronised folder are not: the one loses locks and
//! the order of writes, the other copies files while they change. Looked at by what the system says, without opening anything.

use std::path::Path;

/// File systems that stand on another computer, as `/proc/self/mountinfo` names them.
const NETWORK: [&str; 13] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "ncpfs",
    "afs",
    "ceph",
    "9p",
    "davfs",
    "glusterfs",
    "lustre",
    "virtiofs",
];
/// Local file systems that are served by a program.
const LOCAL_FUSE: [&str; 4] = ["fuseblk", "fuse.ntfs-3g", "fuse.exfat", "fuse.lxcfs"];

/// Names of folders that a program keeps the same on several computers, and whose program that is.
const SYNCHRONISED: [(&str, &str); 12] = [
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("icloud drive", "iCloud"),
    ("iclouddrive", "iCloud"),
    ("mobile documents", "iCloud"),
    ("box sync", "Box"),
    ("pclouddrive", "pCloud"),
    ("syncthing", "Syncthing"),
];
/// Files that such programs leave in the folder they keep.
const MARKERS: [(&str, &str); 6] = [
    (".dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".stfolder", "Syncthing"),
    (".tmp.drivedownload", "Google Drive"),
];

/// What speaks against a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It stands on another computer; by this file system.
    Network(String),
    /// A program keeps it the same elsewhere; by this program.
    Synchronised(&'static str),
}

impl Doubt {
    /// The reason and the way out, in words.
    pub fn words(&self) -> String {
        match self {
            Self::Network(kind) => format!(
                "This folder is on a network drive ({kind}). When the connection drops in the middle of writing, or two \
                 computers open the register at once, it can be damaged. Keep the register in a folder of this computer, and \
                 name the network drive as the second folder for backups."
            ),
            Self::Synchronised(by) => format!(
                "This folder is synchronised by {by}, which copies the register’s files while they are being written, each at \
                 its own moment: a copy may not open, and an older one may come back. Keep the register in a folder outside \
                 {by}, and backups in it."
            ),
        }
    }
}

/// What speaks against a folder, if anything does. It need not exist yet.
pub fn doubt(folder: &Path) -> Option<Doubt> {
    let there = existing(folder);
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    if let Some(kind) = kind_of_mount(&mounts, &there)
        && is_network(&kind)
    {
        return Some(Doubt::Network(kind));
    }
    synchronised(folder).or_else(|| synchronised(&there))
}

/// The folder, or the nearest above it that exists, without links.
fn existing(folder: &Path) -> std::path::PathBuf {
    folder
        .ancestors()
        .find_map(|above| above.canonicalize().ok())
        .unwrap_or_else(|| folder.to_path_buf())
}

fn is_network(kind: &str) -> bool {
    NETWORK.contains(&kind) || (kind.starts_with("fuse.") && !LOCAL_FUSE.contains(&kind))
}

/// The file system of the innermost mount that holds `path`. In mountinfo the fifth field is where it is mounted, with
/// blanks as `\040`; the one after ` - ` is its kind. Of two on the same place the later lies on top.
fn kind_of_mount(mounts: &str, path: &Path) -> Option<String> {
    let mut best: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        let Some((before, after)) = line.split_once(" - ") else {
            continue;
        };
        let (Some(at), Some(kind)) = (before.split(' ').nth(4), after.split(' ').next()) else {
            continue;
        };
        let at = at.replace("\\040", " ");
        let depth = Path::new(&at).components().count();
        if path.starts_with(&at) && best.is_none_or(|(deepest, _)| depth >= deepest) {
            best = Some((depth, kind));
        }
    }
    best.map(|(_, kind)| kind.to_owned())
}

fn synchronised(folder: &Path) -> Option<Doubt> {
    let named = folder.components().find_map(|part| {
        let name = part.as_os_str().to_string_lossy().to_lowercase();
        SYNCHRONISED
            .iter()
            // "OneDrive - Example NHS Trust" is one as well.
            .find(|(known, _)| {
                name.strip_prefix(known)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '-', '_', '(']))
            })
            .map(|(_, by)| Doubt::Synchronised(by))
    });
    named.or_else(|| {
        folder.ancestors().find_map(|above| {
            MARKERS
                .iter()
                .find(|(marker, _)| above.join(marker).symlink_metadata().is_ok())
                .map(|(_, by)| Doubt::Synchronised(by))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /people/okafor/Team\\040share rw shared:2 master:1 - cifs //server/share rw
31 22 0:41 / /mnt/far rw - fuse.sshfs someone@host:/ rw
32 22 0:42 / /mnt/stick rw - fuseblk /dev/sdb1 rw
33 30 0:43 / /people/okafor/Team\\040share/local rw - ext4 /dev/sdc1 rw
34 22 0:44 / /mnt/over rw - nfs4 host:/over rw
35 22 0:45 / /mnt/over rw - tmpfs tmpfs rw";

    #[test]
    fn the_innermost_mount_says_whether_a_folder_is_on_another_computer() {
        for (path, kind, network) in [
            ("/people/okafor/register", "ext4", false),
            ("/people/okafor/Team share/register", "cifs", true),
            ("/people/okafor/Team share/local/register", "ext4", false),
            ("/people/okafor/Team shared", "ext4", false),
            ("/mnt/far/register", "fuse.sshfs", true),
            ("/mnt/stick/register", "fuseblk", false),
            ("/mnt/over/register", "tmpfs", false),
        ] {
            let found = kind_of_mount(MOUNTS, Path::new(path)).unwrap();
            assert_eq!(
                (found.as_str(), is_network(&found)),
                (kind, network),
                "{path}"
            );
        }
        assert_eq!(kind_of_mount("", Path::new("/a")), None);
    }

    #[test]
    fn a_synchronised_folder_is_known_by_its_name_or_by_what_stands_in_it() {
        for (path, by) in [
            (
                "/people/a/OneDrive - Example NHS Trust/register",
                Some("OneDrive"),
            ),
            ("/people/a/Dropbox/register", Some("Dropbox")),
            (
                "/people/a/Library/Mobile Documents/register",
                Some("iCloud"),
            ),
            (
                "/people/a/Google Drive/My Drive/register",
                Some("Google Drive"),
            ),
            ("/people/a/Dropboxes/register", None),
            ("/people/a/.local/share/casebook/register", None),
        ] {
            assert_eq!(
                synchronised(Path::new(path)),
                by.map(Doubt::Synchronised),
                "{path}"
            );
        }
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("work").join("register");
        assert_eq!(doubt(&inside), None);
        std::fs::create_dir(folder.path().join(".stfolder")).unwrap();
        assert_eq!(doubt(&inside), Some(Doubt::Synchronised("Syncthing")));
    }
}

//! Every value of `docs/formats.toml`, made by the program from the inputs beside it.

use casebook_core::ids::{CaseId, ChainId, PatientId, RecordId, RegisterId, RevisionId, UserId};
use casebook_core::record::entry::{Entry, commitment};
use casebook_core::record::fingerprint::{Ends, Fingerprint};
use casebook_core::record::verify::Checkpoint;
use casebook_core::record::write::Attestation;
use casebook_core::sensitive::Secret;
use casebook_core::store::backup::{Description, SmallFiles, check, pack};
use casebook_core::store::head::{Found, HeadFile};
use casebook_core::store::key_file::KeyFile;
use casebook_core::store::keys::{Derivation, Holder, SecretBytes, slow_digest, unwrap, wrap_with};
use casebook_core::store::recovery::RecoveryKey;
use casebook_core::store::work::Work;
use casebook_core::store::{Layout, files};
use data_encoding::HEXLOWER;
use ed25519_dalek::Signer as _;
use sha2::{Digest as _, Sha256};
use toml::{Table, Value};

fn vectors() -> Table {
    std::fs::read_to_string(super::file())
        .unwrap()
        .parse()
        .unwrap()
}

struct Part(Table);

fn part(name: &str) -> Part {
    Part(vectors()[name].as_table().unwrap().clone())
}

impl Part {
    fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap()
    }
    fn number(&self, name: &str) -> u64 {
        u64::try_from(self.0[name].as_integer().unwrap()).unwrap()
    }
    fn bytes<const N: usize>(&self, name: &str) -> [u8; N] {
        unhex(self.text(name))
    }
    fn secret(&self, name: &str) -> SecretBytes {
        SecretBytes::new(&self.bytes(name))
    }
}

fn unhex<const N: usize>(text: &str) -> [u8; N] {
    HEXLOWER
        .decode(text.as_bytes())
        .unwrap()
        .try_into()
        .unwrap()
}

/// The pairs that everything in the file is signed with.
fn holder() -> Holder {
    Holder::of(&part("keys").secret("secret"))
}

fn signed(message: &[u8]) -> String {
    HEXLOWER.encode(&holder().signing().sign(message).to_bytes())
}

#[test]
fn a_passphrase_wraps_a_secret_as_written_down() {
    for name in ["wrap", "wrap_full"] {
        let v = part(name);
        let derivation = Derivation {
            memory_kib: u32::try_from(v.number("memory_kib")).unwrap(),
            passes: u32::try_from(v.number("passes")).unwrap(),
            salt: v.text("salt").into(),
        };
        let bound = format!(
            "casebook secret 1 {} {}",
            v.text("register"),
            v.text("account")
        );
        let (secret, nonce) = (v.secret("secret"), v.bytes("nonce"));
        let wrapped = wrap_with(
            &secret,
            v.text("passphrase"),
            &derivation,
            bound.as_bytes(),
            nonce,
        )
        .unwrap();
        assert_eq!(wrapped.sealed, v.text("sealed"), "{name}");
        let opened = unwrap(
            &wrapped,
            v.text("passphrase"),
            &derivation,
            bound.as_bytes(),
        );
        assert_eq!(opened.unwrap(), secret);
    }
    assert_eq!(
        (
            Derivation::fresh().unwrap().memory_kib,
            Derivation::fresh().unwrap().passes
        ),
        (65_536, 3),
        "the vector wrap_full is for what is written today"
    );
}

#[test]
fn a_secret_and_a_recovery_key_make_the_pairs_that_were_written_down() {
    let v = part("keys");
    assert_eq!(holder().sealing_public(), v.text("sealing_public"));
    assert_eq!(holder().signing_public(), v.text("signing_public"));
    let v = part("recovery");
    let key = RecoveryKey::parse(&Secret::new(v.text("printed")), "recovery_key").unwrap();
    assert_eq!(key.holder().sealing_public(), v.text("sealing_public"));
}

#[test]
fn the_key_file_that_was_written_down_opens_with_its_passphrase_and_its_recovery_key() {
    let v = part("key_file");
    let file = KeyFile::parse(v.text("text").as_bytes()).unwrap();
    let account = file.accounts[0].user_id;
    let (secret, data_key) = file.unlock(account, v.text("passphrase")).unwrap();
    assert_eq!(
        (secret, data_key.clone()),
        (v.secret("secret"), v.secret("data_key"))
    );
    let recovery = part("recovery");
    let key = RecoveryKey::parse(&Secret::new(recovery.text("printed")), "recovery_key").unwrap();
    assert_eq!(file.recover(&key.holder()).unwrap(), data_key);
    file.check(&data_key).unwrap();
    // Written again it is the same, byte by byte.
    let folder = tempfile::tempdir().unwrap();
    let layout = Layout::new(folder.path());
    file.clone().write(&layout, &data_key).unwrap();
    assert_eq!(
        String::from_utf8(files::read(&layout.keys()).unwrap().unwrap()).unwrap(),
        v.text("text").trim_end()
    );
}

#[test]
fn a_body_and_an_entry_have_the_hashes_that_were_written_down() {
    let v = part("body");
    let made = commitment(&v.bytes("nonce"), v.text("text").as_bytes());
    assert_eq!(HEXLOWER.encode(&made), v.text("commitment"));
    let v = part("entry");
    let parents = v.0["parents"].as_array().unwrap();
    let entry = Entry {
        chain: ChainId::from_bytes(v.bytes("chain")),
        sequence: v.number("sequence"),
        lamport: v.number("lamport"),
        at: v.text("at").into(),
        author: UserId::from_bytes(v.bytes("author")),
        kind: v.text("kind").into(),
        record: Some(RecordId::from_bytes(v.bytes("record"))),
        record_kind: v.text("record_kind").into(),
        case: Some(CaseId::from_bytes(v.bytes("case"))),
        patient: Some(PatientId::from_bytes(v.bytes("patient"))),
        commitment: v.bytes("commitment"),
        parents: parents
            .iter()
            .map(|p| RevisionId::from_bytes(unhex(p.as_str().unwrap())))
            .collect(),
        previous: v.bytes("previous"),
    };
    assert_eq!(HEXLOWER.encode(&entry.hash()), v.text("hash"));
    assert_eq!(HEXLOWER.encode(&entry.commitment), HEXLOWER.encode(&made));
}

#[test]
fn attestations_checkpoints_and_heads_are_signed_as_written_down() {
    let v = part("attestation");
    let revision = RevisionId::from_bytes(v.bytes("revision"));
    let message = Attestation::message(v.text("meaning"), revision, v.text("at"), v.text("reason"));
    assert_eq!(signed(&message), v.text("signature"));
    let v = part("checkpoint");
    let chain = ChainId::from_bytes(v.bytes("chain"));
    let message = Checkpoint::message(chain, v.number("sequence"), v.text("hash"));
    assert_eq!(signed(&message), v.text("signature"));

    let v = part("head");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.head");
    let register = RegisterId::from_bytes(v.bytes("register"));
    let chain = ChainId::from_bytes(v.bytes("chain"));
    let mut file = HeadFile::open(&path, register).unwrap();
    let (sequence, hash) = (v.number("sequence"), v.bytes("hash"));
    file.write(chain, sequence, &hash, holder().signing())
        .unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let mut slot = format!("{}\n", v.text("slot")).into_bytes();
    slot.resize(512, b' ');
    assert_eq!(sequence % 2, 1, "an odd one stands in the second slot");
    assert_eq!((&bytes[..512], &bytes[512..]), (&[0; 512][..], &slot[..]));
    assert!(matches!(file.read().unwrap(), Found::Head { head, .. } if head.sequence == sequence));
}

#[test]
fn the_ends_of_the_chains_have_the_words_that_were_written_down() {
    let v = part("fingerprint");
    let chain = |c: &Value| {
        let c = c.as_table().unwrap();
        let sequence = u64::try_from(c["sequence"].as_integer().unwrap()).unwrap();
        let id = ChainId::from_bytes(unhex(c["chain"].as_str().unwrap()));
        (id, (sequence, unhex(c["hash"].as_str().unwrap())))
    };
    let ends = Ends {
        position: u32::try_from(v.number("position")).unwrap(),
        entries: u32::try_from(v.number("entries")).unwrap(),
        chains: v.0["chains"]
            .as_array()
            .unwrap()
            .iter()
            .map(chain)
            .collect(),
    };
    let made = ends.fingerprint().unwrap();
    assert_eq!(made.words(), v.text("words"));
    assert_eq!(Fingerprint::read(v.text("words")).unwrap(), made);
    let slow = slow_digest(&v.bytes::<32>("digest"), b"casebook words 1").unwrap();
    assert_eq!(HEXLOWER.encode(&slow), v.text("slow"));
}

#[test]
fn a_backup_begins_as_written_down() {
    let v = part("backup");
    let content = v.0["parts"].as_table().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let layout = Layout::new(folder.path());
    for (name, text) in content {
        std::fs::write(layout.folder().join(name), text.as_str().unwrap()).unwrap();
    }
    let list: serde_json::Value = serde_json::from_str(v.text("list")).unwrap();
    let wanted: Description = serde_json::from_value(list["description"].clone()).unwrap();
    let description = Description {
        seal: String::new(),
        ..wanted.clone()
    };
    let description = description.sealed(&v.secret("data_key")).unwrap();
    assert_eq!(description, wanted);
    let to = folder.path().join("made.backup");
    let small = SmallFiles::read(&layout).unwrap();
    pack(
        &description,
        &layout.database(),
        &small,
        &to,
        &Work::default(),
    )
    .unwrap();
    let bytes = std::fs::read(&to).unwrap();
    let head = v.text("head").as_bytes();
    assert_eq!(
        String::from_utf8_lossy(&bytes[..head.len()]),
        v.text("head")
    );
    assert_eq!(
        HEXLOWER.encode(&Sha256::digest(&bytes)),
        v.text("sha256"),
        "what follows are the parts, one after the other"
    );
    check(&bytes).unwrap();
}

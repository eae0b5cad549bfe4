//! `register.head`: where the journal ended at the last commit, signed, in two slots written in turn.
//!
//! Written after each commit and not synced: after a power cut it may lag behind the journal, never lead it, unless
//! commits were lost. A head that leads, or whose hash is not the journal's, shows a cut-off tail, a lost
//! write-ahead log or a file rolled back.

use super::files;
use crate::error::{Doing, Error, Result};
use crate::ids::{ChainId, RegisterId};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

const SLOT: usize = 512;

/// The end of one chain of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The chain.
    pub chain: ChainId,
    /// The last entry's place in it.
    pub sequence: u64,
    /// The last entry's hash.
    pub hash: [u8; 32],
    /// The public key that signed this head, hexadecimal.
    pub key: String,
}

fn message(register: RegisterId, chain: ChainId, sequence: u64, hash: &[u8; 32]) -> Vec<u8> {
    let hash = data_encoding::HEXLOWER.encode(hash);
    format!("casebook head 1 {register} {chain} {sequence} {hash}").into_bytes()
}

/// What the file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// There is no file, or nothing was ever written to it.
    Nothing,
    /// The newest slot whose signature holds; `damaged` when the other slot does not read.
    Head {
        /// The head.
        head: Head,
        /// A slot does not read or its signature does not hold.
        damaged: bool,
    },
    /// No slot reads.
    Damaged,
}

/// The open file.
#[derive(Debug)]
pub struct HeadFile {
    file: File,
    register: RegisterId,
}

impl HeadFile {
    /// Opens or makes the file.
    pub fn open(path: &Path, register: RegisterId) -> Result<Self> {
        Ok(Self {
            file: files::private_file(path)?,
            register,
        })
    }

    /// Writes the slot whose turn it is.
    pub fn write(
        &mut self,
        chain: ChainId,
        sequence: u64,
        hash: &[u8; 32],
        key: &SigningKey,
    ) -> Result<()> {
        let text = message(self.register, chain, sequence, hash);
        let signature = data_encoding::HEXLOWER.encode(&key.sign(&text).to_bytes());
        let public = data_encoding::HEXLOWER.encode(key.verifying_key().as_bytes());
        let mut slot = text;
        slot.extend_from_slice(format!(" {public} {signature}\n").as_bytes());
        slot.resize(SLOT, b' ');
        let at = if sequence.is_multiple_of(2) {
            0
        } else {
            SLOT as u64
        };
        self.file
            .seek(SeekFrom::Start(at))
            .and_then(|_| self.file.write_all(&slot))
            .doing("writing the head file")
    }

    /// Reads both slots.
    pub fn read(&mut self) -> Result<Found> {
        let mut bytes = Vec::new();
        self.file
            .seek(SeekFrom::Start(0))
            .and_then(|_| self.file.read_to_end(&mut bytes))
            .doing("reading the head file")?;
        if bytes.is_empty() {
            return Ok(Found::Nothing);
        }
        let slots: Vec<&[u8]> = bytes.chunks(SLOT).collect();
        let written = slots.iter().filter(|s| s.iter().any(|b| *b != 0)).count();
        let mut heads: Vec<Head> = slots
            .iter()
            .filter_map(|s| parse(s, self.register).ok())
            .collect();
        let damaged = heads.len() < written;
        heads.sort_by_key(|h| h.sequence);
        Ok(heads
            .pop()
            .map_or(Found::Damaged, |head| Found::Head { head, damaged }))
    }

    /// Makes what was written durable: at lock.
    pub fn sync(&self) -> Result<()> {
        self.file.sync_all().doing("writing the head file")
    }
}

fn parse(slot: &[u8], register: RegisterId) -> Result<Head> {
    let damaged = || Error::Damaged {
        what: "the head file".into(),
    };
    let text = std::str::from_utf8(slot).map_err(|_| damaged())?;
    // The padding is part of what was written: a changed blank is a changed file.
    let (line, padding) = text.split_once('\n').ok_or_else(damaged)?;
    if slot.len() != SLOT || padding.bytes().any(|b| b != b' ') {
        return Err(damaged());
    }
    let parts: Vec<&str> = line.split(' ').collect();
    let [_, _, _, found, chain, sequence, hash, public, signature] = parts.as_slice() else {
        return Err(damaged());
    };
    let unhex = |t: &str| {
        data_encoding::HEXLOWER
            .decode(t.as_bytes())
            .map_err(|_| damaged())
    };
    let chain = ChainId::parse(chain, "chain").map_err(|_| damaged())?;
    let sequence: u64 = sequence.parse().map_err(|_| damaged())?;
    let hash = <[u8; 32]>::try_from(unhex(hash)?.as_slice()).map_err(|_| damaged())?;
    let key = <[u8; 32]>::try_from(unhex(public)?.as_slice()).map_err(|_| damaged())?;
    let signature = <[u8; 64]>::try_from(unhex(signature)?.as_slice()).map_err(|_| damaged())?;
    let signed = message(register, chain, sequence, &hash);
    if *found != register.to_string() || !line.as_bytes().starts_with(&signed) {
        return Err(damaged());
    }
    VerifyingKey::from_bytes(&key)
        .and_then(|k| k.verify_strict(&signed, &Signature::from_bytes(&signature)))
        .map_err(|_| damaged())?;
    Ok(Head {
        chain,
        sequence,
        hash,
        key: (*public).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_head_is_read_and_every_flipped_bit_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register.head");
        let register = RegisterId::random().unwrap();
        let chain = ChainId::random().unwrap();
        let key = SigningKey::from_bytes(&[9; 32]);
        let mut file = HeadFile::open(&path, register).unwrap();
        assert_eq!(file.read().unwrap(), Found::Nothing);
        for sequence in 1..=3u8 {
            file.write(chain, u64::from(sequence), &[sequence; 32], &key)
                .unwrap();
        }
        let Found::Head { head, damaged } = file.read().unwrap() else {
            panic!()
        };
        assert_eq!((head.sequence, head.hash, damaged), (3, [3; 32], false));

        let whole = std::fs::read(&path).unwrap();
        for place in (0..whole.len()).step_by(7) {
            let mut bytes = whole.clone();
            bytes[place] ^= 1 << (place % 8);
            std::fs::write(&path, &bytes).unwrap();
            let found = HeadFile::open(&path, register).unwrap().read().unwrap();
            assert!(
                matches!(found, Found::Head { damaged: true, .. }),
                "byte {place}"
            );
        }
    }
}

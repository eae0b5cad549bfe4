//! `register.keys`: which accounts can open the register, each with its wrapped secret and the data key sealed to it.

use super::keys::{
    Derivation, Holder, SealedTo, SecretBytes, Wrapped, seal_of, seal_to, unwrap, wrap,
};
use super::{Layout, files};
use crate::error::{Error, Result};
use crate::ids::{RegisterId, UserId};
use serde::{Deserialize, Serialize};

const FORMAT: u32 = 1;

/// One account's keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountKeys {
    /// The account.
    pub user_id: UserId,
    /// Name on the unlock screen.
    pub name: String,
    /// How its passphrase becomes a key.
    pub derivation: Derivation,
    /// Its secret, wrapped by the passphrase.
    pub secret: Wrapped,
    /// Public half of its sealing pair, hexadecimal.
    pub sealing_public: String,
    /// The data key, sealed to it.
    pub data_key: SealedTo,
}

/// The recovery key's part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecoveryKeys {
    /// Public half of its sealing pair, hexadecimal.
    pub sealing_public: String,
    /// The data key, sealed to it.
    pub data_key: SealedTo,
    /// It was typed back after it was shown.
    pub confirmed: bool,
}

/// The file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyFile {
    /// Version of the file's format.
    pub format: u32,
    /// The register that it opens.
    pub register_id: RegisterId,
    /// Grows by one with every change, so that an older file is recognised.
    pub generation: u32,
    /// The accounts.
    pub accounts: Vec<AccountKeys>,
    /// The recovery key.
    pub recovery: RecoveryKeys,
    /// Over everything above, by the data key: a public key that somebody else has put in is noticed before anything is
    /// sealed to it. Empty in a file of before there were seals.
    #[serde(default)]
    pub seal: String,
}

fn bound_secret(register: RegisterId, user: UserId) -> Vec<u8> {
    format!("casebook secret 1 {register} {user}").into_bytes()
}

fn bound_key(register: RegisterId, generation: u32, holder: &str) -> Vec<u8> {
    format!("casebook data key 1 {register} {generation} {holder}").into_bytes()
}

impl KeyFile {
    /// A file with no account yet and the recovery key's part.
    pub fn new(
        register_id: RegisterId,
        data_key: &SecretBytes,
        recovery_public: String,
    ) -> Result<Self> {
        let sealed = seal_to(
            &recovery_public,
            data_key,
            &bound_key(register_id, 1, "recovery"),
        )?;
        Ok(Self {
            format: FORMAT,
            register_id,
            generation: 1,
            accounts: Vec::new(),
            recovery: RecoveryKeys {
                sealing_public: recovery_public,
                data_key: sealed,
                confirmed: false,
            },
            seal: String::new(),
        })
    }

    /// What is sealed: the file without its seal.
    fn text(&self) -> Result<Vec<u8>> {
        let bare = Self {
            seal: String::new(),
            ..self.clone()
        };
        serde_json::to_vec(&bare).map_err(|_| Error::Io {
            doing: "sealing the key file",
            path: String::new(),
        })
    }

    /// Errors: `Damaged` unless the file is as the program wrote it.
    pub fn check(&self, data_key: &SecretBytes) -> Result<()> {
        if self.seal == seal_of(data_key, &self.text()?)? {
            return Ok(());
        }
        Err(Error::Damaged {
            what: "the key file register.keys: something other than Casebook has changed it. Put it back from a backup"
                .into(),
        })
    }

    /// Reads the file. Errors: `Damaged` when it is missing or not as written, `TooNew` for a newer format.
    pub fn read(layout: &Layout) -> Result<Self> {
        let damaged = || Error::Damaged {
            what: "the key file register.keys".into(),
        };
        let bytes = files::read(&layout.keys())?.ok_or_else(damaged)?;
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        let found: Format = serde_json::from_slice(&bytes).map_err(|_| damaged())?;
        if found.format > FORMAT {
            return Err(Error::TooNew {
                found: found.format,
                known: FORMAT,
            });
        }
        serde_json::from_slice(&bytes).map_err(|_| damaged())
    }

    /// Seals and writes the file; the generation before is kept beside it.
    pub fn write(&mut self, layout: &Layout, data_key: &SecretBytes) -> Result<()> {
        self.seal = seal_of(data_key, &self.text()?)?;
        let bytes = serde_json::to_vec_pretty(self).map_err(|_| Error::Io {
            doing: "writing the key file",
            path: String::new(),
        })?;
        if let Some(before) = files::read(&layout.keys())? {
            files::replace(&layout.previous_keys(), &before)?;
        }
        files::replace(&layout.keys(), &bytes)
    }

    /// The account's part.
    pub fn account(&self, user: UserId) -> Result<&AccountKeys> {
        self.accounts
            .iter()
            .find(|a| a.user_id == user)
            .ok_or(Error::NotFound { what: "account" })
    }

    /// Puts an account in, or in place of the one it has.
    pub fn put_account(
        &mut self,
        user: UserId,
        name: &str,
        passphrase: &str,
        secret: &SecretBytes,
        data_key: &SecretBytes,
    ) -> Result<()> {
        let derivation = Derivation::fresh()?;
        let wrapped = wrap(
            secret,
            passphrase,
            &derivation,
            &bound_secret(self.register_id, user),
        )?;
        let sealing_public = Holder::of(secret).sealing_public();
        let data = seal_to(
            &sealing_public,
            data_key,
            &bound_key(self.register_id, self.generation, &user.to_string()),
        )?;
        self.accounts.retain(|a| a.user_id != user);
        self.accounts.push(AccountKeys {
            user_id: user,
            name: name.to_owned(),
            derivation,
            secret: wrapped,
            sealing_public,
            data_key: data,
        });
        self.accounts.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(())
    }

    /// The next generation: the data key is sealed to every account and to the recovery key afresh.
    pub fn advance(&mut self, data_key: &SecretBytes) -> Result<()> {
        self.generation = self.generation.saturating_add(1);
        for account in &mut self.accounts {
            account.data_key = seal_to(
                &account.sealing_public,
                data_key,
                &bound_key(
                    self.register_id,
                    self.generation,
                    &account.user_id.to_string(),
                ),
            )?;
        }
        self.recovery.data_key = seal_to(
            &self.recovery.sealing_public,
            data_key,
            &bound_key(self.register_id, self.generation, "recovery"),
        )?;
        Ok(())
    }

    /// Opens with an account's passphrase: its secret and the data key.
    ///
    /// Errors: `WrongPassphrase`, decided by the wrap's tag alone; `Damaged` for anything after that.
    pub fn unlock(&self, user: UserId, passphrase: &str) -> Result<(SecretBytes, SecretBytes)> {
        let account = self.account(user)?;
        let secret = unwrap(
            &account.secret,
            passphrase,
            &account.derivation,
            &bound_secret(self.register_id, user),
        )?;
        let holder = Holder::of(&secret);
        if holder.sealing_public() != account.sealing_public {
            return Err(Error::Damaged {
                what: "the key file: an account's public key".into(),
            });
        }
        let data_key = holder.open(
            &account.data_key,
            &bound_key(self.register_id, self.generation, &user.to_string()),
        )?;
        Ok((secret, data_key))
    }

    /// Opens with the recovery key. Errors: `WrongPassphrase` for another register's key.
    pub fn recover(&self, holder: &Holder) -> Result<SecretBytes> {
        if holder.sealing_public() != self.recovery.sealing_public {
            return Err(Error::WrongPassphrase);
        }
        holder.open(
            &self.recovery.data_key,
            &bound_key(self.register_id, self.generation, "recovery"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::keys::fresh_secret;
    use super::super::recovery::RecoveryKey;
    use super::*;

    fn file() -> (KeyFile, UserId, SecretBytes, RecoveryKey) {
        let data_key = fresh_secret().unwrap();
        let recovery = RecoveryKey::fresh().unwrap();
        let mut file = KeyFile::new(
            RegisterId::random().unwrap(),
            &data_key,
            recovery.holder().sealing_public(),
        )
        .unwrap();
        let user = UserId::random().unwrap();
        file.put_account(
            user,
            "Dr A. Okafor",
            "one two three",
            &fresh_secret().unwrap(),
            &data_key,
        )
        .unwrap();
        (file, user, data_key, recovery)
    }

    #[test]
    fn the_passphrase_and_the_recovery_key_open_every_generation() {
        let (mut file, user, data_key, recovery) = file();
        for _ in 0..2 {
            assert_eq!(file.unlock(user, "one two three").unwrap().1, data_key);
            assert_eq!(file.recover(&recovery.holder()).unwrap(), data_key);
            file.advance(&data_key).unwrap();
        }
        assert!(matches!(
            file.unlock(user, "one two four"),
            Err(Error::WrongPassphrase)
        ));
        let other = RecoveryKey::fresh().unwrap();
        assert!(matches!(
            file.recover(&other.holder()),
            Err(Error::WrongPassphrase)
        ));
    }

    #[test]
    fn parts_of_another_generation_or_account_do_not_fit() {
        let (mut file, user, data_key, _) = file();
        let old = file.accounts[0].data_key.clone();
        file.advance(&data_key).unwrap();
        file.accounts[0].data_key = old;
        assert!(matches!(
            file.unlock(user, "one two three"),
            Err(Error::Damaged { .. })
        ));
    }

    #[test]
    fn the_file_reads_back_and_the_generation_before_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(folder.path());
        let (mut file, _, data_key, _) = file();
        file.write(&layout, &data_key).unwrap();
        let first = file.clone();
        file.advance(&data_key).unwrap();
        file.write(&layout, &data_key).unwrap();
        assert_eq!(KeyFile::read(&layout).unwrap(), file);
        let before = std::fs::read(layout.previous_keys()).unwrap();
        assert_eq!(serde_json::from_slice::<KeyFile>(&before).unwrap(), first);
    }

    #[test]
    fn whatever_somebody_else_puts_into_the_file_breaks_its_seal() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(folder.path());
        let (mut file, _, data_key, _) = file();
        file.write(&layout, &data_key).unwrap();
        file.check(&data_key).unwrap();
        let other = RecoveryKey::fresh().unwrap().holder().sealing_public();
        let changes: [fn(&mut KeyFile, &str); 5] = [
            |f, other| f.recovery.sealing_public = other.to_owned(),
            |f, other| f.accounts[0].sealing_public = other.to_owned(),
            |f, _| f.accounts[0].name = "Dr B. Else".into(),
            |f, _| f.recovery.confirmed = true,
            |f, _| f.seal.clear(),
        ];
        for change in changes {
            let mut forged = file.clone();
            change(&mut forged, &other);
            assert!(matches!(
                forged.check(&data_key),
                Err(Error::Damaged { .. })
            ));
        }
    }
}

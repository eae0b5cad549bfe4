//! `register.keys`: which accounts can open the register, each with its wrapped secret and the data key sealed to it.

use super::keys::{
    Derivation, Holder, SealedTo, SecretBytes, Wrapped, fresh_secret, seal_of, seal_to, unwrap,
    wrap,
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
    /// The data key, sealed to it; absent while the account is closed, so that nothing here opens the register for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_key: Option<SealedTo>,
    /// Until when the code of an invitation counts, RFC 3339: the secret is wrapped by that code, and goes with it. Absent
    /// for an account that is its owner's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_until: Option<String>,
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

/// What an account that was closed is told.
pub fn closed() -> Error {
    Error::Refused {
        rule: "account-closed",
        message: "This account is closed. Somebody who keeps accounts can open it again.".into(),
    }
}

/// What somebody is told whose code is over, was used or was withdrawn.
pub fn no_invitation() -> Error {
    Error::Refused {
        rule: "no-invitation",
        message: "There is no invitation any more: it was used, withdrawn, or its day is over. Ask for a new one."
            .into(),
    }
}

fn bound_secret(register: RegisterId, user: UserId) -> Vec<u8> {
    format!("casebook secret 1 {register} {user}").into_bytes()
}

fn bound_invitation(register: RegisterId, user: UserId, until: &str) -> Vec<u8> {
    format!("casebook invitation 1 {register} {user} {until}").into_bytes()
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
        Self::parse(&bytes)
    }

    /// Reads the file's bytes, wherever they came from. Errors: as [`KeyFile::read`].
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let damaged = || Error::Damaged {
            what: "the key file register.keys".into(),
        };
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        let found: Format = serde_json::from_slice(bytes).map_err(|_| damaged())?;
        if found.format > FORMAT {
            return Err(Error::TooNew {
                found: found.format,
                known: FORMAT,
            });
        }
        serde_json::from_slice(bytes).map_err(|_| damaged())
    }

    /// Seals and writes the file; the generation before is kept beside it, without the data key of an account that is
    /// closed by now.
    pub fn write(&mut self, layout: &Layout, data_key: &SecretBytes) -> Result<()> {
        let bytes = self.sealed(data_key)?;
        if let Some(before) = files::read(&layout.keys())? {
            let kept = self.without_the_closed(&before, data_key)?;
            files::replace(
                &layout.previous_keys(),
                kept.as_deref().unwrap_or(before.as_slice()),
            )?;
        }
        files::replace(&layout.keys(), &bytes)
    }

    fn sealed(&mut self, data_key: &SecretBytes) -> Result<Vec<u8>> {
        self.seal = seal_of(data_key, &self.text()?)?;
        serde_json::to_vec_pretty(self).map_err(|_| Error::Io {
            doing: "writing the key file",
            path: String::new(),
        })
    }

    /// An earlier file with nothing in it that opens the register for an account that is closed here, or has other keys by
    /// now; nothing where it has no such thing.
    fn without_the_closed(&self, before: &[u8], data_key: &SecretBytes) -> Result<Option<Vec<u8>>> {
        let Ok(mut file) = serde_json::from_slice::<Self>(before) else {
            return Ok(None);
        };
        let mut taken = false;
        for account in &mut file.accounts {
            let replaced = self
                .account(account.user_id)
                .is_ok_and(|now| now.sealing_public != account.sealing_public);
            if account.data_key.is_some() && (replaced || self.is_closed(account.user_id)) {
                account.data_key = None;
                taken = true;
            }
        }
        if file.recovery.sealing_public != self.recovery.sealing_public {
            file.replace_recovery(self.recovery.sealing_public.clone(), data_key)?;
            taken = true;
        }
        if taken {
            file.sealed(data_key).map(Some)
        } else {
            Ok(None)
        }
    }

    /// Is the account one that was closed?
    pub fn is_closed(&self, user: UserId) -> bool {
        self.account(user).is_ok_and(|a| a.data_key.is_none())
    }

    /// Takes the data key from an account. Its wrapped secret stays, so that the account can be opened again.
    pub fn close_account(&mut self, user: UserId) -> Result<()> {
        self.account_mut(user)?.data_key = None;
        Ok(())
    }

    /// Seals the data key to an account that was closed: its passphrase opens the register again.
    pub fn reopen_account(&mut self, user: UserId, data_key: &SecretBytes) -> Result<()> {
        let bound = bound_key(self.register_id, self.generation, &user.to_string());
        let account = self.account_mut(user)?;
        if account.invited_until.is_some() {
            return Err(no_invitation());
        }
        account.data_key = Some(seal_to(&account.sealing_public, data_key, &bound)?);
        Ok(())
    }

    /// Puts an account in that waits for its owner: a code opens it until an instant, RFC 3339. What an earlier code
    /// opened is gone.
    pub fn invite(
        &mut self,
        user: UserId,
        name: &str,
        code: &str,
        until: &str,
        data_key: &SecretBytes,
    ) -> Result<()> {
        let secret = fresh_secret()?;
        self.put_account(user, name, code, &secret, data_key)?;
        let bound = bound_invitation(self.register_id, user, until);
        let account = self.account_mut(user)?;
        account.secret = wrap(&secret, code, &account.derivation, &bound)?;
        account.invited_until = Some(until.to_owned());
        Ok(())
    }

    /// Opens with the code of an invitation: the data key, and until when it counts. Whether that is over is for the caller
    /// to say, who knows the time.
    ///
    /// Errors: `Refused` for an account that waits for nobody; `WrongPassphrase` for another code.
    pub fn open_invitation(&self, user: UserId, code: &str) -> Result<(SecretBytes, String)> {
        let account = self.account(user)?;
        let (Some(until), Some(sealed)) = (&account.invited_until, &account.data_key) else {
            return Err(no_invitation());
        };
        let secret = unwrap(
            &account.secret,
            code,
            &account.derivation,
            &bound_invitation(self.register_id, user, until),
        )?;
        let data_key = Holder::of(&secret).open(
            sealed,
            &bound_key(self.register_id, self.generation, &user.to_string()),
        )?;
        Ok((data_key, until.clone()))
    }

    fn account_mut(&mut self, user: UserId) -> Result<&mut AccountKeys> {
        self.accounts
            .iter_mut()
            .find(|a| a.user_id == user)
            .ok_or(Error::NotFound { what: "account" })
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
            data_key: Some(data),
            invited_until: None,
        });
        self.accounts.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(())
    }

    /// The next generation: the data key is sealed afresh to every account that is not closed and to the recovery key.
    pub fn advance(&mut self, data_key: &SecretBytes) -> Result<()> {
        self.generation = self.generation.saturating_add(1);
        for account in self.accounts.iter_mut().filter(|a| a.data_key.is_some()) {
            account.data_key = Some(seal_to(
                &account.sealing_public,
                data_key,
                &bound_key(
                    self.register_id,
                    self.generation,
                    &account.user_id.to_string(),
                ),
            )?);
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
    /// Errors: `Refused` for an account that is closed; `WrongPassphrase`, decided by the wrap's tag alone; `Damaged` for
    /// anything after that.
    pub fn unlock(&self, user: UserId, passphrase: &str) -> Result<(SecretBytes, SecretBytes)> {
        let account = self.account(user)?;
        let sealed = account.data_key.as_ref().ok_or_else(closed)?;
        if account.invited_until.is_some() {
            return Err(Error::Refused {
                rule: "invited",
                message: "This account waits for its owner. Use the code of the invitation.".into(),
            });
        }
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
            sealed,
            &bound_key(self.register_id, self.generation, &user.to_string()),
        )?;
        Ok((secret, data_key))
    }

    /// Puts a new recovery key in place of the one before, which opens no file from this one on. It is not typed back yet.
    pub fn replace_recovery(
        &mut self,
        sealing_public: String,
        data_key: &SecretBytes,
    ) -> Result<()> {
        self.recovery = RecoveryKeys {
            data_key: seal_to(
                &sealing_public,
                data_key,
                &bound_key(self.register_id, self.generation, "recovery"),
            )?,
            sealing_public,
            confirmed: false,
        };
        Ok(())
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
    fn a_closed_account_is_in_no_kept_file_with_the_data_key_and_opens_again_with_its_passphrase() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(folder.path());
        let (mut file, user, data_key, recovery) = file();
        file.write(&layout, &data_key).unwrap();
        file.advance(&data_key).unwrap();
        file.close_account(user).unwrap();
        file.write(&layout, &data_key).unwrap();
        file.advance(&data_key).unwrap();
        for kept in [layout.keys(), layout.previous_keys()] {
            let kept: KeyFile = serde_json::from_slice(&std::fs::read(kept).unwrap()).unwrap();
            kept.check(&data_key).unwrap();
            assert!(kept.is_closed(user));
            assert!(matches!(
                kept.unlock(user, "one two three"),
                Err(Error::Refused {
                    rule: "account-closed",
                    ..
                })
            ));
            assert_eq!(kept.recover(&recovery.holder()).unwrap(), data_key);
        }
        assert!(file.is_closed(user), "a next generation does not open it");
        file.reopen_account(user, &data_key).unwrap();
        assert_eq!(file.unlock(user, "one two three").unwrap().1, data_key);
        file.advance(&data_key).unwrap();
        assert_eq!(file.unlock(user, "one two three").unwrap().1, data_key);
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

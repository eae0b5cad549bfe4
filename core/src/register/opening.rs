//! The way in: set up, unlock, reset by the recovery key, and what is checked before the register is open.

use super::{AUDIT_WITHIN, Register, Writer, backing_up, held, meta, set_meta};
use crate::clock::{Clock, stamp};
use crate::error::{Doing, Error, Result};
use crate::ids::{ChainId, RegisterId, UserId};
use crate::op::Op;
use crate::record::audit::Audited;
use crate::record::journal::Tip;
use crate::record::{WriteTx, rebuild};
use crate::sensitive::Secret;
use crate::session::{Mode, Session};
use crate::store::attempts::Attempts;
use crate::store::head::{Found, HeadFile};
use crate::store::hold::Hold;
use crate::store::key_file::{KeyFile, closed};
use crate::store::keys::{Holder, SecretBytes, fresh_secret};
use crate::store::recovery::RecoveryKey;
use crate::store::{Layout, backup, files, migrate, open};
use crate::users::{NewUser, User};
use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, Weak};

/// Stands in `meta` from before a migration until its lists have been made anew.
const LISTS_BEHIND: &str = "lists_behind";

/// What ties a chain to this installation: a copied folder gets a chain of its own.
fn installation(layout: &Layout) -> String {
    let machine = std::fs::read_to_string("/etc/machine-id").unwrap_or_default();
    let folder = layout
        .folder()
        .canonicalize()
        .unwrap_or_else(|_| layout.folder().to_path_buf());
    let digest = Sha256::digest(format!("{machine}\n{}", folder.display()));
    data_encoding::HEXLOWER.encode(&digest)
}

impl Register {
    /// Sets up a register in `folder`, which must not hold one, with its first account.
    ///
    /// Everything is made in a folder beside it and moved into place at once, so that an interrupted set-up leaves
    /// nothing behind that looks like a register.
    pub fn set_up(
        layout: &Layout,
        first: &NewUser,
        clock: Arc<dyn Clock>,
    ) -> Result<(Arc<Self>, Session, RecoveryKey)> {
        if layout.exists() {
            return Err(Error::Refused {
                rule: "register-exists",
                message: "There is already a register in this folder. Unlock it, or choose another folder.".into(),
            });
        }
        let layout = &Layout::new(
            std::path::absolute(layout.folder()).doing("finding the register's folder")?,
        );
        let folder = layout.folder();
        let mut name = folder.file_name().unwrap_or_default().to_os_string();
        name.push(".setting-up");
        let making = Layout::new(folder.with_file_name(name));
        let _ = std::fs::remove_dir_all(making.folder());
        files::private_folder(making.folder())?;

        let (register_id, user) = (RegisterId::random()?, UserId::random()?);
        let data_key = fresh_secret()?;
        let secret = fresh_secret()?;
        let recovery = RecoveryKey::fresh()?;
        let mut keys = KeyFile::new(register_id, &data_key, recovery.holder().sealing_public())?;
        keys.put_account(
            user,
            &first.name,
            first.passphrase.expose(),
            &secret,
            &data_key,
        )?;
        keys.write(&making, &data_key)?;
        {
            let mut connection = open::connection(&making.database(), &data_key, true)?;
            migrate::bring_up(&mut connection)?;
            set_meta(&connection, "register_id", &register_id.to_string())?;
            set_meta(&connection, "generation", "1")?;
            set_meta(&connection, "keys_sealed", "1")?;
            Self::first_entries(
                &making,
                layout,
                &mut connection,
                register_id,
                user,
                &Holder::of(&secret),
                first,
                clock.as_ref(),
            )?;
            connection
                .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
                .doing("setting up the register")?;
        }
        // What is in the folder is there for good before the folder is where a register is looked for.
        files::sync_folder(making.folder())?;
        if folder.exists() {
            // Renaming onto an empty folder replaces it; anything in it stops the set-up.
            std::fs::remove_dir(folder).map_err(|_| Error::Refused {
                rule: "folder-not-empty",
                message: "The folder for the register is not empty. Choose an empty folder.".into(),
            })?;
        }
        std::fs::rename(making.folder(), folder).doing("putting the register in place")?;
        if let Some(parent) = folder.parent() {
            files::sync_folder(parent)?;
        }

        let lock = Hold::take(layout, clock.now())?;
        let (register, session) =
            Self::enter(layout, lock, &keys, user, &secret, data_key, clock, None, 0)?;
        Ok((register, session, recovery))
    }

    /// The chain's first entries, written before the folder is put in place: a register that stands is a whole one.
    #[allow(clippy::too_many_arguments)] // Everything that a register consists of, once.
    fn first_entries(
        making: &Layout,
        place: &Layout,
        connection: &mut Connection,
        register_id: RegisterId,
        user: UserId,
        holder: &Holder,
        first: &NewUser,
        clock: &dyn Clock,
    ) -> Result<()> {
        let chain = ChainId::random()?;
        set_meta(connection, "chain_id", &chain.to_string())?;
        set_meta(connection, "installation", &installation(place))?;
        let mut tip = Tip {
            chain,
            sequence: 0,
            lamport: 0,
            hash: [0; 32],
        };
        let transaction = connection.transaction().doing("setting up the register")?;
        let mut tx = WriteTx {
            connection: &transaction,
            tip: &mut tip,
            kinds: crate::KINDS,
            author: user,
            holder,
            at: stamp(clock.now()),
            changed: BTreeSet::new(),
        };
        let account = User {
            name: first.name.clone(),
            role: first.role,
            signing_key: holder.signing_public(),
            post: first.post.clone(),
            registration: first.registration.clone(),
            disabled: false,
            deputy: None,
            pass_on_hours: 0,
            invited_until: None,
        };
        crate::users::store::put(&mut tx, user, &account)?;
        tx.key_change("account-made", user)?;
        tx.audit_own(Audited::SetUp, None, None, None, "")?;
        transaction.commit().doing("setting up the register")?;
        let mut head = HeadFile::open(&making.head(), register_id)?;
        head.write(tip.chain, tip.sequence, &tip.hash, holder.signing())?;
        head.sync()
    }

    /// Unlocks with an account's passphrase.
    ///
    /// Errors: `InUse`, `TooSoon`, `Refused` for a closed account, `WrongPassphrase`, `Damaged`, `TooNew`.
    pub fn unlock(
        layout: &Layout,
        user: UserId,
        passphrase: &Secret,
        clock: Arc<dyn Clock>,
    ) -> Result<(Arc<Self>, Session)> {
        let (lock, keys, attempts) = Self::approach(layout, clock.as_ref())?;
        let found = keys.unlock(user, passphrase.expose());
        let wrong = || Error::WrongPassphrase;
        let (secret, data_key) = attempts.counted(found, &layout.attempts(), clock.now(), wrong)?;
        Self::enter(
            layout,
            lock,
            &keys,
            user,
            &secret,
            data_key,
            clock,
            None,
            attempts.wrong,
        )
    }

    /// Is this the passphrase of the account that works in the open register? Asked when a device comes back. Tries count
    /// together with those of unlocking.
    ///
    /// Errors: `TooSoon`, `WrongPassphrase`; `Damaged` for a key file that isn't the one this register was opened with.
    pub fn recognise(&self, user: UserId, passphrase: &Secret) -> Result<()> {
        self.secret_of(user, passphrase).map(drop)
    }

    /// Another account of the register goes on in it, as by locking and unlocking: what is written from now on is theirs
    /// and bears their signature. Tries count together with those of unlocking.
    ///
    /// Errors: as [`Self::recognise`]; `Refused` for a closed account.
    pub fn change_hands(&self, user: UserId, passphrase: &Secret) -> Result<Session> {
        let secret = self.secret_of(user, passphrase)?;
        let own = self.read(|c| crate::users::store::account(c, user))?;
        if own.disabled {
            return Err(closed());
        }
        let holder = Holder::of(&secret);
        if own.signing_key != holder.signing_public() {
            return Err(Error::Damaged {
                what: "the account's signing key is not the one in the record".into(),
            });
        }
        *held(&self.holder) = Some(Arc::new(holder));
        // Whoever worked here before asks anew, should they come back.
        held(&self.reasons).clear();
        Ok(Session {
            user,
            name: own.name,
            role: own.role,
            mode: Mode::Staff,
        })
    }

    fn secret_of(&self, user: UserId, passphrase: &Secret) -> Result<SecretBytes> {
        let path = self.layout.attempts();
        let attempts = Attempts::read(&path)?;
        let seconds = attempts.wait_seconds(self.clock.now());
        if seconds > 0 {
            return Err(Error::TooSoon { seconds });
        }
        let keys = KeyFile::read(&self.layout)?;
        let unlocked = keys.unlock(user, passphrase.expose());
        let wrong = || Error::WrongPassphrase;
        let (secret, found) = attempts.counted(unlocked, &path, self.clock.now(), wrong)?;
        let own = held(&self.data_key).clone().ok_or(Error::Locked)?;
        keys.check(&own)?;
        if found != own {
            return Err(Error::Damaged {
                what: "the key file is another register's".into(),
            });
        }
        Attempts::clear(&path)?;
        Ok(secret)
    }

    /// Gives an account a new passphrase and new keys by the recovery key, and unlocks with it.
    ///
    /// The account's old signing key is retired: what it signed stays valid, it signs nothing more.
    pub fn reset(
        layout: &Layout,
        user: UserId,
        recovery: &RecoveryKey,
        passphrase: &Secret,
        clock: Arc<dyn Clock>,
    ) -> Result<(Arc<Self>, Session)> {
        let (lock, mut keys, attempts) = Self::approach(layout, clock.as_ref())?;
        let wrong = || {
            Error::field(
                "recovery_key",
                "recovery-key",
                "This is not the recovery key of this register.",
            )
        };
        let found = keys.recover(&recovery.holder());
        let data_key = attempts.counted(found, &layout.attempts(), clock.now(), wrong)?;
        let account = Self::account_behind(layout, &keys, &data_key, user, |_, _| Ok(()))?;
        if account.disabled || keys.is_closed(user) {
            return Err(closed());
        }
        let secret = Self::make_theirs(layout, &mut keys, user, passphrase, &data_key)?;
        let renewed = User {
            signing_key: Holder::of(&secret).signing_public(),
            invited_until: None,
            ..account
        };
        Self::enter(
            layout,
            lock,
            &keys,
            user,
            &secret,
            data_key,
            clock,
            Some(&renewed),
            attempts.wrong,
        )
    }

    /// The account as the record has it, for somebody who has the data key and not yet a passphrase of the account's;
    /// `asked` says what else must be so. Errors: `Damaged`, `TooNew`, `NotFound`.
    pub(super) fn account_behind(
        layout: &Layout,
        keys: &KeyFile,
        data_key: &SecretBytes,
        user: UserId,
        asked: impl FnOnce(&Connection, &User) -> Result<()>,
    ) -> Result<User> {
        let connection = open::connection(&layout.database(), data_key, false)?;
        migrate::refuse_newer(&connection)?;
        Self::keys_intact(&connection, keys, data_key)?;
        let account = crate::users::store::account(&connection, user)?;
        asked(&connection, &account)?;
        Ok(account)
    }

    /// A passphrase and new keys for an account, on the disk. Answers with its secret.
    pub(super) fn make_theirs(
        layout: &Layout,
        keys: &mut KeyFile,
        user: UserId,
        passphrase: &Secret,
        data_key: &SecretBytes,
    ) -> Result<SecretBytes> {
        let name = keys.account(user)?.name.clone();
        let secret = fresh_secret()?;
        keys.advance(data_key)?;
        keys.put_account(user, &name, passphrase.expose(), &secret, data_key)?;
        keys.write(layout, data_key)?;
        Ok(secret)
    }

    /// Is the key file as the program wrote it? `false` for one of before there were seals, which a register that has
    /// seen a sealed one does not take any more. Errors: `Damaged`.
    pub(super) fn keys_intact(
        connection: &rusqlite::Connection,
        keys: &KeyFile,
        data_key: &SecretBytes,
    ) -> Result<bool> {
        if keys.seal.is_empty() && meta(connection, "keys_sealed")?.is_none() {
            return Ok(false);
        }
        keys.check(data_key).map(|()| true)
    }

    pub(super) fn approach(
        layout: &Layout,
        clock: &dyn Clock,
    ) -> Result<(Hold, KeyFile, Attempts)> {
        if !layout.exists() {
            return Err(Error::NotFound { what: "register" });
        }
        let lock = Hold::take(layout, clock.now())?;
        let attempts = Attempts::read(&layout.attempts())?;
        let seconds = attempts.wait_seconds(clock.now());
        if seconds > 0 {
            return Err(Error::TooSoon { seconds });
        }
        Ok((lock, KeyFile::read(layout)?, attempts))
    }

    #[allow(clippy::too_many_arguments)] // The one place where everything that opens a register comes together.
    pub(super) fn enter(
        layout: &Layout,
        mut lock: Hold,
        keys: &KeyFile,
        user: UserId,
        secret: &SecretBytes,
        data_key: SecretBytes,
        clock: Arc<dyn Clock>,
        account: Option<&User>,
        failed_tries: u32,
    ) -> Result<(Arc<Self>, Session)> {
        files::private_folder(layout.folder())?;
        files::private_file(&layout.database())?;
        let mut connection = open::connection(&layout.database(), &data_key, false)?;
        Self::bring_up(layout, keys, &mut connection, &data_key, clock.as_ref())?;
        open::cache_kib(&connection, 65_536)?;

        let damaged = |what: &str| Error::Damaged {
            what: what.to_owned(),
        };
        if meta(&connection, "register_id")?.as_deref() != Some(&keys.register_id.to_string()) {
            return Err(damaged("the key file belongs to another register"));
        }
        let generation: u32 = meta(&connection, "generation")?
            .and_then(|g| g.parse().ok())
            .unwrap_or(0);
        if keys.generation < generation {
            return Err(damaged(
                "the key file register.keys is older than the register: it was put back from a copy",
            ));
        }
        if !Self::keys_intact(&connection, keys, &data_key)? {
            keys.clone().write(layout, &data_key)?;
        }
        set_meta(&connection, "keys_sealed", "1")?;
        set_meta(&connection, "generation", &keys.generation.to_string())?;

        let mark = installation(layout);
        let chain = match meta(&connection, "chain_id")? {
            Some(chain) if meta(&connection, "installation")?.as_deref() == Some(&mark) => {
                ChainId::parse(&chain, "chain")?
            }
            _ => {
                let chain = ChainId::random()?;
                set_meta(&connection, "chain_id", &chain.to_string())?;
                set_meta(&connection, "installation", &mark)?;
                chain
            }
        };
        let holder = Arc::new(Holder::of(secret));
        let mut head = HeadFile::open(&layout.head(), keys.register_id)?;
        let disagreement = Self::head_disagrees(&connection, &head.read()?)?;
        let tip = Tip::read(&connection, chain)?;
        lock.name(&keys.account(user)?.name);
        let made_up = meta(&connection, "made_up")?.is_some();
        let clock_notice = super::instants::clock_notice(&connection, clock.now())?;

        let (wake, woken) = channel::<()>();
        let register = Arc::new(Self {
            layout: layout.clone(),
            clock,
            kinds: crate::KINDS,
            holder: Mutex::new(Some(holder)),
            data_key: Mutex::new(Some(data_key)),
            writer: Mutex::new(Some(Writer {
                connection,
                tip,
                head,
            })),
            readers: Mutex::new(Vec::new()),
            reads: Mutex::new(Vec::new()),
            going_on: Mutex::new(Vec::new()),
            reasons: Mutex::default(),
            wake: Mutex::new(Some(wake)),
            closed: AtomicBool::new(false),
            warnings: disagreement.iter().cloned().collect(),
            clock_notice,
            made_up: AtomicBool::new(made_up),
            failed_tries,
            works: Mutex::new(Vec::new()),
            aside: Mutex::new(None),
            trial: Mutex::default(),
            hold: Mutex::new(Some(lock)),
            pin: Mutex::default(),
            opened: files::identity(&layout.database()),
        });
        let watched: Weak<Self> = Arc::downgrade(&register);
        std::thread::spawn(move || {
            while woken.recv().is_ok() {
                std::thread::sleep(AUDIT_WITHIN);
                while woken.try_recv().is_ok() {}
                let Some(register) = watched.upgrade() else {
                    break;
                };
                // A failure keeps the lines for the next write; that write reports it.
                let _ = register.record_reads();
            }
        });

        let placeholder = Session {
            user,
            name: String::new(),
            role: crate::users::Role::Guardian,
            mode: Mode::Staff,
        };
        register.write(&placeholder, Op::Unlock, |tx| {
            if let Some(account) = account {
                crate::users::store::put(tx, user, account)?;
                tx.key_change("passphrase-reset", user)?;
            }
            let mut own = crate::users::store::account(tx.connection(), user)?;
            if own.disabled {
                return Err(closed());
            }
            if own.is_invited() {
                // The key file says that it is its owner's by now; the record learns the key.
                own.signing_key = tx.holder.signing_public();
                own.invited_until = None;
                crate::users::store::put(tx, user, &own)?;
                tx.key_change("invitation-accepted", user)?;
            }
            if own.signing_key != tx.holder.signing_public() {
                return Err(damaged(
                    "the account's signing key is not the one in the record",
                ));
            }
            // What a crash left without a signature gets one now, with a key that the journal knows.
            tx.checkpoint()?;
            if let Some(found) = &disagreement {
                tx.audit_own(Audited::HeadDisagreed, None, None, None, found)?;
            }
            tx.audit_own(
                Audited::Unlocked,
                None,
                None,
                None,
                &failed_tries.to_string(),
            )
        })?;
        let own = register.read(|c| crate::users::store::account(c, user))?;
        Attempts::clear(&layout.attempts())?;
        let session = Session {
            user,
            name: own.name,
            role: own.role,
            mode: Mode::Staff,
        };
        register.end_invitations(&session, keys)?;
        Ok((register, session))
    }

    /// Backs up and migrates an older register; puts the copy back when that fails.
    fn bring_up(
        layout: &Layout,
        keys: &KeyFile,
        connection: &mut Connection,
        key: &SecretBytes,
        clock: &dyn Clock,
    ) -> Result<()> {
        let found = migrate::refuse_newer(connection)?;
        if found != migrate::newest() {
            let copy = backing_up::before_migrating(layout, keys, connection, key, clock)?;
            // Whoever opens the register next, after a kill in between, is told that its lists are still the old ones.
            set_meta(connection, LISTS_BEHIND, "1")?;
            if let Err(error) = migrate::bring_up(connection) {
                // Each migration is one transaction, so the file is at some released format; the copy is the one it had.
                connection
                    .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
                    .doing("putting the register back")?;
                backup::put_database_back(&copy, &layout.database())?;
                return Err(error);
            }
        }
        if meta(connection, LISTS_BEHIND)?.is_none() {
            return Ok(());
        }
        // Lists are made anew under the new format's rules.
        let doing = "migrating the register";
        let transaction = connection.transaction().doing(doing)?;
        rebuild::rebuild(&transaction, crate::KINDS)?;
        transaction
            .execute("DELETE FROM meta WHERE name = ?1", [LISTS_BEHIND])
            .doing(doing)?;
        transaction.commit().doing(doing)
    }

    fn head_disagrees(connection: &Connection, found: &Found) -> Result<Option<String>> {
        let entries: u64 = connection
            .query_row("SELECT coalesce(max(position), 0) FROM journal", [], |r| {
                r.get(0)
            })
            .doing("reading the journal's end")?;
        Ok(match found {
            Found::Nothing if entries == 0 => None,
            Found::Nothing => Some("The file that marks the record's end is missing. Ask for the record to be verified (Settings, Register).".into()),
            Found::Damaged => Some("The file that marks the record's end cannot be read. Ask for the record to be verified (Settings, Register).".into()),
            Found::Head { head, .. } => {
                let there: Option<[u8; 32]> = connection
                    .query_row(
                        "SELECT hash FROM journal WHERE chain_id = ?1 AND sequence = ?2",
                        rusqlite::params![head.chain, head.sequence],
                        |r| r.get(0),
                    )
                    .optional()
                    .doing("reading the journal's end")?;
                match there {
                    Some(hash) if hash == head.hash => None,
                    _ => Some(format!(
                        "The record ends earlier than it should: entry {} was written and is not there. Compare with the newest backup before you go on.",
                        head.sequence
                    )),
                }
            }
        })
    }
}

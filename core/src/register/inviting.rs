//! Invitations: an account that waits for its owner is made theirs, or its day passes.

use super::Register;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::ids::UserId;
use crate::op::Op;
use crate::sensitive::Secret;
use crate::session::Session;
use crate::store::Layout;
use crate::store::invitation::InvitationCode;
use crate::store::key_file::{KeyFile, no_invitation};
use crate::users::{User, invitations};
use std::sync::Arc;

impl Register {
    /// Makes an invited account its owner's by the code: a passphrase, and keys that are new. Unlocks with them.
    ///
    /// The record learns of the new keys on the way in, as it does where that was interrupted.
    pub(crate) fn accept(
        layout: &Layout,
        user: UserId,
        code: &InvitationCode,
        passphrase: &Secret,
        clock: Arc<dyn Clock>,
    ) -> Result<(Arc<Self>, Session)> {
        let (lock, mut keys, attempts) = Self::approach(layout, clock.as_ref())?;
        let wrong = || {
            Error::field(
                "code",
                "invitation-code",
                "This is not the code of this person’s invitation. Compare each word.",
            )
        };
        let found = keys.open_invitation(user, code.words());
        let (data_key, until) = attempts.counted(found, &layout.attempts(), clock.now(), wrong)?;
        Self::account_behind(layout, &keys, &data_key, user, |connection, account| {
            let now = invitations::by_now(connection, clock.as_ref())?;
            if account.disabled || invitations::is_over(&until, now) {
                return Err(no_invitation());
            }
            Ok(())
        })?;
        let secret = Self::make_theirs(layout, &mut keys, user, passphrase, &data_key)?;
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

    /// Takes the data key from the accounts whose invitation is over: their codes open nothing from then on.
    pub(super) fn end_invitations(&self, session: &Session, keys: &KeyFile) -> Result<()> {
        let now = self.read(|c| invitations::by_now(c, self.clock()))?;
        for account in &keys.accounts {
            let over = account
                .invited_until
                .as_deref()
                .is_some_and(|until| invitations::is_over(until, now));
            if !over || account.data_key.is_none() {
                continue;
            }
            let user = account.user_id;
            self.change_keys(
                session,
                Op::EndInvitation,
                "invitation-expired",
                user,
                |keys, _, tx| {
                    keys.close_account(user)?;
                    let ended = User {
                        disabled: true,
                        ..crate::users::store::account(tx.connection(), user)?
                    };
                    crate::users::store::put(tx, user, &ended)
                },
            )?;
        }
        Ok(())
    }
}

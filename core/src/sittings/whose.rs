//! Whose name a colleague typed who takes the device back.

use crate::ids::UserId;
use crate::users::UserView;

/// Whose name was typed, among open clinical accounts: the whole name, or one word of it that is no other's. Capitals and
/// full stops do not matter.
pub(super) fn whose(typed: &str, accounts: &[UserView]) -> Option<UserId> {
    let plain = |name: &str| name.to_lowercase().replace('.', " ");
    let words =
        |name: &str| -> Vec<String> { plain(name).split_whitespace().map(str::to_owned).collect() };
    let typed = words(typed);
    let one = |fits: &dyn Fn(&[String]) -> bool| {
        let mut found = accounts
            .iter()
            .filter(|a| !a.disabled && a.role.is_clinical() && fits(&words(&a.name)));
        let first = found.next()?;
        found.next().is_none().then_some(first.id)
    };
    one(&|name| name == typed).or_else(|| {
        let [word] = typed.as_slice() else {
            return None;
        };
        // A title or an initial is nobody's name.
        (word.chars().count() > 2).then(|| one(&|name| name.contains(word)))?
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::users::Role;

    #[test]
    fn a_colleague_is_known_by_the_whole_name_or_by_a_word_of_it_that_is_nobody_elses() {
        let account = |n: u8, name: &str, role: Role| UserView {
            id: UserId::from_bytes([n; 16]),
            name: name.into(),
            role,
            post: String::new(),
            registration: String::new(),
            disabled: n == 5,
            deputy_id: None,
            pass_on_hours: 0,
            invited_until: String::new(),
        };
        let all = [
            account(1, "Dr A. Okafor", Role::Consultant),
            account(2, "Dr C. Demir", Role::Trainee),
            account(3, "Dr E. Demir", Role::Clinician),
            account(4, "Ms G. Keeper", Role::Guardian),
            account(5, "Dr D. Evans", Role::Clinician),
        ];
        let found = |typed: &str| whose(typed, &all).map(|id| id.as_bytes()[0]);
        for (typed, who) in [
            ("Dr A. Okafor", Some(1)),
            (" dr a okafor ", Some(1)),
            ("OKAFOR", Some(1)),
            ("Demir", None),
            ("dr c demir", Some(2)),
            ("Keeper", None),
            ("Evans", None),
            ("Dr", None),
            ("A", None),
            ("Oka", None),
        ] {
            assert_eq!(found(typed), who, "{typed}");
        }
    }
}

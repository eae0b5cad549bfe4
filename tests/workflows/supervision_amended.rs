//! A log is amended without taking back what others have said of it.

use super::supervision::Team;
use super::ten_sessions::fields;
use casebook_core::supervision::SupervisionActionForm;

#[test]
fn nobody_is_taken_out_of_a_log_they_spoke_on_and_a_closed_action_stays_what_it_was() {
    let mut team = Team::new();
    let (okafor, clarke) = (team.okafor, team.clarke);
    team.turn(team.adeyemi);
    let log = team.sign(team.form()).unwrap();
    let first = log.actions[0].action_id;
    team.turn(okafor);
    let own = |a: &&SupervisionActionForm| a.owner == Some(okafor);
    let beside = log.form.actions.iter().filter(|a| !own(a)).count();
    assert!(beside > 0);
    assert_eq!(team.page().others_actions.len(), beside);
    team.close(log.id, first, true, "Asked").unwrap();
    team.give_back(&log, "I did not say this").unwrap();
    team.turn(team.adeyemi);
    let mut form = log.form.clone();
    form.supervisor = Some(team.adeyemi);
    form.supervisees = vec![clarke];
    form.actions.clear();
    let refused = team.amend(log.id, log.revision, form).unwrap_err();
    assert_eq!(fields(refused), ["supervisees"]);
    let mut form = log.form.clone();
    form.actions[0].what = "Refer to safeguarding today".into();
    let refused = team.amend(log.id, log.revision, form).unwrap_err();
    assert_eq!(fields(refused), ["actions.0.what"]);
    let mut form = log.form.clone();
    form.themes = "What the supervisor did say".into();
    let two = team.amend(log.id, log.revision, form).unwrap();
    assert!(two.actions[0].closed.starts_with("Done: Asked"));
}

//! What the stand-in answers to each command. Typed by the contract: a command without an answer does not compile.

import { reasonsAnswers } from './reasons';
import { invitationsAnswers } from './invitations';
import type { Commands } from '$/ipc/commands';
import type { CaseForm, FieldError, NewUser, RegisterStateView } from '$/ipc/types';
import { assessmentsAnswers } from './assessments';
import { backupsAnswers } from './backups';
import { careAnswers } from './care';
import { contactsAnswers } from './contacts';
import { friendsAndFamilyAnswers } from './friends_and_family';
import { goalsAnswers } from './goals';
import { composed, pdf, sign } from './letters';
import { measuresAnswers } from './measures';
import { schedulesAnswers } from './schedules';
import { pathwayAnswers } from './pathway';
import { recorded } from './recorded';
import { riskAnswers } from './risk';
import { safetyPlansAnswers } from './safety_plans';
import { searchAnswers } from './search';
import { sendingsAnswers } from './sendings';
import { severityAnswers } from './severity';
import { aPatients, sittingsAnswers } from './sittings';
import { submissionsAnswers, submit } from './submissions';
import { supervisionAnswers } from './supervision';
import { todayAnswers } from './today';
import { trustDataAnswers } from './trust_data';
import {
  banner,
  caseRow,
  caseView,
  checkForm,
  compareForms,
  duplicatesOf,
  findCase,
  findPatient,
  formulationView,
  kinds,
  letterRow,
  meView,
  patientView,
  readDate,
  sessionView,
  statuses,
} from './views';
import { error, invalid, newId, world } from './world';

export type Answers = { [N in keyof Commands]: (request: Commands[N]['request']) => Commands[N]['view'] };

const time = () => world.now.split(' ')[1] ?? '';
const stamp = () => `${meView().name}, ${world.now}`;

function state(): RegisterStateView {
  if (world.state === 'with-patient' || world.state === 'covered')
    return {
      state: world.state,
      folder: '',
      folder_warning: '',
      accounts: [],
      invited: [],
      session: null,
      wait_seconds: 0,
      version: '0.1.0',
    };
  return {
    state: world.state,
    folder: '/people/okafor/.local/share/casebook/register',
    folder_warning: world.folderWarning,
    accounts: world.users
      .filter((u) => !u.disabled && !u.invited_until)
      .map(({ id, name }) => ({ id, name })),
    invited: world.users.filter((u) => !u.disabled && u.invited_until).map(({ id, name }) => ({ id, name })),
    session: world.state === 'unlocked' ? sessionView() : null,
    wait_seconds: world.waitSeconds,
    version: '0.1.0',
  };
}
function addUser(user: NewUser) {
  const faults: FieldError[] = [];
  if (!user.name.trim())
    faults.push({ field: 'name', rule: 'required', message: 'Enter your name as you sign.' });
  if (user.passphrase.length < 12)
    faults.push({
      field: 'passphrase',
      rule: 'weak',
      message: 'Choose a stronger passphrase: four or more unrelated words.',
    });
  if (faults.length) throw invalid(...faults);
  const made = {
    ...user,
    id: newId(),
    disabled: false,
    deputy_id: null,
    pass_on_hours: 0,
    invited_until: '',
  };
  world.users.push(made);
  return made;
}
function setClosed(id: string, closed: boolean) {
  const user = world.users.find((u) => u.id === id);
  if (!user) throw error('not-found', 'There is no such account in this register.');
  if (id === world.me) throw error('refused', 'Nobody closes their own account.');
  user.disabled = closed;
  return user;
}
function checkCase(form: CaseForm) {
  const faults: FieldError[] = [];
  if (!form.reason.trim())
    faults.push({ field: 'reason', rule: 'required', message: 'Enter the question that the referrer asks.' });
  if (!readDate(form.received_on))
    faults.push({ field: 'received_on', rule: 'date', message: 'Enter the date the referral was received.' });
  if (form.status === 'closed' && !form.closing_reason.trim())
    faults.push({ field: 'closing_reason', rule: 'required', message: 'Enter why the case is closed.' });
  if (faults.length) throw invalid(...faults);
  return { ...form, received_on: readDate(form.received_on) ?? '' };
}
const dropDrafts = (fits: (d: (typeof world.drafts)[number]) => boolean) => {
  world.drafts = world.drafts.filter((d) => !fits(d));
};

export const answers: Answers = {
  register_state: state,
  check_passphrase: ({ passphrase }) => {
    const score = Math.min(4, Math.floor(passphrase.length / 5));
    const acceptable = score >= 3 && passphrase.length >= 12;
    return {
      score,
      acceptable,
      guidance: acceptable
        ? 'Strong. Easy to type, hard to guess.'
        : 'Add another word or two that have nothing to do with each other.',
    };
  },
  set_up_register: (user) => {
    world.me = addUser(user).id;
    world.state = 'unlocked';
    world.recoveryConfirmed = false;
    return { session: sessionView(), recovery_key: world.recoveryKey };
  },
  confirm_recovery_key: ({ recovery_key }) => {
    const bare = (key: string) => key.replace(/[\s-]/g, '').toUpperCase();
    if (bare(recovery_key) !== bare(world.recoveryKey))
      throw invalid({
        field: 'recovery_key',
        rule: 'differs',
        message: 'That is not the recovery key that was shown. Compare it group by group.',
      });
    world.recoveryConfirmed = true;
    return sessionView();
  },
  unlock: ({ user_id, passphrase }) => {
    const user = world.users.find((u) => u.id === user_id);
    if (world.waitSeconds)
      throw error('too-soon', `Too many wrong tries. Wait ${world.waitSeconds} seconds, then try again.`, {
        wait_seconds: world.waitSeconds,
      });
    if (!user || user.passphrase !== passphrase)
      throw error(
        'wrong-passphrase',
        'That passphrase does not open this register. Check Caps Lock and try again.',
      );
    world.me = user.id;
    world.state = 'unlocked';
    return sessionView();
  },
  lock: () => {
    world.state = 'locked';
    world.pin = '';
    return state();
  },
  keep_awake: () => null,
  set_pin: ({ pin }) => {
    if (pin && !/^\d{4,8}$/.test(pin))
      throw invalid({ field: 'pin', rule: 'digits', message: 'Use 4 to 8 digits.' });
    world.pin = pin;
    return sessionView();
  },
  cover: () => {
    world.state = 'covered';
    return state();
  },
  covered: () => ({
    name: meView().name,
    pin: world.pin !== '',
    minutes: world.preferences.cover_minutes,
    theme: world.preferences.theme,
    text_percent: world.preferences.text_percent,
  }),
  resume: ({ by, secret }) => {
    const me = world.users.find((u) => u.id === world.me);
    if (by === 'pin' && secret !== world.pin)
      throw invalid({ field: 'secret', rule: 'wrong-pin', message: 'That is not the PIN.' });
    if (by === 'passphrase' && secret !== me?.passphrase)
      throw error('wrong-passphrase', 'That passphrase does not open this register.');
    world.state = 'unlocked';
    return sessionView();
  },
  change_passphrase: ({ current, new: next }) => {
    const me = world.users.find((u) => u.id === world.me);
    if (!me || me.passphrase !== current)
      throw invalid({ field: 'current', rule: 'wrong', message: 'That is not your present passphrase.' });
    me.passphrase = next;
    return sessionView();
  },
  reset_passphrase: ({ user_id, recovery_key, new_passphrase }) => {
    const user = world.users.find((u) => u.id === user_id);
    if (!user || recovery_key.replace(/[\s-]/g, '') !== world.recoveryKey.replaceAll('-', ''))
      throw error('wrong-passphrase', 'That recovery key does not open this register.');
    user.passphrase = new_passphrase;
    world.me = user.id;
    world.state = 'unlocked';
    return sessionView();
  },
  add_user: addUser,
  ...invitationsAnswers,
  users: () => world.users,
  set_deputy: ({ user_id, deputy_id, hours }) => {
    const user = world.users.find((u) => u.id === user_id);
    if (!user) throw error('not-found', 'There is no such account in this register.');
    if (deputy_id && (hours < 1 || hours > 168))
      throw invalid({ field: 'hours', rule: 'range', message: 'Enter a number of hours from 1 to 168.' });
    user.deputy_id = deputy_id;
    user.pass_on_hours = deputy_id ? hours : 0;
    return user;
  },
  change_user: ({ user_id, ...rest }) => {
    const user = world.users.find((u) => u.id === user_id);
    if (!user) throw error('not-found', 'There is no such account in this register.');
    return Object.assign(user, rest);
  },
  left_behind: ({ user_id }) => ({
    lines: world.users.some((u) => u.id === user_id)
      ? [
          '1 open case names this person among the people of the case. Name somebody else in the details of each.',
        ]
      : [],
  }),
  close_user: ({ user_id }) => setClosed(user_id, true),
  reopen_user: ({ user_id }) => setClosed(user_id, false),
  ...backupsAnswers,
  preferences: () => world.preferences,
  set_preferences: (next) => (world.preferences = next),
  caseload: ({ text, mine, closed }) => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const me = meView();
    const rows = world.cases
      .filter((c) => closed || c.form.status !== 'closed')
      .filter((c) => !mine || c.form.people.some((p) => p.user_id === me.id))
      .map(caseRow)
      .filter((row) => {
        const parts = row.name.toLowerCase().split(/[\s,()-]+/);
        const number = text.replace(/\D/g, '');
        return (
          (number.length > 2 && row.nhs_number.replace(/\D/g, '').startsWith(number)) ||
          words.every((w) => parts.some((p) => p.startsWith(w)))
        );
      });
    const rank = { emergency: 0, urgent: 1, routine: 2 };
    rows.sort((a, b) => rank[a.urgency] - rank[b.urgency]);
    return { rows, total: rows.length };
  },
  find_patients: ({ text }) =>
    world.patients
      .filter((p) => p.form.name.family.toLowerCase().startsWith(text.toLowerCase()))
      .map((p) => ({ ...banner(p), id: p.id, cases: patientView(p).cases })),
  check_patient: ({ form, patient_id }) => ({
    errors: checkForm(form),
    duplicates: duplicatesOf(form, patient_id),
  }),
  register_patient: ({ form, not_duplicates }) => {
    const faults = checkForm(form);
    if (faults.length) throw invalid(...faults);
    const open = duplicatesOf(form, null).filter(
      (d) => d.likeness !== 'similar-name' && !not_duplicates.includes(d.id),
    );
    if (open.length)
      throw error('refused', 'Someone in the register may be the same person. Look at them first.');
    const made = {
      id: newId(),
      record_id: newId(),
      revision: newId(),
      recorded: stamp(),
      form: { ...form, born_on: readDate(form.born_on) ?? '' },
    };
    world.patients.push(made);
    dropDrafts((d) => d.kind === 'patient');
    return patientView(made);
  },
  change_patient: ({ patient_id, base, form }) => {
    const p = findPatient(patient_id);
    if (p.revision !== base)
      throw error(
        'conflict',
        'Somebody else changed this while you were working on it. Your version is kept as a draft; compare the two.',
        { current_revision: p.revision },
      );
    const faults = checkForm(form);
    if (faults.length) throw invalid(...faults);
    Object.assign(p, {
      form: { ...form, born_on: readDate(form.born_on) ?? '' },
      revision: newId(),
      recorded: stamp(),
    });
    dropDrafts((d) => d.kind === 'patient-change' && d.patient_id === patient_id);
    return patientView(p);
  },
  patient: ({ patient_id }) => patientView(findPatient(patient_id)),
  add_case: ({ patient_id, form }) => {
    const checked = checkCase(form);
    const made = {
      id: newId(),
      record_id: newId(),
      patient_id,
      revision: newId(),
      form: checked,
      recorded: stamp(),
      formulation: null,
      letters: [],
      timeline: [{ at: world.now, what: 'Referral recorded', who: meView().name }],
    };
    world.cases.push(made);
    dropDrafts((d) => d.kind === 'case' && d.patient_id === patient_id);
    return caseView(made);
  },
  change_case: ({ case_id, base, form }) => {
    const c = findCase(case_id);
    if (c.revision !== base)
      throw error(
        'conflict',
        'Somebody else changed this while you were working on it. Your version is kept as a draft; compare the two.',
        { current_revision: c.revision },
      );
    Object.assign(c, { form: checkCase(form), revision: newId(), recorded: stamp() });
    dropDrafts((d) => d.kind === 'case-change' && d.case_id === case_id);
    return caseView(c);
  },
  ...reasonsAnswers,
  formulation: ({ case_id }) => formulationView(findCase(case_id)),
  sign_formulation: ({ case_id, base, form, amendment, keep_beside, submission }) => {
    const c = findCase(case_id);
    const head = c.formulation?.versions[0];
    if (!Object.values(form.cells).some((t) => t.trim()) && !form.narrative.trim())
      throw invalid({
        field: 'cells',
        rule: 'required',
        message: 'Write in at least one cell before signing.',
      });
    if (head && !c.formulation?.withdrawn && !amendment?.reason.trim())
      throw invalid({
        field: 'amendment.reason',
        rule: 'required',
        message: 'Enter why the formulation is changed.',
      });
    if (head && !c.formulation?.withdrawn && base !== head.revision && !keep_beside)
      throw error(
        'conflict',
        'Somebody else changed this while you were working on it. Your version is kept as a draft; compare the two.',
        { current_revision: head.revision },
      );
    const version = {
      revision: newId(),
      version: (head?.version ?? 0) + 1,
      form,
      submission: null,
      provenance: {
        recorded: stamp(),
        signed: stamp(),
        reason: amendment
          ? `${amendment.kind === 'correction' ? 'Correction' : 'New version'}: ${amendment.reason}`
          : '',
        withdrawn: '',
      },
    };
    c.formulation = {
      record_id: c.formulation?.record_id ?? newId(),
      forked: keep_beside,
      withdrawn: '',
      versions: [version, ...(c.formulation?.versions ?? [])],
    };
    submit(
      c,
      {
        record_id: c.formulation.record_id,
        revision: version.revision,
        record_kind: 'formulation',
        what: `Formulation, version ${version.version}`,
      },
      submission,
    );
    c.timeline.unshift({
      at: world.now,
      what: `Formulation signed, version ${version.version}`,
      who: meView().name,
    });
    dropDrafts((d) => d.case_id === case_id && d.kind.startsWith('formulation'));
    return formulationView(c);
  },
  settle_formulation: ({ case_id, form, reason }) => {
    const c = findCase(case_id);
    if (!reason.trim())
      throw invalid({
        field: 'reason',
        rule: 'required',
        message: 'Enter how the two versions were settled.',
      });
    const head = c.formulation?.versions[0];
    if (!c.formulation || !head) throw error('not-found', 'There is no such formulation in this register.');
    c.formulation.versions.unshift({
      revision: newId(),
      version: head.version + 1,
      form,
      submission: null,
      provenance: {
        recorded: stamp(),
        signed: stamp(),
        reason: `Settled: ${reason}`,
        withdrawn: '',
      },
    });
    c.formulation.forked = false;
    return formulationView(c);
  },
  withdraw_formulation: ({ case_id, reason }) => {
    const c = findCase(case_id);
    if (!reason.trim())
      throw invalid({ field: 'reason', rule: 'required', message: 'Enter why it is withdrawn.' });
    if (c.formulation) c.formulation.withdrawn = `${stamp()}: ${reason}`;
    return formulationView(c);
  },
  compare_formulations: ({ case_id, before, after }) => {
    const versions = findCase(case_id).formulation?.versions ?? [];
    const a = versions.find((v) => v.revision === before);
    const b = versions.find((v) => v.revision === after);
    if (!a || !b) throw error('not-found', 'There is no such version in this register.');
    const cells = compareForms(a.form, b.form);
    return {
      before: a.version,
      after: b.version,
      changed: cells.filter((x) => x.change !== 'same').length,
      cells,
    };
  },
  drafts: () => world.drafts,
  save_draft: ({ kind, patient_id, case_id, base, state: form }) => {
    const same = (d: (typeof world.drafts)[number]) =>
      d.kind === kind && d.patient_id === patient_id && d.case_id === case_id;
    const id = world.drafts.find(same)?.id ?? newId();
    dropDrafts(same);
    const of = patient_id
      ? findPatient(patient_id)
      : case_id
        ? findPatient(findCase(case_id).patient_id)
        : null;
    world.drafts.unshift({
      id,
      kind,
      patient_id,
      case_id,
      base,
      state: form,
      saved: world.now,
      patient_name: of ? banner(of).name : '',
      out_of_date: false,
    });
    return { id, saved: `${time()}:11` };
  },
  discard_draft: ({ draft_id }) => {
    dropDrafts((d) => d.id === draft_id);
    return null;
  },
  compose_letter: ({ case_id, kind, afresh, puts_right }) =>
    composed(findCase(case_id), kind, afresh, puts_right),
  preview_letter: ({ content }) => {
    const odd = content.sections.find((s) => s.included && s.text.includes('☃'));
    if (odd)
      throw error(
        'letter',
        `The letter cannot be printed as it stands: the sign “☃” in “${odd.heading}” is not in the letter’s typeface. Replace it.`,
      );
    return pdf();
  },
  sign_letter: ({ case_id, content, puts_right, submission }) => {
    const c = findCase(case_id);
    const row = sign(c, content, stamp(), puts_right);
    submit(
      c,
      {
        record_id: row.id,
        revision: row.revision,
        record_kind: 'letter',
        letter_kind: row.kind,
        what: row.title,
      },
      submission,
    );
    c.timeline.unshift({ at: world.now, what: `${row.title} signed`, who: meView().name });
    dropDrafts((d) => d.case_id === case_id && d.kind === `letter:${content.kind}`);
    return row;
  },
  letters: ({ case_id }) => findCase(case_id).letters.map((l) => letterRow(findCase(case_id), l)),
  letter_pdf: () => pdf(),
  withdraw_letter: ({ case_id, record_id, reason }) => {
    const row = findCase(case_id).letters.find((l) => l.id === record_id);
    if (!row) throw error('not-found', 'There is no such letter in this register.');
    if (!reason.trim())
      throw invalid({ field: 'reason', rule: 'required', message: 'Enter why it is withdrawn.' });
    row.withdrawn = `${stamp()}: ${reason}`;
    return row;
  },
  save_letter_pdf: ({ letter_id }) => {
    const row = world.cases.flatMap((c) => c.letters).find((l) => l.id === letter_id);
    if (row) row.saved = world.now;
    return { path: '/people/okafor/Documents/letter.pdf' };
  },
  open_saved_pdf: () => null,
  ...assessmentsAnswers,
  ...contactsAnswers,
  ...friendsAndFamilyAnswers,
  ...goalsAnswers,
  ...pathwayAnswers,
  ...severityAnswers,
  ...supervisionAnswers,
  ...riskAnswers,
  ...safetyPlansAnswers,
  ...careAnswers,
  ...measuresAnswers,
  ...schedulesAnswers,
  ...searchAnswers,
  ...todayAnswers,
  ...trustDataAnswers,
  ...sendingsAnswers,
  ...sittingsAnswers,
  ...submissionsAnswers,
};

export async function answer(name: keyof Commands, request: unknown): Promise<unknown> {
  const open: (keyof Commands)[] = [
    'register_state',
    'check_passphrase',
    'set_up_register',
    'unlock',
    'lock',
    'reset_passphrase',
    'preferences',
    'restorable',
    'restore_backup',
    'work_progress',
    'stop_work',
  ];
  if (world.state === 'with-patient' && !aPatients.includes(name))
    throw error(
      'patient-mode',
      'This device is with a patient, who is filling in a questionnaire. Take it back first.',
    );
  if (world.state === 'covered' && !['register_state', 'covered', 'resume', 'lock'].includes(name))
    throw error('covered', 'The window is covered. Go on with your PIN or your passphrase first.');
  if (!['unlocked', 'with-patient', 'covered'].includes(world.state) && !open.includes(name))
    throw error('locked', 'The register is locked. Unlock it and try again; drafts have been kept.');
  return (answers[name] as (request: unknown) => unknown)(request);
}

export { kinds, statuses };

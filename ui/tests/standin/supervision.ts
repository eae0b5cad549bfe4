//! The stand-in's answers: supervision. Who may do what is the core's; here is only what the screens show.

import type {
  CaseloadReviewRow,
  FieldError,
  LogSignature,
  LogState,
  NamedCase,
  ReasonToDiscuss,
  SupervisionActionView,
  SupervisionLogForm,
  SupervisionLogRow,
  SupervisionLogView,
  SupervisionView,
  TodayRow,
  UserView,
} from '$/ipc/types';
import type { Answers } from './answers';
import {
  conflict,
  dayOf,
  demand,
  dropDraft,
  Kept,
  nextPlace,
  pastDay,
  refuse,
  required,
  signSeveral,
  stamp,
  today,
  withdrawSeveral,
  type Several,
} from './kept';
import { waitingAnswers } from './measures';
import { banner, findCase, findPatient, kinds, meView, statuses } from './views';
import { error, newId, world } from './world';

const titles = {
  individual: 'Individual supervision',
  group: 'Group supervision',
  balint: 'Balint group',
  'case-based-discussion': 'Case-based discussion group',
  'team-formulation': 'Team formulation',
  peer: 'Peer supervision',
  'case-management': 'Case management supervision',
};

interface Log extends Several<SupervisionLogForm> {
  author: string;
  /** What each of those who took part has said of the version in force. */
  said: Map<string, { signed: boolean; says: string }>;
}
const kept = new Kept<Log[]>();
const closings = new Kept<string>();
const all = (): Log[] => {
  const found = kept.get('logs') ?? [];
  kept.set('logs', found);
  return found;
};

const userOf = (id: string | null): UserView => {
  const found = world.users.find((u) => u.id === id);
  if (!found) throw error('not-found', 'There is no such account in this register.');
  const { passphrase: _, ...user } = found;
  return user;
};
const nameOf = (id: string | null) => userOf(id).name;
const tookPart = (log: Log): string[] => [log.body.supervisor ?? '', ...log.body.supervisees];

function named(case_id: string): NamedCase {
  const kase = findCase(case_id);
  const shown = banner(findPatient(kase.patient_id));
  return {
    case_id,
    patient_id: kase.patient_id,
    patient: shown.name,
    nhs_number: shown.nhs_number,
    born: shown.born,
    similar_name_warning: shown.similar_name_warning,
    kind: kinds[kase.form.kind],
  };
}

function signatures(log: Log): LogSignature[] {
  return tookPart(log).map((id, place) => ({
    name: nameOf(id),
    part: place === 0 ? 'Supervisor' : 'Supervisee',
    signed: log.said.get(id)?.signed ?? false,
    says: log.said.get(id)?.says ?? 'Has not signed yet',
  }));
}

function stateOf(log: Log): LogState {
  if (log.provenance.withdrawn) return 'withdrawn';
  const said = signatures(log);
  if (said.some((s) => s.says.startsWith('Returned'))) return 'returned';
  return said.every((s) => s.signed) ? 'agreed' : 'awaiting';
}
const wanted = (log: Log, user: string) =>
  stateOf(log) !== 'withdrawn' && tookPart(log).includes(user) && !log.said.has(user);

function actionsOf(log: Log): SupervisionActionView[] {
  return log.body.actions.map((action) => {
    const closed = closings.get(action.id ?? '') ?? '';
    return {
      log_id: log.id,
      action_id: action.id ?? '',
      what: action.what,
      owner: nameOf(action.owner),
      due_on: action.due_on,
      overdue: !closed && dayOf(action.due_on) < dayOf(today()),
      case: action.case_id ? named(action.case_id) : null,
      closed,
      may_close: !closed && tookPart(log).includes(meView().id),
    };
  });
}

function rowOf(log: Log): SupervisionLogRow {
  const state = stateOf(log);
  const waits = signatures(log).filter((s) => !s.signed);
  return {
    id: log.id,
    held_on: log.body.held_on,
    title: `${titles[log.body.format ?? 'individual']}, ${log.body.minutes} minutes`,
    supervisor: nameOf(log.body.supervisor),
    supervisees: log.body.supervisees.map(nameOf).join(', '),
    cases: log.body.cases.length,
    open_actions: actionsOf(log).filter((a) => !a.closed).length,
    state,
    says: {
      awaiting: `Waits for ${waits.map((s) => s.name).join(', ')}`,
      returned: `Returned by ${waits.map((s) => s.name).join(', ')}`,
      agreed: 'Signed by everybody',
      withdrawn: 'Withdrawn as entered in error',
    }[state],
    waits_for_me: wanted(log, meView().id),
  };
}

const mineFirst = (): Log[] =>
  all()
    .filter((log) => tookPart(log).includes(meView().id))
    .toSorted((a, b) => dayOf(b.body.held_on) - dayOf(a.body.held_on) || b.place - a.place);

function view(): SupervisionView {
  const me = meView();
  const open = world.users.filter((u) =>
    ['consultant', 'clinician', 'trainee', 'supervisor'].includes(u.role),
  );
  return {
    logs: mineFirst().map(rowOf),
    actions: mineFirst()
      .filter((log) => !log.provenance.withdrawn)
      .flatMap(actionsOf)
      .filter((a) => !a.closed && a.owner === me.name)
      .toSorted((a, b) => dayOf(a.due_on) - dayOf(b.due_on)),
    others_actions: mineFirst()
      .filter((log) => !log.provenance.withdrawn)
      .flatMap(actionsOf)
      .filter((a) => !a.closed && a.owner !== me.name)
      .toSorted((a, b) => dayOf(a.due_on) - dayOf(b.due_on)),
    people: open.map((u) => userOf(u.id)),
    caseloads: [me.id, ...open.map((u) => u.id).filter((id) => id !== me.id)].map(userOf),
    draft: world.drafts.find((d) => d.kind === 'supervision-log' && d.base === null) ?? null,
    amending:
      all().find((log) => world.drafts.some((d) => d.kind === 'supervision-log' && d.base === log.revision))
        ?.id ?? null,
  };
}

function findLog(id: string): Log {
  const found = all().find((log) => log.id === id && tookPart(log).includes(meView().id));
  if (!found) throw error('not-found', 'There is no such supervision log in this register.');
  return found;
}

function logView(log: Log): SupervisionLogView {
  return {
    id: log.id,
    revision: log.revision,
    row: rowOf(log),
    form: log.body,
    cases: log.body.cases.map((c) => ({
      case: named(c.case_id ?? ''),
      question: c.question,
      discussed: c.discussed,
      reasons: c.reasons,
    })),
    actions: actionsOf(log),
    signatures: signatures(log),
    may_sign: stateOf(log) !== 'withdrawn' && !log.said.get(meView().id)?.signed,
    may_amend: log.author === meView().id,
    versions: log.versions,
    provenance: log.provenance,
    draft: world.drafts.find((d) => d.kind === 'supervision-log' && d.base === log.revision) ?? null,
  };
}

function check(form: SupervisionLogForm): SupervisionLogForm {
  const [held_on, faults] = pastDay('held_on', form.held_on, 'Enter the day.');
  const need = (fine: boolean, field: string, message: string) => {
    if (!fine) faults.push(required(field, message));
  };
  need(/^\d+$/.test(form.minutes.trim()), 'minutes', 'Enter the minutes, 1 to 480.');
  need(form.format !== null, 'format', 'Choose the type of supervision.');
  need(form.supervisor !== null, 'supervisor', 'Choose who supervised.');
  need(form.supervisees.length > 0, 'supervisees', 'Choose who was supervised.');
  form.cases.forEach((c, i) => {
    need(Boolean(c.discussed.trim()), `cases.${i}.discussed`, 'Say what was said of this case.');
  });
  need(
    Boolean(form.cases.length || form.question.trim() || form.themes.trim()),
    'cases',
    'Write of a case, a question or a theme.',
  );
  const part = [form.supervisor, ...form.supervisees];
  const dues = form.actions.map((action, i) => {
    need(Boolean(action.what.trim()), `actions.${i}.what`, 'Say what is to be done.');
    need(part.includes(action.owner), `actions.${i}.owner`, 'Choose one of those who took part.');
    need(Boolean(action.due_on.trim()), `actions.${i}.due_on`, 'Enter the day by which.');
    return { ...action, id: action.id ?? newId() };
  });
  refuse(faults);
  return { ...form, held_on, actions: dues };
}

function reasonsOf(case_id: string, talked: boolean): ReasonToDiscuss[] {
  const out: ReasonToDiscuss[] = waitingAnswers(case_id).map((a) => ({
    code: 'safety-answer',
    says: `An answer about safety is open since ${a.on}`,
    safety: true,
  }));
  if (!talked) out.push({ code: 'new', says: 'Not discussed yet', safety: false });
  if (findCase(case_id).form.status === 'treatment')
    out.push({ code: 'no-measure', says: 'No outcome measure in the last 4 sessions', safety: false });
  return out;
}

/** Who said it last, of one case. */
const discussionsOf = (case_id: string) =>
  all()
    .filter((log) => !log.provenance.withdrawn && log.body.cases.some((c) => c.case_id === case_id))
    .toSorted((a, b) => dayOf(b.body.held_on) - dayOf(a.body.held_on) || b.place - a.place);

function reviewRows(user: string): CaseloadReviewRow[] {
  return world.cases
    .filter((c) => c.form.status !== 'closed' && c.form.people.some((p) => p.user_id === user))
    .map((c) => {
      const last = discussionsOf(c.id)[0];
      return {
        case: named(c.id),
        status: statuses[c.form.status],
        discussed: last ? `Discussed ${last.body.held_on}` : 'Not discussed yet',
        reasons: reasonsOf(c.id, last !== undefined),
      };
    })
    .toSorted((a, b) => Number(b.reasons[0]?.safety ?? false) - Number(a.reasons[0]?.safety ?? false));
}

/** What waits for one person, for the stand-in of Today. */
export function supervisionWaiting(user: string): (TodayRow & { since: number })[] {
  const nobody = { patient: '', nhs_number: '', born: '', similar_name_warning: false, patient_id: null };
  const same = { case_id: null, draft_kind: '', record_kind: '', who: '' };
  const waits = all().filter((log) => wanted(log, user));
  return [
    ...waits.map((log) => ({
      ...nobody,
      ...same,
      kind: 'supervision-signature' as const,
      what: rowOf(log).title,
      when: `Held ${log.body.held_on}`,
      overdue: false,
      since: dayOf(log.body.held_on),
      record_id: log.id,
    })),
    ...all()
      .filter((log) => !log.provenance.withdrawn)
      .flatMap(actionsOf)
      .filter((a) => !a.closed && a.owner === nameOf(user))
      .map((a) => ({
        ...same,
        patient: a.case?.patient ?? '',
        nhs_number: a.case?.nhs_number ?? '',
        born: a.case?.born ?? '',
        similar_name_warning: a.case?.similar_name_warning ?? false,
        patient_id: a.case?.patient_id ?? null,
        kind: 'supervision-action' as const,
        what: a.what,
        when: a.overdue ? `Was due on ${a.due_on}` : `Due on ${a.due_on}`,
        overdue: a.overdue,
        since: dayOf(a.due_on),
        record_id: a.log_id,
      })),
  ];
}

type Supervising =
  | 'supervision'
  | 'supervision_log'
  | 'sign_supervision_log'
  | 'agree_supervision_log'
  | 'return_supervision_log'
  | 'withdraw_supervision_log'
  | 'close_supervision_action'
  | 'caseload_review'
  | 'case_supervision';

export const supervisionAnswers: Pick<Answers, Supervising> = {
  supervision: view,
  supervision_log: ({ record_id }) => logView(findLog(record_id)),
  sign_supervision_log: (request) => {
    const body = check(request.form);
    const logs = all();
    signSeveral(logs, request, body);
    const log = request.record_id ? findLog(request.record_id) : logs.at(-1);
    if (!log) throw error('not-found', 'There is no such supervision log in this register.');
    log.author = meView().id;
    log.place ||= nextPlace();
    log.said = new Map([[meView().id, { signed: true, says: `Signed ${world.now}` }]]);
    dropDraft('supervision-log', {});
    return logView(log);
  },
  agree_supervision_log: ({ record_id, revision }) => {
    const log = findLog(record_id);
    if (log.revision !== revision) throw conflict(log.revision);
    log.said.set(meView().id, { signed: true, says: `Signed ${world.now}` });
    return logView(log);
  },
  return_supervision_log: ({ record_id, comment }) => {
    demand([Boolean(comment.trim()), 'comment', 'Say what is to be put right.']);
    const log = findLog(record_id);
    log.said.set(meView().id, { signed: false, says: `Returned ${world.now}: ${comment.trim()}` });
    return logView(log);
  },
  withdraw_supervision_log: ({ record_id, reason }) => {
    withdrawSeveral(all(), record_id, reason);
    return logView(findLog(record_id));
  },
  close_supervision_action: ({ action_id, done, note }) => {
    const faults: FieldError[] = [];
    if (!done && !note.trim()) faults.push(required('note', 'Say why it is no longer needed.'));
    refuse(faults);
    const words = done ? 'Done' : 'No longer needed';
    closings.set(action_id, `${words}${note.trim() ? `: ${note.trim()}` : ''}. ${stamp()}`);
    return view();
  },
  caseload_review: ({ user_id }) => ({
    of: userOf(user_id ?? meView().id),
    rows: reviewRows(user_id ?? meView().id),
    says: 'Reasons are found by this program in the record. Their limits are its own and not a published standard.',
  }),
  case_supervision: ({ case_id }) =>
    discussionsOf(case_id).map((log) => {
      const row = rowOf(log);
      const said = log.body.cases.find((c) => c.case_id === case_id);
      return {
        log_id: log.id,
        may_open: tookPart(log).includes(meView().id),
        held_on: log.body.held_on,
        title: `${titles[log.body.format ?? 'individual']}, ${row.supervisor} with ${row.supervisees}`,
        says: row.says,
        question: said?.question ?? '',
        discussed: said?.discussed ?? '',
        actions: actionsOf(log).filter((a) => a.case?.case_id === case_id),
      };
    }),
};

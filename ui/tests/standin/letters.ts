import letter from './letter.pdf?inline';
import type { ComposedLetter, LetterContent, LetterRow, LetterSection, SectionFigure } from '$/ipc/types';
import { conflict } from './kept';
import { summariesOf } from './overview';
import { submissionView } from './submissions';
import { banner, bannerName, findPatient } from './views';
import { error, signedLetter, world, type StoredCase } from './world';

function section(
  id: string,
  heading: string,
  text: string,
  hint: string,
  mandatory = false,
  figures: SectionFigure[] = [],
): LetterSection {
  return {
    id,
    heading,
    text,
    composed: text,
    mandatory,
    included: mandatory || text !== '' || figures.length > 0,
    hint,
    figures,
  };
}
const bullets = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join('\n');

const titles: Record<string, string> = {
  gp: 'Letter to the GP',
  'host-entry': 'Entry for the host record',
  'safety-plan': 'Safety plan for the patient',
};

function sectionsOf(c: StoredCase, kind: string): LetterSection[] {
  const head = c.formulation?.versions[0];
  const { risk, care, measures } = summariesOf(c, world.overview);
  const safety = [risk.statement, risk.formulation, risk.management].filter(Boolean).join('\n\n');
  if (kind === 'host-entry')
    return [
      section('impression', 'Impression', head?.form.narrative ?? '', 'In two or three sentences', true),
      section('safety', 'Safety', safety, 'With the date of the last assessment', true),
      section('observation', 'Observation and nursing', '', 'Level, and why'),
      section(
        'leaving',
        'If the patient wants to leave',
        '',
        'What to do, whom to ring, what the law allows',
      ),
      section('medicines', 'Medicines', bullets(care.medicines), 'What is started, changed, stopped'),
      section('contact', 'Whom to ring', '', 'By day and by night', true),
    ];
  if (kind === 'safety-plan')
    return [
      section(
        'warning-signs',
        'What tells me that things are getting worse',
        '- I stop answering the telephone\n- Pain and worry about my sister on one evening',
        'In the patient’s own words',
      ),
      section('coping', 'What I can do by myself', '- Walk to the corner and back\n- Radio, loud', ''),
      section('people', 'People I can ask for help', '- Zofia, 07700 900111', ''),
      section('services', 'Services I can ring', '- Samaritans, 116 123\n- NHS 111, option 2', '', true),
    ];
  return [
    section(
      'attendance-details',
      'Attendance details',
      'Seen by Dr A. Okafor, Consultant in medical psychotherapy.',
      'When, where, by whom, who came along',
      true,
    ),
    section('diagnoses', 'Diagnoses', bullets(care.diagnoses), 'As a list, the main one first'),
    section(
      'clinical-summary',
      'Clinical summary',
      `${c.form.reason}\n\n${head?.form.narrative ?? ''}`.trim(),
      'What you understand, in words the patient can read',
      true,
    ),
    section(
      'formulation',
      'Formulation',
      head
        ? bullets(
            Object.entries(head.form.cells)
              .filter(([cell]) => cell.startsWith('perpetuating'))
              .map(([, t]) => t),
          )
        : '',
      'What keeps it going and what helps',
    ),
    section(
      'patient-and-carer-concerns',
      'Patient and carer concerns, expectations and wishes',
      head?.form.patient_agrees ?? '',
      'In the patient’s own words',
    ),
    section('risk', 'Safety', safety, 'With the date of the last assessment', true),
    section(
      'medicines',
      'Medicines',
      care.no_medicines,
      'What was started, changed or stopped, and why',
      false,
      care.medicines.length ? [{ id: 'medicines', label: 'Table of medicines', included: true }] : [],
    ),
    section(
      'measures',
      'Assessment scales',
      measures.map((m) => `${m.title}: ${m.latest} on ${m.on}.`).join('\n'),
      'What they say, in words',
      false,
      measures.length
        ? [
            { id: 'measures', label: 'Table of measures', included: true },
            { id: 'chart-core-10', label: 'Chart of CORE-10', included: false },
          ]
        : [],
    ),
    section(
      'allergies',
      'Allergies and adverse reactions',
      care.allergies,
      'Never blank: if nothing is recorded the letter says so',
      true,
    ),
    section(
      'plan',
      'Plan and requested actions',
      '',
      'Who does what, by when: first the GP, then the team, then the patient',
    ),
    section('information-given', 'Information and advice given', '', 'What was said and handed over'),
  ];
}

export function composed(
  c: StoredCase,
  kind: string,
  afresh: boolean,
  puts_right: string | null,
): ComposedLetter {
  const title = titles[kind];
  if (!title) throw error('not-found', 'There is no such kind of letter.');
  const patient = findPatient(c.patient_id);
  const p = patient.form;
  const recipients: Record<string, LetterContent['recipient']> = {
    gp: { name: p.gp_name || p.practice, organisation: p.practice, address: p.practice_address },
    'host-entry': { name: c.form.referrer.name, organisation: c.form.referrer.organisation, address: '' },
    'safety-plan': {
      name: `${p.name.title} ${p.name.given} ${p.name.family}`.trim(),
      organisation: '',
      address: '',
    },
  };
  const content: LetterContent = {
    kind,
    template_version: 1,
    dated_on: '2026-11-22',
    recipient: recipients[kind] ?? { name: banner(patient).name, organisation: '', address: '' },
    sections: sectionsOf(c, kind),
    copies: [],
    composed_from: [c.revision],
  };
  const draft = afresh
    ? undefined
    : world.drafts.find((d) => d.case_id === c.id && d.kind === `letter:${kind}`);
  const row = c.letters.find((l) => (draft?.base ? l.revision === draft.base : l.id === puts_right));
  const returned = row && contents.get(row.id);
  return {
    case_id: c.id,
    title,
    content: draft ? (draft.state as LetterContent) : returned && !afresh ? returned : content,
    left_out: [
      { what: 'Formulation, unsigned draft', why: 'Only what is signed goes into a letter' },
      { what: `Next of kin of ${bannerName(p)}`, why: 'Somebody else’s details' },
    ],
    draft: draft ?? null,
    moved: draft?.out_of_date ? ['Clinical summary'] : [],
    puts_right: row ? submissionView(c, row.revision) : null,
  };
}

/** What was signed, by letter: the row alone does not say it. */
const contents = new Map<string, LetterContent>();

export function sign(
  c: StoredCase,
  content: LetterContent,
  stamp: string,
  puts_right: string | null,
): LetterRow {
  const to = [content.recipient.name, content.recipient.organisation].filter(Boolean).join(', ');
  const row: LetterRow = {
    ...signedLetter(world.now.split(' ')[0] ?? ''),
    case_id: c.id,
    kind: content.kind,
    title: titles[content.kind] ?? content.kind,
    recipient: to,
    pages: content.kind === 'gp' ? 2 : 1,
    signed: stamp,
  };
  if (puts_right) {
    const old = c.letters.find((l) => l.revision === puts_right);
    if (!old) throw conflict('');
    c.letters = c.letters.filter((l) => l !== old);
    row.id = old.id;
  }
  contents.set(row.id, content);
  c.letters.unshift(row);
  return row;
}

export function findLetter(id: string): LetterRow {
  const row = world.cases.flatMap((c) => c.letters).find((l) => l.id === id);
  if (!row) throw error('not-found', 'There is no such letter in this register.');
  return row;
}

/** Every line as printed. */
export function textOf(row: LetterRow): string {
  const c = world.cases.find((k) => k.letters.includes(row));
  const sections = contents.get(row.id)?.sections ?? (c ? sectionsOf(c, row.kind) : []);
  const printed = sections
    .filter((s) => s.included && (s.text || s.mandatory))
    .map((s) => `${s.heading}\n${s.text || 'Nothing is recorded.'}`);
  return [row.title, ...printed, `Signed by ${row.signed}`].join('\n\n');
}

let bytes: ArrayBuffer | undefined;

/** The letter that every preview shows. */
export function pdf(): ArrayBuffer {
  bytes ??= Uint8Array.from(atob(letter.split(',')[1] ?? ''), (c) => c.charCodeAt(0)).buffer;
  return bytes;
}

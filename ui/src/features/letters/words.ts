import type { SendingWay } from '$/ipc/types';
import type { LetterKind } from '$/navigation/routes';

interface LetterWords {
  /** In a list of kinds. */
  name: string;
  /** On the button that begins one, and on the one that goes on with a draft. */
  begin: string;
  goOn: string;
  /** `letter`, in a sentence. */
  noun: string;
  /** Under the recipient's name. */
  organisation: string;
  /** While it is in the register only. */
  notSent: string;
}

export const letterWords: Record<LetterKind, LetterWords> = {
  gp: {
    name: 'Letter to the GP',
    begin: 'Letter to the GP',
    goOn: 'Continue letter',
    noun: 'letter',
    organisation: 'Practice or organisation',
    notSent: 'Not sent yet',
  },
  'host-entry': {
    name: 'Entry for the host’s notes',
    begin: 'Entry for the notes',
    goOn: 'Continue entry',
    noun: 'entry',
    organisation: 'Asked by',
    notSent: 'Not filed yet',
  },
  'safety-plan': {
    name: 'Safety plan',
    begin: 'Safety plan for the patient',
    goOn: 'Continue safety plan',
    noun: 'plan',
    organisation: 'Practice or organisation',
    notSent: 'Not given yet',
  },
  'pathway-review': {
    name: 'Letter after a pathway review',
    begin: 'Pathway review as letter',
    goOn: 'Continue pathway review',
    noun: 'letter',
    organisation: 'Practice or organisation',
    notSent: 'Not sent yet',
  },
};

/** What goes out soonest comes first. */
export const letterKinds: readonly LetterKind[] = ['host-entry', 'safety-plan', 'gp', 'pathway-review'];

/** The kind, where this version can compose it. */
export const kindOf = (kind: string): LetterKind | undefined => letterKinds.find((known) => known === kind);

/** The words of a kind; a kind from a newer version is spoken of as a letter. */
export function wordsOf(kind: string): LetterWords {
  return kind in letterWords ? letterWords[kind as LetterKind] : letterWords.gp;
}

/** The core holds the same words. */
export const sendingWays: ReadonlyArray<{ value: SendingWay; text: string }> = [
  { value: 'post', text: 'Posted' },
  { value: 'email', text: 'Sent by secure e-mail' },
  { value: 'document-system', text: 'Sent through the trust’s document system' },
  { value: 'host-record', text: 'Filed in the host’s record' },
  { value: 'handed', text: 'Given by hand' },
];

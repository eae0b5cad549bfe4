//! Every place in the window. Routes live in memory only: no address, no history on disk.

import type { AuditKind } from '$/ipc/types';

export type SettingsSection =
  | 'appearance'
  | 'locking'
  | 'pathway'
  | 'countersigning'
  | 'measures'
  | 'letterhead'
  | 'account'
  | 'people'
  | 'backups'
  | 'register';
export type CaseTab =
  | 'overview'
  | 'assessment'
  | 'severity'
  | 'formulation'
  | 'safety'
  | 'measures'
  | 'pathway'
  | 'care'
  | 'letters'
  | 'patient'
  | 'history';
/** Kinds of letter that the core has a template for. */
export type LetterKind = 'gp' | 'host-entry' | 'safety-plan' | 'pathway-review';
/** What is written in the pathway of a case; without one it is read. */
export type PathwayPart = 'plan' | 'session' | 'goal' | 'review' | 'mdt';
/** What is open in supervision: logs and actions, the review of a caseload, or a log under the pen. */
export type SupervisionPart = 'logs' | 'review' | 'write';

/** What is open of the Friends and Family Test: results, or cards being typed. */
export type FriendsAndFamilyPart = 'cards';

export type Route =
  | { page: 'today' }
  | { page: 'caseload' }
  | {
      page: 'supervision';
      part?: SupervisionPart | undefined;
      /** The log that is amended; a new one without. */
      of?: string | undefined;
    }
  | { page: 'supervision-log'; record_id: string }
  | { page: 'friends-and-family'; part?: FriendsAndFamilyPart | undefined }
  | { page: 'drafts' }
  | { page: 'settings'; section: SettingsSection }
  | {
      page: 'audit';
      /** Of what kind; everything without. */
      kind?: AuditKind | undefined;
      /** Only this case. */
      case_id?: string | undefined;
    }
  | { page: 'register-patient' }
  | { page: 'patient'; patient_id: string }
  | { page: 'change-patient'; patient_id: string }
  | { page: 'add-case'; patient_id: string }
  | {
      page: 'case';
      case_id: string;
      tab: CaseTab;
      part?: PathwayPart | undefined;
      /** The record that is changed; a new one without. */
      of?: string | undefined;
      /** The measure to begin at, among the measures. */
      instrument?: string | undefined;
    }
  | { page: 'change-case'; case_id: string }
  | { page: 'compare-formulations'; case_id: string; before: string; after: string }
  | { page: 'safety-plan'; case_id: string }
  | {
      /** After a patient has handed the device back: what was recorded, answers about safety first. */
      page: 'handed-back';
      case_id: string;
      measures: readonly string[];
      /** Questionnaires without a single answer. */
      without: readonly string[];
      /** Why nothing could be recorded; empty where it was. */
      problem: string;
    }
  | { page: 'fill-measure'; case_id: string; instrument: string }
  | {
      page: 'compose-letter';
      case_id: string;
      kind: LetterKind;
      /** A returned letter that is put right; a new one without. */
      puts_right?: string | undefined;
    }
  | { page: 'letter'; case_id: string; letter_id: string };

/** Same place, whatever tab or section is open inside it: decides whether a screen is built anew. */
export function placeOf(route: Route): string {
  if (route.page === 'audit') return route.page;
  const place: Record<string, unknown> = { ...route };
  if (route.page === 'case') delete place['instrument'];
  delete place['tab'];
  delete place['part'];
  delete place['of'];
  delete place['section'];
  return JSON.stringify(place);
}

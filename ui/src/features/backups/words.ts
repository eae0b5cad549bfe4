import type { BackupPlace } from '$/ipc/types';

/** Where a backup was found, in words. */
export function placeWord(place: BackupPlace): string {
  switch (place) {
    case 'here':
      return 'on this computer';
    case 'second':
      return 'in the second folder';
    case 'other':
      return 'where you said to look';
  }
}

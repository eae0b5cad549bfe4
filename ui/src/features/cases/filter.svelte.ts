//! What the caseload shows. Kept while the register is unlocked, so that coming back finds the same list.

class Filter {
  text = $state('');
  mine = $state(false);
  closed = $state(false);

  forget(): void {
    this.text = '';
    this.mine = false;
    this.closed = false;
  }
}

export const filter = new Filter();

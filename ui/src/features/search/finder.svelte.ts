//! Finding and doing from anywhere: asked for by its key, by the rail and by Today, shown by the frame.

class Finder {
  open = $state(false);

  ask(): void {
    this.open = true;
  }

  close(): void {
    this.open = false;
  }
}

export const finder = new Finder();

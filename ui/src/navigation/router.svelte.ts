import type { Route } from './routes';

type Leaving = () => void;

/** Where the window is and how it came there. */
export class Router {
  #route = $state.raw<Route>({ page: 'today' });
  #behind: Route[] = [];
  #leaving = new Set<Leaving>();
  /** Rises with every move, so that the new screen takes the focus even on the same page. */
  moves = $state(0);

  get route(): Route {
    return this.#route;
  }

  get canGoBack(): boolean {
    return this.#behind.length > 0;
  }

  /** Where a session begins, for those who do not begin with the caseload. */
  start(route: Route): void {
    this.#route = route;
  }

  /** Goes on. What the screen holds is handed in first, without waiting. */
  go(route: Route): void {
    this.#behind.push(this.#route);
    if (this.#behind.length > 50) this.#behind.shift();
    this.#show(route);
  }

  /** Goes on so that going back skips the present screen (a form that has been saved). */
  replace(route: Route): void {
    this.#show(route);
  }

  /** Another part of the same screen, chosen in it: the focus stays where it is. */
  choose(route: Route): void {
    for (const listener of [...this.#leaving]) listener();
    this.#route = route;
  }

  back(): void {
    this.#show(this.#behind.pop() ?? { page: 'today' });
  }

  /** Forgets everything: after locking nothing may tell where somebody was. */
  forget(): void {
    this.#behind = [];
    this.#route = { page: 'today' };
    this.moves = 0;
  }

  /** Told before every move. Returns the way to stop being told. */
  beforeLeaving(listener: Leaving): () => void {
    this.#leaving.add(listener);
    return () => this.#leaving.delete(listener);
  }

  #show(route: Route): void {
    for (const listener of [...this.#leaving]) listener();
    this.#route = route;
    this.moves += 1;
  }
}

export const router = new Router();

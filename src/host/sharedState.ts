/** Values kept by name; `vscode.Memento` is one. */
export interface State {
  keys(): readonly string[];
  get(key: string): unknown;
  /** @param value what JSON can hold; undefined removes the key. */
  update(key: string, value: unknown): PromiseLike<void>;
}

/** Times one update is given to VS Code, where another window's change takes it away each time. */
const MAX_TRIES = 3;

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * `globalState` that loses no update. VS Code sends every stored state back to the extension host, where it replaces all
 * that is in memory (`$acceptValue`, made for other windows' changes): an update made while one of before comes back
 * is undone by it, for good if it was not yet sent. So updates go one batch after another, and reads see those that wait.
 */
export class SharedState implements State {
  readonly #memento: State;
  /** What is not stored yet. An update to nothing is there, too: with `undefined`. */
  readonly #waiting = new Map<string, unknown>();
  #sending: ReadonlyMap<string, unknown> = new Map();
  #last: Promise<void> = Promise.resolve();

  /** @param memento the window's `globalState`, which nothing else may write. */
  constructor(memento: State) {
    this.#memento = memento;
  }

  keys(): readonly string[] {
    const keys = new Set([...this.#memento.keys(), ...this.#sending.keys(), ...this.#waiting.keys()]);
    return [...keys].filter((key) => this.get(key) !== undefined);
  }

  get(key: string): unknown {
    const pending = [this.#waiting, this.#sending].find((values) => values.has(key));
    return (pending ?? this.#memento).get(key);
  }

  /**
   * Stores a value, which `get` gives from now on.
   * @param value what JSON can hold; undefined removes the key.
   * @returns when VS Code has it; rejects with VS Code's error.
   */
  update(key: string, value: unknown): Promise<void> {
    const isFirst = this.#waiting.size === 0;
    this.#waiting.set(key, value);
    // All of one batch share its end. What the batch before met is told to those who gave it.
    if (isFirst) this.#last = this.#last.then(undefined, () => undefined).then(() => this.#send());
    return this.#last;
  }

  async #send(): Promise<void> {
    this.#sending = new Map(this.#waiting);
    this.#waiting.clear();
    let left = [...this.#sending];
    try {
      // What another window stored may come after an update and before VS Code sends it: the update is gone then, and
      // said to be stored all the same.
      for (let tries = 0; left.length > 0 && tries < MAX_TRIES; tries += 1) {
        await Promise.all(left.map(([key, value]) => this.#memento.update(key, value)));
        left = left.filter(([key, value]) => !isSame(this.#memento.get(key), value));
      }
    } finally {
      this.#sending = new Map();
    }
  }
}

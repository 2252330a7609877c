/** Values kept by name; `vscode.Memento` is one. */
export interface State {
  keys(): readonly string[];
  get(key: string): unknown;
  /** @param value what JSON can hold; undefined removes the key. */
  update(key: string, value: unknown): PromiseLike<void>;
}

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
    try {
      await Promise.all([...this.#sending].map(([key, value]) => this.#memento.update(key, value)));
    } finally {
      this.#sending = new Map();
    }
  }
}

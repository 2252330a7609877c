/** Something that can be ended; the same shape as `vscode.Disposable`. */
export interface Disposable {
  dispose(): void;
}

/** A subscription function; the same shape as `vscode.Event`, so that views can use either. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** A source of events for code that must not know `vscode.EventEmitter`. */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event: Event<T> = (listener) => {
    // A wrapper of its own lets one function subscribe twice and leave once.
    const entry = (value: T): void => {
      listener(value);
    };
    this.#listeners.add(entry);
    return { dispose: () => void this.#listeners.delete(entry) };
  };

  /** Calls every listener in order of subscription. */
  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

/** A value that is made once: with its first use, or a while after something else. */
export class Lazy<T> {
  readonly #make: () => Promise<T>;
  readonly #settle: (value: Promise<T>) => void;
  #value: Promise<T> | undefined;
  /** The value once it is made, whoever has it made. Rejects with what its making throws. */
  readonly made: Promise<T>;

  constructor(make: () => Promise<T>) {
    this.#make = make;
    let settle: (value: Promise<T>) => void = () => undefined;
    this.made = new Promise((resolve) => {
      settle = resolve;
    });
    this.#settle = settle;
  }

  /** Gives the value, and has it made. */
  get(): Promise<T> {
    if (this.#value) return this.#value;
    this.#value = this.#make();
    this.#settle(this.#value);
    return this.#value;
  }

  /** Has it made in so many ms, unless it is by then. */
  makeIn(delay: number): void {
    setTimeout(() => void this.get(), delay);
  }
}

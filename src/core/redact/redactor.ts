import { encodingsOf, MIN_SECRET_LENGTH } from './encodings';
import { knownSpans } from './knownSecrets';
import { MASK } from './masks';
import { secretSpans } from './secretText';
import { replaceSpans } from './spans';

/** Secrets remembered at a time; beyond that the one not used for longest goes. */
const MAX_VALUES = 1000;

/**
 * Takes secrets out of texts: every value registered, in the encodings it may turn up in, and whatever looks like a
 * credential by its name or form. Values live in memory only.
 */
export class Redactor {
  /** Values, the one not used for longest first, each with its encodings, which are expensive to make. */
  readonly #values = new Map<string, readonly string[]>();
  #encodings: ReadonlySet<string> | undefined;

  /** Registers a value so that it is redacted from now on. Values shorter than four characters are left to the patterns. */
  register(value: string): void {
    if (value.trim().length < MIN_SECRET_LENGTH) return;
    const known = this.#values.get(value);
    this.#values.delete(value);
    this.#values.set(value, known ?? encodingsOf(value));
    if (known) return;
    const [oldest] = this.#values.keys();
    if (this.#values.size > MAX_VALUES && oldest !== undefined) this.#values.delete(oldest);
    this.#encodings = undefined;
  }

  /** Gives the text without secrets. Takes time linear in its length, whatever it holds. */
  redact(text: string): string {
    const encodings = (this.#encodings ??= new Set([...this.#values.values()].flat()));
    return replaceSpans(
      text,
      secretSpans(text, (view) => knownSpans(view, encodings)),
      () => MASK,
    );
  }
}

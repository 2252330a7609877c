import { referenceKey, type SecretReference } from '../base/secretReference';
import type { SecretSource } from './secretSource';

/** A secret that a file asks for, and where its value would go. */
export interface SecretUse {
  readonly reference: SecretReference;
  /** The host that gets the value in the end. */
  readonly host: string;
  /** Relative to the workspace folder. */
  readonly file: string;
}

/** What the user has agreed to before in this workspace: keys, never values. */
export interface ConsentStore {
  has(key: string): boolean;
  add(keys: readonly string[]): Promise<void>;
}

/** One string for a secret and a host. */
function consentKey({ reference, host }: SecretUse): string {
  return `${referenceKey(reference)}@${host}`;
}

/**
 * A secret source for files, which may come from strangers: before the first value is read, the user is asked once for all
 * that is new in this workspace. Where the user declines, no new use gets a value; what no use names never gets one.
 */
export class ConsentingSecrets implements SecretSource {
  readonly #source: SecretSource;
  #uses: readonly SecretUse[] = [];
  readonly #store: ConsentStore;
  readonly #ask: (uses: readonly SecretUse[]) => Promise<boolean>;
  #answer: Promise<ReadonlySet<string>> | undefined;

  /**
   * @param uses all that the files ask for.
   * @param ask resolves whether the user agrees to all of these uses.
   */
  constructor(
    source: SecretSource,
    uses: readonly SecretUse[],
    store: ConsentStore,
    ask: (uses: readonly SecretUse[]) => Promise<boolean>,
  ) {
    this.#source = source;
    this.#store = store;
    this.#ask = ask;
    this.setUses(uses);
  }

  /** Replaces what the files ask for, when they were read again. What is new then is asked about. */
  setUses(uses: readonly SecretUse[]): void {
    this.#uses = [...new Map(uses.map((use) => [consentKey(use), use])).values()];
    this.#answer = undefined;
  }

  async value(reference: SecretReference): Promise<string | undefined> {
    this.#answer ??= this.#agree();
    const agreed = await this.#answer;
    return agreed.has(referenceKey(reference)) ? this.#source.value(reference) : undefined;
  }

  /** Asks for what is new. @returns the references that get their values: those of which every use is agreed to. */
  async #agree(): Promise<ReadonlySet<string>> {
    const asked = this.#uses.filter((use) => !this.#store.has(consentKey(use)));
    const isAgreed = asked.length === 0 || (await this.#ask(asked));
    if (isAgreed && asked.length > 0) await this.#store.add(asked.map(consentKey));
    const declined = new Set(isAgreed ? [] : asked.map(({ reference }) => referenceKey(reference)));
    return new Set(this.#uses.map(({ reference }) => referenceKey(reference)).filter((key) => !declined.has(key)));
  }
}

import type { JsonObject } from '../core/base/json';

/** Whole properties of one type that a connection test in the sandbox passes with. */
export interface SandboxSample {
  /** The wire name of the type. */
  readonly type: string;
  /** Made-up secrets included. */
  readonly properties: JsonObject;
}

/** What the fake services of the running sandbox accept. In memory only, and gone with the sandbox. */
export class SandboxSamples {
  #accountId: string | undefined;
  #samples: readonly SandboxSample[] = [];

  /** Takes the samples of the sandbox that an account belongs to. */
  set(accountId: string, samples: readonly SandboxSample[]): void {
    this.#accountId = accountId;
    this.#samples = samples;
  }

  /** The usual sample of a type; undefined where the account is none of the sandbox, or the type has none. */
  of(accountId: string | undefined, type: string): JsonObject | undefined {
    if (accountId === undefined || accountId !== this.#accountId) return undefined;
    return this.#samples.find((sample) => sample.type === type)?.properties;
  }

  clear(): void {
    this.#accountId = undefined;
    this.#samples = [];
  }
}

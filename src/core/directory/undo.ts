import * as l10n from '@vscode/l10n';
import { systemClock, type Clock } from '../base/clock';
import { own, type JsonValue } from '../base/json';
import { maskProperties } from '../catalog/maskProperties';
import { toIntegration } from './fromApi';
import type { Integration, IntegrationChange, IntegrationRef } from './model';
import { isHidden, isEqual } from './equality';
import type { Written } from './update';
import type { TopField } from './threeWayMerge';

/** How long a change can be taken back, in ms. */
const KEPT_MS = 30 * 60_000;
/** How long the secrets it replaced are held in memory for that, in ms. */
const SECRETS_KEPT_MS = 5 * 60_000;

interface Remembered {
  readonly number: number;
  readonly ref: IntegrationRef;
  readonly tenantName: string;
  readonly after: Integration;
  /** What was there before, of the fields that changed. */
  readonly top: ReadonlyMap<TopField, string | boolean>;
  readonly properties: ReadonlyMap<string, JsonValue | undefined>;
  /** What is let go of soon: old secrets, and old properties with secrets inside. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly secretProperties: ReadonlyMap<string, JsonValue | undefined>;
  /** Some secret changed, whether or not its old value is still held. */
  readonly changedSecrets: boolean;
  /** Monotonic ms. */
  readonly at: number;
}

/** Old values of the secrets that changed; those the server hid cannot be put back. */
function oldSecrets({ before, edit }: Written): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const key of edit.secrets.keys()) {
    const value = own(before.properties, key);
    if (typeof value === 'string' && (value === '' || !isHidden(value))) found.set(key, value);
  }
  return found;
}

/** Nothing (more) to put back. */
function isSpent({ top, properties, secrets, secretProperties }: Remembered): boolean {
  return top.size + properties.size + secrets.size + secretProperties.size === 0;
}

/** The last change of this window, and how to take it back. Nothing of it is ever written anywhere. */
export class LastChange {
  readonly #clock: Clock;
  #last: Remembered | undefined;
  #count = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  /**
   * Remembers a change in place of the one before.
   * @returns its number, by which it can be told from others, whatever they were called.
   */
  remember(ref: IntegrationRef, tenantName: string, written: Written): number {
    this.clear();
    this.#count += 1;
    const { before, after, edit } = written;
    const secrets = oldSecrets(written);
    const visible = maskProperties(before.type, before.properties).properties;
    const properties = [...edit.properties.keys()].map((key) => ({
      key,
      value: own(before.properties, key),
      plain: isEqual(own(before.properties, key), visible[key]),
    }));
    const pick = (plain: boolean) =>
      new Map(properties.filter((each) => each.plain === plain).map(({ key, value }) => [key, value]));
    const secretProperties = pick(false);
    this.#last = {
      number: this.#count,
      ref: { accountId: ref.accountId, tenantId: ref.tenantId, integrationId: ref.integrationId },
      tenantName,
      after: toIntegration(ref, after),
      top: new Map([...edit.top.keys()].map((field) => [field, before[field]])),
      properties: pick(true),
      secrets,
      secretProperties,
      changedSecrets: edit.secrets.size > 0 || secretProperties.size > 0,
      at: this.#clock.monotonic(),
    };
    // They are let go of even if nobody ever asks again.
    if (this.#last.changedSecrets)
      this.#timer = setTimeout(() => {
        this.#dropSecrets();
      }, SECRETS_KEPT_MS).unref();
    return this.#count;
  }

  /** Forgets the change, of one account or whichever it is. */
  clear(accountId?: string): void {
    if (accountId !== undefined && this.#last?.ref.accountId !== accountId) return;
    clearTimeout(this.#timer);
    this.#last = undefined;
  }

  /** The integration that was changed; undefined where nothing can be taken back (any more). */
  target(): IntegrationRef | undefined {
    return this.#current()?.ref;
  }

  /** Which change it is; undefined where nothing can be taken back (any more). */
  number(): number | undefined {
    return this.#current()?.number;
  }

  /** What `undo` would take back, as a sentence. */
  label(): string | undefined {
    const last = this.#current();
    if (!last) return undefined;
    const partly = last.changedSecrets && last.secrets.size + last.secretProperties.size === 0;
    return partly
      ? l10n.t(
          'the change to “{0}” in {1}, without its secrets, which are no longer in memory',
          last.after.name,
          last.tenantName,
        )
      : l10n.t('the change to “{0}” in {1}', last.after.name, last.tenantName);
  }

  /** The change that takes the last one back; its basis guards what others wrote since. */
  change(): IntegrationChange | undefined {
    const last = this.#current();
    if (!last) return undefined;
    // An empty old secret is a wish to clear, which only `properties` can say.
    const cleared = [...last.secrets].filter(([, value]) => value === '');
    return {
      ...Object.fromEntries(last.top),
      properties: Object.fromEntries([...last.properties, ...last.secretProperties, ...cleared]),
      secrets: Object.fromEntries([...last.secrets].filter(([, value]) => value !== '')),
      basis: last.after,
    };
  }

  #current(): Remembered | undefined {
    const last = this.#last;
    if (!last) return undefined;
    const age = this.#clock.monotonic() - last.at;
    if (age > SECRETS_KEPT_MS) this.#dropSecrets();
    if (age > KEPT_MS || (this.#last && isSpent(this.#last))) this.clear();
    return this.#last;
  }

  #dropSecrets(): void {
    clearTimeout(this.#timer);
    if (this.#last) this.#last = { ...this.#last, secrets: new Map(), secretProperties: new Map() };
  }
}

import * as l10n from '@vscode/l10n';
import type { Clock } from '../base/clock';
import { own, type JsonValue } from '../base/json';
import { cutOutSecrets } from '../catalog/cutOutSecrets';
import { toIntegration } from './fromApi';
import type { Integration, IntegrationChange, IntegrationRef, ListenerRef } from './model';
import { isHidden, isEqual } from '../catalog/equality';
import type { Written } from './update';
import type { TopField } from './threeWayMerge';

/** How long a change can be taken back, in ms. */
const KEPT_MS = 30 * 60_000;
/** How long the secrets it replaced are held in memory for that, in ms. */
const SECRETS_KEPT_MS = 5 * 60_000;

interface Remembered {
  readonly ref: IntegrationRef | ListenerRef;
  readonly tenantName: string;
  readonly after: Integration;
  /** What was there before, of the fields that changed. */
  readonly top: ReadonlyMap<TopField, string | boolean>;
  readonly properties: ReadonlyMap<string, JsonValue | undefined>;
  /** What is let go of soon: old secrets, and old properties with secrets inside. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly secretProperties: ReadonlyMap<string, JsonValue | undefined>;
  /** How many secrets changed, whether or not their old values are (still) held. */
  readonly changedSecrets: number;
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

/** What was written, and whether the caller knew its tenant as production. */
type Done = Written & { readonly isProduction?: boolean };

/** One update, and how to take it back. Nothing of it is ever written anywhere. */
export class UndoableChange {
  readonly #clock: Clock;
  readonly #at: number;
  /** Taking it back asks as making it did, though nobody marked the tenant. */
  readonly isProduction: boolean;
  #last: Remembered | undefined;
  /** There is nothing left to put back, though nobody took it back. */
  #isLost = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(ref: IntegrationRef | ListenerRef, tenantName: string, written: Done, clock: Clock) {
    const { before, after, edit } = written;
    const secrets = oldSecrets(written);
    const visible = cutOutSecrets(before.type, before.properties).properties;
    const properties = [...edit.properties.keys()].map((key) => ({
      key,
      value: own(before.properties, key),
      plain: isEqual(own(before.properties, key), own(visible, key)),
    }));
    const pick = (plain: boolean) =>
      new Map(properties.filter((each) => each.plain === plain).map(({ key, value }) => [key, value]));
    const secretProperties = pick(false);
    this.#clock = clock;
    this.isProduction = written.isProduction === true;
    this.#at = clock.monotonic();
    this.#last = {
      ref: {
        accountId: ref.accountId,
        tenantId: ref.tenantId,
        integrationId: ref.integrationId,
        ...('listenerId' in ref ? { listenerId: ref.listenerId } : {}),
      },
      tenantName,
      after: toIntegration(ref, after),
      top: new Map([...edit.top.keys()].map((field) => [field, before[field]])),
      properties: pick(true),
      secrets,
      secretProperties,
      changedSecrets: edit.secrets.size + secretProperties.size,
    };
    // They are let go of even if nobody ever asks again.
    if (this.#last.changedSecrets > 0)
      this.#timer = setTimeout(() => {
        this.#dropSecrets();
      }, SECRETS_KEPT_MS).unref();
  }

  /** Forgets everything. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#last = undefined;
  }

  /** The integration, or the listener, that was changed; undefined where nothing can be taken back (any more). */
  target(): IntegrationRef | ListenerRef | undefined {
    return this.#current()?.ref;
  }

  /** What was changed, in words. */
  label(): string | undefined {
    const last = this.#current();
    if (!last) return undefined;
    return this.loss() === 'secrets'
      ? l10n.t('the change to “{0}” in {1}, without its secrets', last.after.name, last.tenantName)
      : l10n.t('the change to “{0}” in {1}', last.after.name, last.tenantName);
  }

  /** What of it cannot be put back (any more): old secrets that are not in memory, or everything. */
  loss(): 'secrets' | 'everything' | undefined {
    const last = this.#current();
    if (!last) return this.#isLost ? 'everything' : undefined;
    return last.secrets.size + last.secretProperties.size < last.changedSecrets ? 'secrets' : undefined;
  }

  /** The change that takes this one back; its basis guards what others wrote since. */
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
    const age = this.#clock.monotonic() - this.#at;
    if (age > SECRETS_KEPT_MS) this.#dropSecrets();
    if (this.#last && (age > KEPT_MS || isSpent(this.#last))) {
      this.clear();
      this.#isLost = true;
    }
    return this.#last;
  }

  #dropSecrets(): void {
    clearTimeout(this.#timer);
    if (this.#last) this.#last = { ...this.#last, secrets: new Map(), secretProperties: new Map() };
  }
}

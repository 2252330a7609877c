import * as l10n from '@vscode/l10n';
import pLimit from 'p-limit';
import { abortedError, ApiError, type ApiErrorKind } from '../api/error';
import { own, type JsonObject } from '../base/json';
import type { ProgressReport } from '../base/progress';
import { formatSecretReference } from '../base/secretReference';
import { TimeSlicer } from '../base/timeSlicer';
import { isHidden } from '../catalog/equality';
import { integrationType } from '../catalog/registry';
import { normalizeText } from '../catalog/text';
import { refuseWrite } from '../directory/access';
import type { Integration, Tenant, TenantRef } from '../directory/model';
import { tenantKey } from '../directory/refs';
import type { DirectoryService } from '../directory/service';
import type { SecretSource } from '../operations/secretSource';
import { isMasked } from '../redact/masks';
import { compareIntegration, createdFields, unnamedSecrets, unsentByCreate, type ResolvedSecrets } from './compare';
import type { Cannot, ChangeAction, DesiredIntegration, FieldChange, Plan, PlannedChange, Unmanaged } from './model';
import { isStoredAs, SecretResolver } from './secretResolver';
import { cannotSend } from './unsentSecrets';

/** Tenants read side by side; the client's own limit decides how many requests are under way. */
const TENANTS_AT_ONCE = 32;
/** What may be wrong with one integration alone; all else would be the same for every other of its tenant. */
const OF_ONE: ReadonlySet<ApiErrorKind> = new Set(['forbidden', 'notFound', 'invalid', 'server', 'protocol']);
/** Places of the same integration that one message names. */
const MAX_PLACES = 4;

export interface PlanOptions {
  readonly directory: DirectoryService;
  readonly secrets: SecretSource;
  readonly signal?: AbortSignal;
  /** Told after each tenant: how many of how many are done. */
  readonly onProgress?: (progress: ProgressReport) => void;
}

/** What tells two desired integrations of the same name in one tenant apart. */
function originKey({ origin, integrationId }: DesiredIntegration): string {
  if (origin.kind === 'file') return `${origin.path}/${origin.alias}`;
  return `${origin.kind}/${origin.kind === 'copy' ? origin.from.integrationId : (integrationId ?? '')}`;
}

/** The same whenever the same integration is desired again. */
function changeId(desired: DesiredIntegration): string {
  const { target, values } = desired;
  const place = target.kind === 'tenant' ? tenantKey(target.ref) : target.label;
  return `${place}/${originKey(desired)}/${values.name}`;
}

function cannotChange(
  desired: DesiredIntegration,
  tenantName: string,
  cannot: Cannot,
  current?: Integration,
): PlannedChange {
  return {
    id: changeId(desired),
    desired,
    tenantName,
    isProduction: desired.target.kind === 'tenant' && desired.target.isProduction,
    name: desired.values.name,
    action: 'cannot',
    fields: [],
    cannot,
    missing: [],
    ...(current === undefined ? {} : { current }),
  };
}

/** Why a tenant's integrations cannot be written, in the planner's terms. */
function refusalOf(tenant: Tenant, current: Integration | undefined): Cannot | undefined {
  const refusal = refuseWrite(tenant, current);
  if (!refusal) return undefined;
  if (refusal.kind === 'forbidden') return { code: 'permission', message: refusal.message };
  if (tenant.mark === 'readOnly') return { code: 'readOnly', message: refusal.message };
  return { code: tenant.active ? 'inherited' : 'inactive', message: refusal.message };
}

/** Why something could not be read, in the planner's terms. */
function unread({ kind, message }: ApiError): Cannot {
  return { code: kind === 'forbidden' ? 'permission' : 'unreachable', message };
}

function actionOf(fields: readonly FieldChange[]): ChangeAction {
  const counted = fields.filter(({ secret }) => secret !== 'unknown');
  const [only] = counted;
  if (!only) return 'nothing';
  if (counted.length > 1 || fields.length > 1 || only.field !== 'active' || only.isProperty) return 'update';
  return only.after === true ? 'enable' : 'disable';
}

/** By what a name is found: one that is called exactly so goes before one that differs by a space or in its code points. */
const NAME_FORMS = [(name: string) => name, (name: string) => name.trim(), normalizeText];

/** Plans the desired integrations of one tenant. */
class TenantPlan {
  readonly #options: PlanOptions;
  readonly #resolver: SecretResolver;
  readonly #tenant: Tenant;
  readonly #existing: readonly Integration[];
  readonly #managed = new Set<string>();
  readonly #byName = new Map<string, Integration>();
  /** Who wants something of an integration: by its id, or by the name of one that is to be made. */
  readonly #wishes = new Map<string, DesiredIntegration[]>();

  constructor(
    options: PlanOptions,
    resolver: SecretResolver,
    tenant: Tenant,
    existing: readonly Integration[],
    desired: readonly DesiredIntegration[],
  ) {
    this.#options = options;
    this.#resolver = resolver;
    this.#tenant = tenant;
    this.#existing = existing;
    for (const nameOf of NAME_FORMS)
      for (const each of existing) {
        // With a part of it hidden, several may look the same.
        if (isMasked(each.name)) continue;
        const name = nameOf(each.name);
        if (!this.#byName.has(name)) this.#byName.set(name, each);
      }
    for (const each of desired) {
      if (each.cannot) continue;
      const key = this.#wishKey(each, this.#find(each));
      const wishes = this.#wishes.get(key);
      if (wishes) wishes.push(each);
      else this.#wishes.set(key, [each]);
    }
  }

  get unmanaged(): readonly Integration[] {
    return this.#existing.filter(({ integrationId }) => !this.#managed.has(integrationId));
  }

  async change(desired: DesiredIntegration): Promise<PlannedChange> {
    const current = this.#find(desired);
    if (current) this.#managed.add(current.integrationId);
    const cannot = desired.cannot ?? this.#cannot(desired, current);
    if (cannot) return cannotChange(desired, this.#tenant.name, cannot, current);
    const { secrets, missing } = await this.#resolver.resolve(desired);
    const stored = current && (await this.#stored(current, secrets));
    if (stored instanceof ApiError) return cannotChange(desired, this.#tenant.name, unread(stored), current);
    const otherValue = current && stored && (await this.#otherValue(desired, current, stored, secrets));
    if (otherValue) return cannotChange(desired, this.#tenant.name, otherValue, current);
    const { fields, unsent } =
      current && stored
        ? compareIntegration(current, stored, desired, secrets)
        : {
            fields: createdFields(desired.type, desired.values),
            unsent: unsentByCreate(desired.type, desired.values, secrets),
          };
    const action = current ? actionOf(fields) : 'create';
    const obstacle =
      desired.cannotChange ??
      (desired.isNew && current && this.#taken(current)) ??
      cannotSend(unsent, desired.values.name, this.#tenant.name);
    if (action !== 'nothing' && obstacle) return cannotChange(desired, this.#tenant.name, obstacle, current);
    return {
      id: changeId(desired),
      desired,
      tenantName: this.#tenant.name,
      isProduction:
        this.#tenant.mark === 'production' || (desired.target.kind === 'tenant' && desired.target.isProduction),
      name: desired.values.name,
      action,
      fields,
      missing,
      ...(current === undefined ? {} : { current }),
    };
  }

  #find({ integrationId, values }: DesiredIntegration): Integration | undefined {
    if (integrationId !== undefined) return this.#existing.find((each) => each.integrationId === integrationId);
    const forms = [values.name, values.renamedFrom].flatMap((name) =>
      name === undefined ? [] : NAME_FORMS.map((nameOf) => nameOf(name)),
    );
    return forms.map((form) => this.#byName.get(form)).find((each) => each !== undefined);
  }

  #wishKey(desired: DesiredIntegration, current: Integration | undefined): string {
    return current?.integrationId ?? `new/${normalizeText(desired.values.name)}`;
  }

  /** Where several want the same integration, each would undo what the other does. */
  #contested(desired: DesiredIntegration, current: Integration | undefined): Cannot | undefined {
    const wishes = this.#wishes.get(this.#wishKey(desired, current)) ?? [];
    if (wishes.length < 2) return undefined;
    const places = wishes.flatMap(({ origin }) => (origin.kind === 'file' ? [`${origin.path} → ${origin.alias}`] : []));
    const message = l10n.t(
      '“{0}” in {1} is described more than once: {2}. Keep one of them.',
      current?.name ?? desired.values.name,
      this.#tenant.name,
      places.slice(0, MAX_PLACES).join(', ') + (places.length > MAX_PLACES ? ' …' : ''),
    );
    return { code: 'sameName', message };
  }

  #cannot(desired: DesiredIntegration, current: Integration | undefined): Cannot | undefined {
    const refusal = refusalOf(this.#tenant, current) ?? this.#contested(desired, current);
    if (refusal) return refusal;
    const { type, values, integrationId } = desired;
    if (current) {
      if (current.type === type) return undefined;
      const message = l10n.t(
        '{0} has an integration named “{1}” of another type. Types never change: choose another name.',
        this.#tenant.name,
        current.name,
      );
      return { code: 'otherType', message };
    }
    if (integrationId !== undefined) {
      return {
        code: 'gone',
        message: l10n.t('{0} no longer has the integration “{1}”.', this.#tenant.name, values.name),
      };
    }
    if (isMasked(values.name)) {
      const message = l10n.t(
        'A part of the name “{0}” is hidden, so it cannot be found in {1}. Change the name in the CxEngage console.',
        values.name,
        this.#tenant.name,
      );
      return { code: 'sameName', message };
    }
    if (!integrationType(type).creatable) {
      const message = l10n.t(
        '{0} has no integration “{1}”, and CxEngage sets up this type itself.',
        this.#tenant.name,
        values.name,
      );
      return { code: 'notCreatable', message };
    }
    const unnamed = unnamedSecrets(type, values);
    if (unnamed.length === 0) return undefined;
    const message = l10n.t(
      '“{0}” is new in {1} and needs: {2}. Add a reference to a saved secret.',
      values.name,
      this.#tenant.name,
      unnamed.join(', '),
    );
    return { code: 'missingSecret', message };
  }

  /** What was to be made would change what is there by now, which nobody chose. */
  #taken({ name }: Integration): Cannot {
    const message = l10n.t(
      '{0} has “{1}” by now. It stays as it is. Copy again to update it.',
      this.#tenant.name,
      name,
    );
    return { code: 'sameName', message };
  }

  /** A value that somebody else set since the search is not replaced. What the server hides cannot be told. */
  async #otherValue(
    { type, replaces }: DesiredIntegration,
    current: Integration,
    stored: JsonObject,
    secrets: ResolvedSecrets,
  ): Promise<Cannot | undefined> {
    if (!replaces) return undefined;
    const values = [...secrets].flatMap(([key, wished]) => {
      if (own(current.secrets, key) !== true) return [{ key, value: undefined }];
      const value = own(stored, key);
      return isHidden(value) || value === wished ? [] : [{ key, value }];
    });
    if (values.length === 0) return undefined;
    const old = await this.#resolver.value(replaces);
    if (old === undefined) {
      const message = l10n.t(
        '{0} is no longer in memory. Nothing was sent. Start again.',
        formatSecretReference(replaces),
      );
      return { code: 'missingSecret', message };
    }
    if (values.every(({ key, value }) => isStoredAs(type, key, value, old))) return undefined;
    const message = l10n.t('“{0}” in {1} no longer holds the value that is rotated.', current.name, this.#tenant.name);
    return { code: 'otherValue', message };
  }

  /**
   * The complete properties, fetched only where a secret has to be compared.
   * @returns the error where this integration alone cannot be read.
   */
  async #stored(current: Integration, secrets: ResolvedSecrets): Promise<JsonObject | ApiError> {
    if (![...secrets.values()].some((value) => value !== undefined)) return current.properties;
    try {
      return (await this.#options.directory.fetchWithSecrets(current, this.#options.signal)).properties;
    } catch (error) {
      if (error instanceof ApiError && OF_ONE.has(error.kind)) return error;
      throw error;
    }
  }
}

async function planTenant(
  ref: TenantRef,
  desired: readonly DesiredIntegration[],
  options: PlanOptions,
  resolver: SecretResolver,
): Promise<{ readonly changes: readonly PlannedChange[]; readonly unmanaged?: Unmanaged }> {
  const { directory, signal } = options;
  const known = directory.tenant(ref);
  const tenantName = known?.name ?? ref.tenantId;
  try {
    const tenant =
      known ??
      (await directory.loadTenants(ref.accountId, signal ? { signal } : {})).find(
        ({ tenantId }) => tenantId === ref.tenantId,
      );
    if (!tenant) {
      const cannot: Cannot = {
        code: 'unknownTenant',
        message: l10n.t('The account no longer sees the tenant {0}.', tenantName),
      };
      return { changes: desired.map((each) => cannotChange(each, tenantName, cannot)) };
    }
    const existing = await directory.loadIntegrations(ref, { force: true, ...(signal ? { signal } : {}) });
    const plan = new TenantPlan(options, resolver, tenant, existing, desired);
    const changes: PlannedChange[] = [];
    const slices = new TimeSlicer();
    for (const each of desired) {
      changes.push(await plan.change(each));
      if (slices.shouldYield) await slices.yield();
    }
    return { changes, unmanaged: { tenant: ref, tenantName: tenant.name, integrations: plan.unmanaged } };
  } catch (error) {
    if (signal?.aborted || !(error instanceof ApiError)) throw error;
    return { changes: desired.map((each) => cannotChange(each, tenantName, unread(error))) };
  }
}

/**
 * Compares desired integrations with their tenants, each tenant read once. A tenant that cannot be read makes its changes
 * `cannot` and holds up no other; so does an integration whose secrets cannot be read.
 * @throws ApiError `aborted` when canceled, and what the secret source throws (a keyring that fails).
 */
export async function planChanges(desired: readonly DesiredIntegration[], options: PlanOptions): Promise<Plan> {
  const resolver = new SecretResolver(options.secrets);
  const byTenant = new Map<string, { readonly ref: TenantRef; readonly desired: DesiredIntegration[] }>();
  const changes: PlannedChange[] = [];
  for (const each of desired) {
    if (each.target.kind === 'unknown') {
      changes.push(cannotChange(each, each.target.label, each.cannot ?? each.target.cannot));
      continue;
    }
    const group = byTenant.get(tenantKey(each.target.ref)) ?? { ref: each.target.ref, desired: [] };
    group.desired.push(each);
    byTenant.set(tenantKey(each.target.ref), group);
  }
  const limit = pLimit(TENANTS_AT_ONCE);
  let done = 0;
  const planned = await Promise.all(
    [...byTenant.values()].map(async (group) =>
      limit(async () => {
        if (options.signal?.aborted) throw abortedError();
        const result = await planTenant(group.ref, group.desired, options, resolver);
        done += 1;
        options.onProgress?.({ done, total: byTenant.size });
        return result;
      }),
    ),
  );
  const unmanaged = planned.flatMap((each) =>
    each.unmanaged && each.unmanaged.integrations.length > 0 ? [each.unmanaged] : [],
  );
  return {
    changes: [...planned.flatMap((each) => each.changes), ...changes],
    unmanaged,
  };
}

import * as vscode from 'vscode';
import { oneLine } from '../core/base/displayText';
import { CanceledError, errorFields, UserError } from '../core/base/errors';
import type { SecretReference } from '../core/base/secretReference';
import { integrationType } from '../core/catalog/registry';
import { readableValue } from '../core/directory/hiddenKeys';
import type { IntegrationRef } from '../core/directory/model';
import { asIntegrationRef, integrationKey } from '../core/directory/refs';
import { isLeft } from '../core/plan/apply';
import { PlanRequest } from '../core/plan/planRequest';
import type { ReportNote } from '../core/plan/report';
import {
  desiredRotation,
  findHolders,
  replaceableKeys,
  secretLabel,
  type HolderSearch,
  type PlacedIntegration,
  type SecretHolder,
} from '../core/plan/rotation';
import { secretAsSent } from '../core/plan/secretResolver';
import { INTERNAL_COMMANDS } from '../host/commandIds';
import { targetsOf, type CommandArguments } from '../host/commandTargets';
import { reportTenants, withProgress } from '../host/progress';
import { pickOne } from '../host/quickList';
import { pickSeveral, type MultiItem } from '../host/quickMultiList';
import { pickIntegration } from '../host/quickPicks';
import type { Services } from '../host/services';
import { offerToReplaceSaved } from './replaceSaved';
import { createSecrets, secretName, typeSecret } from './secretValues';
import { agreeToTests } from './testNewValue';
import { unreadOf } from './unread';

/** Integrations that a report names of those whose listeners were not searched. */
const MAX_SHOWN = 20;

/** The value to be replaced, for as long as the command runs, and what it is called. */
interface OldValue {
  readonly value: string;
  readonly name: string;
  /** The saved secret that has it, where it is one. */
  readonly saved?: string;
}

/** The stored value of one of an integration's secrets; asks which where there are several. */
async function storedValue({ directory }: Services, ref: IntegrationRef): Promise<OldValue | undefined> {
  const found = await withProgress(vscode.l10n.t('Reading the stored value'), async (signal) =>
    directory.fetchWithSecrets(ref, signal, { keep: false }),
  );
  const { integration, properties } = found;
  const keys = replaceableKeys(found);
  if (keys.length === 0) throw new UserError(vscode.l10n.t('“{0}” has no secret to rotate.', integration.name));
  const items = keys.map((key) => ({ key, label: secretLabel(integration, key) }));
  const [first] = items;
  const chosen =
    items.length === 1
      ? first
      : await pickOne(items, { title: integration.name, placeholder: vscode.l10n.t('Secret to rotate') });
  if (!chosen) return undefined;
  const name = secretName(chosen.label, integration.name);
  const value = readableValue(properties, chosen.key);
  if (typeof value !== 'string')
    throw new UserError(
      vscode.l10n.t(
        'CxEngage does not give the stored value: {0}. Who else holds it cannot be found; edit each integration.',
        name,
      ),
    );
  return { value, name };
}

async function search({ directory, log }: Services, { value }: OldValue): Promise<HolderSearch> {
  return withProgress(vscode.l10n.t('Looking for integrations with the same value'), async (signal, report) => {
    const found = await findHolders(directory, value, {
      signal,
      onProgress: reportTenants(report),
    });
    if (signal.aborted) throw new CanceledError();
    for (const { error } of found.scan.failed) log.warn('rotation: not read', errorFields(error));
    return found;
  });
}

function holderItem({ tenant, integration, properties }: SecretHolder): MultiItem<SecretHolder> {
  const type = integrationType(integration.type);
  const { host, user } = type.describe(integration.properties);
  const labels = properties.map((key) => secretLabel(integration, key)).join(', ');
  return {
    label: integration.name,
    description: [tenant.name, tenant.mark === 'production' ? vscode.l10n.t('production') : '']
      .filter(Boolean)
      .join(' · '),
    detail: [type.label, host, user, labels].filter(Boolean).join(' · '),
    isTicked: true,
  };
}

/** Asks in which integrations the value is replaced; all of them are ticked. */
async function askHolders(name: string, search: HolderSearch): Promise<readonly SecretHolder[] | undefined> {
  const { holders } = search;
  const rows = holders.map((holder): MultiItem<SecretHolder> => ({ ...holderItem(holder), value: holder }));
  const all: MultiItem<SecretHolder> = { label: vscode.l10n.t('All Integrations'), members: holders };
  const tenants = new Set(holders.map(({ tenant }) => tenant)).size;
  const unread = unreadCount(search);
  const found = vscode.l10n.t('Integrations that hold this value: {0}, tenants: {1}.', holders.length, tenants);
  const missing = unread === 0 ? '' : vscode.l10n.t('Could not be read: {0}.', unread);
  return pickSeveral(holders.length > 1 ? [all, ...rows] : rows, {
    title: vscode.l10n.t('Rotate {0}', name),
    placeholder: `${found} ${missing}`,
  });
}

/** Asks for the new value: typed, or a saved secret. */
async function askNewValue(
  services: Services,
  secrets: ReturnType<typeof createSecrets>,
  old: OldValue,
): Promise<SecretReference | undefined> {
  const saved = (await services.namedSecrets.list()).filter((name) => name !== old.saved);
  const title = vscode.l10n.t('Rotate {0}', old.name);
  const type = { label: vscode.l10n.t('Type the New Value…'), isTyped: true };
  const items = [type, ...saved.map((label) => ({ label, isTyped: false }))];
  const chosen =
    saved.length === 0
      ? type
      : await pickOne(items, { title, placeholder: vscode.l10n.t('New value: typed, or a saved secret') });
  if (!chosen) return undefined;
  return chosen.isTyped ? typeSecret(services, secrets, title, old.name) : { source: 'secret', name: chosen.label };
}

/** Tells where the value is part of another one, which nobody can replace but by hand. */
function tellElsewhere({ notify }: Services, { elsewhere }: HolderSearch): void {
  if (elsewhere.length === 0) return;
  const names = places(elsewhere.slice(0, 5)).join(', ');
  void notify.warn(
    vscode.l10n.t(
      'Integrations that also hold it inside another value: {0}. Edit by hand: {1}',
      elsewhere.length,
      names,
    ),
  );
}

/** How much could not be searched. */
function unreadCount({ hidden, outOfSight, scan }: HolderSearch): number {
  return scan.failed.length + scan.skipped.length + hidden.length + outOfSight.length;
}

function places(found: readonly PlacedIntegration[]): readonly string[] {
  return found.map(({ integration, tenant }) => vscode.l10n.t('{0} in {1}', integration.name, tenant.name));
}

function notSearched(withListeners: readonly PlacedIntegration[]): string {
  return vscode.l10n.t('Integrations whose listeners were not searched: {0}.', withListeners.length);
}

/** As many as a report has room for: every tenant may have some. */
function shownPlaces(found: readonly PlacedIntegration[]): readonly string[] {
  const rest = found.length - MAX_SHOWN;
  return [...places(found.slice(0, MAX_SHOWN)), ...(rest > 0 ? [vscode.l10n.t('and {0} more', rest)] : [])];
}

/** What a report says of the search: what could not be read, and where the value is part of another one. */
function rotationNotes({ elsewhere, hidden, outOfSight, withListeners, scan }: HolderSearch): readonly ReportNote[] {
  const notes: readonly ReportNote[] = [
    {
      text: vscode.l10n.t('Could not be read'),
      items: unreadOf(scan).map(({ name, reason }) => `${oneLine(name, 60)} (${reason})`),
    },
    { text: vscode.l10n.t('CxEngage hides their secrets'), items: hidden.map(({ name }) => name) },
    {
      text: vscode.l10n.t('Inherited from a tenant that none of your accounts sees'),
      items: outOfSight.map(({ name }) => name),
    },
    { text: vscode.l10n.t('Also hold it inside another value'), items: places(elsewhere) },
    { text: notSearched(withListeners), items: shownPlaces(withListeners) },
  ];
  return notes.filter(({ items = [] }) => items.length > 0);
}

async function rotate(services: Services, old: OldValue): Promise<void> {
  services.redactor.register(old.value);
  const found = await search(services, old);
  tellElsewhere(services, found);
  if (found.holders.length === 0) {
    const unread = unreadCount(found);
    const sentences = [
      vscode.l10n.t('No integration holds this value: {0}.', old.name),
      ...(unread === 0 ? [] : [vscode.l10n.t('Could not be read: {0}.', unread)]),
      ...(found.withListeners.length > 0 ? [notSearched(found.withListeners)] : []),
    ];
    await services.notify.info(sentences.join(' '));
    return;
  }
  const holders = await askHolders(old.name, found);
  if (!holders) return;
  const secrets = createSecrets(services);
  const reference = await askNewValue(services, secrets, old);
  const value = reference && (await secrets.value(reference));
  if (!reference || value === undefined) return;
  const isStored = holders.every(({ integration: { type }, properties }) =>
    properties.every((key) => secretAsSent(type, key, value) === old.value),
  );
  if (isStored) throw new UserError(vscode.l10n.t('The new value is the one that is stored already.'));
  const tested = await agreeToTests(services, holders, value);
  if (tested === undefined) {
    secrets.clear();
    return;
  }
  const replaced = { old: secrets.add(old.value, vscode.l10n.t('Old value')), fresh: reference };
  // Over every apply of this rotation: some may be left for a second one.
  const holding = new Set(found.holders.map(({ integration }) => integrationKey(integration)));
  const request = new PlanRequest(
    vscode.l10n.t('Rotation of {0}', old.name),
    desiredRotation(holders, replaced),
    secrets,
    {
      readsBack: true,
      notes: [{ text: tested }, ...rotationNotes(found)],
      onApplied: async (applied) => {
        const before = holding.size;
        for (const each of applied)
          if (each.change.current && !isLeft(each) && each.readBack !== 'different')
            holding.delete(integrationKey(each.change.current));
        // What is left may be left for good, so the offer does not wait for it.
        if (holding.size < before) await offerToReplaceSaved(services, secrets, { ...replaced, holding: holding.size });
      },
    },
  );
  await vscode.commands.executeCommand(INTERNAL_COMMANDS.showPlan, request);
}

/**
 * Replaces a secret in every integration of every tenant that holds the same value; ends in the Changes view.
 * @throws ApiError where the integration cannot be read, UserError where its secret cannot be had.
 */
export async function rotateSecret(services: Services, args: CommandArguments): Promise<void> {
  const ref = asIntegrationRef(targetsOf(args)[0]) ?? (await pickIntegration(services.directory));
  const old = ref && (await storedValue(services, ref));
  if (old) await rotate(services, old);
}

/** The same for the value of a saved secret. */
export async function rotateNamedSecret(services: Services, name: unknown): Promise<void> {
  const value = typeof name === 'string' ? await services.namedSecrets.get(name) : undefined;
  if (typeof name !== 'string' || value === undefined)
    throw new UserError(vscode.l10n.t('This saved secret no longer exists.'));
  await rotate(services, { value, name, saved: name });
}

import * as vscode from 'vscode';
import { UserError } from '../core/base/errors';
import { isArray, isObject, own } from '../core/base/json';
import type { Integration, TenantRef } from '../core/directory/model';
import { asTenantRef, tenantKey } from '../core/directory/refs';
import type { MemorySecrets } from '../core/operations/memorySecrets';
import { scanIntegrations } from '../core/operations/scan';
import {
  copySourceOf,
  copySourceOfDraft,
  desiredCopies,
  DraftToCopy,
  secretsToCopy,
  takenNames,
  type CopyOptions,
  type CopySource,
  type NameTaken,
  type SecretChoice,
} from '../core/plan/copyDesired';
import { PlanRequest } from '../core/plan/planRequest';
import { INTERNAL_COMMANDS } from '../host/commandIds';
import { integrationsOf, targetsOf, type CommandArguments } from '../host/commandTargets';
import { inputStep } from '../host/multiStepInput';
import { reportTenants, withProgress } from '../host/progress';
import { pickOne } from '../host/quickList';
import { pickIntegration } from '../host/quickPicks';
import type { Services } from '../host/services';
import type { TenantChoice } from './chooseTenants';
import { askCopySecrets, secretKey, type SecretChoices } from './copySecrets';
import { createSecrets, secretName } from './secretValues';

/** What stands for a secret that was left out; the integration is inactive until somebody replaces it. */
const PLACEHOLDER = 'placeholder';

type Existing = ReadonlyMap<string, readonly Integration[]>;

/** What the targets have; one that cannot be read is left out, and the plan says why. Undefined when canceled. */
async function readExisting({ directory }: Services, targets: readonly TenantRef[]): Promise<Existing | undefined> {
  const existing = new Map<string, readonly Integration[]>();
  return withProgress(vscode.l10n.t('Reading the tenants'), async (signal, report) => {
    await scanIntegrations(
      directory,
      {
        tenant: (tenant, integrations) => {
          existing.set(tenantKey(tenant), integrations);
        },
      },
      {
        tenants: targets,
        isFresh: true,
        signal,
        onProgress: reportTenants(report),
      },
    );
    return signal.aborted ? undefined : existing;
  });
}

/** Asks once what to do where a name is taken; without such a tenant nothing is asked. */
async function askNameTaken(
  sources: readonly CopySource[],
  taken: readonly { readonly source: CopySource; readonly target: TenantRef }[],
): Promise<NameTaken | undefined> {
  if (taken.length === 0) return { kind: 'skip' };
  const names = [...new Set(taken.map(({ source }) => source.name))];
  const tenantCount = new Set(taken.map(({ target }) => tenantKey(target))).size;
  const title = vscode.l10n.t('Tenants where the name is taken: {0}', tenantCount);
  const items = [
    {
      way: 'update',
      label: vscode.l10n.t('Update What Is There'),
      description: vscode.l10n.t('after you looked through the changes'),
    },
    { way: 'rename', label: vscode.l10n.t('Create with Another Name…') },
    { way: 'skip', label: vscode.l10n.t('Skip These Tenants') },
  ] as const;
  const chosen = await pickOne(items, { title, placeholder: names.join(', ') });
  if (chosen?.way !== 'rename') return chosen && { kind: chosen.way };
  const [only] = sources;
  const isOne = sources.length === 1 && only !== undefined;
  const typed = await inputStep({
    title,
    prompt: isOne
      ? vscode.l10n.t('Name of the copy where “{0}” is taken', only.name)
      : vscode.l10n.t('Text to add to the names that are taken'),
    value: isOne ? `${only.name} 2` : '2',
    validate: (value) => (value === '' ? vscode.l10n.t('Enter a value.') : undefined),
  });
  if (typed.kind !== 'next') return undefined;
  return { kind: 'rename', nameOf: ({ name }) => (isOne ? typed.value : `${name} ${typed.value}`) };
}

interface Copy {
  readonly sources: readonly CopySource[];
  readonly targets: readonly TenantRef[];
  readonly secrets: MemorySecrets;
  readonly choices: SecretChoices;
}

async function showCopies(services: Services, { sources, targets, secrets, choices }: Copy): Promise<void> {
  const existing = await readExisting(services, targets);
  if (!existing) return;
  const options = {
    sources,
    targets,
    placeholder: secrets.add(PLACEHOLDER, vscode.l10n.t('Placeholder')),
    choose: (secret) => choices.get(secretKey(secret)) ?? { kind: 'leaveOut' },
    existing: (target) => existing.get(tenantKey(target)),
    tenantName: (target) => services.directory.tenant(target)?.name ?? target.tenantId,
  } satisfies Omit<CopyOptions, 'nameTaken'>;
  const nameTaken = await askNameTaken(sources, takenNames(options));
  if (!nameTaken) return;
  const desired = desiredCopies({ ...options, nameTaken });
  if (desired.length === 0) {
    await services.notify.info(
      vscode.l10n.t('Nothing is left to copy: the name is taken in every tenant you selected.'),
    );
    return;
  }
  const [only] = sources;
  const title =
    sources.length === 1 && only
      ? vscode.l10n.t('Copy of “{0}”', only.name)
      : vscode.l10n.t('Copies of {0} integrations', sources.length);
  await vscode.commands.executeCommand(INTERNAL_COMMANDS.showPlan, new PlanRequest(title, desired, secrets));
}

/** The tenants that a row of a comparison offers first. */
function copyTargetsOf(argument: unknown): readonly TenantRef[] {
  const targets = isObject(argument) ? own(argument, 'copyTargets') : undefined;
  return isArray(targets) ? targets.flatMap((target) => asTenantRef(target) ?? []) : [];
}

/**
 * Copies the selected integrations, or one that the user chooses, to other tenants; ends in the Changes view.
 * @throws ApiError where an integration cannot be read, UserError where a stored secret cannot be had.
 */
export async function copyToTenants(services: Services, choice: TenantChoice, args: CommandArguments): Promise<void> {
  const { directory } = services;
  const given = targetsOf(args);
  const selected = integrationsOf(given);
  const ticked = given.flatMap(copyTargetsOf);
  const picked = selected.length > 0 ? undefined : await pickIntegration(directory);
  const refs = picked ? [picked] : selected;
  if (refs.length === 0) return;
  // As they are now: secrets are read when they are copied, and what was changed since would be paired with them.
  const integrations = await withProgress(vscode.l10n.t('Reading integrations…'), async (signal) =>
    Promise.all(refs.map(async (ref) => directory.loadIntegration(ref, { force: true, signal }))),
  );
  const sources = integrations.map((integration) => copySourceOf(integration, directory.tenant(integration)));
  const from = new Map(sources.flatMap(({ tenant }) => (tenant ? [[tenantKey(tenant), tenant] as const] : [])));
  const targets = await choice.ask(services, {
    title:
      sources.length === 1
        ? vscode.l10n.t('Copy “{0}” to Tenants', sources[0]?.name ?? '')
        : vscode.l10n.t('Copy {0} Integrations to Tenants', sources.length),
    placeholder: vscode.l10n.t('Select the tenants that get a copy'),
    isWritable: true,
    except: from.size === 1 ? [...from.values()] : [],
    ...(ticked.length > 0 ? { ticked } : {}),
  });
  if (!targets) return;
  const secrets = createSecrets(services);
  const choices = await askCopySecrets(services, secrets, sources);
  if (choices) await showCopies(services, { sources, targets, secrets, choices });
  else secrets.clear();
}

/**
 * Creates what was typed in a form in several tenants. The argument is an object of this extension's own: nobody else can
 * make one, so that no secret comes in by a keybinding or a task.
 * @throws UserError for any other argument.
 */
export async function copyDraft(services: Services, choice: TenantChoice, argument: unknown): Promise<void> {
  if (!(argument instanceof DraftToCopy)) throw new UserError(vscode.l10n.t('There is no draft to copy.'));
  const { draft, tenant } = argument;
  const source = copySourceOfDraft(draft);
  const targets = await choice.ask(services, {
    title: vscode.l10n.t('Create “{0}” in Tenants', source.name),
    placeholder: vscode.l10n.t('Select the tenants that get it'),
    isWritable: true,
    ...(tenant === undefined ? {} : { ticked: [tenant] }),
  });
  if (!targets) return;
  const secrets = createSecrets(services);
  const choices = new Map(
    secretsToCopy(source).map((secret): readonly [string, SecretChoice] => {
      const value = own(draft.properties, secret.property);
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      services.redactor.register(text);
      const reference = secrets.add(text, secretName(secret.label, source.name));
      return [secretKey(secret), { kind: 'reference', reference }];
    }),
  );
  await showCopies(services, { sources: [source], targets, secrets, choices });
}

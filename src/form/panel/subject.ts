import * as l10n from '@vscode/l10n';
import type { DirectoryService } from '../../core/directory/service';
import type {
  CreateOutcome,
  Integration,
  IntegrationChange,
  IntegrationDraft,
  Listener,
  TenantRef,
  UpdateOutcome,
} from '../../core/directory/model';
import type { Draft } from './draft';

/**
 * What a form is about: an integration, or a listener of one. The form asks here for whatever differs between them; its fields
 * come from the catalog for both.
 */
export interface Subject {
  readonly heading: string;
  readonly hasDescription: boolean;
  readonly nameHelp: string;
  readonly activeHelp: string;
  /** The state cannot be chosen now; `activeHelp` says why. */
  readonly isActiveLocked: boolean;
  /** What is said where the response to a create was lost and it was found by its name. */
  foundByName(name: string): string;
  /** Loads what the checks need to know; the form works without it. */
  load(directory: DirectoryService): Promise<void>;
  /** Names of the others, as far as they are known. */
  otherNames(directory: DirectoryService): readonly string[];
  /** What an edit is about as it is now; undefined where it is not known. */
  current(directory: DirectoryService): Integration | Listener | undefined;
  /** Asks the server for it. Throws ApiError. */
  reload(directory: DirectoryService, signal: AbortSignal): Promise<Integration | Listener>;
  create(
    directory: DirectoryService,
    target: TenantRef,
    draft: IntegrationDraft,
    signal: AbortSignal,
  ): Promise<CreateOutcome>;
  update(directory: DirectoryService, change: IntegrationChange, signal: AbortSignal): Promise<UpdateOutcome>;
}

type Source = NonNullable<Draft['source']>;

function sourceOf({ source }: Draft): Source {
  if (!source) throw new Error('a form of a new one has no source');
  return source;
}

function integrationHeading({ mode, source }: Draft): string {
  if (mode === 'create' || !source) return l10n.t('Create Integration');
  return mode === 'edit' ? l10n.t('Edit “{0}”', source.name) : l10n.t('Copy of “{0}”', source.name);
}

function integrationSubject(draft: Draft): Subject {
  const { target, mode, source } = draft;
  return {
    heading: integrationHeading(draft),
    hasDescription: true,
    nameHelp: l10n.t('Shown in the Flow Designer. Must be unique in this tenant.'),
    activeHelp: l10n.t('Only active integrations can be chosen in flows. It can be disabled later, but not deleted.'),
    isActiveLocked: false,
    foundByName: (name) => l10n.t('The response was lost, but “{0}” was created: it was found by its name.', name),
    load: async (directory) => {
      if (target) await directory.loadIntegrations(target);
    },
    otherNames: (directory) => {
      const known = target ? directory.integrations(target) : undefined;
      const all = known && 'value' in known ? (known.value ?? []) : [];
      return all
        .filter((integration) => mode !== 'edit' || integration.integrationId !== source?.integrationId)
        .map(({ name }) => name);
    },
    current: (directory) => source && directory.integration(source),
    reload: async (directory, signal) => directory.loadIntegration(sourceOf(draft), { force: true, signal }),
    create: async (directory, tenant, wanted, signal) => directory.createIntegration(tenant, wanted, { signal }),
    update: async (directory, change, signal) => directory.updateIntegration(sourceOf(draft), change, { signal }),
  };
}

/** @param owner the integration as it was when the form began. */
function listenerSubject(draft: Draft, owner: Integration): Subject {
  const { mode, source } = draft;
  const listenerId = source && 'listenerId' in source ? source.listenerId : undefined;
  const known = (directory: DirectoryService): readonly Listener[] => {
    const listeners = directory.listeners(owner);
    return 'value' in listeners ? (listeners.value ?? []) : [];
  };
  const find = (listeners: readonly Listener[]): Listener | undefined =>
    listeners.find((each) => each.listenerId === listenerId);
  return {
    heading:
      mode === 'edit' && source
        ? l10n.t('Edit Listener “{0}” of “{1}”', source.name, owner.name)
        : l10n.t('Create Listener of “{0}”', owner.name),
    hasDescription: false,
    nameHelp: l10n.t('Colleagues find it by this name.'),
    activeHelp: owner.active
      ? l10n.t('A listener can be active only while its integration is.')
      : l10n.t('A listener can be active only while its integration is. Enable “{0}” first.', owner.name),
    isActiveLocked: !owner.active,
    foundByName: (name) =>
      l10n.t(
        'The response was lost, but “{0}” was probably created: there is a new listener with this name and these settings.',
        name,
      ),
    load: async (directory) => {
      await directory.loadListeners(owner);
    },
    otherNames: (directory) =>
      known(directory)
        .filter((each) => each.listenerId !== listenerId)
        .map(({ name }) => name),
    current: (directory) => find(known(directory)),
    reload: async (directory, signal) => {
      const found = find(await directory.loadListeners(owner, { force: true, signal }));
      return found ?? sourceOf(draft);
    },
    create: async (directory, _tenant, wanted, signal) => directory.createListener(owner, wanted, { signal }),
    update: async (directory, change, signal) =>
      directory.updateListener({ ...owner, listenerId: listenerId ?? '' }, change, { signal }),
  };
}

/** What the form of a draft is about. */
export function subjectOf(draft: Draft): Subject {
  return draft.listenerOf ? listenerSubject(draft, draft.listenerOf) : integrationSubject(draft);
}

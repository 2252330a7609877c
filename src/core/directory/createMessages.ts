import * as l10n from '@vscode/l10n';

/** What a create says of names: of an integration in its tenant, or of a listener at its integration. */
export interface CreateMessages {
  taken(name: string): string;
  takenField(): string;
  /** Something of the same type is new, under another name or with other settings. */
  newcomer(name: string, found: string): string;
  takenSince(name: string): string;
}

const OF_INTEGRATION: CreateMessages = {
  taken: (name) => l10n.t('There is an integration named “{0}” already. Choose another name, or edit that one.', name),
  takenField: () => l10n.t('There is an integration of this name already.'),
  newcomer: (name, found) =>
    l10n.t(
      'It is not known whether “{0}” was created: “{1}” is new in the tenant and of the same type. Check whether it is yours before you create it again.',
      name,
      found,
    ),
  takenSince: (name) =>
    l10n.t(
      'Another integration named “{0}” with other settings was created at the same time. Open it, or choose another name.',
      name,
    ),
};

const OF_LISTENER: CreateMessages = {
  taken: (name) => l10n.t('There is a listener named “{0}” already. Choose another name, or edit that one.', name),
  takenField: () => l10n.t('There is a listener of this name already.'),
  newcomer: (name, found) =>
    l10n.t(
      'It is not known whether “{0}” was created: the listener “{1}” is new and of the same type. Check whether it is yours before you create it again.',
      name,
      found,
    ),
  takenSince: (name) =>
    l10n.t(
      'Another listener named “{0}” with other settings was created at the same time. Open it, or choose another name.',
      name,
    ),
};

/** The messages of a create of the one or the other. */
export function createMessages(what: 'integration' | 'listener'): CreateMessages {
  return what === 'listener' ? OF_LISTENER : OF_INTEGRATION;
}

import * as l10n from '@vscode/l10n';
import type { ActionId, FormActionView } from '../contract';
import { toChange } from '../request';
import type { FormModel } from './model';

/** What decides which buttons stand below the form. */
export interface ActionContext {
  readonly tenantName?: string | undefined;
  /** The type has a connection test. */
  readonly canTest: boolean;
  /** There is another tenant to create it in. */
  readonly hasOtherTenants: boolean;
  readonly isBlocked: boolean;
  readonly isTestFailed: boolean;
  readonly busy?: { readonly canStop: boolean } | undefined;
}

type Choice = readonly [id: ActionId, label: string];

/** Whether an edit changes what a connection test is about: a property, or a secret. */
function changesConnection(model: FormModel): boolean {
  const hasNewSecret = model.fields.some(
    ({ key, secret }) => secret && ['typed', 'saved'].includes(model.secretSource(key).kind),
  );
  return hasNewSecret || toChange(model, {}).properties !== undefined;
}

/** The choices in order, the one to emphasize first. */
function choices(
  model: FormModel,
  { canTest, tenantName, isTestFailed, hasOtherTenants }: ActionContext,
): readonly Choice[] {
  const test: Choice = ['test', l10n.t('Test')];
  if (model.draft.mode === 'edit') {
    if (!canTest) return [['submit', l10n.t('Save')]];
    return changesConnection(model)
      ? [['testAndSubmit', l10n.t('Test & Save')], ['submit', l10n.t('Save Without Test')], test]
      : [['submit', l10n.t('Save')], test];
  }
  const inMore: readonly Choice[] = hasOtherTenants ? [['createInMore', l10n.t('Create in More Tenants…')]] : [];
  if (!canTest)
    return [['submit', tenantName === undefined ? l10n.t('Create') : l10n.t('Create in {0}', tenantName)], ...inMore];
  return [
    ...(isTestFailed ? [['createInactive', l10n.t('Create Inactive')] as const] : []),
    ['testAndSubmit', l10n.t('Test & Create')],
    ['submit', l10n.t('Create Without Test')],
    ...inMore,
    test,
  ];
}

/** The buttons below the form. The first one is the primary one, and the last one leaves or stops. */
export function formActions(model: FormModel, context: ActionContext): readonly FormActionView[] {
  const { busy, isBlocked } = context;
  const actions = choices(model, context).map(([id, label], index) => ({
    id,
    label,
    primary: index === 0,
    // The tenants of the others are chosen afterwards.
    enabled: !busy && (id === 'test' || id === 'createInMore' || !isBlocked),
  }));
  const cancel = l10n.t('Cancel');
  return [
    ...actions,
    busy
      ? { id: 'stop', label: cancel, primary: false, enabled: busy.canStop }
      : { id: 'cancel', label: cancel, primary: false, enabled: true },
  ];
}

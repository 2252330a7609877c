import * as l10n from '@vscode/l10n';
import type { FieldSpec } from '../../core/catalog/model';
import { valueOf } from '../../core/catalog/values';
import type { Account } from '../../core/base/account';
import type { Tenant, TenantAccess, TenantRef } from '../../core/directory/model';
import type {
  ActionView,
  BannerView,
  ConflictView,
  FieldId,
  FieldView,
  FormState,
  IssueView,
  SecretSource,
  TargetView,
  TestView,
} from '../contract';
import { formActions } from './actions';
import { propertyId, type FormModel, type PlacedIssue } from './model';
import { preview } from './preview';

/** What the page shows beside the draft itself. */
export interface Surroundings {
  readonly account?: Account;
  readonly tenant?: Tenant;
  readonly access?: TenantAccess;
  /** Why the tenant is not known, where it is not, and the step that may help. */
  readonly unknown?: { readonly reason: string; readonly step?: 'reload' | 'signIn' };
  /** Another tenant can be chosen. */
  readonly canPickTenant: boolean;
  /** The type has a connection test. */
  readonly canTest: boolean;
  /** There are values of the sandbox for this type. */
  readonly canFillSample: boolean;
  readonly banner?: BannerView;
  readonly busy?: FormState['busy'];
  readonly test?: TestView;
  readonly conflicts: readonly ConflictView[];
  /** Why the integration itself cannot be changed, e.g. inherited. */
  readonly refusal?: string;
}

function issueView({ issue }: PlacedIssue): IssueView {
  return {
    severity: issue.severity,
    message: issue.message,
    ...(issue.source === undefined ? {} : { source: issue.source }),
    ...(issue.suggestion === undefined ? {} : { suggestion: issue.suggestion }),
  };
}

function shown(model: FormModel, issues: readonly PlacedIssue[], at: FieldId): readonly IssueView[] {
  return issues.filter((placed) => placed.at === at && model.shows(placed)).map(issueView);
}

function secretSource(model: FormModel, key: string): SecretSource {
  const source = model.secretSource(key);
  if (source.kind === 'typed') return { kind: 'typed', ...model.typedSeq(key) };
  if (source.kind !== 'kept') return source;
  return model.draft.mode === 'edit' ? { kind: 'stored' } : { kind: 'copied', from: model.draft.source?.name ?? '' };
}

function propertyField(model: FormModel, field: FieldSpec, issues: readonly PlacedIssue[]): FieldView {
  const isSecret = field.secret === true;
  const canKeep = isSecret && model.isStored(field.key) && model.secretSource(field.key).kind !== 'kept';
  return {
    id: propertyId(field.key),
    label: field.label,
    kind: field.kind,
    value: isSecret ? '' : valueOf(field, model.values),
    required: field.required === true,
    readOnly: field.readOnly === true,
    help: field.help,
    issues: shown(model, issues, propertyId(field.key)),
    ...(isSecret ? { secret: secretSource(model, field.key) } : {}),
    ...(canKeep ? { blankKeeps: model.draft.mode === 'edit' ? 'stored' : 'copied' } : {}),
    ...(field.example === undefined ? {} : { example: field.example }),
    ...(field.where === undefined ? {} : { where: field.where }),
    ...(field.options === undefined ? {} : { options: field.options }),
  };
}

function ownField(
  model: FormModel,
  issues: readonly PlacedIssue[],
  field: Pick<FieldView, 'id' | 'label' | 'kind' | 'value' | 'required'> & Partial<FieldView>,
): FieldView {
  return { readOnly: false, issues: shown(model, issues, field.id), ...field };
}

function targetView(
  target: TenantRef | undefined,
  account: Account | undefined,
  tenant: Tenant | undefined,
): TargetView | undefined {
  if (!target || !account) return undefined;
  return {
    tenantName: tenant?.name ?? target.tenantId,
    accountLabel: account.label,
    endpoint: account.endpoint.url,
    mark: tenant?.mark ?? 'none',
  };
}

/** The sentence that stands beside a button that cannot be pressed; undefined where nothing stands in the way. */
export function blockedReason(model: FormModel, around: Surroundings): string | undefined {
  if (!model.draft.target) return l10n.t('Choose a tenant first.');
  if (!around.account)
    return l10n.t(
      'The account was signed out. What you entered is kept: sign in again to continue, or choose another tenant.',
    );
  if (around.unknown) return around.unknown.reason;
  if (around.refusal !== undefined) return around.refusal;
  if (around.access?.refusal !== undefined) return around.access.refusal;
  if (around.access && !around.access.canManage) {
    return l10n.t(
      'Your account lacks the permission {0} in {1}. Ask your CxEngage administrator for it.',
      around.access.missing.filter((name) => !name.startsWith('VIEW_')).join(', '),
      around.tenant?.name ?? '',
    );
  }
  return undefined;
}

/** The step that may take away what stands in the way. */
function unblock(model: FormModel, around: Surroundings): ActionView | undefined {
  if (!model.draft.target) return undefined;
  const step = around.account ? around.unknown?.step : 'signIn';
  if (step === undefined) return undefined;
  return { id: step, label: step === 'signIn' ? l10n.t('Sign In…') : l10n.t('Try Again') };
}

/** The whole page as data: what the webview shows and nothing it should not know. */
export function buildState(model: FormModel, around: Surroundings): FormState {
  const { draft, type, subject } = model;
  const issues = model.issues();
  const target = targetView(draft.target, around.account, around.tenant);
  const isCreate = draft.mode === 'create';
  // A listener stays where its integration is.
  const canMove = around.canPickTenant && draft.listenerOf === undefined;
  const blocked = blockedReason(model, around);
  const step = unblock(model, around);
  const sent = preview(model, around.account?.endpoint.url ?? '');
  return {
    mode: draft.mode,
    heading: subject.heading,
    ackSeq: model.ackSeq,
    ...(target === undefined ? {} : { target }),
    canPickTenant: canMove && draft.mode !== 'edit',
    type: ownField(model, issues, {
      id: 'type',
      label: l10n.t('Type'),
      kind: isCreate ? 'choice' : 'text',
      value: isCreate ? draft.type : type.label,
      required: true,
      readOnly: !isCreate,
      options: model.typeChoices.map((choice) => ({ value: choice.id, label: choice.label, help: choice.summary })),
    }),
    typeSummary: type.summary,
    basics: [
      ownField(model, issues, {
        id: 'name',
        label: l10n.t('Name'),
        kind: 'text',
        value: draft.name,
        required: true,
        help: subject.nameHelp,
      }),
      ...(subject.hasDescription
        ? [
            ownField(model, issues, {
              id: 'description',
              label: l10n.t('Description'),
              kind: 'multiline' as const,
              value: draft.description,
              required: false,
            }),
          ]
        : []),
    ],
    active: ownField(model, issues, {
      id: 'active',
      label: l10n.t('Active'),
      kind: 'boolean',
      value: draft.active,
      required: false,
      readOnly: subject.isActiveLocked && !draft.active,
      help: subject.activeHelp,
    }),
    fields: model.fields.map((field) => propertyField(model, field, issues)),
    issues: issues.filter((placed) => placed.at === '' && model.shows(placed)).map(issueView),
    ...(around.banner === undefined ? {} : { banner: around.banner }),
    ...(around.busy === undefined ? {} : { busy: around.busy }),
    ...(around.test === undefined ? {} : { test: around.test }),
    conflicts: around.conflicts,
    ...(sent === undefined ? {} : { preview: sent }),
    actions: formActions(model, {
      tenantName: around.tenant?.name,
      canTest: around.canTest,
      hasOtherTenants: canMove,
      isBlocked: blocked !== undefined,
      isTestFailed: around.test?.state === 'failed',
      busy: around.busy && { canStop: around.busy.cancellable },
    }),
    ...(blocked === undefined ? {} : { blocked }),
    ...(step === undefined ? {} : { unblock: step }),
    canSearchUses: draft.mode === 'edit' && draft.listenerOf === undefined,
    canPaste: isCreate && draft.listenerOf === undefined,
    canFillSample: around.canFillSample && isCreate,
  };
}

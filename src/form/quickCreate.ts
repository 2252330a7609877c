import * as vscode from 'vscode';
import { COMMANDS } from '../host/commandIds';
import { ApiError } from '../core/api/error';
import { UserError } from '../core/base/errors';
import { integrationTypes } from '../core/catalog/registry';
import type { FieldSpec, FieldValue } from '../core/catalog/model';
import type { Integration, TenantRef } from '../core/directory/model';
import type { DirectoryService } from '../core/directory/service';
import { completeStep } from '../host/walkthrough';
import { isCancellation } from '../host/notify';
import { withProgress } from '../host/progress';
import { runConnectionTest } from '../host/runConnectionTest';
import { showStatus } from '../host/statusBar';
import type { Services } from '../host/services';
import {
  inputStep,
  pickStep,
  runMultiStepInput,
  type Step,
  type StepOutcome,
  type StepPlace,
} from '../host/multiStepInput';
import { FormModel, propertyId } from './panel/model';
import { createDraft } from './panel/newDraft';
import type { FormPanels } from './panel/panels';
import { unclearRequest } from './panel/session';
import { holdsWork } from './holdsWork';
import { firstType, rememberType } from './lastType';
import { readPrefill } from './prefill';
import { readDraftWithSecrets } from './request';
import { secretReader } from './secretReader';
import { askTarget } from './panel/target';
import { canTest } from './panel/testing';

type Place = Omit<StepPlace, 'title'>;

/** The questions of the flow: the same fields and checks as the form's, one at a time. */
class QuickForm {
  readonly #services: Services;
  readonly #model: FormModel;
  readonly #title: string;
  readonly #savedSecrets: readonly string[];
  /** The user wants the connection tested before anything is created. */
  #isTestAsked = false;

  constructor(services: Services, model: FormModel, tenantName: string, savedSecrets: readonly string[]) {
    this.#services = services;
    this.#model = model;
    this.#title = vscode.l10n.t('Create Integration in {0}', tenantName);
    this.#savedSecrets = savedSecrets;
  }

  get isTestAsked(): boolean {
    return this.#isTestAsked;
  }

  /** Asked anew before each question: the type and the choices decide which fields follow. */
  readonly steps = (): readonly Step[] => [
    this.#type,
    this.#name,
    this.#description,
    ...this.#model.fields.filter((field) => !field.readOnly).map((field) => this.#field(field)),
    this.#active,
    ...(canTest(this.#model.draft.type) ? [this.#finish] : []),
  ];

  readonly #type: Step = async (place) => {
    const items = integrationTypes()
      .filter((type) => type.creatable)
      .map((type) => ({ label: type.label, description: type.summary, value: type.id }));
    const answer = await pickStep({
      ...place,
      title: this.#title,
      placeholder: vscode.l10n.t('Type'),
      items,
      chosen: this.#model.draft.type,
    });
    return this.#take(answer, (value) => {
      this.#model.change('type', value);
    });
  };

  readonly #name: Step = async (place) => this.#input(place, 'name', vscode.l10n.t('Name'), this.#model.draft.name);

  readonly #description: Step = async (place) =>
    this.#input(place, 'description', vscode.l10n.t('Description (optional)'), this.#model.draft.description);

  readonly #active: Step = async (place) => {
    const items = [
      { label: vscode.l10n.t('Active'), description: vscode.l10n.t('Flows can use it at once'), value: true },
      { label: vscode.l10n.t('Inactive'), description: vscode.l10n.t('Enable it later'), value: false },
    ];
    const answer = await pickStep({
      ...place,
      title: this.#title,
      placeholder: vscode.l10n.t('Create it active?'),
      items,
      chosen: this.#model.draft.active,
    });
    return this.#take(answer, (value) => {
      this.#model.change('active', value);
    });
  };

  readonly #finish: Step = async (place) => {
    const items = [
      { label: vscode.l10n.t('Test & Create'), value: true },
      { label: vscode.l10n.t('Create Without Test'), value: false },
    ];
    const answer = await pickStep({
      ...place,
      title: this.#title,
      placeholder: vscode.l10n.t('Test the connection first?'),
      items,
      chosen: true,
    });
    return this.#take(answer, (value) => {
      this.#isTestAsked = value;
    });
  };

  #field(field: FieldSpec): Step {
    if (field.secret) return async (place) => this.#secret(place, field);
    if (field.kind === 'boolean')
      return async (place) =>
        this.#choose(place, field, [
          { label: vscode.l10n.t('Yes'), value: true },
          { label: vscode.l10n.t('No'), value: false },
        ]);
    if (field.options) {
      const items = field.options.map((option) => ({
        label: option.label,
        ...(option.help === undefined ? {} : { description: option.help }),
        value: option.value,
      }));
      return async (place) => this.#choose(place, field, items);
    }
    const value = this.#model.values[field.key] ?? field.defaultValue;
    return async (place) => this.#input(place, propertyId(field.key), field.label, String(value), field);
  }

  async #choose<T extends FieldValue>(
    place: Place,
    field: FieldSpec,
    items: readonly (vscode.QuickPickItem & { readonly value: T })[],
  ): Promise<StepOutcome<T>['kind']> {
    const now = this.#model.values[field.key] ?? field.defaultValue;
    const chosen = items.find((item) => item.value === now)?.value;
    const answer = await pickStep({
      ...place,
      title: this.#title,
      placeholder: `${field.label}: ${field.help}`,
      items,
      chosen,
    });
    return this.#take(answer, (value) => {
      this.#model.change(propertyId(field.key), value);
    });
  }

  async #input(
    place: Place,
    id: string,
    label: string,
    value: string,
    field?: FieldSpec,
  ): Promise<StepOutcome<string>['kind']> {
    const answer = await inputStep({
      ...place,
      title: this.#title,
      prompt: field ? `${label}: ${field.help}` : label,
      value,
      ...(field?.example === undefined ? {} : { placeholder: field.example }),
      validate: (text) => {
        this.#model.change(id, text);
        return this.#problem(id);
      },
      advise: () => this.#advice(id),
      onType: (text) => {
        this.#model.change(id, text);
      },
    });
    return this.#take(answer, (text) => {
      this.#model.change(id, text);
      // From here on its normal form is shown, as the form shows it when a field is left.
      this.#model.touch(id);
    });
  }

  async #secret(place: Place, field: FieldSpec): Promise<StepOutcome<string>['kind']> {
    const id = propertyId(field.key);
    if (this.#savedSecrets.length > 0) {
      const items = [
        { label: vscode.l10n.t('Enter a Value'), iconPath: new vscode.ThemeIcon('edit'), value: '' },
        ...this.#savedSecrets.map((name) => ({
          label: name,
          description: vscode.l10n.t('saved secret'),
          iconPath: new vscode.ThemeIcon('key'),
          value: name,
        })),
      ];
      const source = this.#model.secretSource(field.key);
      const answer = await pickStep({
        ...place,
        title: this.#title,
        placeholder: field.label,
        items,
        chosen: source.kind === 'saved' ? source.name : '',
      });
      if (answer.kind !== 'next') return answer.kind;
      if (answer.value !== '') {
        this.#model.setSecretSource(field.key, { kind: 'saved', name: answer.value });
        return 'next';
      }
    }
    const answer = await inputStep({
      ...place,
      title: this.#title,
      prompt: `${field.label}: ${field.help}`,
      password: true,
      value: this.#model.typedSecret(field.key) ?? '',
      validate: (text) => {
        this.#model.typeSecret(id, text);
        return this.#problem(id);
      },
      advise: () => this.#advice(id),
      onType: (text) => {
        this.#model.typeSecret(id, text);
      },
    });
    return this.#take(answer, (text) => {
      this.#services.redactor.register(text);
      this.#model.typeSecret(id, text);
    });
  }

  #problem(id: string): string | undefined {
    return this.#model.issues().find((placed) => placed.at === id && placed.issue.severity === 'error')?.issue.message;
  }

  /** Warnings and advice: kinds of credentials that are about to end, plain http. */
  #advice(id: string): string | undefined {
    const found = this.#model
      .issues()
      .filter((placed) => placed.at === id && placed.issue.severity !== 'error')
      .map(({ issue }) => issue.message);
    return found.length === 0 ? undefined : found.join(' ');
  }

  #take<T>(answer: StepOutcome<T>, use: (value: T) => void): StepOutcome<T>['kind'] {
    if (answer.kind === 'next') use(answer.value);
    return answer.kind;
  }
}

async function created(services: Services, integration: Integration): Promise<void> {
  completeStep('created');
  rememberType(services.state, integration.type);
  const { accountId, tenantId, integrationId, name } = integration;
  showStatus(
    vscode.l10n.t('Created “{0}” in {1}.', name, services.directory.tenant({ accountId, tenantId })?.name ?? ''),
    8000,
  );
  await vscode.commands.executeCommand(COMMANDS.reveal, { accountId, tenantId, integrationId });
}

/** @returns why nothing is to be created; undefined where the test passed. */
async function testFailure(services: Services, model: FormModel, target: TenantRef): Promise<string | undefined> {
  const report = await withProgress(vscode.l10n.t('Testing “{0}”…', model.draft.name.trim()), async (signal) => {
    const { type, properties } = await readDraftWithSecrets(model, secretReader(services, signal));
    return runConnectionTest(services, target.accountId, type, properties, signal);
  });
  if (!report) return vscode.l10n.t('Nothing was sent.');
  completeStep('tested');
  return report.ok ? undefined : vscode.l10n.t('{0} Nothing was created.', report.conclusion);
}

async function create(
  services: Services,
  panels: FormPanels,
  model: FormModel,
  target: TenantRef,
  isTestAsked: boolean,
): Promise<void> {
  try {
    const failure = isTestAsked ? await testFailure(services, model, target) : undefined;
    if (failure !== undefined) {
      panels.adopt(model, failure);
      return;
    }
    const outcome = await withProgress(vscode.l10n.t('Creating “{0}”…', model.draft.name.trim()), async (signal) => {
      const draft = await readDraftWithSecrets(model, secretReader(services, signal));
      return services.directory.createIntegration(target, draft, { signal });
    });
    if (outcome.kind === 'notCreated') throw outcome.error;
    if (outcome.kind === 'created') await created(services, outcome.integration);
    // The form says so, and can check again.
    else panels.adopt(model, unclearRequest(model.draft, outcome));
  } catch (error) {
    if (isCancellation(error)) {
      panels.keep(model);
      return;
    }
    if (!(error instanceof UserError)) throw error;
    // Nobody has to answer everything again for one rejected value: the form has it all.
    model.setServerErrors(error.fieldErrors);
    model.touchAll();
    panels.adopt(model, error.message);
  }
}

/** The integrations whose names are taken. */
async function loadTaken(directory: DirectoryService, target: TenantRef): Promise<readonly Integration[]> {
  const known = directory.integrations(target);
  if (known.state === 'ready') return known.value;
  try {
    return await withProgress(vscode.l10n.t('Reading the names that are taken…'), async (signal) =>
      directory.loadIntegrations(target, { signal }),
    );
  } catch (error) {
    // Without the permission to view, the server alone knows which names are taken.
    if (error instanceof ApiError && error.kind === 'forbidden') return [];
    throw error;
  }
}

/**
 * Creates an integration by a multi-step quick pick with back: the form's fields without the form. What was entered is
 * kept as a draft when the user gives up, and opens in the form when the test fails, the server rejects it, or it is not
 * known what became of it.
 */
export async function quickCreate(services: Services, panels: FormPanels, argument: unknown): Promise<void> {
  const prefill = readPrefill(argument);
  const target = await askTarget(services.directory, argument);
  if (!target) return;
  const { directory, namedSecrets, settings } = services;
  const integrations = await loadTaken(directory, target);
  const fresh = createDraft(
    target,
    { ...prefill, type: firstType(services.state, prefill) },
    settings.createActiveByDefault(),
  );
  const model = new FormModel(fresh);
  model.isSandbox = directory.account(target.accountId)?.sandbox === true;
  model.existingNames = integrations.map((integration) => integration.name);
  model.proposeName();
  const saved = await namedSecrets.list().catch(() => []);
  const form = new QuickForm(services, model, directory.tenant(target)?.name ?? '', saved);
  if (await runMultiStepInput(form.steps)) await create(services, panels, model, target, form.isTestAsked);
  else if (holdsWork(model, fresh)) panels.keep(model);
}

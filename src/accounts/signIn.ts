import * as vscode from 'vscode';
import { ApiError } from '../core/api/error';
import { UserError } from '../core/base/errors';
import { tokenText } from '../core/api/session';
import type { Account, AccountKind, Credential, Endpoint } from '../core/base/account';
import { secretValues, type AccountMetadata } from './accountRecord';
import { oneLine } from '../core/base/displayText';
import type { AccountServices } from './context';
import { inputStep, pickStep, runMultiStepInput, type Step, type StepPlace } from '../host/multiStepInput';
import { isBarred, verifySignIn } from './verify';

/** What the user has answered so far. Secrets are in it, so it lives as long as the flow and no longer. */
interface Answers {
  endpoint?: Endpoint;
  kind?: AccountKind;
  userName: string;
  password: string;
  key: string;
  secret: string;
  tenantId: string;
  token: string;
  /** The endpoint does not tell the tenants of this token: one must be named (API facts k.2). */
  tokenNeedsTenant: boolean;
  proposal?: AccountMetadata;
  label: string;
}

function blank(): Answers {
  return {
    userName: '',
    password: '',
    key: '',
    secret: '',
    tenantId: '',
    token: '',
    tokenNeedsTenant: false,
    label: '',
  };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const required = (value: string): string | undefined =>
  value.trim() === '' ? vscode.l10n.t('Enter a value.') : undefined;
const uuid = (value: string): string | undefined =>
  UUID.test(value) ? undefined : vscode.l10n.t('Enter a tenant ID such as 0e4f5c7a-1b2d-4c3e-9f60-7a8b9c0d1e2f.');

function tokenProblem(value: string): string | undefined {
  if (value.trim() === '') return required(value);
  try {
    tokenText(value);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function credentialOf(kind: AccountKind, answers: Answers): Credential {
  switch (kind) {
    case 'password':
      return { kind, userName: answers.userName, password: answers.password };
    case 'apiKey':
      return { kind, key: answers.key, secret: answers.secret, tenantId: answers.tenantId };
    case 'token':
      return { kind, token: tokenText(answers.token) };
  }
}

/** The sentence for a sign-in that failed, in the words of this flow. */
function failureText(error: unknown, endpoint: Endpoint, kind: AccountKind): string {
  if (!(error instanceof UserError)) throw error;
  if (!(error instanceof ApiError) || error.kind !== 'signedOut') return error.message;
  switch (kind) {
    case 'password':
      return vscode.l10n.t(
        '{0} does not accept this user name and password. Correct the password, or go back to correct the user name.',
        endpoint.name,
      );
    case 'apiKey':
      return vscode.l10n.t(
        '{0} does not accept this API key, secret and tenant ID. Correct the secret, or go back to correct the others.',
        endpoint.name,
      );
    case 'token':
      return vscode.l10n.t('{0} does not accept this token. It may have expired: tokens last a day.', endpoint.name);
  }
}

/** The questions of one sign-in, each keeping its answer so that going back loses nothing. */
class SignInQuestions {
  readonly #services: AccountServices;
  readonly #endpoints: readonly Endpoint[];
  readonly #title: string;
  readonly answers: Answers;

  constructor(services: AccountServices, endpoints: readonly Endpoint[], title: string, known: Partial<Answers> = {}) {
    this.#services = services;
    this.#endpoints = endpoints;
    this.#title = title;
    this.answers = { ...blank(), ...known };
  }

  /** All questions, as the answers so far make them. */
  all(): readonly Step[] {
    return [this.#endpoint, this.#method, ...this.values(), this.#name];
  }

  /** The questions for the credential itself. The last of them tries it. */
  values(): readonly Step[] {
    switch (this.answers.kind) {
      case 'apiKey':
        return [this.#key, this.#tenant, this.#secret];
      case 'token':
        return this.answers.tokenNeedsTenant ? [this.#token, this.#tokenTenant] : [this.#token];
      default:
        return [this.#userName, this.#password];
    }
  }

  /** The question for the secret alone, for an account whose other parts are known. */
  secretOnly(): readonly Step[] {
    switch (this.answers.kind) {
      case 'apiKey':
        return [this.#secret];
      case 'token':
        return [this.#token];
      default:
        return [this.#password];
    }
  }

  readonly #endpoint: Step = async (place) => {
    const items = this.#endpoints.map((endpoint) => ({
      label: oneLine(endpoint.name, 100),
      description: endpoint.url,
      value: endpoint,
    }));
    const more = {
      label: vscode.l10n.t('Another Endpoint…'),
      description: vscode.l10n.t('Name it in the setting “cxengage.endpoints”'),
      value: 'settings' as const,
    };
    const answer = await pickStep<Endpoint | 'settings'>({
      ...this.#at(place),
      placeholder: vscode.l10n.t('Where is your CxEngage tenant?'),
      items: [...items, more],
      chosen: this.answers.endpoint,
    });
    if (answer.kind !== 'next') return answer.kind;
    if (answer.value === 'settings') {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'cxengage.endpoints');
      return 'cancel';
    }
    this.answers.endpoint = answer.value;
    return 'next';
  };

  readonly #method: Step = async (place) => {
    const items: { readonly label: string; readonly detail: string; readonly value: AccountKind }[] = [
      {
        label: vscode.l10n.t('User Name and Password'),
        detail: vscode.l10n.t('All tenants of your user'),
        value: 'password',
      },
      {
        label: vscode.l10n.t('API Key'),
        detail: vscode.l10n.t('Key, secret and tenant ID; one tenant'),
        value: 'apiKey',
      },
      {
        label: vscode.l10n.t('Token'),
        detail: vscode.l10n.t('A token you paste; it cannot be renewed when it expires'),
        value: 'token',
      },
    ];
    const answer = await pickStep({
      ...this.#at(place),
      placeholder: vscode.l10n.t('How do you sign in?'),
      items,
      chosen: this.answers.kind,
    });
    if (answer.kind === 'next') this.answers.kind = answer.value;
    return answer.kind;
  };

  readonly #userName: Step = async (place) =>
    this.#input(place, 'userName', {
      prompt: vscode.l10n.t('User name'),
      placeholder: 'ada@example.com',
      validate: required,
    });

  readonly #password: Step = async (place) =>
    this.#secretInput(
      place,
      'password',
      vscode.l10n.t('Password of {0}', oneLine(this.answers.userName, 100)),
      required,
    );

  readonly #key: Step = async (place) =>
    this.#input(place, 'key', { prompt: vscode.l10n.t('API key (“Key SID” in CxEngage)'), validate: required });

  readonly #tenant: Step = async (place) =>
    this.#input(place, 'tenantId', {
      prompt: vscode.l10n.t('ID of the tenant that the API key belongs to'),
      validate: uuid,
    });

  readonly #secret: Step = async (place) =>
    this.#secretInput(
      place,
      'secret',
      vscode.l10n.t('Secret of the API key, shown once when it was created'),
      required,
    );

  readonly #token: Step = async (place) => this.#secretInput(place, 'token', vscode.l10n.t('Token'), tokenProblem);

  readonly #tokenTenant: Step = async (place) =>
    this.#trying(place, 'tenantId', {
      prompt: vscode.l10n.t(
        '{0} does not say which tenants this token is for. ID of the tenant',
        oneLine(this.answers.endpoint?.name ?? '', 100),
      ),
      validate: uuid,
    });

  readonly #name: Step = async (place) => {
    const { proposal } = this.answers;
    const same = proposal && this.#services.accounts.findSame(proposal);
    if (this.answers.label === '')
      this.answers.label = same?.label ?? this.#services.accounts.uniqueLabel(proposal?.label ?? '');
    const prompt = same
      ? vscode.l10n.t('This user is signed in already: the stored credential will be replaced. Name of the account')
      : vscode.l10n.t(
          '{0} accepts it. Name of the account in the Tenants view and the Accounts menu',
          oneLine(this.answers.endpoint?.name ?? '', 100),
        );
    return this.#input(place, 'label', { prompt, validate: required });
  };

  #at(place: Omit<StepPlace, 'title'>): StepPlace {
    return { ...place, title: this.#title };
  }

  async #input(
    place: Omit<StepPlace, 'title'>,
    field: 'userName' | 'key' | 'tenantId' | 'label',
    options: {
      readonly prompt: string;
      readonly placeholder?: string;
      readonly validate: (value: string) => string | undefined;
    },
  ): Promise<'next' | 'back' | 'cancel'> {
    const keep = (value: string): void => {
      this.answers[field] = value;
    };
    const answer = await inputStep({ ...this.#at(place), ...options, value: this.answers[field], onType: keep });
    if (answer.kind === 'next') keep(answer.value);
    return answer.kind;
  }

  async #secretInput(
    place: Omit<StepPlace, 'title'>,
    field: 'password' | 'secret' | 'token',
    prompt: string,
    validate: (value: string) => string | undefined,
  ): Promise<'next' | 'back' | 'cancel'> {
    return this.#trying(place, field, { prompt, validate, password: true });
  }

  /** A question whose answer completes the credential, which is then tried. */
  async #trying(
    place: Omit<StepPlace, 'title'>,
    field: 'password' | 'secret' | 'token' | 'tenantId',
    options: {
      readonly prompt: string;
      readonly password?: boolean;
      readonly validate: (value: string) => string | undefined;
    },
  ): Promise<'next' | 'back' | 'cancel'> {
    const keep = (value: string): void => {
      this.answers[field] = value;
    };
    const answer = await inputStep({
      ...this.#at(place),
      ...options,
      value: this.answers[field],
      onType: keep,
      submitting: vscode.l10n.t(
        'Signing in at {0}… Press Escape to cancel.',
        oneLine(this.answers.endpoint?.name ?? '', 100),
      ),
      submit: async (value, signal) => {
        keep(value);
        return this.#try(signal);
      },
    });
    return answer.kind;
  }

  async #try(signal: AbortSignal): Promise<string | undefined> {
    const { endpoint, kind } = this.answers;
    if (!endpoint || !kind) return undefined;
    const credential = credentialOf(kind, this.answers);
    for (const value of secretValues(credential)) this.#services.redactor.register(value);
    const tenantId = kind === 'apiKey' || this.answers.tokenNeedsTenant ? this.answers.tenantId : undefined;
    try {
      this.answers.proposal = await verifySignIn(
        this.#services.connect,
        { endpoint, credential, ...(tenantId && { tenantId }) },
        signal,
      );
      this.answers.label = '';
      return undefined;
    } catch (error) {
      if (kind === 'token' && !this.answers.tokenNeedsTenant && isBarred(error)) {
        this.answers.tokenNeedsTenant = true;
        return undefined;
      }
      return failureText(error, endpoint, kind);
    }
  }
}

/** Endpoints to choose from: the regions, those of the settings, and the sandbox while it runs. */
function endpointsOf(services: AccountServices): readonly Endpoint[] {
  const sandboxes = services.accounts
    .list()
    .filter((account) => account.sandbox)
    .map((account) => account.endpoint);
  return [...services.settings.endpoints(), ...sandboxes];
}

/**
 * Asks for an endpoint and a credential, tries it, and stores the account.
 * @returns undefined when the user gave up.
 * @throws UserError where the keyring fails.
 */
export async function signIn(services: AccountServices): Promise<Account | undefined> {
  const questions = new SignInQuestions(services, endpointsOf(services), vscode.l10n.t('Sign In to CxEngage'));
  if (!(await runMultiStepInput(() => questions.all()))) return undefined;
  const { kind, proposal, label } = questions.answers;
  if (!kind || !proposal) return undefined;
  return services.accounts.save({ ...proposal, label }, credentialOf(kind, questions.answers));
}

/**
 * Asks for the secret of a known account again and replaces its credential; nothing else is asked.
 * @returns undefined when the user gave up.
 * @throws UserError where the keyring fails.
 */
export async function signInAgain(services: AccountServices, account: Account): Promise<Account | undefined> {
  // What is typed goes where the account was signed in at, whatever was written to `globalState` since.
  const endpoint = (await services.accounts.sealedEndpoint(account.id)) ?? account.endpoint;
  const questions = new SignInQuestions(
    services,
    [endpoint],
    vscode.l10n.t('Sign In Again: {0}', oneLine(account.label, 100)),
    {
      endpoint,
      kind: account.kind,
      userName: account.userName ?? '',
      key: account.userName ?? '',
      tenantId: account.tenantId ?? '',
      tokenNeedsTenant: account.kind === 'token' && account.tenantId !== undefined,
    },
  );
  // A password needs its user name; metadata from an older version may lack it.
  const steps =
    account.kind !== 'token' && account.userName === undefined ? questions.values() : questions.secretOnly();
  if (!(await runMultiStepInput(() => steps))) return undefined;
  const { proposal } = questions.answers;
  if (!proposal) return undefined;
  return services.accounts.save(
    { ...proposal, label: account.label },
    credentialOf(account.kind, questions.answers),
    account.id,
  );
}

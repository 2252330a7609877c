import * as vscode from 'vscode';
import { ApiError } from '../core/api/error';
import { UserError } from '../core/base/errors';
import { pastedValue } from '../core/api/pastedCredential';
import type { Account, AccountKind, Endpoint } from '../core/base/account';
import { secretValues } from './accountRecord';
import { oneLine } from '../core/base/displayText';
import { asAccountId } from '../core/directory/refs';
import type { AccountServices } from './context';
import {
  inputStep,
  pickStep,
  runMultiStepInput,
  type InputStep,
  type Step,
  type StepPlace,
} from '../host/multiStepInput';
import {
  blank,
  credentialOf,
  EXAMPLE_UUID,
  passwordAdvice,
  required,
  tokenProblem,
  uuid,
  type Answers,
  type TextAnswer,
} from './signInAnswers';
import { pickAccount } from './signOut';
import { isBarred, verifySignIn } from './verify';

type Question = Pick<InputStep, 'prompt' | 'validate' | 'advise' | 'password'> & { readonly placeholder: string };

/** Says why a sign-in failed. */
function failureText(error: unknown, kind: AccountKind): string {
  if (!(error instanceof UserError)) throw error;
  if (!(error instanceof ApiError) || error.kind !== 'signedOut') return error.message;
  switch (kind) {
    case 'password':
      return vscode.l10n.t('Incorrect user name or password.');
    case 'apiKey':
      return vscode.l10n.t('Incorrect API key, secret or tenant ID.');
    case 'token':
      return vscode.l10n.t('The token was rejected. It may have expired: tokens are valid for 24 hours.');
  }
}

/** The steps of one sign-in. Each keeps what was entered, so that going back loses nothing. */
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

  /** All steps, given what was entered so far. */
  all(): readonly Step[] {
    return [this.#endpoint, this.#method, ...this.values(), this.#name];
  }

  /** The steps for the credential, in the order that the list of methods names. The last one tries it. */
  values(): readonly Step[] {
    switch (this.answers.kind) {
      case 'apiKey':
        return [this.#key, this.#secret, this.#tenant];
      case 'token':
        return this.answers.tokenNeedsTenant ? [this.#token, this.#tokenTenant] : [this.#token];
      default:
        return [this.#userName, this.#password];
    }
  }

  /** The step for the secret alone, for an account whose other parts are known. */
  secretOnly(): readonly Step[] {
    switch (this.answers.kind) {
      case 'apiKey':
        return [this.#secretAlone];
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
    const unusable = this.#services.settings.endpointProblems().map(({ name, reason }) => ({
      label: oneLine(name, 100),
      description: vscode.l10n.t('Cannot be used'),
      detail: reason,
      iconPath: new vscode.ThemeIcon('warning'),
      value: 'settings' as const,
    }));
    const more = {
      label: vscode.l10n.t('Another Endpoint…'),
      description: vscode.l10n.t('Add an endpoint in Settings'),
      value: 'settings' as const,
    };
    const answer = await pickStep<Endpoint | 'settings'>({
      ...this.#at(place),
      placeholder: vscode.l10n.t('Select your region'),
      items: [...items, ...unusable, more],
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
        detail: vscode.l10n.t('For all tenants of your user'),
        value: 'password',
      },
      {
        label: vscode.l10n.t('API Key'),
        detail: vscode.l10n.t('Key, secret and tenant ID, for one tenant'),
        value: 'apiKey',
      },
      {
        label: vscode.l10n.t('Token'),
        detail: vscode.l10n.t('Paste a token. It is valid for 24 hours and cannot be renewed.'),
        value: 'token',
      },
    ];
    const answer = await pickStep({
      ...this.#at(place),
      placeholder: vscode.l10n.t('Select how to sign in'),
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
    this.#trying(place, 'password', {
      prompt: vscode.l10n.t('Password of {0} at {1}', oneLine(this.answers.userName, 100), this.#host),
      placeholder: vscode.l10n.t('Password'),
      validate: (value) => (value === '' ? vscode.l10n.t('Enter a value.') : undefined),
      advise: passwordAdvice,
      password: true,
    });

  readonly #key: Step = async (place) =>
    this.#input(place, 'key', {
      prompt: vscode.l10n.t('API key (“Key SID” in CxEngage)'),
      placeholder: vscode.l10n.t('API key'),
      validate: required,
    });

  readonly #secret: Step = async (place) => this.#input(place, 'secret', this.#secretQuestion());

  readonly #secretAlone: Step = async (place) => this.#trying(place, 'secret', this.#secretQuestion());

  readonly #tenant: Step = async (place) =>
    this.#trying(place, 'tenantId', {
      prompt: vscode.l10n.t('ID of the tenant that the API key belongs to'),
      placeholder: EXAMPLE_UUID,
      validate: uuid,
    });

  readonly #token: Step = async (place) =>
    this.#trying(place, 'token', {
      prompt: vscode.l10n.t('Token for {0}', this.#host),
      placeholder: vscode.l10n.t('Token, with or without the word “Token”'),
      validate: tokenProblem,
      password: true,
    });

  readonly #tokenTenant: Step = async (place) =>
    this.#trying(place, 'tenantId', {
      prompt: vscode.l10n.t('This token cannot list its tenants. Enter the ID of the tenant.'),
      placeholder: EXAMPLE_UUID,
      validate: uuid,
    });

  readonly #name: Step = async (place) => {
    const { proposal } = this.answers;
    const same = proposal && this.#services.accounts.findSame(proposal);
    if (this.answers.label === '')
      this.answers.label = same?.label ?? this.#services.accounts.uniqueLabel(proposal?.label ?? '');
    const prompt = same
      ? vscode.l10n.t(
          'This user is already signed in. The stored credential is replaced. Enter a name for the account.',
        )
      : vscode.l10n.t('Signed in to {0}. Enter a name for this account.', this.#endpointName);
    return this.#input(place, 'label', {
      prompt,
      placeholder: vscode.l10n.t('Name in the Tenants view and the Accounts menu'),
      validate: required,
    });
  };

  get #endpointName(): string {
    return oneLine(this.answers.endpoint?.name ?? '', 100);
  }

  /** The host that the secret is about to be sent to. */
  get #host(): string {
    const url = this.answers.endpoint?.url ?? '';
    return URL.canParse(url) ? new URL(url).host : '';
  }

  #secretQuestion(): Question {
    return {
      prompt: vscode.l10n.t(
        'Secret of the API key, for {0}. CxEngage showed it once, when the key was created.',
        this.#host,
      ),
      placeholder: vscode.l10n.t('Secret'),
      validate: required,
      password: true,
    };
  }

  #at(place: Omit<StepPlace, 'title'>): StepPlace {
    return { ...place, title: this.#title };
  }

  async #input(
    place: Omit<StepPlace, 'title'>,
    field: TextAnswer,
    question: Question & Pick<InputStep, 'submit' | 'submitting'>,
  ): Promise<'next' | 'back' | 'cancel'> {
    const keep = (value: string): void => {
      this.answers[field] = value;
    };
    const answer = await inputStep({ ...this.#at(place), ...question, value: this.answers[field], onType: keep });
    if (answer.kind === 'next') keep(answer.value);
    return answer.kind;
  }

  /** A question whose answer completes the credential, which is then tried. */
  async #trying(
    place: Omit<StepPlace, 'title'>,
    field: TextAnswer,
    question: Question,
  ): Promise<'next' | 'back' | 'cancel'> {
    return this.#input(place, field, {
      ...question,
      submitting: vscode.l10n.t('Signing in to {0}… Press Escape to cancel.', this.#endpointName),
      submit: async (value, signal) => {
        this.answers[field] = value;
        return this.#try(signal);
      },
    });
  }

  async #try(signal: AbortSignal): Promise<string | undefined> {
    const { endpoint, kind } = this.answers;
    if (!endpoint || !kind) return undefined;
    const credential = credentialOf(kind, this.answers);
    for (const value of secretValues(credential)) this.#services.redactor.register(value);
    const needsTenant = kind === 'apiKey' || this.answers.tokenNeedsTenant;
    const tenantId = needsTenant ? pastedValue(this.answers.tenantId) : undefined;
    try {
      const proposal = await verifySignIn(
        this.#services.connect,
        { endpoint, credential, ...(tenantId && { tenantId }) },
        signal,
      );
      const { tokenOf } = this.answers;
      if (
        tokenOf !== undefined &&
        proposal.userName !== undefined &&
        proposal.userName.toLowerCase() !== tokenOf.toLowerCase()
      )
        return vscode.l10n.t(
          'This is a token of {0}, not of {1}. Sign in with it as an account of its own.',
          oneLine(proposal.userName, 100),
          oneLine(tokenOf, 100),
        );
      this.answers.proposal = proposal;
      this.answers.label = '';
      return undefined;
    } catch (error) {
      if (kind === 'token' && !this.answers.tokenNeedsTenant && isBarred(error)) {
        this.answers.tokenNeedsTenant = true;
        return undefined;
      }
      return failureText(error, kind);
    }
  }
}

/** Endpoints to select from: the regions, those in the settings, and the sandbox while it runs. */
function endpointsOf(services: AccountServices): readonly Endpoint[] {
  const sandboxes = services.accounts
    .list()
    .filter((account) => account.sandbox)
    .map((account) => account.endpoint);
  return [...services.settings.endpoints(), ...sandboxes];
}

/**
 * Asks for an endpoint and a credential, tries it, and stores the account.
 * @returns undefined when the user canceled.
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
 * @returns undefined when the user canceled.
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
      ...(account.kind === 'token' && account.userName !== undefined && { tokenOf: account.userName }),
      tokenNeedsTenant: account.kind === 'token' && account.tenantId !== undefined,
    },
  );
  // A password needs its user name, and a new token may need its tenant: the metadata may lack either.
  const other = account.kind === 'token' ? account.tenantId : account.userName;
  const steps = (): readonly Step[] => (other === undefined ? questions.values() : questions.secretOnly());
  if (!(await runMultiStepInput(steps))) return undefined;
  const { proposal } = questions.answers;
  if (!proposal) return undefined;
  return services.accounts.save(
    { ...proposal, label: account.label },
    credentialOf(account.kind, questions.answers),
    account.id,
  );
}

/**
 * The same for the account that `argument` names, or one that the user selects. The sandbox is not offered: it signs in by
 * itself. Where there is no account to sign in to again, it is a first sign-in.
 */
export async function askSignInAgain(services: AccountServices, argument: unknown): Promise<Account | undefined> {
  const named = services.accounts.get(asAccountId(argument) ?? '');
  if (named) return signInAgain(services, named);
  const accounts = services.accounts.list().filter(({ sandbox }) => sandbox !== true);
  if (accounts.length === 0) return signIn(services);
  const account = await pickAccount(accounts, vscode.l10n.t('Select the account to sign in to again'));
  return account && signInAgain(services, account);
}

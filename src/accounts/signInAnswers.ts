import * as vscode from 'vscode';
import { pastedValue } from '../core/api/pastedCredential';
import { tokenText } from '../core/api/session';
import type { AccountKind, Credential, Endpoint } from '../core/base/account';
import { isUuid } from '../core/base/uuid';
import type { AccountMetadata } from './accountRecord';

/** What the user has entered so far. It holds secrets, so it lives only as long as the flow. */
export interface Answers {
  endpoint?: Endpoint;
  kind?: AccountKind;
  userName: string;
  password: string;
  key: string;
  secret: string;
  tenantId: string;
  token: string;
  /** The user whose account signs in again: a token does not say for itself whose it is. */
  tokenOf?: string;
  /** The token may not list its tenants, so one must be entered (API facts k.2). */
  tokenNeedsTenant: boolean;
  proposal?: AccountMetadata;
  label: string;
}

export type TextAnswer = 'userName' | 'password' | 'key' | 'secret' | 'tenantId' | 'token' | 'label';

export function blank(): Answers {
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

export const EXAMPLE_UUID = '0e4f5c7a-1b2d-4c3e-9f60-7a8b9c0d1e2f';

export const required = (value: string): string | undefined =>
  pastedValue(value) === '' ? vscode.l10n.t('Enter a value.') : undefined;
export const uuid = (value: string): string | undefined =>
  isUuid(pastedValue(value)) ? undefined : vscode.l10n.t('Enter a tenant ID, for example {0}.', EXAMPLE_UUID);
/** A password may well have a space at its end; more often it was copied along. */
export const passwordAdvice = (value: string): string | undefined =>
  value === value.trim() ? undefined : vscode.l10n.t('The password starts or ends with a space.');

export function tokenProblem(value: string): string | undefined {
  if (pastedValue(value) === '') return required(value);
  try {
    tokenText(value);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export function credentialOf(kind: AccountKind, answers: Answers): Credential {
  switch (kind) {
    case 'password':
      return { kind, userName: pastedValue(answers.userName), password: answers.password };
    case 'apiKey':
      return {
        kind,
        key: pastedValue(answers.key),
        secret: pastedValue(answers.secret),
        tenantId: pastedValue(answers.tenantId),
      };
    case 'token':
      return { kind, token: tokenText(answers.token) };
  }
}

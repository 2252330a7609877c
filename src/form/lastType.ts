import type * as vscode from 'vscode';
import { integrationTypes } from '../core/catalog/registry';

const KEY = 'cxengage.form.lastType';
const FIRST_TYPE = 'rest';

/** The type that a new form begins with: that of the integration created last, or else REST. */
export function lastType(state: { get(key: string): unknown }): string {
  const kept = state.get(KEY);
  return integrationTypes().find(({ id, creatable }) => creatable && id === kept)?.id ?? FIRST_TYPE;
}

/** Remembers the type of an integration that was created. */
export async function rememberType(state: Pick<vscode.Memento, 'update'>, type: string): Promise<void> {
  await state.update(KEY, type);
}

import * as vscode from 'vscode';
import { displayText } from '../core/base/displayText';
import { isArray } from '../core/base/json';
import { ConsentingSecrets, type ConsentStore, type SecretUse } from '../core/operations/consentingSecrets';
import type { SecretSource } from '../core/operations/secretSource';
import type { Services } from './services';

const CONSENT_KEY = 'cxengage.secretUses';
/** Uses named in one question; more of them are asked in several, so that none goes unseen. */
const USES_A_QUESTION = 15;

/** An environment variable's value; undefined where it is not set or empty. */
export function environmentValue(name: string): string | undefined {
  const value = Object.hasOwn(process.env, name) ? process.env[name] : undefined;
  return value === '' ? undefined : value;
}

/** Named secrets and environment variables. Every value read is redacted from then on. */
function createSecretSource({ namedSecrets, redactor }: Pick<Services, 'namedSecrets' | 'redactor'>): SecretSource {
  return {
    async value({ source, name }) {
      if (source === 'secret') return namedSecrets.get(name);
      const value = source === 'env' ? environmentValue(name) : undefined;
      if (value !== undefined) redactor.register(value);
      return value;
    },
  };
}

/** What was agreed to in this workspace; VS Code keeps it with the workspace, on this machine. */
function consentStore(state: vscode.Memento): ConsentStore {
  const read = (): Set<unknown> => {
    const stored: unknown = state.get(CONSENT_KEY);
    return new Set(isArray(stored) ? stored : []);
  };
  // Thousands are looked up in one turn, so that the list is not searched for each.
  let agreed = read();
  return {
    has: (key) => agreed.has(key),
    add: async (keys) => {
      agreed = read();
      for (const key of keys) agreed.add(key);
      await state.update(CONSENT_KEY, [...agreed]);
    },
  };
}

function useLine({ reference: { source, name }, host, file }: SecretUse): string {
  const line =
    source === 'env'
      ? vscode.l10n.t('Environment variable {0} → {1} ({2})', name, host, file)
      : vscode.l10n.t('Secret “{0}” → {1} ({2})', name, host, file);
  return displayText(line, 500);
}

/**
 * The secret source for files of this workspace. The user is asked before a saved secret or an environment variable is
 * used for a host for the first time here.
 */
export function createFileSecretSource(services: Services, uses: readonly SecretUse[]): ConsentingSecrets {
  const ask = async (asked: readonly SecretUse[]): Promise<boolean> => {
    for (let start = 0; start < asked.length; start += USES_A_QUESTION) {
      const lines = asked.slice(start, start + USES_A_QUESTION).map(useLine);
      const detail = [
        ...lines,
        '',
        vscode.l10n.t(
          'Files in this workspace ask for them. The values go to CxEngage, and from there to these hosts.',
        ),
      ].join('\n');
      const question = vscode.l10n.t('Let this workspace use your secrets?');
      if (!(await services.notify.confirm(question, detail, vscode.l10n.t('Use Secrets')))) return false;
    }
    return true;
  };
  return new ConsentingSecrets(createSecretSource(services), uses, consentStore(services.context.workspaceState), ask);
}

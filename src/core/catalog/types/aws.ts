import * as l10n from '@vscode/l10n';
import type { TypeDefinition } from '../define';
import type { FieldSpec } from '../model';

function accessKeys(): readonly FieldSpec[] {
  return [
    {
      key: 'accessKey',
      label: l10n.t('Access key'),
      kind: 'text',
      secret: true,
      required: true,
      help: l10n.t('The access key ID of the AWS user.'),
      defaultValue: '',
    },
    {
      key: 'secretKey',
      label: l10n.t('Secret key'),
      kind: 'text',
      secret: true,
      required: true,
      help: l10n.t('The secret access key of the AWS user.'),
      defaultValue: '',
    },
  ];
}

/** AWS access of the agent toolbar (API facts e.2). */
export function client(): TypeDefinition {
  return {
    id: 'client',
    label: l10n.t('Client'),
    summary: l10n.t('AWS access of the agent toolbar'),
    icon: 'key',
    fields: accessKeys(),
  };
}

/** AWS access for functions (API facts e.2). */
export function lambda(): TypeDefinition {
  return {
    id: 'lambda',
    label: l10n.t('Lambda'),
    summary: l10n.t('AWS access for Lambda functions'),
    icon: 'function',
    fields: accessKeys(),
  };
}

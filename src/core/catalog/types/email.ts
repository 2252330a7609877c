import * as l10n from '@vscode/l10n';
import type { TypeDefinition } from '../define';
import type { FieldValues } from '../model';
import { own, type JsonObject } from '../../base/json';

/** Older records spell the encryption differently (API facts e.2). */
const OLD_SPELLINGS: Readonly<Record<string, string>> = { SSL: 'ssl/tls', TLS: 'starttls' };

function encryption(properties: JsonObject): FieldValues {
  const read = properties.smtpEncryptionType;
  const mapped = typeof read === 'string' ? own(OLD_SPELLINGS, read) : undefined;
  return mapped === undefined ? {} : { smtpEncryptionType: mapped };
}

/** E-mail channel (API facts e.2). Its mailboxes are listeners. */
export function email(): TypeDefinition {
  return {
    id: 'email',
    label: l10n.t('Email'),
    summary: l10n.t('Mail servers of the e-mail channel; mailboxes are its listeners'),
    icon: 'envelope',
    hasListeners: true,
    summaryFields: { host: 'smtpHost', user: 'smtpUser' },
    derive: encryption,
    fields: [
      {
        key: 'incomingType',
        label: l10n.t('Incoming server type'),
        kind: 'text',
        readOnly: true,
        help: l10n.t('Always IMAP.'),
        defaultValue: 'imap',
      },
      {
        key: 'imapServer',
        label: l10n.t('Incoming server (IMAP)'),
        kind: 'text',
        required: true,
        help: l10n.t('The server that e-mail is fetched from.'),
        example: 'imap.example.com',
        defaultValue: '',
      },
      {
        key: 'smtpHost',
        label: l10n.t('Outgoing server (SMTP)'),
        kind: 'text',
        required: true,
        help: l10n.t('The server that e-mail is sent through.'),
        example: 'smtp.example.com',
        defaultValue: '',
      },
      {
        key: 'smtpPort',
        label: l10n.t('Outgoing port'),
        kind: 'number',
        sentAsText: true,
        required: true,
        help: l10n.t('Usually 587 for STARTTLS, 465 for SSL/TLS.'),
        example: '587',
        defaultValue: '',
        limits: { min: 1, max: 65535 },
      },
      {
        key: 'smtpEncryptionType',
        label: l10n.t('Encryption'),
        kind: 'choice',
        required: true,
        help: l10n.t('How the connection to the outgoing server is encrypted.'),
        defaultValue: 'starttls',
        options: [
          { value: 'starttls', label: l10n.t('STARTTLS') },
          { value: 'ssl/tls', label: l10n.t('SSL/TLS') },
        ],
      },
      {
        key: 'smtpUser',
        label: l10n.t('User name'),
        kind: 'text',
        required: true,
        help: l10n.t('The user at the outgoing server.'),
        defaultValue: '',
      },
      {
        key: 'smtpPassword',
        label: l10n.t('Password'),
        kind: 'text',
        secret: true,
        keepsSpaces: true,
        required: true,
        help: l10n.t('The password of that user.'),
        defaultValue: '',
      },
    ],
  };
}

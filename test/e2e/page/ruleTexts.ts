import type { FieldValue } from '../../../src/core/catalog/model.js';
import type { Severity } from '../../../src/form/contract.js';

export interface More {
  /** What the button beside the message offers. */
  readonly fix?: string;
  /** Where it is said, if not at the field typed into. */
  readonly at?: string;
  /** Values that make the field show. */
  readonly given?: Readonly<Record<string, FieldValue>>;
  readonly source?: { readonly title: string; readonly date: string; readonly url: string };
}

/** Field, what is typed, and the one finding that must stand there then. */
export type Case = readonly [field: string, typed: string, severity: Severity, message: string, more?: More];

export const existingNames = ['Orders', 'CRM prod'];
export const generalFields = new Set(['name', 'description']);
export const tooLong = (length: number, most: number): string =>
  `Too long: ${length} characters, at most ${most} are allowed.`;
export const invisible = (code: string): string => `Contains an invisible character (${code}), possibly from pasting.`;
export const lineBreak = 'Contains a line break or tab, possibly from pasting.';
export const scheme = 'Enter a URL that starts with https://.';
export const apiUrl = { fix: 'https://acme.zendesk.com/api/v2' };
export const junk = (characters: string): string => `These characters do not belong to the URL: ${characters}`;
export const placeholder = (text: string): string => `“${text}” is a placeholder. Replace it with your own value.`;
export const userForm = (user: string): string => `Zendesk expects the user name in this form: ${user}`;
export const token = { given: { authMethod: 'token' } };
export const withField = { given: { workItems: true } };
export const plainHttp = {
  source: {
    title: 'RFC 7617: HTTP Basic needs a secure connection',
    date: '2026-11-28',
    url: 'https://www.rfc-editor.org/rfc/rfc7617#section-4',
  },
};
export const loginHost = (host: string): string =>
  `Salesforce does not sign users in at ${host}, but at login.salesforce.com, test.salesforce.com or your My Domain at my.salesforce.com.`;
export const noApiPath = 'The URL of the Zendesk API ends with /api/v2.';

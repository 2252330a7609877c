import { find, type Findings } from '../refusal';
import type { Fields } from '../values';
import { filledText, flag, presentText, text, type PropertyRule, type TypeRule } from './properties';

/** Exactly one way of signing in, the unused keys `""` (API facts e.1, d.6). */
function oneRestScheme(properties: Fields, findings: Findings): void {
  const { username, password, token } = properties;
  if (token !== '' && (username !== '' || password !== ''))
    find(findings, 'token', 'must be empty when username or password is given');
  if (username !== '' && password === '') find(findings, 'password', 'is required with username');
  if (username === '' && password !== '') find(findings, 'username', 'is required with password');
}

/** The ticket field is needed for work items and empty without (API facts e.1). */
function zendeskTicketField(properties: Fields, findings: Findings): void {
  const field = properties.interactionFieldId ?? '';
  if (properties.workItems === true && field === '')
    find(findings, 'interactionFieldId', 'is required with work items');
  if (properties.workItems === false && field !== '')
    find(findings, 'interactionFieldId', 'must be empty without work items');
}

const port: PropertyRule = { kinds: ['string'], filled: true, pattern: /^\d{2,5}$/ };
/** For Verint's: one console sends a number, the other one text (API facts e.2). */
const numberOrDigits: PropertyRule = { ...port, kinds: ['number', 'string'] };

/** With the older ones that are still stored (API facts d.3, e.2, o). */
const twilioRegions = [
  ...['gll', 'au1', 'br1', 'de1', 'ie1', 'jp1', 'sg1', 'us1'],
  ...['au1-ix', 'de1-ix', 'jp1-ix', 'sg1-ix', 'us1-ix', 'us2-ix', 'ie1-ix', 'ie1-tnx'],
  ...['us1-tnx', 'us2-tnx', 'us2', 'wwr'],
];

/** The rules of every known type, by its wire name (API facts e.1, e.2). */
const rules: Readonly<Record<string, TypeRule>> = {
  rest: {
    creatable: true,
    properties: { endpointPrefix: presentText, username: presentText, password: presentText, token: presentText },
    together: oneRestScheme,
  },
  salesforce: {
    creatable: true,
    properties: {
      username: filledText,
      password: filledText,
      consumerKey: filledText,
      consumerSecret: filledText,
      securityToken: filledText,
      loginUrl: text,
      pushEnabled: flag,
    },
  },
  zendesk: {
    creatable: true,
    properties: {
      endpointPrefix: filledText,
      username: filledText,
      password: filledText,
      workItems: { kinds: ['boolean'], present: true },
      interactionFieldId: text,
    },
    together: zendeskTicketField,
  },
  calabrio: {
    creatable: true,
    properties: {
      username: filledText,
      password: filledText,
      ctiEnabled: flag,
      ctiEndpoint: text,
      rtaEnabled: flag,
      rtaUrl: text,
    },
  },
  twilio: {
    creatable: false,
    properties: {
      accountSid: filledText,
      authToken: filledText,
      region: { kinds: ['string'], filled: true, oneOf: twilioRegions },
      forceRegion: flag,
      webRtc: flag,
      turnEnabled: flag,
      extensionPrefix: { kinds: ['string'], pattern: /^\d{5}$/ },
      globalDialParams: { kinds: ['map'] },
    },
  },
  email: {
    creatable: false,
    properties: {
      incomingType: { kinds: ['string'], filled: true, oneOf: ['imap'] },
      imapServer: filledText,
      smtpHost: filledText,
      // Text on the wire (API facts d.3).
      smtpPort: port,
      smtpEncryptionType: { kinds: ['string'], filled: true, oneOf: ['ssl/tls', 'starttls', 'SSL', 'TLS'] },
      smtpUser: filledText,
      smtpPassword: filledText,
    },
  },
  verint: {
    creatable: false,
    properties: {
      sftpHost: filledText,
      sftpPort: numberOrDigits,
      sftpUsername: filledText,
      sftpPassword: filledText,
      orgName: filledText,
      multipleTenants: flag,
      dataSourceName: { kinds: ['string'], filled: true, maxLength: 50 },
      scorecardsEnabled: flag,
      historicalEnabled: flag,
      ctiEnabled: flag,
      ctiEndpoint: text,
    },
  },
  teleopti: {
    creatable: false,
    properties: {
      protocol: { kinds: ['string'], filled: true, oneOf: ['none', 'ftp'] },
      ftpUrl: text,
      ftpUsername: text,
      ftpPassword: text,
      authKey: text,
      teleoptiUrl: text,
      platformTypeId: text,
      sourceId: text,
      multipleTenants: flag,
    },
  },
  monet: {
    creatable: false,
    properties: {
      monetUrl: filledText,
      username: filledText,
      password: filledText,
      usernameAsAgentId: { kinds: ['boolean', 'string'] },
    },
  },
  'serenova-voice': { creatable: false, properties: { accountId: filledText, apiKey: filledText } },
  client: { creatable: false, properties: { accessKey: filledText, secretKey: filledText } },
  lambda: { creatable: false, properties: { accessKey: filledText, secretKey: filledText } },
  birst: {
    creatable: false,
    properties: {
      birstBaseUrl: filledText,
      birstAdminUsername: filledText,
      birstAdminPassword: filledText,
      birstDashboardVersion: filledText,
      birstSpaceId: filledText,
      birstSsoPassword: filledText,
    },
  },
  plivo: { creatable: false, properties: { authId: filledText, authToken: filledText, webRtc: flag } },
  facebook: { creatable: false, properties: {} },
  xms: {
    creatable: false,
    properties: {
      username: filledText,
      password: filledText,
      consumerKey: text,
      consumerSecret: text,
      securityToken: text,
      loginUrl: text,
      pushEnabled: flag,
      certificate: text,
    },
  },
};

/** The wire names of the types that customers create (API facts e.1). */
export const creatableTypes: readonly string[] = Object.keys(rules).filter((type) => rules[type]?.creatable);

/** The rule of a type. `type` is compared as it is: `Zendesk` is no type (API facts e). */
export function ruleOf(type: string): TypeRule | undefined {
  return Object.hasOwn(rules, type) ? rules[type] : undefined;
}

/** For a type nobody knows: the keys it has, each of the kind it has, and nothing else (API facts d.3). */
export function ruleFromStored(properties: Fields): TypeRule {
  const known: Record<string, PropertyRule> = {};
  for (const [key, value] of Object.entries(properties)) {
    const kind = typeof value;
    if (kind === 'string' || kind === 'boolean' || kind === 'number') known[key] = { kinds: [kind], present: true };
    else known[key] = { kinds: ['map'], present: true };
  }
  return { creatable: false, properties: known };
}

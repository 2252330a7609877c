/** The properties that hold a secret, by type (API facts e.1, e.2, n, o). Listeners go by the type of their integration. */
const SECRETS: Readonly<Record<string, readonly string[]>> = {
  rest: ['password', 'token'],
  salesforce: ['password', 'consumerKey', 'consumerSecret', 'securityToken'],
  zendesk: ['password'],
  calabrio: ['password'],
  twilio: ['authToken'],
  email: ['smtpPassword', 'password'],
  verint: ['sftpPassword'],
  teleopti: ['ftpPassword', 'authKey'],
  monet: ['password'],
  'serenova-voice': ['accountId', 'apiKey'],
  client: ['accessKey', 'secretKey'],
  lambda: ['accessKey', 'secretKey'],
  birst: ['birstAdminPassword', 'birstSsoPassword'],
  plivo: ['authToken'],
  facebook: ['pageToken'],
  xms: ['password', 'consumerKey', 'consumerSecret', 'securityToken', 'certificate'],
};

/** Tells which properties of a type are secret; those of a type that nobody knows by their names. */
export function secretKeys(type: string): (key: string) => boolean {
  const listed = Object.hasOwn(SECRETS, type) ? SECRETS[type] : undefined;
  return listed ? (key) => listed.includes(key) : (key) => /secret|password|token/i.test(key);
}

import type { SandboxServices } from '../services';
import type { FakeReply, FakeRequest } from './fakes';

type Known = SandboxServices['salesforce'];

const refused = (error: string, description: string): FakeReply => ({
  status: 400,
  body: { error, error_description: description },
});

function token(form: URLSearchParams, known: Known): FakeReply {
  const field = (name: string) => form.get(name) ?? '';
  if (field('grant_type') !== 'password') return refused('unsupported_grant_type', 'grant type not supported');
  if (field('client_id') !== known.consumerKey) return refused('invalid_client_id', 'client identifier invalid');
  if (field('client_secret') !== known.consumerSecret) return refused('invalid_client', 'invalid client credentials');
  if (field('username') === known.inactiveUsername) return refused('inactive_user', 'user is inactive');
  // The security token goes right behind the password.
  const right = field('username') === known.username && field('password') === known.password + known.securityToken;
  if (!right) return refused('invalid_grant', 'authentication failure');
  return {
    status: 200,
    body: {
      access_token: 'sample!salesforce-access-token',
      instance_url: known.loginUrl,
      id: `${known.loginUrl}/id/00D000000000001/005000000000001`,
      token_type: 'Bearer',
      issued_at: '1700000000000',
      signature: 'c2FtcGxl',
    },
  };
}

const soap = (body: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;

function soapFault(code: string, text: string): FakeReply {
  const fault = `<soapenv:Fault><faultcode>${code}</faultcode><faultstring>${code}: ${text}</faultstring></soapenv:Fault>`;
  return { status: 500, headers: { 'content-type': 'text/xml' }, body: soap(fault) };
}

function soapLogin(body: string, known: Known): FakeReply {
  const element = (name: string) => new RegExp(`<(?:\\w+:)?${name}>([^<]*)</`).exec(body)?.[1] ?? '';
  const wrong = 'Invalid username, password, security token; or user locked out.';
  if (element('username') !== known.username) return soapFault('INVALID_LOGIN', wrong);
  if (element('password') === known.password)
    return soapFault('LOGIN_MUST_USE_SECURITY_TOKEN', `${wrong} Are you at a new location?`);
  if (element('password') !== known.password + known.securityToken) return soapFault('INVALID_LOGIN', wrong);
  const result = `<loginResponse><result><serverUrl>${known.loginUrl}/services/Soap/u/60.0</serverUrl><sessionId>sample-session</sessionId></result></loginResponse>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: soap(result) };
}

/** Salesforce's `POST /services/oauth2/token` (password grant), `/services/oauth2/revoke`, and the login call of its SOAP API. */
export function salesforce(request: FakeRequest, { salesforce: known }: SandboxServices): FakeReply {
  if (request.method !== 'POST') return { status: 404, body: '<html><body>URL No Longer Exists</body></html>' };
  if (request.path === '/services/oauth2/token') {
    const isForm = request.contentType.startsWith('application/x-www-form-urlencoded');
    return isForm
      ? token(new URLSearchParams(request.body), known)
      : refused('unsupported_grant_type', 'grant type not supported');
  }
  if (request.path === '/services/oauth2/revoke') return { status: 200 };
  if (/^\/services\/Soap\/u\/\d+\.\d$/.test(request.path)) return soapLogin(request.body, known);
  return { status: 404, body: '<html><body>URL No Longer Exists</body></html>' };
}

import type { SandboxServices } from '../services';
import { basicOf, type FakeReply, type FakeRequest } from './fakes';

const fine: FakeReply = { status: 200, body: { ok: true } };

const pages: Readonly<Record<string, (request: FakeRequest, services: SandboxServices) => FakeReply>> = {
  /** Asks for nothing. */
  none: () => fine,
  basic: (request, { rest: known }) => {
    const basic = basicOf(request.authorization);
    const right = basic?.username === known.username && basic.password === known.password;
    return right
      ? fine
      : { status: 401, headers: { 'www-authenticate': 'Basic realm="sample"' }, body: { error: 'unauthorized' } };
  },
  /** The token alone, or after any word: how CxEngage sends it is not documented. */
  token: (request, { rest: known }) => {
    const given = request.authorization?.split(' ').at(-1);
    return given === known.token
      ? fine
      : { status: 401, headers: { 'www-authenticate': 'Bearer' }, body: { error: 'unauthorized' } };
  },
  forbidden: () => ({ status: 403, body: { error: 'forbidden' } }),
  error: () => ({ status: 500, body: { error: 'internal' } }),
  html: () => ({ status: 200, body: '<!DOCTYPE html><html><body>Welcome</body></html>' }),
  redirect: (_, { elsewhere }) => ({ status: 302, headers: { location: `${elsewhere.url}/landed` } }),
  moved: (_, { rest: known }) => ({ status: 301, headers: { location: `${known.url}/none` } }),
  /** Accepts the connection and never responds. */
  stall: () => undefined,
};

/** A REST service with a page for each way of signing in and of failing, and 404 for the rest. */
export function rest(request: FakeRequest, services: SandboxServices): FakeReply {
  const name = request.path.split('/')[1] ?? '';
  const page = Object.hasOwn(pages, name) ? pages[name] : undefined;
  return page ? page(request, services) : { status: 404, body: { error: 'not found' } };
}

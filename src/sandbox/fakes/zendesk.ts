import type { SandboxServices } from '../services';
import { basicOf, type FakeReply, type FakeRequest } from './fakes';

type Known = SandboxServices['zendesk'];

const user = (id: number | null, name: string, email: string, role: string) => ({
  status: 200,
  body: { user: { id, name, email, role, active: true, verified: id !== null } },
});
const notAuthenticated: FakeReply = {
  status: 401,
  body: { error: "Couldn't authenticate you" },
  headers: { 'www-authenticate': 'Basic realm="Web Password"' },
};

function whoIsIt(request: FakeRequest, known: Known): 'agent' | 'endUser' | 'suspended' | 'nobody' | 'wrong' {
  if (request.authorization === undefined) return 'nobody';
  const basic = basicOf(request.authorization);
  const is = (username: string, password: string) => basic?.username === username && basic.password === password;
  if (is(known.username, known.password) || is(`${known.username}/token`, known.apiToken)) return 'agent';
  if (is(known.endUser.username, known.endUser.password)) return 'endUser';
  return is(known.suspended.username, known.suspended.password) ? 'suspended' : 'wrong';
}

/**
 * Zendesk's `GET /api/v2/users/me.json` and `GET /api/v2/ticket_fields/{id}.json`. As the real one it responds with 200 to
 * somebody without credentials (an anonymous user without an id), and 401 only to wrong ones.
 */
export function zendesk(request: FakeRequest, { zendesk: known }: SandboxServices): FakeReply {
  const field = /^\/api\/v2\/ticket_fields\/([^/]+?)(\.json)?$/.exec(request.path)?.[1];
  const isMe = /^\/api\/v2\/users\/me(\.json)?$/.test(request.path);
  if (request.method !== 'GET' || !(isMe || field !== undefined))
    return { status: 404, body: { error: 'InvalidEndpoint', description: 'Not found' } };
  const who = whoIsIt(request, known);
  if (who === 'wrong') return notAuthenticated;
  if (who === 'suspended')
    return { status: 403, body: { error: 'SuspendedUser', description: 'The user is suspended' } };
  if (isMe && who === 'nobody') return user(null, 'Anonymous user', 'invalid@example.com', 'end-user');
  if (isMe)
    return who === 'agent'
      ? user(101, 'Sample Agent', known.username, 'admin')
      : user(102, 'Sample Customer', known.endUser.username, 'end-user');
  if (who === 'nobody') return notAuthenticated;
  if (who === 'endUser')
    return { status: 403, body: { error: 'Forbidden', description: 'You do not have access to this page' } };
  if (field === known.interactionFieldId)
    return {
      status: 200,
      body: { ticket_field: { id: Number(field), type: 'text', title: 'CxEngage interaction', active: true } },
    };
  return { status: 404, body: { error: 'RecordNotFound', description: 'Not found' } };
}

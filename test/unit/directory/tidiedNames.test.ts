import assert from 'node:assert/strict';
import { until } from '../../support/until';
import { createIntegrationOnce } from '../../../src/core/directory/create';
import type { CreateOutcome } from '../../../src/core/directory/model';
import type { FetchFunction } from '../../../src/core/api/model';
import { isObject, parseJson } from '../../../src/core/base/json';
import type { FaultRule } from '../../../src/sandbox/server';
import { restDraft } from '../api/support';
import { openPlace, type Place } from './writing';

const CREATE = { method: 'POST', path: '/v1/tenants/*/integrations' } as const;
const BAD_GATEWAY: FaultRule['fault'] = { kind: 'status', status: 502, write: true };

/** A server that changes what it is sent before it stores it. */
function changing(change: (body: Readonly<Record<string, unknown>>) => object): FetchFunction {
  return (url, init) => {
    const body = parseJson(init.body ?? '');
    const isCreate = init.method === 'POST' && new URL(url).pathname.endsWith('/integrations');
    return fetch(
      url,
      isCreate && isObject(body) ? { ...init, body: JSON.stringify({ ...body, ...change(body) }) } : init,
    );
  };
}

describe('A create whose response was lost, on a server that tidies names', () => {
  let place: Place | undefined;
  afterEach(async () => {
    await place?.sandbox.close();
    place = undefined;
  });

  async function create(
    sent: string,
    stored: string,
    fault: FaultRule['fault'] = BAD_GATEWAY,
    more: object = {},
  ): Promise<CreateOutcome> {
    place = await openPlace(changing(() => ({ name: stored, ...more })));
    place.fault({ ...CREATE, fault });
    return createIntegrationOnce(place.target, restDraft(sent));
  }

  for (const [what, sent, stored] of [
    ['composed letters', 'Cafe\u0301', 'Caf\u00e9'],
    ['spaces in a row', 'CRM  prod', 'CRM prod'],
    ['another kind of space', 'CRM\u00a0prod', 'CRM prod'],
    ['spaces at the ends', ' CRM ', 'CRM'],
    ['case', 'CRM Prod', 'crm prod'],
    ['full width', '\uff23\uff32\uff2d', 'CRM'],
    ['invisible characters', 'CRM\u200b prod', 'CRM prod'],
    ['a tab', 'CRM\tprod', 'CRM prod'],
  ] as const) {
    it(`finds what was created under a name that differs by ${what}`, async () => {
      const outcome = await create(sent, stored);
      assert.ok(outcome.kind === 'created' && outcome.foundByName, JSON.stringify(outcome));
      assert.equal(outcome.integration.name, stored);
      assert.equal(place?.posts(), 1);
    });
  }

  it('finds it after a time limit and after a connection that broke, too', async () => {
    for (const fault of [
      { kind: 'stall', at: 'headers' },
      { kind: 'reset', at: 'afterWrite' },
      { kind: 'status', status: 400, shape: 2, write: true },
    ] as const) {
      const outcome = await create('Cafe\u0301', 'Caf\u00e9', fault);
      assert.ok(outcome.kind === 'created' && outcome.foundByName, `${fault.kind} ${JSON.stringify(outcome)}`);
      await place?.sandbox.close();
    }
  });

  it('is and stays unclear when a new integration of the type has another name', async () => {
    const outcome = await create('A very long name', 'A very…');
    if (outcome.kind !== 'unclear') throw new Error(outcome.kind);
    assert.match(outcome.error.message, /“A very long name” was created: “A very…” is new/);
    place?.clock.pass(121_000);
    assert.equal((await outcome.recheck()).kind, 'unclear');
  });

  it('is unclear when the new one of that name holds something else than was sent', async () => {
    const properties = { endpointPrefix: 'https://other.example', username: 'u', password: 'p', token: '' };
    for (const fault of [BAD_GATEWAY, { kind: 'status', status: 400, shape: 2, write: true } as const]) {
      assert.equal((await create('CRM  prod', 'CRM prod', fault, { properties })).kind, 'unclear');
      await place?.sandbox.close();
    }
  });

  it('was not created when what is new in the tenant is of another type, or nothing is', async () => {
    place = await openPlace(fetch);
    place.sandbox.addFault({ ...CREATE, fault: { kind: 'delay', ms: 300, at: 'beforeWrite' } });
    place.sandbox.addFault({ ...CREATE, fault: { kind: 'status', status: 502 } });
    const running = createIntegrationOnce(place.target, restDraft('Mine'));
    await until(() => place?.posts() === 1);
    await place.target.client.createIntegration(place.tenantId, {
      type: 'zendesk',
      name: 'mine',
      active: true,
      properties: {
        endpointPrefix: 'https://acme.zendesk.com/api/v2',
        username: 'u',
        password: 'p',
        workItems: false,
        interactionFieldId: '',
      },
    });
    assert.equal((await running).kind, 'notCreated');
  });
});

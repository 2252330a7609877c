import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isHostMessage } from '../../../src/form/contract';
import { formKey, isEnteredSince, readDraft } from '../../../src/form/panel/draft';
import { withoutSecrets } from '../../../src/form/panel/draftStore';
import { readWebviewMessage } from '../../../src/form/panel/guard';
import { conflictViews } from '../../../src/form/panel/conflicts';
import { FormModel, propertyId } from '../../../src/form/panel/model';
import { editDraft } from '../../../src/form/panel/newDraft';
import { readPrefill } from '../../../src/form/prefill';
import { rebase } from '../../../src/form/panel/rebase';
import { toChange } from '../../../src/form/request';
import { filled, target, zendesk } from './support';

describe('A draft', () => {
  for (const username of [' agent@acme.com: CANARY ', 'agent@acme.com:54321/CANARY', 'agent@acme.com / token: CANARY'])
    it(`holds nothing of what was typed behind a user name: ${username}`, () => {
      const draft = { ...editDraft(zendesk), values: { username: username.replace('CANARY', 'correct horse') } };
      assert.ok(!JSON.stringify(withoutSecrets(draft)).includes('horse'));
    });

  it('never holds what was typed into a secret field', () => {
    const model = filled('salesforce', { username: 'u', password: 'canary-1', securityToken: 'canary-2' });
    model.setSecretSource('consumerSecret', { kind: 'saved', name: 'sf' });
    assert.ok(!JSON.stringify(model.draft).includes('canary'));
    const back = readDraft(JSON.parse(JSON.stringify(model.draft)));
    assert.deepEqual(back?.secrets, {
      password: { kind: 'none' },
      securityToken: { kind: 'none' },
      consumerSecret: { kind: 'saved', name: 'sf' },
    });
    assert.deepEqual([back.values, back.name, back.target], [model.draft.values, 'CRM', target]);
  });

  it('of an edit asks again for a secret that was typed in place of the stored one', () => {
    const model = new FormModel(editDraft(zendesk));
    model.typeSecret(propertyId('password'), 'canary-1');
    for (const written of [withoutSecrets(model.draft), model.draft]) {
      assert.ok(!JSON.stringify(written).includes('canary'));
      const back = readDraft(JSON.parse(JSON.stringify(written)));
      assert.ok(back);
      assert.deepEqual(new FormModel(back).secretSource('password'), { kind: 'none' });
    }
  });

  it('has no user name and password of a URL on disk', () => {
    const address = 'https://cx:canary-1@api.acme.com/v1';
    const model = filled('rest', { endpointPrefix: address }, { name: `N ${address}`, description: `D ${address}` });
    const stored = withoutSecrets(model.draft);
    assert.ok(!JSON.stringify(stored).includes('canary'));
    assert.equal(stored.values.endpointPrefix, 'https://••••@api.acme.com/v1');
    assert.deepEqual(
      withoutSecrets({
        ...model.draft,
        name: 'N',
        description: 'me@acme.com',
        values: { a: true, b: 'https://api.acme.com/@x' },
      }).values,
      { a: true, b: 'https://api.acme.com/@x' },
    );
  });

  it('has no secret of a map on disk either, and its rows can still be read', () => {
    const rows = [
      ['trunk', 'north'],
      ['authToken', 'canary-1'],
      ['sip', 'sips:ada:canary-2@acme.com'],
      ['note', 'password='],
      ['token=', ''],
    ];
    const model = filled('twilio', { globalDialParams: JSON.stringify(rows) });
    const stored = withoutSecrets(model.draft);
    assert.ok(!JSON.stringify(stored).includes('canary'));
    assert.deepEqual(JSON.parse(String(stored.values.globalDialParams)), [
      ['trunk', 'north'],
      ['authToken', '••••'],
      ['sip', 'sips:••••@acme.com'],
      ['note', 'password='],
      ['token=', ''],
    ]);
  });

  it('is read back as it was saved', () => {
    assert.deepEqual(readDraft(JSON.parse(JSON.stringify(editDraft(zendesk)))), editDraft(zendesk));
  });

  it('that is damaged is no draft', () => {
    for (const value of [
      undefined,
      null,
      1,
      'x',
      [],
      {},
      { ...editDraft(zendesk), values: 3 },
      { ...editDraft(zendesk), mode: 'delete' },
    ])
      assert.equal(readDraft(value), undefined);
  });

  it('has a key of its own for each target', () => {
    assert.deepEqual(
      [
        formKey('create', undefined),
        formKey('create', target),
        formKey('edit', zendesk),
        formKey('duplicate', zendesk),
      ],
      ['create', 'create/a1/t1', 'edit/a1/t1/i1', 'duplicate/a1/t1/i1'],
    );
  });
});

describe('What was entered since a request', () => {
  it('is another tenant too, but not the same one under the account that signed in again', () => {
    const model = filled('rest', { endpointPrefix: 'https://api.acme.com' });
    const sent = model.draft;
    assert.equal(isEnteredSince(sent, model.draft), false);
    model.follow({ ...target, accountId: 'a2' });
    assert.equal(isEnteredSince(sent, model.draft), false);
    model.setTarget({ accountId: 'a2', tenantId: 't2' }, []);
    assert.equal(isEnteredSince(sent, model.draft), true);
  });
});

describe('An edit rebased onto another user’s change', () => {
  const theirs = {
    ...zendesk,
    name: 'Desk EU',
    description: 'second line',
    properties: { ...zendesk.properties, username: 'theirs@acme.com', workItems: true },
    updated: '2026-02-02T00:00:00Z',
  };
  const mine = {
    ...editDraft(zendesk),
    name: 'Desk CRM',
    values: {
      ...editDraft(zendesk).values,
      username: 'mine@acme.com',
      endpointPrefix: 'https://acme2.zendesk.com/api/v2',
    },
  };

  it('keeps what only I changed, takes what only they changed, and mine where both did', () => {
    const moved = rebase(mine, theirs, () => false);
    assert.deepEqual([moved.name, moved.description, moved.source], ['Desk CRM', 'second line', theirs]);
    assert.deepEqual(
      [moved.values.username, moved.values.endpointPrefix, moved.values.workItems],
      ['mine@acme.com', 'https://acme2.zendesk.com/api/v2', true],
    );
  });

  it('takes theirs where I say so', () => {
    const moved = rebase(mine, theirs, (field) => field === propertyId('username') || field === 'name');
    assert.deepEqual(
      [moved.name, moved.values.username, moved.values.endpointPrefix],
      ['Desk EU', 'theirs@acme.com', 'https://acme2.zendesk.com/api/v2'],
    );
  });
});

describe('An edit rebased onto another user’s change, of a type with own properties', () => {
  const source = {
    ...zendesk,
    type: 'msteams',
    properties: { name: 'inner', accountSid: 'AC1', prefix: '12345', beta: 'true', gamma: true },
  };

  it('does not bring back what they removed', () => {
    const theirs = { ...source, properties: { name: 'inner', accountSid: 'AC2', beta: 'true', gamma: true } };
    const mine = { ...editDraft(source), values: { ...editDraft(source).values, accountSid: 'AC3' } };
    const moved = rebase(mine, theirs, () => false);
    assert.ok(!('prefix' in moved.values));
    assert.deepEqual(toChange(new FormModel(moved), {}), { properties: { accountSid: 'AC3' }, basis: theirs });
    assert.equal(rebase({ ...mine, values: { ...mine.values, prefix: '6' } }, theirs, () => false).values.prefix, '6');
  });

  it('keeps mine where they made a switch of a text, or a text of a switch', () => {
    const mine = { ...editDraft(source), values: { ...editDraft(source).values, beta: 'false', gamma: false } };
    const moved = rebase(
      mine,
      { ...source, properties: { ...source.properties, beta: true, gamma: 'true' } },
      () => false,
    );
    assert.deepEqual([moved.values.beta, moved.values.gamma], [false, 'false']);
    assert.deepEqual(new FormModel(moved).values.gamma, 'false');
  });

  it('tells a property named “name” from the name', () => {
    const theirs = { ...source, name: 'Theirs', properties: { ...source.properties, name: 'theirs' } };
    const mine = { ...editDraft(source), name: 'Mine', values: { ...editDraft(source).values, name: 'mine' } };
    const moved = rebase(mine, theirs, (field) => field === propertyId('name'));
    assert.deepEqual([moved.name, moved.values.name], ['Mine', 'theirs']);
    const views = conflictViews(new FormModel(mine), [
      { field: 'properties.name', basis: 'inner', theirs: 'theirs', mine: 'mine' },
      { field: 'name', basis: 'Support desk', theirs: 'Theirs', mine: 'Mine' },
    ]);
    assert.deepEqual(
      views.map((view) => [view.field, view.label]),
      [
        [propertyId('name'), 'name'],
        ['name', 'Name'],
      ],
    );
  });

  it('keeps whether a secret was stored', () => {
    const views = conflictViews(new FormModel(editDraft(zendesk)), [
      { field: 'password', basis: '', theirs: 'not shown', mine: 'new' },
      { field: 'username', basis: '', theirs: 'a', mine: 'b' },
    ]);
    assert.deepEqual(
      views.map((view) => view.original),
      ['stored; not shown', ''],
    );
  });
});

describe('The argument of Create Integration', () => {
  it('prefills', () => {
    assert.deepEqual(
      readPrefill({
        accountId: 'a',
        tenantId: 't',
        type: 'rest',
        name: 'N',
        description: 'd',
        active: false,
        properties: { endpointPrefix: 'https://x.y', username: 'u' },
      }),
      {
        type: 'rest',
        name: 'N',
        description: 'd',
        active: false,
        properties: { endpointPrefix: 'https://x.y', username: 'u' },
      },
    );
    for (const nothing of [undefined, null, 'x', { contextValue: 'tenant;x', type: 'zendesk', name: 5 }])
      assert.deepEqual(readPrefill(nothing), { properties: {} });
  });

  it('may not carry a secret, of any type, and the message does not repeat it', () => {
    for (const argument of [
      { type: 'rest', properties: { password: 'canary' } },
      { properties: { token: 'canary' } },
      { type: 'salesforce', properties: { consumerSecret: 'canary' } },
      { type: 'zendesk', properties: { apiKey: 'canary' } },
    ]) {
      assert.throws(
        () => readPrefill(argument),
        (error: Error) => error.message.includes('is a secret') && !error.message.includes('canary'),
      );
    }
  });

  it('may not carry a user name and password inside an address either', () => {
    for (const endpointPrefix of ['https://cx:canary@x.y', 'https:cx:canary@x.y', 'https://canary@x.y']) {
      for (const argument of [{ type: 'rest', properties: { endpointPrefix } }, { description: endpointPrefix }]) {
        assert.throws(
          () => readPrefill(argument),
          (error: Error) =>
            error.message.includes('cannot be passed in an argument') && !error.message.includes('canary'),
        );
      }
    }
  });

  it('of another shape is refused with its place', () => {
    assert.throws(() => readPrefill({ name: 5 }), /“name”/);
    assert.throws(() => readPrefill({ properties: { a: { b: 1 } } }), /properties/);
    assert.throws(() => readPrefill({ type: 'twilio' }), /twilio/);
  });
});

describe('Messages between page and host', () => {
  it('are taken when they are of the contract', () => {
    for (const message of [
      { kind: 'ready' },
      { kind: 'change', seq: 1, field: 'name', value: 'x' },
      { kind: 'change', seq: 2, field: 'active', value: false },
      { kind: 'change', seq: 2, field: 'name', value: 'x', isFix: true },
      { kind: 'secret', seq: 3, field: propertyId('password'), value: 'x' },
      { kind: 'touch', field: 'name' },
      { kind: 'secretSource', id: 1, field: propertyId('password'), act: 'pick' },
      { kind: 'choose', field: 'name', choice: 'theirs' },
      { kind: 'pasted', id: 2, text: 'curl' },
      { kind: 'act', id: 3, action: 'submit' },
    ])
      assert.deepEqual(readWebviewMessage(message), message);
  });

  it('are dropped when they are not', () => {
    for (const message of [
      undefined,
      null,
      5,
      'submit',
      [],
      {},
      { kind: 'act' },
      { kind: 'act', id: 1, action: 'rm -rf' },
      { kind: 'act', id: -1, action: 'submit' },
      { kind: 'change', seq: 1, field: 'name', value: { toString: 1 } },
      { kind: 'change', seq: 1.5, field: 'name', value: 'x' },
      { kind: 'change', seq: 1, field: 'name', value: 'x', isFix: 'yes' },
      { kind: 'secret', seq: 1, field: '', value: 'x' },
      { kind: 'change', seq: 1, field: 'name', value: 'x'.repeat(1_000_001) },
      { kind: 'choose', field: 'name', choice: 'both' },
    ])
      assert.equal(readWebviewMessage(message), undefined);
    fc.assert(
      fc.property(fc.anything(), (value) => {
        readWebviewMessage(value);
        isHostMessage(value);
      }),
    );
  });
});

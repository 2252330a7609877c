import assert from 'node:assert/strict';
import { FormModel, propertyId, proposeName } from '../../../src/form/panel/model';
import { createDraft, duplicateDraft, editDraft } from '../../../src/form/panel/newDraft';
import { toChange } from '../../../src/form/request';
import { filled, rest, target, zendesk } from './support';

/** Messages that show at a field now. */
function shown(model: FormModel, at: string): readonly string[] {
  return model
    .issues()
    .filter((placed) => placed.at === at && placed.issue.severity === 'error' && model.shows(placed))
    .map((placed) => placed.issue.message);
}

describe('The form as data', () => {
  it('keeps what types share when the type changes, and everything when it changes back', () => {
    const model = filled('zendesk', {
      endpointPrefix: 'https://acme.zendesk.com/api/v2',
      username: 'agent@acme.com',
      password: 'pass-1',
      workItems: true,
    });
    model.change('type', 'rest');
    assert.deepEqual(
      [model.values.endpointPrefix, model.values.username, model.typedSecret('password')],
      ['https://acme.zendesk.com/api/v2', 'agent@acme.com', 'pass-1'],
    );
    model.change('type', 'salesforce');
    model.change('type', 'zendesk');
    assert.equal(model.values.workItems, true);
    assert.equal(model.typedSecret('password'), 'pass-1');
    assert.equal(model.draft.name, 'CRM');
  });

  it('shows the fields of the chosen authentication method at once', () => {
    const model = filled('rest');
    const keys = (): readonly string[] => model.fields.map((field) => field.key);
    assert.ok(keys().includes('password') && !keys().includes('token'));
    model.change(propertyId('authMethod'), 'token');
    assert.ok(keys().includes('token') && !keys().includes('username'));
    model.change(propertyId('authMethod'), 'none');
    assert.deepEqual(keys(), ['endpointPrefix', 'authMethod']);
  });

  it('moves the credential behind a Zendesk user name where its fix is taken, not where the text is undone', () => {
    const model = new FormModel(editDraft({ ...zendesk, properties: { username: 'agent@acme.com/token' } }));
    const user = propertyId('username');
    model.change(user, 'agent@acme.com/token:typo-1');
    model.change(user, 'agent@acme.com/token');
    assert.deepEqual([model.secretSource('password'), model.typedSecrets().size], [{ kind: 'kept' }, 0]);
    model.change(user, 'agent@acme.com/token:right-2');
    model.change(user, 'agent@acme.com/token', { isFix: true });
    assert.deepEqual([model.values.username, model.typedSecret('password')], ['agent@acme.com/token', 'right-2']);
    // A draft that was read back holds a mask.
    model.change(user, 'agent@acme.com/token:••••');
    model.change(user, 'agent@acme.com/token', { isFix: true });
    assert.equal(model.typedSecret('password'), 'right-2');
  });

  it('keeps everything when the tenant changes', () => {
    const model = filled('zendesk', { username: 'agent@acme.com', password: 'pass-1' });
    model.setTarget({ accountId: 'a2', tenantId: 't2' }, []);
    assert.deepEqual(model.draft.target, { accountId: 'a2', tenantId: 't2' });
    assert.deepEqual(
      [model.draft.name, model.values.username, model.typedSecret('password')],
      ['CRM', 'agent@acme.com', 'pass-1'],
    );
  });

  it('continues under another account of the same tenant', () => {
    const model = new FormModel(editDraft(zendesk));
    model.typeSecret(propertyId('password'), 'new-pass');
    model.follow({ accountId: 'a9', tenantId: 't1' });
    assert.deepEqual(
      [model.draft.target?.accountId, model.draft.source?.accountId, model.typedSecret('password')],
      ['a9', 'a9', 'new-pass'],
    );
  });

  it('shows no errors until a field is left, and all of them before it is sent', () => {
    const model = filled('zendesk', { endpointPrefix: 'htp://acme' });
    const id = propertyId('endpointPrefix');
    assert.deepEqual(shown(model, id), []);
    model.touch(id);
    assert.equal(shown(model, id).length, 1);
    assert.deepEqual(shown(model, propertyId('username')), []);
    model.change(id, 'https://acme.zendesk.com/api/v2');
    assert.deepEqual(shown(model, id), []);
    model.touchAll();
    assert.equal(shown(model, propertyId('username')).length, 1);
  });

  it('shows a server error at its field until that field changes', () => {
    const model = filled('zendesk', { username: 'agent@acme.com' });
    assert.deepEqual(
      model.setServerErrors({
        name: ['is taken', 'choose another'],
        username: ['unknown user'],
        'properties.password': ['too short'],
        surprise: ['?'],
      }),
      ['name', propertyId('username'), propertyId('password')],
    );
    assert.deepEqual(shown(model, 'name'), ['is taken choose another']);
    assert.deepEqual(shown(model, propertyId('username')), ['unknown user']);
    model.change(propertyId('username'), 'other@acme.com');
    assert.deepEqual(shown(model, propertyId('username')), []);
    model.typeSecret(propertyId('password'), 'longer-one');
    assert.deepEqual(shown(model, propertyId('password')), []);
    // What it says of anything the form does not show is not held against the next try.
    assert.deepEqual(
      model.issues().filter(({ at }) => at.includes('surprise')),
      [],
    );
  });

  it('shows values of a command in the normal form that is tested and sent', () => {
    const prefill = { type: 'rest', properties: { endpointPrefix: ' https://api.acme.com\\v1 ', username: ' cx ' } };
    const { values } = new FormModel(createDraft(target, prefill, true));
    assert.deepEqual([values.endpointPrefix, values.username], ['https://api.acme.com/v1', 'cx']);
  });

  it('knows names that are taken in the tenant, and proposes one that is free', () => {
    assert.equal(proposeName('Zendesk', ['zendesk', 'Zendesk 2']), 'Zendesk 3');
    const model = new FormModel(createDraft(target, { type: 'zendesk', properties: {} }, true));
    model.existingNames = ['Zendesk'];
    model.proposeName();
    assert.equal(model.draft.name, 'Zendesk 2');
    model.change('type', 'rest');
    assert.equal(model.draft.name, 'REST');
    model.change('name', 'Zendesk');
    model.change('type', 'zendesk');
    assert.equal(model.draft.name, 'Zendesk');
    model.touch('name');
    assert.equal(shown(model, 'name').length, 1);
  });

  it('takes a stored secret as given, and a blank one as kept', () => {
    const model = new FormModel(editDraft(zendesk));
    assert.deepEqual(model.secretSource('password'), { kind: 'kept' });
    assert.deepEqual(
      model.issues().filter((placed) => placed.issue.severity === 'error'),
      [],
    );
    model.typeSecret(propertyId('password'), 'new-pass');
    assert.deepEqual(model.secretSource('password'), { kind: 'typed' });
    model.typeSecret(propertyId('password'), '');
    assert.deepEqual(model.secretSource('password'), { kind: 'none' });
    assert.deepEqual(
      model.issues().filter((placed) => placed.issue.severity === 'error'),
      [],
    );
  });

  it('asks for the secrets of a copy unless they are reused', () => {
    const errors = (reuse: boolean): readonly string[] =>
      new FormModel(duplicateDraft(zendesk, reuse))
        .issues()
        .filter((placed) => placed.issue.severity === 'error')
        .map((placed) => placed.at);
    assert.deepEqual(errors(false), [propertyId('password')]);
    assert.deepEqual(errors(true), []);
  });

  it('does not block an edit on an old error, but shows it', () => {
    const errors = (model: FormModel): readonly string[] =>
      model
        .issues()
        .filter((placed) => placed.issue.severity === 'error')
        .map((placed) => placed.at);
    const old = new FormModel(editDraft({ ...zendesk, secrets: { authToken: true } }));
    old.change('active', false);
    assert.deepEqual(errors(old), []);
    assert.ok(
      old.issues().some((placed) => placed.at === propertyId('password') && placed.issue.severity === 'warning'),
    );
    const withUser = new FormModel(
      editDraft({ ...rest, properties: { ...rest.properties, endpointPrefix: 'https://••••@api.acme.com' } }),
    );
    assert.deepEqual(errors(withUser), []);
    withUser.change(propertyId('endpointPrefix'), 'https://cx:p@api.acme.com');
    assert.deepEqual(errors(withUser), [propertyId('endpointPrefix')]);
    // A field that was out of sight before asks for its value.
    const none = new FormModel(
      editDraft({ ...rest, properties: { endpointPrefix: 'https://api.acme.com', username: '' }, secrets: {} }),
    );
    none.change(propertyId('authMethod'), 'basic');
    assert.deepEqual(errors(none), [propertyId('username'), propertyId('password')]);
  });

  it('asks for the secret of another authentication method when an edit changes it', () => {
    const model = new FormModel(editDraft(rest));
    assert.equal(model.values.authMethod, 'basic');
    model.change(propertyId('authMethod'), 'token');
    assert.deepEqual(
      model
        .issues()
        .filter((placed) => placed.issue.severity === 'error')
        .map((placed) => placed.at),
      [propertyId('token')],
    );
  });

  it('refuses what the form does not have', () => {
    const model = filled('zendesk');
    const before = model.draft;
    for (const [field, value] of [
      ['properties.constructor', 'x'],
      ['properties.password', 'plain'],
      ['properties.username', true],
      ['active', 'yes'],
      ['type', 'twilio'],
      ['type', 'nonsense'],
      ['surprise', 'x'],
      ['properties.workItems', 'true'],
    ] as const) {
      assert.equal(model.change(field, value), false, field);
    }
    assert.equal(model.typeSecret(propertyId('username'), 'x'), false);
    assert.equal(model.typeSecret('name', 'x'), false);
    assert.deepEqual(model.draft, before);
  });

  it('shows every property of an unknown type, with secret-looking ones as secrets', () => {
    const unknown = {
      ...zendesk,
      type: 'msteams',
      properties: { tenant: 'x', retries: 3, constructor: 'y', nested: { a: 1 } },
      secrets: { clientSecret: true },
    };
    const model = new FormModel(editDraft(unknown));
    assert.deepEqual(
      model.fields.map((field) => [field.key, field.kind, field.secret === true]),
      [
        ['tenant', 'text', false],
        ['retries', 'number', false],
        ['constructor', 'text', false],
        ['nested', 'json', false],
        ['clientSecret', 'text', true],
      ],
    );
    assert.deepEqual(model.secretSource('clientSecret'), { kind: 'kept' });
    assert.deepEqual(model.secretSource('constructor'), { kind: 'none' });
  });

  it('locks what needs a permission that the account lacks, and says which', () => {
    const twilio = {
      ...zendesk,
      type: 'twilio',
      name: 'Twilio',
      properties: { accountSid: 'AC1', region: 'ie1', extensionPrefix: '12345', globalDialParams: { a: 'b' } },
      secrets: { authToken: true },
    };
    const model = new FormModel(editDraft(twilio));
    const locked = () =>
      model.fields.filter(({ readOnly, key }) => readOnly && key !== 'sdkVersion').map(({ key }) => key);
    assert.deepEqual(locked(), [], 'not known: the server decides');
    model.permissions = ['MANAGE_ALL_PROVIDERS'];
    assert.deepEqual(locked(), ['extensionPrefix', 'globalDialParams']);
    assert.match(
      model.fields.find(({ key }) => key === 'globalDialParams')?.help ?? '',
      /lacks the permission TWILIO_GLOBAL_DIAL_PARAMS_MANAGE/,
    );
    assert.equal(model.change(propertyId('globalDialParams'), '[]'), false);
    model.permissions = ['PLATFORM_TWILIO_GLOBAL_DIAL_PARAMS_MANAGE'];
    assert.deepEqual(locked(), []);
    assert.equal(model.change(propertyId('extensionPrefix'), ''), true);
    assert.deepEqual(toChange(model, {}).properties, { extensionPrefix: '' });
  });
});

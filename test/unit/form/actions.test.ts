import assert from 'node:assert/strict';
import { formActions, type ActionContext } from '../../../src/form/panel/actions';
import { firstType, rememberType } from '../../../src/form/lastType';
import { FormModel, propertyId } from '../../../src/form/panel/model';
import { duplicateDraft, editDraft } from '../../../src/form/panel/newDraft';
import { fillSample } from '../../../src/form/panel/sample';
import { filled, zendesk } from './support';

const idle: ActionContext = {
  tenantName: 'Acme Dev',
  canTest: true,
  hasOtherTenants: false,
  isBlocked: false,
  isTestFailed: false,
};

/** The labels, the primary one in brackets, those that cannot be pressed behind a minus. */
function shown(model: FormModel, context: Partial<ActionContext> = {}): string {
  return formActions(model, { ...idle, ...context })
    .map(({ label, primary, enabled }) => `${enabled ? '' : '-'}${primary ? `[${label}]` : label}`)
    .join(', ');
}

describe('The buttons below the form', () => {
  it('of a new integration test first, and name the tenant where there is no test', () => {
    assert.equal(shown(filled('zendesk')), '[Test & Create], Create Without Test, Test, Cancel');
    assert.equal(shown(filled('zendesk'), { canTest: false }), '[Create in Acme Dev], Cancel');
  });

  it('of a new integration and of a copy offer more tenants where there are some, whatever this one refuses', () => {
    const others = { hasOtherTenants: true };
    assert.equal(
      shown(filled('zendesk'), { ...others, isBlocked: true }),
      '-[Test & Create], -Create Without Test, Create in More Tenants…, Test, Cancel',
    );
    assert.equal(
      shown(new FormModel(duplicateDraft(zendesk, true)), { ...others, canTest: false }),
      '[Create in Acme Dev], Create in More Tenants…, Cancel',
    );
    assert.equal(shown(new FormModel(editDraft(zendesk)), others), '[Save], Test, Cancel');
  });

  it('emphasize Create Inactive after a failed test', () => {
    assert.equal(
      shown(filled('zendesk'), { isTestFailed: true }),
      '[Create Inactive], Test & Create, Create Without Test, Test, Cancel',
    );
  });

  it('of an edit test first only where the connection changes', () => {
    const model = new FormModel(editDraft(zendesk));
    assert.equal(shown(model), '[Save], Test, Cancel');
    model.change('name', 'Other');
    model.change('active', false);
    assert.equal(shown(model), '[Save], Test, Cancel');
    model.change(propertyId('username'), 'other@acme.com');
    assert.equal(shown(model), '[Test & Save], Save Without Test, Test, Cancel');
    model.change(propertyId('username'), 'agent@acme.com');
    assert.equal(shown(model), '[Save], Test, Cancel');
    model.typeSecret(propertyId('password'), 'new-one-1');
    assert.equal(shown(model), '[Test & Save], Save Without Test, Test, Cancel');
    model.setSecretSource('password', { kind: 'saved', name: 'desk' });
    assert.equal(shown(model), '[Test & Save], Save Without Test, Test, Cancel');
    assert.equal(shown(model, { canTest: false }), '[Save], Cancel');
  });

  it('are enabled unless something blocks or runs', () => {
    assert.equal(shown(filled('zendesk'), { isBlocked: true }), '-[Test & Create], -Create Without Test, Test, Cancel');
    const busy = formActions(filled('zendesk'), { ...idle, busy: { canStop: true } });
    assert.deepEqual(
      busy.filter(({ enabled }) => enabled).map(({ id }) => id),
      ['stop'],
    );
  });
});

describe('What a new form begins with', () => {
  it('is the type that was created last, or else REST', () => {
    const kept = new Map<string, unknown>();
    const state = {
      get: (key: string) => kept.get(key),
      update: (key: string, value: unknown) => {
        kept.set(key, value);
        return Promise.resolve();
      },
    };
    assert.equal(firstType(state, { properties: {} }), 'rest');
    rememberType(state, 'zendesk');
    assert.equal(firstType(state, { properties: {} }), 'zendesk');
    const properties = { endpointPrefix: 'https://api.example.com' };
    assert.equal(firstType(state, { properties }), 'rest', 'an argument means the same every time');
    assert.equal(firstType(state, { type: 'salesforce', properties }), 'salesforce');
    rememberType(state, 'twilio');
    assert.equal(firstType(state, { properties: {} }), 'rest', 'a type that cannot be created');
  });

  it('is for a copy the name of its source, where that is free', () => {
    const model = new FormModel(duplicateDraft(zendesk, false));
    const proposed = (taken: readonly string[]): string => {
      model.existingNames = taken;
      model.proposeName();
      return model.draft.name;
    };
    assert.equal(proposed(['Support desk', 'Orders']), 'Support desk (copy)');
    assert.equal(proposed(['support DESK', 'Support desk (copy)']), 'Support desk (copy) 2');
    assert.equal(proposed(['Orders']), 'Support desk');
    model.change('name', 'Mine');
    assert.equal(proposed(['Mine']), 'Mine');
  });

  it('is another type without becoming a draft', () => {
    const model = filled('zendesk', {}, { dirty: false });
    model.change('type', 'rest');
    assert.equal(model.draft.dirty, false);
    model.change('description', 'x');
    assert.equal(model.draft.dirty, true);
  });
});

describe('Sample values', () => {
  it('fill every field of the type, secrets as if they were typed, and leave nothing of before', () => {
    const model = filled('rest', { authMethod: 'token', token: 'old-token-1' });
    fillSample(model, { endpointPrefix: 'http://127.0.0.1:1/basic', username: 'ada', password: 'canary-1', token: '' });
    assert.deepEqual(
      [model.values.endpointPrefix, model.values.authMethod, model.values.username, model.typedSecret('password')],
      ['http://127.0.0.1:1/basic', 'basic', 'ada', 'canary-1'],
    );
    assert.ok(!JSON.stringify(model.draft).includes('canary-1'));
  });

  it('fill a field too that only another value brings into sight', () => {
    const model = filled('zendesk');
    fillSample(model, {
      endpointPrefix: 'http://127.0.0.1:1/api/v2',
      username: 'a@acme.example',
      password: 'canary-2',
      workItems: true,
      interactionFieldId: '360000000001',
    });
    assert.equal(model.values.interactionFieldId, '360000000001');
    assert.deepEqual(
      model.issues().filter(({ issue }) => issue.severity === 'error'),
      [],
    );
  });

  it('draw no warning about this machine in the sandbox, and do elsewhere', () => {
    const messages = (isSandbox: boolean): readonly string[] => {
      const model = filled('zendesk', { endpointPrefix: 'http://127.0.0.1:1/api/v2', username: 'a@acme.example' });
      model.isSandbox = isSandbox;
      return model
        .issues()
        .filter(({ at, issue }) => at === propertyId('endpointPrefix') && issue.severity !== 'error')
        .map(({ issue }) => issue.message);
    };
    assert.deepEqual(messages(true), []);
    assert.match(messages(false).join(' '), /is this machine/);
  });
});

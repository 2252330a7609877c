import assert from 'node:assert/strict';
import { changedProperties } from '../../../src/core/catalog/wire';
import { integrationType } from '../../../src/core/catalog/registry';
import type { FieldValues } from '../../../src/core/catalog/model';

const read = { endpointPrefix: 'https://api.acme.com', username: 'cx', password: 'stored', token: '' };

describe('what an edit changed', () => {
  const rest = integrationType('rest', read);
  const before = rest.toValues(read);
  const change = (after: FieldValues): unknown => changedProperties(rest, before, { ...before, ...after });

  it('is nothing when nothing was touched', () => {
    assert.deepEqual(change({}), { properties: {}, secrets: {} });
    assert.deepEqual(change({ endpointPrefix: ' https://api.acme.com ' }), { properties: {}, secrets: {} });
  });

  it('keeps a stored secret when its field is blank or holds a mask', () => {
    for (const password of ['', '   ', '****', '••••', '••••••••', '****\n'])
      assert.deepEqual(change({ password }), { properties: {}, secrets: {} }, password);
  });

  it('holds the new values, secrets apart', () => {
    assert.deepEqual(change({ username: 'cx2', password: 'new one' }), {
      properties: { username: 'cx2' },
      secrets: { password: 'new one' },
    });
  });

  it('empties what the new authentication method does not use', () => {
    assert.deepEqual(change({ authMethod: 'token', token: 'tok' }), {
      properties: { username: '', password: '' },
      secrets: { token: 'tok' },
    });
    assert.deepEqual(change({ authMethod: 'none' }), { properties: { username: '', password: '' }, secrets: {} });
  });

  it('does not send a secret typed into a field that is out of sight', () => {
    assert.deepEqual(change({ authMethod: 'none', token: 'typed', password: 'typed' }), {
      properties: { username: '', password: '' },
      secrets: {},
    });
  });

  it('can switch something off that is left out of a create', () => {
    const stored = { username: 'u@acme.com', pushEnabled: true, loginUrl: 'https://test.salesforce.com' };
    const type = integrationType('salesforce', stored);
    const values = type.toValues(stored);
    assert.deepEqual(changedProperties(type, values, { ...values, pushEnabled: false, loginUrl: '' }), {
      properties: { pushEnabled: false, loginUrl: '' },
      secrets: {},
    });
  });

  it('keeps an old spelling that was not edited', () => {
    const stored = { smtpEncryptionType: 'SSL', smtpPort: '465', incomingType: 'imap' };
    const type = integrationType('email', stored);
    const values = type.toValues(stored);
    assert.equal(values.smtpEncryptionType, 'ssl/tls');
    assert.deepEqual(changedProperties(type, values, values), { properties: {}, secrets: {} });
    assert.deepEqual(changedProperties(type, values, { ...values, smtpPort: '587' }), {
      properties: { smtpPort: '587' },
      secrets: {},
    });
  });
});

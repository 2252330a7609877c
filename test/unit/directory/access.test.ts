import assert from 'node:assert/strict';
import { accessOf, refuseWrite } from '../../../src/core/directory/access';
import type { Integration, Tenant } from '../../../src/core/directory/model';

const tenant: Tenant = {
  accountId: 'a',
  tenantId: 't',
  name: 'Acme Dev',
  active: true,
  mark: 'none',
  permissions: ['VIEW_ALL_PROVIDERS', 'MANAGE_ALL_PROVIDERS'],
};
const integration: Integration = {
  accountId: 'a',
  tenantId: 't',
  integrationId: 'i',
  ownerTenantId: 't',
  type: 'rest',
  name: 'Orders',
  description: '',
  active: true,
  properties: {},
  secrets: {},
};

describe('access to a tenant', () => {
  it('allows everything the permissions name', () => {
    assert.deepEqual(accessOf(tenant), { canView: true, canManage: true, missing: [] });
    assert.equal(refuseWrite(tenant, integration), undefined);
  });

  it('names the permission that lacks', () => {
    const viewer = { ...tenant, permissions: ['VIEW_ALL_PROVIDERS'] };
    assert.deepEqual(accessOf(viewer).missing, ['MANAGE_ALL_PROVIDERS']);
    assert.equal(refuseWrite(viewer)?.kind, 'forbidden');
    assert.match(refuseWrite(viewer)?.message ?? '', /Acme Dev.*MANAGE_ALL_PROVIDERS/);
    assert.deepEqual(accessOf({ ...tenant, permissions: [] }), {
      canView: false,
      canManage: false,
      missing: ['VIEW_ALL_PROVIDERS', 'MANAGE_ALL_PROVIDERS'],
    });
  });

  it('leaves the decision to the server where permissions are not known', () => {
    const { accountId, tenantId, name, active, mark } = tenant;
    assert.equal(accessOf({ accountId, tenantId, name, active, mark }).canManage, true);
  });

  it('refuses writes to read-only and inactive tenants and to inherited integrations', () => {
    assert.equal(refuseWrite({ ...tenant, mark: 'readOnly' })?.kind, 'refused');
    assert.equal(refuseWrite({ ...tenant, active: false })?.kind, 'refused');
    assert.match(refuseWrite(tenant, { ...integration, ownerTenantId: 'parent' })?.message ?? '', /inherited/);
  });
});

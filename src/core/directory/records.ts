import type { ApiIntegration, ApiListener, CallContext, IntegrationDraft, UpdateIntegrationBody } from '../api/model';
import { listenerTypeId, wireListenerType } from '../catalog/listenerTypeId';
import { addListenerTypes } from '../catalog/listenerTypes';
import { toIntegration, toListener } from './fromApi';
import type { Integration, Listener } from './model';
import type { WriteTarget } from './writeTarget';

/**
 * The integrations of a tenant, or the listeners of an integration: what creates and updates them is the same for both. A
 * listener has the outline of an integration here, with a type of its own.
 */
export interface RecordStore {
  /** Tells one store from another for the same client. */
  readonly key: string;
  list(context: CallContext): Promise<readonly ApiIntegration[]>;
  read(id: string, context: CallContext): Promise<ApiIntegration>;
  create(body: IntegrationDraft, context: CallContext): Promise<ApiIntegration>;
  update(id: string, body: UpdateIntegrationBody, context: CallContext): Promise<ApiIntegration>;
  /** As the directory keeps it. */
  toRecord(found: ApiIntegration): Integration | Listener;
}

function integrationsOf(target: WriteTarget): RecordStore {
  const { ref } = target;
  const { tenantId } = ref;
  return {
    key: tenantId,
    list: async (context) => target.client.integrations(tenantId, context),
    read: async (id, context) => target.client.integration(tenantId, id, context),
    create: async (body, context) => target.client.createIntegration(tenantId, body, context),
    update: async (id, body, context) => target.client.updateIntegration(tenantId, id, body, context),
    toRecord: (found) => toIntegration(ref, found),
  };
}

/** The body of a create of a listener, as the consoles send it (API facts f, n). */
export function listenerBody({ type, name, active, properties }: IntegrationDraft): Omit<IntegrationDraft, 'type'> & {
  readonly listenerType?: string;
} {
  const listenerType = wireListenerType(type);
  return { name, active, ...(listenerType === undefined ? {} : { listenerType }), properties };
}

/** Listeners go on the wire with `listenerType` where it is needed, and never in an update (API facts f, n). */
function listenersOf(target: WriteTarget, owner: Integration): RecordStore {
  addListenerTypes();
  const { tenantId, integrationId } = owner;
  const fromWire = ({ listenerType, ...listener }: ApiListener): ApiIntegration => ({
    ...listener,
    type: listenerTypeId(owner.type, listenerType),
    tenantId: owner.ownerTenantId,
    description: '',
  });
  return {
    key: `${tenantId}/${integrationId}`,
    list: async (context) => (await target.client.listeners(tenantId, integrationId, context)).map(fromWire),
    read: async (id, context) => fromWire(await target.client.listener(tenantId, integrationId, id, context)),
    create: async (body, context) =>
      fromWire(await target.client.createListener(tenantId, integrationId, listenerBody(body), context)),
    update: async (id, { description: _none, ...body }, context) =>
      fromWire(await target.client.updateListener(tenantId, integrationId, id, { ...body }, context)),
    toRecord: ({ type, tenantId: _owner, description: _none, ...found }) => {
      const listenerType = wireListenerType(type);
      return toListener(owner, { ...found, ...(listenerType === undefined ? {} : { listenerType }) });
    },
  };
}

/** What a target writes to. */
export function recordsOf(target: WriteTarget): RecordStore {
  return target.listenersOf ? listenersOf(target, target.listenersOf) : integrationsOf(target);
}

/** What begins the id of a listener's type. No integration type of the API has a slash in it. */
const PREFIX = 'listener/';

/**
 * The catalog's id of a listener's type: that of its integration, and `listenerType` where the API gives one (API facts f),
 * e.g. `listener/salesforce/omnichannel`.
 */
export function listenerTypeId(integrationType: string, listenerType?: string): string {
  return [`${PREFIX}${integrationType}`, ...(listenerType === undefined ? [] : [listenerType])].join('/');
}

/** The `listenerType` of a type's id, as it goes on the wire; undefined where it is not sent. */
export function wireListenerType(typeId: string): string | undefined {
  const [, , ...rest] = typeId.split('/');
  return rest.length === 0 ? undefined : rest.join('/');
}

import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { UserError } from '../core/base/errors';
import { integrationType } from '../core/catalog/registry';
import { isSecretProperty } from '../core/catalog/properties';
import { isObject, type JsonObject } from '../core/base/json';
import { holdsSecretText } from '../core/redact/secretText';

/** What the argument of `cxengage.createIntegration` may give. */
export interface Prefill {
  readonly type?: string;
  readonly name?: string;
  readonly description?: string;
  readonly active?: boolean;
  readonly properties: JsonObject;
}

const schema = v.object({
  type: v.optional(v.string()),
  name: v.optional(v.string()),
  description: v.optional(v.string()),
  active: v.optional(v.boolean()),
  properties: v.optional(v.record(v.string(), v.union([v.string(), v.boolean(), v.number()]))),
});

/** A tree node is an argument too: it has ids, and a `type` of its own that means nothing here. */
function isNode(argument: object): boolean {
  return (
    'contextValue' in argument ||
    'collapsibleState' in argument ||
    ('kind' in argument && typeof argument.kind === 'string')
  );
}

/**
 * Reads the argument of `cxengage.createIntegration`.
 * @throws UserError where it is of another form, names a type customers cannot create, or carries a secret:
 * arguments end up in keybindings, tasks and logs.
 */
export function readPrefill(argument: unknown): Prefill {
  if (!isObject(argument) || isNode(argument)) return { properties: {} };
  const result = v.safeParse(schema, argument);
  if (!result.success) {
    const at = v.getDotPath(result.issues[0]) ?? '';
    throw new UserError(l10n.t('The argument of “Create Integration” is not understood at “{0}”.', at));
  }
  const { type, name, description, active, properties = {} } = result.output;
  if (type !== undefined && !integrationType(type).creatable) {
    throw new UserError(l10n.t('Integrations of type “{0}” cannot be created from here.', type));
  }
  const secret = Object.keys(properties).find((key) => isSecretProperty(type ?? '', key));
  if (secret !== undefined) {
    throw new UserError(
      l10n.t(
        '“{0}” is a secret and cannot be passed in an argument. Leave it out and enter it in the form, or use a saved secret there.',
        secret,
      ),
    );
  }
  const texts = Object.entries({ name, description, ...properties });
  const found = texts.find(([, value]) => typeof value === 'string' && holdsSecretText(value));
  if (found) {
    throw new UserError(
      l10n.t(
        '“{0}” holds a password, a token or another secret, which cannot be passed in an argument. Leave it out and enter it in the form.',
        found[0],
      ),
    );
  }
  return {
    properties,
    ...(type === undefined ? {} : { type }),
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(active === undefined ? {} : { active }),
  };
}

import type { Dialect } from '../dialect';
import { find, type Findings } from '../refusal';
import { isFields, type Fields } from '../values';

/** What the server wants of one property. */
export interface PropertyRule {
  readonly kinds: readonly ('string' | 'boolean' | 'number' | 'map' | 'list')[];
  /** Must be in `properties`, be it as `""`. */
  readonly present?: true;
  /** Must be there and not blank. */
  readonly filled?: true;
  readonly oneOf?: readonly string[];
  readonly pattern?: RegExp;
  readonly maxLength?: number;
}

/** What the server wants of the `properties` of one type: these keys and no others (API facts d.3). */
export interface TypeRule {
  /** Customers may create it (API facts e.1). */
  readonly creatable: boolean;
  readonly properties: Readonly<Record<string, PropertyRule>>;
  /** Rules over several properties; only asked when each one by itself is right. */
  readonly together?: (properties: Fields, findings: Findings) => void;
}

export const text = { kinds: ['string'] } as const satisfies PropertyRule;
export const filledText = { kinds: ['string'], filled: true } as const satisfies PropertyRule;
export const presentText = { kinds: ['string'], present: true } as const satisfies PropertyRule;
export const flag = { kinds: ['boolean'] } as const satisfies PropertyRule;

const isMap = (value: unknown) => isFields(value) && Object.values(value).every((entry) => typeof entry === 'string');

function hasKind(value: unknown, kinds: PropertyRule['kinds']): boolean {
  return kinds.some((kind) => {
    if (kind === 'map') return isMap(value);
    return kind === 'list' ? Array.isArray(value) : typeof value === kind;
  });
}

function checkOne(key: string, value: unknown, rule: PropertyRule, findings: Findings): void {
  if (!hasKind(value, rule.kinds)) {
    find(findings, key, `must be of type ${rule.kinds.join(' or ')}`);
    return;
  }
  if (typeof value !== 'string') return;
  if (rule.filled && value.trim() === '') find(findings, key, 'is required');
  if (rule.oneOf && !rule.oneOf.includes(value)) find(findings, key, `must be one of ${rule.oneOf.join(', ')}`);
  if (rule.pattern && !rule.pattern.test(value)) find(findings, key, 'has the wrong format');
  if (rule.maxLength !== undefined && value.length > rule.maxLength)
    find(findings, key, `must be at most ${rule.maxLength} characters long`);
}

/** Adds what is wrong with `properties` by the rule: surplus, missing, of the wrong type. */
export function checkProperties(
  type: string,
  properties: Fields,
  rule: TypeRule,
  { surplus }: Dialect,
  findings: Findings,
): void {
  const before = Object.keys(findings).length;
  for (const key of Object.keys(properties)) {
    if (!Object.hasOwn(rule.properties, key) && surplus === 'refuse')
      find(findings, key, `is not a property of type ${type}`);
  }
  for (const [key, propertyRule] of Object.entries(rule.properties)) {
    if (Object.hasOwn(properties, key)) checkOne(key, properties[key], propertyRule, findings);
    else if (propertyRule.present || propertyRule.filled) find(findings, key, 'is required');
  }
  if (Object.keys(findings).length === before) rule.together?.(properties, findings);
}

/** A rule that says what the properties may be, and demands none. */
export function withoutDemands({ creatable, properties }: TypeRule): TypeRule {
  const lenient = Object.entries(properties).map(([key, { kinds }]): [string, PropertyRule] => [key, { kinds }]);
  return { creatable, properties: Object.fromEntries(lenient) };
}

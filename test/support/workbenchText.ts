/**
 * What the label of a row has to match: a text as a whole, or an expression as it is. Icons stand in labels as private-use
 * characters, spaces around them.
 */
export function labelPattern(label: string | RegExp): RegExp {
  return typeof label === 'string' ? new RegExp(`^\\s*${label.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`) : label;
}

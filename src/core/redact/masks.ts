/** What stands for a secret on a screen. Never sent. */
export const MASK = '••••';

/**
 * Whether a value is a placeholder for a secret instead of one: asterisks, bullets or similar only (API facts k.5), or
 * anything that holds our own mask.
 */
export function isMasked(value: string): boolean {
  const text = value.trim();
  return text.includes(MASK) || /^[*•●∙·▪■]{3,}$/u.test(text);
}

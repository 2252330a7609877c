import { MASK } from '../core/redact/masks';
import { parseHttpUrl } from '../core/catalog/urlRules';
import { maskUserInfo } from '../core/redact/patterns';

/**
 * A text without the user and password that an address in it may carry.
 * @param mask what stands in their place.
 */
export function withoutUserInfo(text: string, mask = MASK): string {
  const masked = maskUserInfo(text, mask);
  if (masked !== text) return masked;
  // An address also counts where it is written with other slashes than two, or none: `https:user:password@host`.
  const url = parseHttpUrl(text);
  return url && (url.username !== '' || url.password !== '')
    ? `${url.protocol}//${mask}@${url.host}${url.pathname}`
    : text;
}

/** Whether an address in a text carries a user or a password, or the mask of one. */
export function hasUserInfo(text: string): boolean {
  return withoutUserInfo(text, '') !== text;
}

import * as l10n from '@vscode/l10n';
import { hostScope } from './address';
import { plainHttpAdvice } from './advice';
import type { FieldIssue, FieldSpec } from './model';

const SCHEME = /^[a-z][a-z0-9+.-]*:/iu;
/** What often clings to an address copied out of a sentence, a table or a program. */
const TRAILING_JUNK = new Set([',', ';', '.', "'", '"', '<', '>', ')', ']', '}', '|', '\\', '`', '’', '”', '…']);

/** Parses an http(s) address; undefined for anything else. */
export function parseHttpUrl(text: string): URL | undefined {
  try {
    const url = new URL(text.trim());
    return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined;
  } catch {
    return undefined;
  }
}

function withoutTrailingJunk(text: string): string {
  let end = text.length;
  // A bracket at the end may close an IPv6 host.
  while (end > 0 && TRAILING_JUNK.has(text[end - 1] ?? '') && !/\/\/\[[0-9a-f:.]*\]$/iu.test(text.slice(0, end)))
    end -= 1;
  return text.slice(0, end);
}

function schemeIssue(field: FieldSpec, text: string): FieldIssue | undefined {
  const scheme = SCHEME.exec(text)?.[0].toLowerCase();
  const looksLikeHostAndPort = /^[a-z0-9.-]+:[0-9]/iu.test(text);
  if (scheme === undefined || looksLikeHostAndPort) {
    const candidate = `https://${text}`;
    const message = l10n.t('An address starts with https://.');
    const usable = parseHttpUrl(candidate)?.hostname.includes('.') ?? false;
    return { field: field.key, severity: 'error', message, ...(usable ? { suggestion: candidate } : {}) };
  }
  if (scheme === 'https:' || scheme === 'http:') {
    const rest = text.slice(scheme.length);
    if (rest.startsWith('//') && !rest.startsWith('///')) return undefined;
    return { field: field.key, severity: 'error', message: l10n.t('Exactly two slashes follow {0}', scheme) };
  }
  return {
    field: field.key,
    severity: 'error',
    message: l10n.t('{0} cannot be used here. An address starts with https://.', scheme),
  };
}

/** What makes an address unusable; the first finding only, because the others often follow from it. */
function blockingIssue(field: FieldSpec, text: string): FieldIssue | undefined {
  const error = (message: string, suggestion?: string): FieldIssue => ({
    field: field.key,
    severity: 'error',
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
  const scheme = schemeIssue(field, text);
  if (scheme) return scheme;
  if (/\s/u.test(text)) return error(l10n.t('An address has no spaces.'));
  const trimmed = withoutTrailingJunk(text);
  if (trimmed !== text)
    return error(l10n.t('“{0}” at the end does not belong to the address.', text.slice(trimmed.length)), trimmed);
  const url = parseHttpUrl(text);
  if (!url || url.hostname === '')
    return error(
      l10n.t('This is not a complete address. It has the form {0}.', field.example ?? 'https://api.example.com'),
    );
  if (url.username !== '' || url.password !== '') {
    // No suggestion and no quoting: what stands before the @ may be a password.
    return error(l10n.t('Take the user name and password out of the address and enter them in their own fields.'));
  }
  if (text.includes('#'))
    return error(l10n.t('Leave out the part from “#” on: a service never sees it.'), text.slice(0, text.indexOf('#')));
  if (text.includes('?'))
    return error(
      l10n.t('Leave out the part from “?” on: paths are put after this address.'),
      text.slice(0, text.indexOf('?')),
    );
  return undefined;
}

function hostIssue(field: FieldSpec, url: URL, text: string): FieldIssue | undefined {
  const warning = (message: string): FieldIssue => ({ field: field.key, severity: 'warning', message });
  const typedHost = text.slice(text.indexOf('//') + 2).split('/')[0] ?? '';
  if (/[^\0-\x7F]/u.test(typedHost)) {
    return warning(
      l10n.t(
        'The host name has letters outside a–z. Its real name is {0}: check that this is the one you mean.',
        url.hostname,
      ),
    );
  }
  const scope = hostScope(url.hostname);
  if (scope === 'public') return undefined;
  if (scope === 'loopback') return warning(l10n.t('{0} is this machine. CxEngage cannot reach it.', url.host));
  return warning(
    l10n.t(
      '{0} looks like an address inside your network. CxEngage comes from the internet and may not reach it.',
      url.host,
    ),
  );
}

/** The rules for an address, on a value that is not empty. At most one error, then warnings and advice. */
export function checkUrl(field: FieldSpec, value: string): readonly FieldIssue[] {
  const text = value.trim();
  const blocking = blockingIssue(field, text);
  if (blocking) return [blocking];
  const url = parseHttpUrl(text);
  if (!url) return [];
  const issues: FieldIssue[] = [];
  if (url.protocol === 'http:' && hostScope(url.hostname) !== 'loopback') issues.push(plainHttpAdvice(field.key));
  const host = hostIssue(field, url, text);
  if (host) issues.push(host);
  if (text.endsWith('/') && url.pathname !== '/') {
    const message = l10n.t('Leave out the slash at the end: the paths put after this address bring their own.');
    issues.push({ field: field.key, severity: 'warning', message, suggestion: text.replace(/\/+$/u, '') });
  }
  return issues;
}

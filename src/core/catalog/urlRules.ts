import * as l10n from '@vscode/l10n';
import { hostScope, ipScope } from './address';
import { adviceIssue, advice } from './advice';
import type { FieldIssue, FieldSpec } from './model';
import { isSampleName, placeholderIn } from './placeholders';

const SCHEME = /^[a-z][a-z0-9+.-]*:/iu;
/** `htps://`, `https//`, `https;//`, `https:///`, `hxxps:/`: what was meant is https or http. */
const MISSPELLED_SCHEME = /^h{0,2}[tx]{1,4}p{1,2}s{0,2}(?:[:;.,]\/{1,4}|\/\/|:(?=[a-z0-9-]+\.))/iu;
/** What often clings to a URL copied out of a sentence, a table or a program. */
const LEADING_JUNK = new Set(['"', "'", '`', '<', '(', '[', '“', '”', '„', '‘', '’', '«']);
const TRAILING_JUNK = new Set(Array.from(',;.\'"<>)]}|\\`’”“‘»…'));
const MAX_LABEL = 63;
const MAX_HOST = 253;

type Severity = FieldIssue['severity'];

/** A finding at a field. */
function issueAt(field: string, severity: Severity, message: string, suggestion?: string): FieldIssue {
  return { field, severity, message, ...(suggestion === undefined ? {} : { suggestion }) };
}

/** Parses an http(s) URL; undefined for anything else. */
export function parseHttpUrl(text: string): URL | undefined {
  try {
    const url = new URL(text.trim());
    return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined;
  } catch {
    return undefined;
  }
}

/** A URL without the quotation marks, brackets and punctuation around it. */
export function withoutJunk(text: string): string {
  let start = 0;
  while (start < text.length && LEADING_JUNK.has(text[start] ?? '')) start += 1;
  let end = text.length;
  // A bracket at the end may close an IPv6 host.
  while (
    end > start &&
    TRAILING_JUNK.has(text[end - 1] ?? '') &&
    !(text[end - 1] === ']' && /\/\/\[[0-9a-f:.]*\]$/iu.test(text.slice(Math.max(start, end - 64), end)))
  )
    end -= 1;
  return text.slice(start, end);
}

/** The URL after the last of several schemes (`https://http://x`); undefined when there is only one. */
function afterRepeatedScheme(text: string): string | undefined {
  let rest = text;
  let isSecure = false;
  let count = 0;
  for (;;) {
    const scheme = /^(https?)(?::\/{0,3}|\/\/)/iu.exec(rest);
    if (!scheme) break;
    isSecure ||= scheme[1]?.toLowerCase() === 'https';
    count += 1;
    rest = rest.slice(scheme[0].length);
  }
  return count > 1 ? `${isSecure ? 'https' : 'http'}://${rest}` : undefined;
}

/**
 * The text as a URL with exactly one scheme, where that can be told: a misspelled, repeated or missing scheme becomes
 * `https://`.
 */
export function withScheme(text: string): string {
  const repeated = afterRepeatedScheme(text);
  if (repeated !== undefined) return repeated;
  if (/^https?:\/\/[^/]/iu.test(text)) return text;
  const misspelled = MISSPELLED_SCHEME.exec(text)?.[0];
  if (misspelled === undefined)
    return SCHEME.test(text) && !/^[a-z0-9.-]+:[0-9]/iu.test(text) ? text : `https://${text}`;
  const isPlain = /^http[:;.,/]/iu.test(misspelled);
  return `${isPlain ? 'http' : 'https'}://${text.slice(misspelled.length)}`;
}

function schemeIssue(field: FieldSpec, text: string): FieldIssue | undefined {
  const error = (message: string, suggestion?: string): FieldIssue => issueAt(field.key, 'error', message, suggestion);
  const better = withScheme(text);
  const usable = parseHttpUrl(better)?.hostname.includes('.') && !better.includes('@') ? better : undefined;
  if (afterRepeatedScheme(text) !== undefined) return error(l10n.t('The URL starts with a scheme twice.'), usable);
  const scheme = SCHEME.exec(text)?.[0].toLowerCase();
  const looksLikeHostAndPort = /^[a-z0-9.-]+:[0-9]/iu.test(text);
  if (scheme === undefined || looksLikeHostAndPort)
    return error(l10n.t('Enter a URL that starts with https://.'), usable);
  if (scheme === 'https:' || scheme === 'http:') {
    const rest = text.slice(scheme.length);
    if (rest.startsWith('//') && !rest.startsWith('///')) return undefined;
    return error(l10n.t('Enter exactly two slashes after {0}', scheme), usable);
  }
  return error(
    l10n.t('{0} cannot be used here. Enter a URL that starts with https://.', scheme),
    better === text ? undefined : usable,
  );
}

/** Host labels that DNS does not have: empty ones, and those that are too long. */
function labelIssue(field: FieldSpec, url: URL, text: string): FieldIssue | undefined {
  if (ipScope(url.hostname)) return undefined;
  const host = url.hostname.replace(/\.$/u, '');
  const labels = host.split('.');
  if (labels.includes('')) {
    const better = text.replace(/^(https?:\/\/)([^/?#]*)/iu, (_, scheme: string, name: string) => {
      const parts = name.split('.').filter((label) => label !== '');
      return `${scheme}${parts.join('.')}`;
    });
    return issueAt(
      field.key,
      'error',
      l10n.t('The host name has two dots in a row or starts with a dot.'),
      parseHttpUrl(better) ? better : undefined,
    );
  }
  if (labels.some((label) => label.length > MAX_LABEL))
    return issueAt(
      field.key,
      'error',
      l10n.t('A part of the host name is too long. Between two dots, at most {0} characters are allowed.', MAX_LABEL),
    );
  return host.length > MAX_HOST
    ? issueAt(field.key, 'error', l10n.t('Too long: {0} characters, at most {1} are allowed.', host.length, MAX_HOST))
    : undefined;
}

/** What makes a URL unusable; the first finding only, because the others often follow from it. */
function blockingIssue(field: FieldSpec, text: string, placeholder: string | undefined): FieldIssue | undefined {
  const error = (message: string, suggestion?: string): FieldIssue => issueAt(field.key, 'error', message, suggestion);
  const trimmed = withoutJunk(text);
  const scheme = schemeIssue(field, trimmed);
  // A bracket at either end may belong to a placeholder.
  if (trimmed !== text && (placeholder === undefined || placeholderIn(trimmed) === placeholder)) {
    const start = text.indexOf(trimmed);
    const junk = Array.from(`${text.slice(0, start)}${text.slice(start + trimmed.length)}`).join(' ');
    const better = scheme ? scheme.suggestion : trimmed;
    if (scheme && better === undefined) return scheme;
    return error(l10n.t('These characters do not belong to the URL: {0}', junk), better);
  }
  if (scheme) return scheme;
  if (/\s/u.test(text)) return error(l10n.t('A URL has no spaces.'));
  const url = parseHttpUrl(text);
  if (!url || url.hostname === '')
    return error(
      placeholder === undefined
        ? l10n.t('This URL is not complete. It has the form {0}.', field.example ?? 'https://api.example.com')
        : placeholderMessage(placeholder),
    );
  if (url.username !== '' || url.password !== '') {
    // No suggestion and no quoting: the part before the @ may be a password.
    return error(l10n.t('Remove the user name and password from the URL and enter them in their own fields.'));
  }
  const labels = labelIssue(field, url, text);
  if (labels) return labels;
  if (text.includes('#'))
    return error(l10n.t('Remove the part from “#” on: it never reaches a service.'), text.slice(0, text.indexOf('#')));
  if (text.includes('?'))
    return error(
      l10n.t('Remove the part from “?” on: paths are added after this URL.'),
      text.slice(0, text.indexOf('?')),
    );
  return /%(?![0-9a-f]{2})/iu.test(text)
    ? error(l10n.t('“%” must be followed by two hexadecimal digits. Enter %25 for a percent sign.'))
    : undefined;
}

function placeholderMessage(placeholder: string): string {
  return l10n.t('“{0}” is a placeholder. Replace it with your own value.', placeholder);
}

function hostIssue(field: FieldSpec, url: URL, text: string, allowsLoopback: boolean): FieldIssue | undefined {
  const warning = (message: string, suggestion?: string): FieldIssue =>
    issueAt(field.key, 'warning', message, suggestion);
  const typedHost = text.slice(text.indexOf('//') + 2).split('/')[0] ?? '';
  const sample = url.hostname.split('.').find(isSampleName);
  if (sample !== undefined) return warning(placeholderMessage(sample));
  if (/[^\0-\x7F]/u.test(typedHost)) {
    return warning(
      l10n.t(
        'The host name has letters outside a–z. Its real name is {0}. Check that it is the one you mean.',
        url.hostname,
      ),
    );
  }
  if (url.hostname.endsWith('.'))
    return warning(
      l10n.t('Remove the dot at the end of the host name.'),
      text.replace(/^(https?:\/\/[^/:]*)\.(?=[/:]|$)/iu, '$1'),
    );
  const scope = hostScope(url.hostname);
  if (scope === 'public') return undefined;
  if (scope === 'loopback')
    return allowsLoopback ? undefined : warning(l10n.t('{0} is this machine. CxEngage cannot reach it.', url.host));
  return warning(
    l10n.t(
      '{0} looks like an address inside your network. CxEngage calls from the internet and may not reach it.',
      url.host,
    ),
  );
}

/** What is requested instead of the URL as typed, e.g. without `/../`; undefined when it is the same. */
function readAs(url: URL, text: string): string | undefined {
  if (/[^\0-\x7F]/u.test(text)) return undefined;
  const typed = text.replace(/^[^/]*\/\/[^/]*/u, (origin) => {
    const lower = origin.toLowerCase();
    return url.port === '' ? lower.replace(/:[0-9]+$/u, '') : lower;
  });
  const read = url.pathname === '/' ? url.origin : url.href;
  return read === typed || `${read}/` === typed ? undefined : read;
}

/**
 * The rules for a URL, on a value that is not empty. At most one error, then warnings and advice.
 * @param allowsLoopback says nothing of an address on this machine.
 */
export function checkUrl(field: FieldSpec, value: string, allowsLoopback = false): readonly FieldIssue[] {
  const text = value.trim();
  const placeholder = placeholderIn(text);
  const blocking = blockingIssue(field, text, placeholder);
  if (blocking) return [blocking];
  const url = parseHttpUrl(text);
  if (!url) return [];
  const issues: FieldIssue[] = [];
  if (placeholder !== undefined) return [issueAt(field.key, 'warning', placeholderMessage(placeholder))];
  if (url.protocol === 'http:' && hostScope(url.hostname) !== 'loopback')
    issues.push(adviceIssue(advice('plainHttp'), field.key));
  const host = hostIssue(field, url, text, allowsLoopback);
  const read = readAs(url, text);
  if (host) issues.push(host);
  else if (read !== undefined)
    issues.push(issueAt(field.key, 'warning', l10n.t('Programs read this URL as {0}.', read), read));
  if (text.endsWith('/')) {
    const message = l10n.t('Remove the slash at the end: the paths that are added start with one.');
    issues.push(issueAt(field.key, 'warning', message, text.replace(/(?<!\/)\/+$/u, '')));
  }
  return issues;
}

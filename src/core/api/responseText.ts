const REDACTED = '***';
const MAX_LENGTH = 300;
const WINDOW = 65_536;
/** Below this a secret is looked for as a word of its own: replacing every "a" would tell more than it hides. */
const SHORT = 4;

/** Control characters, and the marks that turn or hide text: both can make a message say what it does not say. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+/gu;

function plain(text: string): string {
  return text.replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim();
}

/** The forms in which a server may echo a secret. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const html = secret
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
  const forms = [
    secret,
    plain(secret),
    JSON.stringify(secret).slice(1, -1),
    html,
    bytes.toString('base64'),
    bytes.toString('hex'),
  ];
  // encodeURIComponent throws on lone surrogates; toWellFormed is what Buffer does as well.
  return [...new Set([...forms, encodeURIComponent(bytes.toString('utf8'))])].filter((form) => form !== '');
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function redactForms(text: string, forms: readonly string[]): string {
  return forms.reduce((rest, form) => {
    if (form.length >= SHORT) return rest.replaceAll(form, REDACTED);
    return rest.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escapeRegExp(form)}(?![\\p{L}\\p{N}])`, 'gu'), REDACTED);
  }, text);
}

/**
 * Makes a server's text fit to be shown: one line, no control or direction marks, at most 300 characters, and none
 * of the secrets of the request it answers, in whatever form it echoes them.
 */
export function cleanResponseText(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap(formsOf).sort((a, b) => b.length - a.length);
  // A text of megabytes costs nothing: it is cut, and what the cut may have halved goes with it.
  const cut = text.length > WINDOW;
  const whole = redactForms(text.slice(0, WINDOW), forms);
  const sure = cut ? whole.slice(0, Math.max(0, whole.length - (forms[0]?.length ?? 0))) : whole;
  const shown = redactForms(plain(sure), forms);
  return shown.length > MAX_LENGTH ? `${shown.slice(0, MAX_LENGTH - 1).replace(/[\ud800-\udbff]$/, '')}…` : shown;
}

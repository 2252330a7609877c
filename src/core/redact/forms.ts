import type { Span } from './spans';

/** A credential that shows by its form: how it begins, the first character after it, and whether what lies between is one. */
interface Form {
  readonly start: RegExp;
  readonly end: RegExp;
  /** Leave the beginning itself in the text. */
  readonly keepStart: boolean;
  accepts(run: string): boolean;
}

function isWebToken(run: string): boolean {
  const dot = run.indexOf('.');
  return dot > 8 && run.length - dot > 8;
}

/** Whether a word is a credential and not the next word of a sentence. */
export function looksRandom(word: string, minLength = 8): boolean {
  return word.length >= minLength && !/^\d{1,4}$/u.test(word) && (/[0-9=+/_]/u.test(word) || /[a-z][A-Z]/u.test(word));
}

const FORMS: readonly Form[] = [
  { start: /(?<![A-Za-z0-9_-])eyJ/gu, end: /[^A-Za-z0-9_.-]/gu, keepStart: false, accepts: isWebToken },
  {
    start: /\b(?:Basic|Bearer)[ +]{1,4}/giu,
    end: /[^A-Za-z0-9+/_.~=-]/gu,
    keepStart: true,
    accepts: (run) => looksRandom(run, 4),
  },
  { start: /\bToken[ +]{1,4}/giu, end: /[^A-Za-z0-9+/_.~=-]/gu, keepStart: true, accepts: (run) => looksRandom(run) },
  {
    start: /-{4,5} ?BEGIN [A-Z0-9 ]{1,60}-{4,5}/gu,
    end: /-{4,5} ?END /gu,
    keepStart: true,
    accepts: (run) => run !== '',
  },
  // Keys that services give a beginning of their own, so that they can be found where they do not belong.
  {
    start:
      /(?<![A-Za-z0-9])(?:[prs]k_(?:live|test)_|gh[oprsu]_|github_pat_|xox[abeprs]-|glpat-|AKIA|ASIA|AIza|SG\.|shpat_)/gu,
    end: /[^A-Za-z0-9_.-]/gu,
    keepStart: false,
    accepts: (run) => run.length >= 11,
  },
];

function formSpans(text: string, form: Form): readonly Span[] {
  const spans: Span[] = [];
  form.start.lastIndex = 0;
  for (let found = form.start.exec(text); found; found = form.start.exec(text)) {
    const start = form.keepStart ? form.start.lastIndex : found.index;
    // A search for one character never backtracks; a repeated class would, and overflow the stack on long runs.
    form.end.lastIndex = form.start.lastIndex;
    const end = form.end.exec(text)?.index ?? text.length;
    if (form.accepts(text.slice(start, end))) spans.push({ start, end });
    form.start.lastIndex = Math.max(end, form.start.lastIndex);
  }
  return spans;
}

/** Elements of XML whose name says that they hold a secret. */
function elementSpans(text: string, isSecret: (name: string) => boolean): readonly Span[] {
  const spans: Span[] = [];
  const tag = /<([A-Za-z][\w:.-]{0,63})>/gu;
  for (let found = tag.exec(text); found; found = tag.exec(text)) {
    const start = tag.lastIndex;
    const end = text.indexOf('<', start);
    if (end < 0) return spans;
    if (end > start && isSecret(found[1] ?? '')) spans.push({ start, end });
  }
  return spans;
}

/** Finds what shows by its form alone: JSON web tokens, Authorization values, PEM blocks, keys of known services, XML. */
export function credentialSpans(text: string, isSecret: (name: string) => boolean): readonly Span[] {
  return [...FORMS.flatMap((form) => formSpans(text, form)), ...elementSpans(text, isSecret)];
}

import * as l10n from '@vscode/l10n';
import { createScanner, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import type { TextRange } from '../base/jsonc';
import type { FileIssue } from './fileModel';

/** Longer files are not read: a file of this kind has a few hundred characters. */
export const MAX_FILE_LENGTH = 512 * 1024;
/** Deeper than any integration; parsers that call themselves for each level would overflow far below. */
const MAX_DEPTH = 40;
/** Reported of one file; a text that is no JSON at all has thousands. */
const MAX_SYNTAX_ERRORS = 20;

/** A file's text as a tree with the position of everything, and what is wrong with its syntax. */
export interface JsoncDocument {
  readonly root: Node | undefined;
  readonly issues: readonly FileIssue[];
}

function error(code: FileIssue['code'], message: string, range: TextRange): FileIssue {
  return { code, severity: 'error', message, range };
}

/** Where the text nests deeper than allowed, or undefined. */
function tooDeepAt(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  while (scanner.getPosition() < text.length) {
    scanner.scan();
    // A string begins with its quote, so the first character says which token it is.
    const first = text.charAt(scanner.getTokenOffset());
    if (first === '{' || first === '[') depth += 1;
    if (first === '}' || first === ']') depth -= 1;
    if (depth > MAX_DEPTH) return scanner.getTokenOffset();
  }
  return undefined;
}

/** Where bytes stood that are no characters in the encoding that the file was read in: Unicode has a sign for them. */
function undecodedIssues(text: string): readonly FileIssue[] {
  const places = [...text.matchAll(/\uFFFD+/g)].slice(0, MAX_SYNTAX_ERRORS);
  return places.map(({ 0: { length }, index: offset }) =>
    error(
      'encoding',
      l10n.t('This cannot be read. Reopen the file with its encoding, then save it with the encoding UTF-8.'),
      { offset, length },
    ),
  );
}

/** Whether a text is short and flat enough to be parsed at all; it may still be no JSON. */
export function isReadable(text: string): boolean {
  return text.length <= MAX_FILE_LENGTH && tooDeepAt(text) === undefined;
}

/** What is wrong with a file that is too long to be read at all. */
export function tooLargeIssue(): FileIssue {
  const message = l10n.t('This file is too large to be read: {0} KB at most.', MAX_FILE_LENGTH / 1024);
  return error('tooLarge', message, { offset: 0, length: 1 });
}

/** What is wrong with a file that is there, but that cannot be read. */
export function unreadableIssue(): FileIssue {
  return error('unreadable', l10n.t('This file cannot be read.'), { offset: 0, length: 1 });
}

/**
 * Parses JSON with comments and trailing commas. Never throws: what is too long, nested too deep, no JSON or no text
 * becomes an issue with its place.
 */
export function parseJsonc(text: string): JsoncDocument {
  if (text.length > MAX_FILE_LENGTH) return { root: undefined, issues: [tooLargeIssue()] };
  const deep = tooDeepAt(text);
  if (deep !== undefined) {
    const message = l10n.t('This file nests too deep to be read.');
    return { root: undefined, issues: [error('tooDeep', message, { offset: deep, length: 1 })] };
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  const issues = errors.slice(0, MAX_SYNTAX_ERRORS).map(({ error: code, offset, length }) => {
    const range = {
      offset: Math.min(offset, text.length),
      length: Math.min(length, Math.max(0, text.length - offset)),
    };
    return error('syntax', l10n.t('This is not valid JSON: {0}.', printParseErrorCode(code)), range);
  });
  return { root, issues: [...issues, ...undecodedIssues(text)] };
}

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { InitialData } from '../contract';

/** What the page is made of beside its data. It is all in the HTML: another request each would cost a round trip. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
  /** Of the texts that the script has. Absent in English. */
  readonly translations: Readonly<Record<string, string>> | undefined;
}

/**
 * Reads the script and the style from the folder of the extension.
 * @param translations of all texts: the page gets those of its own, which are a fiftieth of them.
 */
export async function readAssets(
  extensionPath: string,
  translations?: Readonly<Record<string, string>>,
): Promise<PageAssets> {
  const [script, style] = await Promise.all([
    readFile(join(extensionPath, 'dist', 'form.js'), 'utf8'),
    readFile(join(extensionPath, 'media', 'form.css'), 'utf8'),
  ]);
  // In HTML these would end the script early. In JavaScript they are only ever parts of literals.
  const safe = script.replaceAll(/<(?=!--|\/?script)/gi, '\\x3c');
  const own =
    translations && Object.fromEntries(Object.entries(translations).filter(([text]) => script.includes(text)));
  return { script: safe, style, translations: own };
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}

/** JSON without any character that means something in HTML, or ends a line in a script. */
function escapeJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * The page with its script, style and first state. The policy allows these by nonce and nothing else, no network
 * included.
 * @param data never holds a secret: see `buildState`.
 * @param language of the texts, as a BCP 47 tag.
 */
export function formHtml({ script, style, translations }: PageAssets, data: InitialData, language: string): string {
  const nonce = randomBytes(18).toString('base64');
  const policy = `default-src 'none'; form-action 'none'; base-uri 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${escapeText(language)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${escapeText(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText(l10n.t('Integration'))}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<div id="form"><main><h1>${escapeText(data.state.heading)}</h1></main></div>
<div id="live" class="visually-hidden" aria-live="assertive"></div>
<script type="application/json" id="data" nonce="${nonce}">${escapeJson({ ...data, translations })}</script>
<script nonce="${nonce}">${script}</script>
</body>
</html>`;
}

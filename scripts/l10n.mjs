// The words of the extension. `export` writes l10n/bundle.l10n.json from the sources; `check` names every string that
// is not where it belongs or not translated, and fails on any; `missing` prints what still wants a translation;
// `pseudo DIR` writes bundles of a made-up language that shows what is not translated and what is clipped.
// With --root DIR it works on another folder than this one.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { literalText } from './literal.mjs';

const LANGUAGES = ['es'];
// Manifest fields that VS Code shows. The name of the platform is the same in every language.
const SHOWN = new Set([
  'displayName',
  'description',
  'markdownDescription',
  'title',
  'label',
  'name',
  'contextualTitle',
  'contents',
  'category',
  'altText',
  'enumDescriptions',
  'markdownEnumDescriptions',
  'enumItemLabels',
  'deprecationMessage',
  'markdownDeprecationMessage',
  'patternErrorMessage',
]);
const PROPER_NAMES = new Set(['CxEngage']);

const args = process.argv.slice(2);
const rootAt = args.indexOf('--root');
const root = rootAt < 0 ? '.' : args.splice(rootAt, 2)[1];
const [command, folder] = args;

const readJson = (name) => (existsSync(join(root, name)) ? JSON.parse(readFileSync(join(root, name), 'utf8')) : {});
const toJson = (value) => `${JSON.stringify(value, null, 2)}\n`;
const sorted = (object) => Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
const textOf = (entry) => (typeof entry === 'string' ? entry : entry.message);

/** What `l10n.t` is called with: its text, or an object with `message` and, for translators, `comment`. Literals only. */
function stringOf(node, where) {
  const text = literalText(node);
  if (text !== undefined) return [text, text];
  const literal = (name) => {
    const properties = node?.type === 'ObjectExpression' ? node.properties : [];
    const value = properties.find(({ key }) => key?.name === name)?.value;
    const parts = value?.type === 'ArrayExpression' ? value.elements : [];
    return [...parts, ...(value && parts.length === 0 ? [value] : [])].map((part) => {
      const found = literalText(part);
      if (found === undefined) throw new Error(`${where}: l10n.t takes literals only`);
      return found;
    });
  };
  const [message] = literal('message');
  if (message === undefined) throw new Error(`${where}: l10n.t takes a literal, or an object with one as message`);
  const comment = literal('comment');
  return comment.length === 0 ? [message, message] : [`${message}/${comment.join('')}`, { message, comment }];
}

/** The strings of the sources. `@vscode/l10n-dev` would take a quarter of a second for each file. */
function extracted() {
  const strings = {};
  for (const entry of readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
    const path = join(entry.parentPath, entry.name);
    const contents = readFileSync(path, 'utf8');
    if (!contents.includes('l10n.t(')) continue;
    const { errors, program } = parseSync(path, contents);
    if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`);
    new Visitor({
      CallExpression({ callee, arguments: [argument] }) {
        if (!/^(?:vscode\.)?l10n\.t$/.test(contents.slice(callee.start, callee.end))) return;
        const [key, value] = stringOf(argument, path);
        strings[key] = value;
      },
    }).visit(program);
  }
  return sorted(strings);
}

/** Calls `visit(path, key, text)` for every string below `value`; `key` is the nearest property's name. */
function eachString(value, visit, path = '', key = '') {
  if (typeof value === 'string') visit(path, key, value);
  else if (Array.isArray(value))
    value.forEach((item, index) => {
      eachString(item, visit, `${path}[${index}]`, key);
    });
  else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value))
      eachString(item, visit, path === '' ? name : `${path}.${name}`, name);
  }
}

function manifestProblems(manifest, words) {
  const problems = [];
  const used = new Set();
  const { displayName, description, capabilities, contributes } = manifest;
  eachString({ displayName, description, capabilities, contributes }, (path, key, text) => {
    const name = /^%(.+)%$/.exec(text)?.[1];
    if (name !== undefined) {
      used.add(name);
      if (!Object.hasOwn(words, name)) problems.push(`package.json ${path}: package.nls.json has no “${name}”`);
    } else if (SHOWN.has(key) && !PROPER_NAMES.has(text)) {
      problems.push(`package.json ${path}: “${text}” belongs in package.nls.json`);
    }
  });
  const unused = Object.keys(words).filter((name) => !used.has(name));
  return [...problems, ...unused.map((name) => `package.nls.json: “${name}” is used nowhere`)];
}

const placeholders = (text) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join(' ');
// Links of a welcome text: the command must survive the translation.
const commands = (text) => (text.match(/\(command:[^)]*\)/g) ?? []).sort().join(' ');

function translationProblems(file, originals, translations) {
  const problems = [];
  for (const [key, original] of Object.entries(originals)) {
    const translation = translations[key];
    if (translation === undefined) problems.push(`${file}: nothing for “${key}”`);
    else if (placeholders(translation) !== placeholders(textOf(original)))
      problems.push(`${file}: other placeholders than in “${key}”`);
    else if (commands(translation) !== commands(textOf(original)))
      problems.push(`${file}: other commands than in “${key}”`);
  }
  const surplus = Object.keys(translations).filter((key) => !Object.hasOwn(originals, key));
  return [...problems, ...surplus.map((key) => `${file}: “${key}” is said nowhere any more`)];
}

function problems() {
  const [words, strings] = [readJson('package.nls.json'), extracted()];
  const stale =
    toJson(strings) === toJson(readJson('l10n/bundle.l10n.json'))
      ? []
      : ['l10n/bundle.l10n.json is out of date: run “npm run l10n”'];
  const translated = LANGUAGES.flatMap((language) => [
    ...translationProblems(`package.nls.${language}.json`, words, readJson(`package.nls.${language}.json`)),
    ...translationProblems(`l10n/bundle.l10n.${language}.json`, strings, readJson(`l10n/bundle.l10n.${language}.json`)),
  ]);
  return [...manifestProblems(readJson('package.json'), words), ...stale, ...translated];
}

function missing() {
  const strings = extracted();
  for (const language of LANGUAGES) {
    for (const [file, originals] of [
      [`package.nls.${language}.json`, readJson('package.nls.json')],
      [`l10n/bundle.l10n.${language}.json`, strings],
    ]) {
      const known = readJson(file);
      const wanted = Object.entries(originals).filter(([key]) => known[key] === undefined);
      if (wanted.length > 0)
        console.log(`${file}\n${toJson(Object.fromEntries(wanted.map(([key, entry]) => [key, textOf(entry)])))}`);
    }
  }
}

async function pseudo(target) {
  const { getL10nPseudoLocalized } = await import('@vscode/l10n-dev');
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'package.nls.json'), toJson(getL10nPseudoLocalized(readJson('package.nls.json'))));
  // As exported; `check` tells whether that is up to date.
  writeFileSync(join(target, 'bundle.l10n.json'), toJson(getL10nPseudoLocalized(readJson('l10n/bundle.l10n.json'))));
}

switch (command) {
  case 'export':
    mkdirSync(join(root, 'l10n'), { recursive: true });
    writeFileSync(join(root, 'l10n/bundle.l10n.json'), toJson(extracted()));
    break;
  case 'check': {
    const found = problems();
    for (const problem of found) console.error(problem);
    process.exitCode = found.length > 0 ? 1 : 0;
    break;
  }
  case 'missing':
    missing();
    break;
  case 'pseudo':
    await pseudo(folder ?? 'out/pseudo');
    break;
  default:
    console.error('Say one of: export, check, missing, pseudo DIR');
    process.exitCode = 2;
}

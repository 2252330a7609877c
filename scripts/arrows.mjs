// A lint rule: which room may import which. A room is a folder of src/, or of src/core/. It holds for every way to
// import: `import`, `export … from`, `import()`, `require()` and `import('…')` as a type.
import { dirname, relative, resolve, sep } from 'node:path';
import { isBuiltin } from 'node:module';
import { literalText } from './literal.mjs';

/** A room of core may import those after it. */
export const CORE = [
  'plan',
  'operations',
  'export',
  'directory',
  'connectionTest',
  'catalog',
  'api',
  'redact',
  'base',
].map((room) => `core/${room}`);
export const FEATURES = ['accounts', 'explorer', 'form', 'files', 'changes', 'fleet', 'agent'];

/** The rooms that each room may import, beside itself. */
const ALLOWED = new Map([
  ['extension', ['composition', ...FEATURES, 'host', ...CORE]],
  ['composition', [...FEATURES, 'host', ...CORE]],
  ...FEATURES.map((room) => [room, ['host', ...CORE]]),
  ['host', CORE],
  ['cli', CORE],
  ...CORE.map((room, at) => [room, CORE.slice(at + 1)]),
  ['sandbox', []],
  ['webview', []],
]);
/** The one file that the two halves of the form share. */
const CONTRACT = 'form/contract';
const WITHOUT_VSCODE = /^(core\/|sandbox$|webview$|cli$)/;

/** The room of a path below src/: its folder, or the name of a file right there. */
function roomOf(path) {
  const [first, second] = path.split('/');
  return first === 'core' ? `core/${second}` : first.replace(/\.[jt]s$/, '');
}

/** Why a file of a room may not import `specifier`; undefined where it may. */
function refusal(path, specifier) {
  const from = roomOf(path);
  if (!specifier.startsWith('.')) {
    if (specifier === 'vscode' && WITHOUT_VSCODE.test(from)) return `${from} runs without VS Code`;
    return from === 'webview' && isBuiltin(specifier) ? 'webview runs in a browser, without Node' : undefined;
  }
  const target = resolve('/', dirname(path), specifier).slice(1).replaceAll(sep, '/');
  const to = roomOf(target);
  if (from === to) return undefined;
  if (from === 'webview' && target.replace(/\.[jt]s$/, '') === CONTRACT) return undefined;
  const allowed = ALLOWED.get(from);
  if (!allowed) return `${from} is not a room of scripts/arrows.mjs yet`;
  if (allowed.includes(to)) return undefined;
  if (FEATURES.includes(from) && FEATURES.includes(to))
    return `${from} may not import ${to}: features meet in core/directory and through command ids`;
  return `${from} may not import ${to}`;
}

export const arrows = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { arrow: '{{why}}.', computed: 'Write the path as a literal, so that the arrows can be checked.' },
  },
  create(context) {
    const path = relative(resolve(context.cwd, 'src'), context.filename).replaceAll(sep, '/');
    const check = (node) => {
      if (!node) return;
      const specifier = literalText(node);
      if (specifier === undefined) {
        context.report({ node, messageId: 'computed' });
        return;
      }
      const why = refusal(path, specifier);
      if (why !== undefined) context.report({ node, messageId: 'arrow', data: { why } });
    };
    return {
      ImportDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (node) => check(node.source ?? node.argument?.literal),
      TSExternalModuleReference: (node) => check(node.expression),
      'CallExpression[callee.name="require"]': (node) => check(node.arguments[0]),
    };
  },
};

export default { meta: { name: 'rooms' }, rules: { arrows } };

import { readFileSync } from 'node:fs';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';
import { arrows } from './scripts/arrows.mjs';
import { bareText } from './scripts/bareText.mjs';

const manifest = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const commandNames = manifest.contributes.commands.map(({ command }) => command.replace('cxengage.', ''));
const bareCommandIds = [
  {
    selector: `Literal[value=/^cxengage\\.(${commandNames.join('|')})$/]`,
    message: 'Name a command by COMMANDS of src/host/commandIds.ts.',
  },
];

const rawState = {
  selector: "MemberExpression[property.name='globalState']",
  message: 'Keep it in Services.state: globalState itself loses updates.',
};

const WINDOW = "MemberExpression[object.name='vscode'][property.name='window']";
const TEXTLESS = '/^(state|onDid\\w+|tabGroups|showTextDocument|createTreeView|register\\w+)$/';
const GATE = '/^display(Text|Lines)$/';
const shownTextOutsideHost = [
  {
    selector: `MemberExpression[object.object.name='vscode'][object.property.name='window']:not([property.name=${TEXTLESS}])`,
    message:
      'Show text by a wrapper in src/host (notify, progress, statusBar, quickList, multiStepInput, webviewPanel).',
  },
  {
    selector: `:not(MemberExpression) > ${WINDOW}, ImportDeclaration[source.value='vscode'] > ImportSpecifier`,
    message: 'Write vscode.window.… in full, so that lint sees what is called.',
  },
  {
    selector: `AssignmentExpression[left.object.type!='ThisExpression'][left.property.name=/^(title|description|placeholder|prompt)$/]:not([right.callee.name=${GATE}])`,
    message: 'What a view, a row or a tab shows passes displayText.',
  },
];

export default tseslint.config(
  { ignores: ['dist/', 'out/', 'node_modules/', '.vscode-test/', 'test-results/', '.demo/'] },
  { files: ['**/*.ts'], extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked] },
  {
    // What a stranger pastes or a server sends may not hold the host: every expression is linear in its input.
    files: ['src/**/*.ts'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': 'error',
      'regexp/no-super-linear-move': ['error', { ignoreSticky: true }],
    },
  },
  {
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './src/webview/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/consistent-type-assertions': [
        'error',
        { assertionStyle: 'as', objectLiteralTypeAssertions: 'never' },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 400 }],
    },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { rooms: { rules: { arrows } } },
    rules: { 'rooms/arrows': 'error' },
  },
  {
    // The sandbox speaks to developers on its command line only. Names of products and regions are the same everywhere.
    files: ['src/**/*.ts'],
    // The notes on responses are lines of the log, which is in English.
    ignores: ['src/core/api/responseNotes.ts', 'src/core/plan/schema.ts', 'src/sandbox/**'],
    plugins: { words: { rules: { bare: bareText } } },
    rules: { 'words/bare': ['error', { names: ['REST', 'Salesforce', 'Zendesk', 'North America', 'Europe'] }] },
  },
  {
    // Whatever VS Code shows of a text passes the gate inside host/: links and icons in a name must not come alive.
    files: ['src/**/*.ts'],
    ignores: ['src/host/**', 'src/sandbox/**', 'src/webview/**'],
    rules: { 'no-restricted-syntax': ['error', ...shownTextOutsideHost, ...bareCommandIds, rawState] },
  },
  {
    files: ['src/host/**/*.ts'],
    ignores: ['src/host/commandIds.ts'],
    rules: { 'no-restricted-syntax': ['error', ...bareCommandIds, rawState] },
  },
  {
    files: ['src/extension.ts'],
    rules: { 'no-restricted-syntax': ['error', ...shownTextOutsideHost, ...bareCommandIds] },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off', '@typescript-eslint/no-floating-promises': 'error' },
  },
  { files: ['src/sandbox/main.ts', 'test/{support,bench,e2e}/**/*.ts'], rules: { 'no-console': 'off' } },
);

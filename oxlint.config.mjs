import { readFileSync } from 'node:fs';

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

/** Rules of typescript-eslint's sets `strictTypeChecked` and `stylisticTypeChecked`, and some of our own. */
const typescriptRules = {
  'adjacent-overload-signatures': 'error',
  'array-type': 'error',
  'await-thenable': 'error',
  'ban-ts-comment': ['error', { minimumDescriptionLength: 10 }],
  'ban-tslint-comment': 'error',
  'class-literal-property-style': 'error',
  'consistent-generic-constructors': 'error',
  'consistent-indexed-object-style': 'error',
  'consistent-type-assertions': ['error', { assertionStyle: 'as', objectLiteralTypeAssertions: 'never' }],
  'consistent-type-definitions': 'error',
  'consistent-type-imports': 'error',
  'dot-notation': 'error',
  'no-array-delete': 'error',
  'no-base-to-string': 'error',
  'no-confusing-non-null-assertion': 'error',
  'no-confusing-void-expression': 'error',
  'no-deprecated': 'error',
  'no-duplicate-enum-values': 'error',
  'no-duplicate-type-constituents': 'error',
  'no-dynamic-delete': 'error',
  'no-empty-object-type': 'error',
  'no-explicit-any': 'error',
  'no-extra-non-null-assertion': 'error',
  'no-extraneous-class': 'error',
  'no-floating-promises': 'error',
  'no-for-in-array': 'error',
  'no-generated-empty-object-type': 'error',
  'no-implied-eval': 'error',
  'no-inferrable-types': 'error',
  'no-invalid-void-type': 'error',
  'no-meaningless-void-operator': 'error',
  'no-misused-new': 'error',
  'no-misused-promises': 'error',
  'no-misused-spread': 'error',
  'no-mixed-enums': 'error',
  'no-namespace': 'error',
  'no-non-null-asserted-nullish-coalescing': 'error',
  'no-non-null-asserted-optional-chain': 'error',
  'no-non-null-assertion': 'error',
  'no-redundant-type-constituents': 'error',
  'no-require-imports': 'error',
  'no-this-alias': 'error',
  'no-unnecessary-boolean-literal-compare': 'error',
  'no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
  'no-unnecessary-template-expression': 'error',
  'no-unnecessary-type-arguments': 'error',
  'no-unnecessary-type-assertion': 'error',
  'no-unnecessary-type-constraint': 'error',
  'no-unnecessary-type-conversion': 'error',
  'no-unnecessary-type-parameters': 'error',
  'no-unsafe-argument': 'error',
  'no-unsafe-assignment': 'error',
  'no-unsafe-call': 'error',
  'no-unsafe-declaration-merging': 'error',
  'no-unsafe-enum-assignment': 'error',
  'no-unsafe-enum-comparison': 'error',
  'no-unsafe-function-type': 'error',
  'no-unsafe-member-access': 'error',
  'no-unsafe-return': 'error',
  'no-unsafe-unary-minus': 'error',
  'no-useless-default-assignment': 'error',
  'no-wrapper-object-types': 'error',
  'non-nullable-type-assertion-style': 'error',
  'only-throw-error': 'error',
  'prefer-as-const': 'error',
  'prefer-find': 'error',
  'prefer-for-of': 'error',
  'prefer-function-type': 'error',
  'prefer-includes': 'error',
  'prefer-literal-enum-member': 'error',
  'prefer-namespace-keyword': 'error',
  'prefer-nullish-coalescing': 'error',
  'prefer-optional-chain': 'error',
  'prefer-promise-reject-errors': 'error',
  'prefer-reduce-type-parameter': 'error',
  'prefer-regexp-exec': 'error',
  'prefer-return-this-type': 'error',
  'prefer-string-starts-ends-with': 'error',
  'related-getter-setter-pairs': 'error',
  'require-await': 'error',
  'restrict-plus-operands': [
    'error',
    {
      allowAny: false,
      allowBoolean: false,
      allowNullish: false,
      allowNumberAndString: false,
      allowRegExp: false,
    },
  ],
  'restrict-template-expressions': ['error', { allowNumber: true }],
  'return-await': ['error', 'error-handling-correctness-only'],
  'triple-slash-reference': 'error',
  'unbound-method': 'error',
  'unified-signatures': 'error',
  'use-unknown-in-catch-callback-variable': 'error',
};

export default {
  options: { typeAware: true, maxWarnings: 0, reportUnusedDisableDirectives: 'error' },
  categories: { correctness: 'off' },
  plugins: ['typescript'],
  jsPlugins: [
    './scripts/arrows.mjs',
    './scripts/bareText.mjs',
    'eslint-plugin-regexp',
    { name: 'eslint-js', specifier: 'oxlint-plugin-eslint' },
  ],
  ignorePatterns: ['dist/', 'out/', 'node_modules/', '.vscode-test/', 'test-results/', '.demo/'],
  overrides: [
    {
      files: ['**/*.ts'],
      rules: {
        ...Object.fromEntries(Object.entries(typescriptRules).map(([name, level]) => [`typescript/${name}`, level])),
        eqeqeq: 'error',
        'max-lines': ['error', { max: 400 }],
        'no-array-constructor': 'error',
        'no-console': 'error',
        'no-empty-function': 'error',
        'no-unused-expressions': 'error',
        'no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'all' }],
        'no-useless-constructor': 'error',
        'no-var': 'error',
        'prefer-const': 'error',
        'prefer-rest-params': 'error',
        'prefer-spread': 'error',
      },
    },
    {
      // What a stranger pastes or a server sends may not hold the host: every expression is linear in its input.
      files: ['src/**/*.ts'],
      rules: {
        'regexp/no-super-linear-backtracking': 'error',
        'regexp/no-super-linear-move': ['error', { ignoreSticky: true }],
        'rooms/arrows': 'error',
      },
    },
    {
      // The sandbox speaks to developers on its command line only. Names of products and regions are the same everywhere.
      files: ['src/**/*.ts'],
      // The notes on responses are lines of the log, which is in English.
      excludeFiles: ['src/core/api/responseNotes.ts', 'src/core/plan/schema.ts', 'src/sandbox/**'],
      rules: { 'words/bare': ['error', { names: ['REST', 'Salesforce', 'Zendesk', 'North America', 'Europe'] }] },
    },
    {
      // Whatever VS Code shows of a text passes the gate inside host/: links and icons in a name must not come alive.
      files: ['src/**/*.ts'],
      excludeFiles: ['src/host/**', 'src/sandbox/**', 'src/webview/**'],
      rules: { 'eslint-js/no-restricted-syntax': ['error', ...shownTextOutsideHost, ...bareCommandIds, rawState] },
    },
    {
      files: ['src/host/**/*.ts'],
      excludeFiles: ['src/host/commandIds.ts'],
      rules: { 'eslint-js/no-restricted-syntax': ['error', ...bareCommandIds, rawState] },
    },
    {
      files: ['src/extension.ts'],
      rules: { 'eslint-js/no-restricted-syntax': ['error', ...shownTextOutsideHost, ...bareCommandIds] },
    },
    { files: ['test/**/*.ts'], rules: { 'no-unused-expressions': 'off' } },
    { files: ['src/sandbox/main.ts', 'test/{support,bench,e2e}/**/*.ts'], rules: { 'no-console': 'off' } },
  ],
};

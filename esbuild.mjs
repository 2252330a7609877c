// Builds the three bundles that ship and, with --tests, the suites. `--watch` rebuilds on change and
// prints the two lines the problem matcher in .vscode/tasks.json waits for.
import { existsSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { build, context } from 'esbuild';
import { commonJsChunks } from './scripts/commonJsChunks.mjs';

const watch = process.argv.includes('--watch');
const tests = process.argv.includes('--tests');
const production = !watch && !process.argv.includes('--dev');

/** Prints `[watch] build started/finished` and each error in the form the problem matcher reads. */
const problemMatcher = {
  name: 'problem-matcher',
  setup(plugin) {
    plugin.onStart(() => console.log('[watch] build started'));
    plugin.onEnd((result) => {
      for (const { text, location } of result.errors) {
        console.error(`✘ [ERROR] ${text}`);
        if (location) console.error(`    ${location.file}:${location.line}:${location.column}:`);
      }
      console.log('[watch] build finished');
    });
  },
};

const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  // The licenses of what is bundled are collected in THIRD-PARTY-LICENSES.md (scripts/licenses.mjs).
  legalComments: 'none',
  metafile: true,
  logLevel: watch ? 'silent' : 'warning',
  plugins: watch ? [problemMatcher] : [],
};

/** What runs in the extension host. `import()` in the source becomes a chunk that is loaded on first use. */
const extension = {
  ...common,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  mainFields: ['module', 'main'],
  external: ['vscode', './sandbox.js'],
  splitting: true,
  write: false,
  sourcemap: production ? false : 'inline',
  entryPoints: ['src/extension.ts'],
  outdir: 'dist',
  plugins: [commonJsChunks({ together: ['src/composition.ts'] }), ...common.plugins],
};

const bundles = [
  extension,
  {
    ...common,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    entryPoints: { sandbox: 'src/sandbox/main.ts' },
    outdir: 'dist',
  },
  {
    ...common,
    platform: 'browser',
    format: 'iife',
    target: 'chrome128',
    // As the page is; and its texts stand in it as they are written, by which their translations are found.
    charset: 'utf8',
    tsconfig: 'src/webview/tsconfig.json',
    entryPoints: { form: 'src/webview/form.ts' },
    outdir: 'dist',
  },
];

async function files(folder, ending) {
  if (!existsSync(folder)) return []; // git keeps no empty folders
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((e) => e.isFile() && e.name.endsWith(ending)).map((e) => `${e.parentPath}/${e.name}`);
}

/** Suites keep npm packages outside (mocha must be one and the same) and stay readable. */
async function suites() {
  const base = {
    ...common,
    minify: false,
    sourcemap: 'inline',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    outbase: '.',
    outdir: 'out',
  };
  const esm = { ...base, format: 'esm', outExtension: { '.js': '.mjs' }, splitting: true };
  return [
    {
      ...esm,
      entryPoints: [
        ...(await files('test/unit', '.ts')),
        ...(await files('test/repo', '.ts')),
        ...(await files('test/e2e', '.ts')),
        ...(await files('test/bench', '.ts')),
        ...(await files('test/support', '.ts')),
      ],
    },
    {
      ...base,
      format: 'cjs',
      target: 'node22',
      packages: undefined,
      mainFields: ['module', 'main'],
      external: ['vscode', 'mocha', 'esbuild'],
      entryPoints: await files('test/vscode', '.ts'),
    },
  ];
}

if (!watch)
  await Promise.all(['dist', ...(tests ? ['out'] : [])].map((folder) => rm(folder, { recursive: true, force: true })));
const jobs = [...bundles, ...(tests ? await suites() : [])];
if (watch) {
  for (const job of jobs) await (await context(job)).watch();
} else {
  const results = await Promise.all(jobs.map((job) => build(job)));
  // Which source files went into which bundle: the list of licenses and the package's tests read it. It does not ship.
  const outputs = results.slice(0, bundles.length).flatMap(({ metafile }) => Object.entries(metafile.outputs));
  await writeFile('dist/meta.json', JSON.stringify(Object.fromEntries(outputs)));
}

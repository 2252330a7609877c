import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import JSZip from 'jszip';
import * as v from 'valibot';

const KB = 1024;
const TYPE_ICONS = [
  'calendar',
  'chart',
  'crm',
  'envelope',
  'function',
  'key',
  'message',
  'phone',
  'recording',
  'rest',
  'ticket',
  'unknown',
];
const Outputs = v.record(
  v.string(),
  v.object({
    bytes: v.number(),
    inputs: v.record(v.string(), v.unknown()),
    imports: v.array(v.object({ path: v.string(), kind: v.string() })),
  }),
);

/** The bundles of the last build, as esbuild.mjs describes them. */
const outputs = (): v.InferOutput<typeof Outputs> =>
  v.parse(Outputs, JSON.parse(readFileSync('dist/meta.json', 'utf8')));

describe('the package', function () {
  this.timeout(120_000);
  let folder: string;
  let bytes: Buffer;
  let files: Map<string, Buffer>;

  function pack(name: string, cwd = '.'): Buffer {
    const path = join(folder, name);
    execFileSync(process.execPath, [resolve('scripts/package.mjs'), path], { cwd, stdio: 'pipe' });
    return readFileSync(path);
  }

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vsix-'));
    // `npm test` has made it already.
    bytes = process.env.CXENGAGE_VSIX === undefined ? pack('first.vsix') : readFileSync(process.env.CXENGAGE_VSIX);
    const zip = await JSZip.loadAsync(bytes);
    const entries = Object.values(zip.files).map(async (entry): Promise<[string, Buffer]> => [
      entry.name,
      await entry.async('nodebuffer'),
    ]);
    files = new Map(await Promise.all(entries));
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is the same, byte for byte, when made again elsewhere with other file modes', () => {
    const copy = join(folder, 'clone');
    for (const part of [
      'dist',
      'l10n',
      'media',
      'schemas',
      'package.json',
      'package.nls.json',
      'package.nls.es.json',
      'LICENSE',
      '.vscodeignore',
    ])
      cpSync(part, join(copy, part), { recursive: true });
    for (const page of ['README', 'CHANGELOG', 'SUPPORT', 'SECURITY', 'THIRD-PARTY-LICENSES'])
      cpSync(`${page}.md`, join(copy, `${page}.md`));
    chmodSync(join(copy, 'SECURITY.md'), 0o664);
    chmodSync(join(copy, 'dist', 'extension.js'), 0o755);
    assert.ok(bytes.equals(pack('modes.vsix', copy)));
  });

  it('holds these files and no others', () => {
    // Chunks are loaded on first use; their names hold a hash.
    const names = Array.from(files.keys(), (name) => name.replace(/dist\/[\w-]+-[A-Z0-9]{8}\.js$/, 'dist/CHUNK.js'));
    assert.deepEqual([...new Set(names)].sort(), [
      '[Content_Types].xml',
      'extension.vsixmanifest',
      'extension/LICENSE.txt',
      'extension/SECURITY.md',
      'extension/SUPPORT.md',
      'extension/THIRD-PARTY-LICENSES.md',
      'extension/changelog.md',
      'extension/dist/CHUNK.js',
      'extension/dist/extension.js',
      'extension/dist/form.js',
      'extension/dist/sandbox.js',
      'extension/l10n/bundle.l10n.es.json',
      'extension/media/cxengage.svg',
      'extension/media/form.css',
      'extension/media/icon.png',
      ...['dark', 'light'].flatMap((theme) => TYPE_ICONS.map((name) => `extension/media/types/${theme}/${name}.svg`)),
      'extension/media/walkthrough/create.svg',
      'extension/media/walkthrough/find.svg',
      'extension/media/walkthrough/sandbox.svg',
      'extension/media/walkthrough/sign-in.svg',
      'extension/media/walkthrough/test.svg',
      'extension/package.json',
      'extension/package.nls.es.json',
      'extension/package.nls.json',
      'extension/readme.md',
      'extension/schemas/integration.schema.json',
      'extension/schemas/tenants.schema.json',
    ]);
  });

  it('stays small', () => {
    const bundle = (name: RegExp): number => {
      const path = [...files.keys()].find((each) => name.test(each)) ?? '';
      return files.get(path)?.length ?? Number.NaN;
    };
    const first = bundle(/\/dist\/extension\.js$/);
    const size = {
      first,
      all: first + bundle(/\/composition-\w+\.js$/),
      form: bundle(/\/form\.js$/),
      vsix: bytes.length,
    };
    // The first rows wait for the one, whatever is done for the other as well.
    assert.ok(size.first <= 20 * KB, `dist/extension.js has ${(size.first / KB).toFixed(1)} KB`);
    assert.ok(size.all <= 200 * KB, `with what begins after it, it has ${(size.all / KB).toFixed(1)} KB`);
    assert.ok(size.form <= 160 * KB, `dist/form.js has ${(size.form / KB).toFixed(1)} KB`);
    assert.ok(size.vsix <= 600 * KB, `the package has ${(size.vsix / KB).toFixed(1)} KB`);
  });

  it('loads one file at activation, and one more with the first use', () => {
    const all = outputs();
    const composition = Object.keys(all).filter((name) => name.includes('composition-'));
    assert.deepEqual(
      composition
        .flatMap((name) =>
          (all[name]?.imports ?? [])
            .filter(({ path, kind }) => kind !== 'dynamic-import' && path in all)
            .map(({ path }) => path),
        )
        .filter((path) => path !== 'dist/extension.js'),
      [],
    );
    assert.deepEqual(
      all['dist/extension.js']?.imports.filter(({ path, kind }) => kind !== 'dynamic-import' && path in all),
      [],
    );
  });

  it('has no code of tests, and the sandbox only in its own bundle', () => {
    for (const [output, { inputs }] of Object.entries(outputs())) {
      const strangers = Object.keys(inputs).filter(
        (input) => input.startsWith('test/') || (input.startsWith('src/sandbox/') && output !== 'dist/sandbox.js'),
      );
      assert.deepEqual(strangers, [], output);
    }
  });

  it('takes the API of VS Code as it is, without a copy for every file', () => {
    const code = String(files.get('extension/dist/extension.js'));
    assert.match(code, /=require\("vscode"\)/);
    assert.doesNotMatch(code, /\(require\("vscode"\)/);
  });

  it('has no source map, no path of the machine it was made on and no address of a package registry', () => {
    const registry = process.env.npm_config_registry;
    const unwanted = [
      'sourceMappingURL',
      process.cwd(),
      `${homedir()}/`,
      '://registry.',
      ...(registry ? [new URL(registry).host] : []),
    ];
    for (const [name, content] of files) {
      assert.ok(!name.endsWith('.map'), name);
      for (const text of unwanted) assert.ok(!content.includes(text), `${name} has ${text}`);
    }
  });

  it('names every license of what it took in', () => {
    execFileSync(process.execPath, ['scripts/licenses.mjs', '--check'], { stdio: 'pipe' });
  });

  it('has a manifest that both marketplaces take', () => {
    const Manifest = v.looseObject({
      publisher: v.string(),
      version: v.string(),
      engines: v.object({ vscode: v.string() }),
      devDependencies: v.record(v.string(), v.string()),
    });
    const manifest = v.parse(Manifest, JSON.parse(String(files.get('extension/package.json'))));
    for (const field of [
      'displayName',
      'description',
      'license',
      'repository',
      'bugs',
      'homepage',
      'categories',
      'keywords',
      'icon',
      'galleryBanner',
    ]) {
      assert.ok(field in manifest, field);
    }
    // The API asked for is the oldest supported one.
    assert.equal(
      manifest.engines.vscode.replace(/^\^/, '').split('.')[1],
      manifest.devDependencies['@types/vscode']?.replace(/^[~^]/, '').split('.')[1],
    );
    const readme = String(files.get('extension/readme.md'));
    for (const [, image = ''] of readme.matchAll(/!\[[^\]]*\]\(([^)\s]+)/g)) {
      assert.ok(image.startsWith('https://') && !image.endsWith('.svg'), image);
    }
  });
});

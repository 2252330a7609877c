// Writes the chunks of a split build as CommonJS. esbuild splits ES modules only, and CommonJS it must be: VS Code gives
// its proxy settings and certificates to modules that are `require`d, not to those that are imported.
// What loads with the entry point becomes one file with it: VS Code needs half as long again for two dozen small ones.
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { build, transform } from 'esbuild';

/**
 * esbuild makes a copy of the whole of VS Code's API for every file that imports it, which costs tens of milliseconds at
 * activation. It has no default export, so the API itself will do.
 */
const copiedApi = /(?<![\w$])[\w$]+\((require\("vscode"\))(?:, ?1)?\)/g;
const requiredChunk = /require\("\.\/([\w-]+\.js)"\)/g;

const isStatic = ({ kind }) => kind !== 'dynamic-import';

/** File names of the outputs that load with `entry`: its own, and those it imports at any distance. */
function loadedWith(outputs, entry) {
  const paths = new Set([entry]);
  for (const path of paths)
    for (const { path: imported } of outputs[path].imports.filter(isStatic))
      if (imported in outputs) paths.add(imported);
  return new Set([...paths].map((path) => basename(path)));
}

/** The name under which the entry's file gives a chunk inside it to the chunks outside. */
const exportName = (chunk) => basename(chunk, '.js').replaceAll('-', '_');

/** Makes one CommonJS file of ES modules that are in memory. */
async function merge(entry, texts, shared, options) {
  const inMemory = {
    name: 'in-memory',
    setup(plugin) {
      plugin.onResolve({ filter: /.*/ }, ({ path, kind }) =>
        path.startsWith('./') && texts.has(basename(path)) && isStatic({ kind })
          ? { path: basename(path), namespace: 'chunks' }
          : { path, external: true },
      );
      plugin.onLoad({ filter: /.*/, namespace: 'chunks' }, ({ path }) => ({ contents: texts.get(path), loader: 'js' }));
    },
  };
  const contents = [
    `export * from './${entry}';`,
    ...shared.map((chunk) => `export * as ${exportName(chunk)} from './${chunk}';`),
  ].join('\n');
  const { outputFiles } = await build({
    ...options,
    stdin: { contents, resolveDir: '.' },
    bundle: true,
    legalComments: 'none',
    write: false,
    plugins: [inMemory],
  });
  return outputFiles[0].text;
}

/** Has the description of the build name the files that are written. */
function describe(outputs, entry, together) {
  const isInside = (path) => together.has(basename(path));
  const inside = Object.keys(outputs).filter(isInside);
  const inputs = Object.assign({}, ...inside.map((path) => outputs[path].inputs));
  const imports = inside.flatMap((path) => outputs[path].imports).filter(({ path }) => !isInside(path));
  for (const path of inside) if (path !== entry) delete outputs[path];
  for (const output of Object.values(outputs))
    output.imports = output.imports.map((each) => (isInside(each.path) ? { ...each, path: entry } : each));
  outputs[entry] = { ...outputs[entry], inputs, imports };
}

/** A plugin for a build with one entry point, `write: false`, a metafile and, where there are source maps, inline ones. */
export function commonJsChunks() {
  return {
    name: 'commonjs-chunks',
    setup(plugin) {
      const { entryPoints, target, minify, sourcemap } = plugin.initialOptions;
      const options = {
        target,
        minify,
        sourcemap,
        format: 'cjs',
        platform: 'node',
        supported: { 'dynamic-import': false },
      };
      plugin.onEnd(async ({ outputFiles = [], metafile, errors }) => {
        if (errors.length > 0) return;
        const [entry] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === entryPoints[0]);
        const together = loadedWith(metafile.outputs, entry);
        const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
        const later = [...texts].filter(([name]) => !together.has(name));
        const shared = [...together].filter(
          (name) => name !== basename(entry) && later.some(([, text]) => text.includes(`"./${name}"`)),
        );
        const files = [
          [basename(entry), await merge(basename(entry), texts, shared, options)],
          ...(await Promise.all(later.map(async ([name, text]) => [name, (await transform(text, options)).code]))),
        ];
        await mkdir(dirname(entry), { recursive: true });
        for (const [name, code] of files) {
          const inside = (required, chunk) =>
            together.has(chunk) ? `require("./${basename(entry)}").${exportName(chunk)}` : required;
          await writeFile(join(dirname(entry), name), code.replace(copiedApi, '$1').replace(requiredChunk, inside));
        }
        describe(metafile.outputs, entry, together);
      });
    },
  };
}

// Writes the chunks of a split build as CommonJS. esbuild splits ES modules only, and CommonJS it must be: VS Code gives
// its proxy settings and certificates to modules that are `require`d, not to those that are imported.
// What loads together becomes one file: VS Code needs half as long again for two dozen small ones. That is what loads with
// the entry point, and what loads with each module of `together` that is not there by then.
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

/** The paths of the outputs that load with `start`, except those in `loaded`: its own, and those it imports at any distance. */
function loadedWith(outputs, start, loaded) {
  const paths = new Set([start]);
  for (const path of paths)
    for (const { path: imported } of outputs[path].imports.filter(isStatic))
      if (imported in outputs && !loaded.has(imported)) paths.add(imported);
  return paths;
}

/** The name under which a file of several chunks gives one of them to the files outside. */
const exportName = (chunk) => basename(chunk, '.js').replaceAll('-', '_');

/** Makes one CommonJS file of chunks that are in memory: of `start`, and what `names` has of those it imports. */
async function merge(start, names, texts, shared, options) {
  const inMemory = {
    name: 'in-memory',
    setup(plugin) {
      plugin.onResolve({ filter: /.*/ }, ({ path, kind }) =>
        path.startsWith('./') && names.has(basename(path)) && isStatic({ kind })
          ? { path: basename(path), namespace: 'chunks' }
          : { path, external: true },
      );
      plugin.onLoad({ filter: /.*/, namespace: 'chunks' }, ({ path }) => ({ contents: texts.get(path), loader: 'js' }));
    },
  };
  const contents = [
    `export * from './${start}';`,
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
function describe(outputs, start, group) {
  const inside = [...group];
  const inputs = Object.assign({}, ...inside.map((path) => outputs[path].inputs));
  const imports = inside.flatMap((path) => outputs[path].imports).filter(({ path }) => !group.has(path));
  for (const path of inside) if (path !== start) delete outputs[path];
  for (const output of Object.values(outputs))
    output.imports = output.imports.map((each) => (group.has(each.path) ? { ...each, path: start } : each));
  outputs[start] = { ...outputs[start], inputs, imports };
}

/**
 * A plugin for a build with one entry point, `write: false`, a metafile and, where there are source maps, inline ones.
 * @param together paths of modules that are loaded by `import()`, in their order.
 */
export function commonJsChunks({ together = [] } = {}) {
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
        const { outputs } = metafile;
        const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
        /** The path of the file that each chunk is in, by the path of the chunk. */
        const fileOf = new Map();
        const groups = [...entryPoints, ...together].map((module) => {
          const [start] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === module);
          const group = loadedWith(outputs, start, fileOf);
          for (const path of group) fileOf.set(path, start);
          return { start, group };
        });
        const isRequiredOutside = (path, group) =>
          Object.entries(outputs).some(
            ([from, { imports }]) => !group.has(from) && imports.some((each) => each.path === path),
          );
        const inGroups = groups.map(async ({ start, group }) => {
          const shared = [...group].filter((path) => path !== start && isRequiredOutside(path, group));
          const names = new Set([...group].map((path) => basename(path)));
          return [
            start,
            await merge(
              basename(start),
              names,
              texts,
              shared.map((path) => basename(path)),
              options,
            ),
          ];
        });
        const alone = Object.keys(outputs)
          .filter((path) => !fileOf.has(path))
          .map(async (path) => [path, (await transform(texts.get(basename(path)), options)).code]);
        const chunkFiles = new Map([...fileOf].map(([path, start]) => [basename(path), basename(start)]));
        for (const [path, code] of await Promise.all([...inGroups, ...alone])) {
          const inFile = (required, chunk) => {
            const file = chunkFiles.get(chunk) ?? chunk;
            return file === chunk ? required : `require("./${file}").${exportName(chunk)}`;
          };
          await mkdir(dirname(path), { recursive: true });
          await writeFile(path, code.replace(copiedApi, '$1').replace(requiredChunk, inFile));
        }
        for (const { start, group } of groups) describe(outputs, start, group);
      });
    },
  };
}

// The extension in a made-up language: every string longer and in other letters, so that what was not translated and
// what does not fit shows. Built from the same sources; the shipped code knows nothing of it.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** Takes the texts of all rooms from one bundle, where VS Code would take them from that of the user's language. */
function fromBundle(bundle: string): Plugin {
  return {
    name: 'pseudo-language',
    setup(plugin) {
      plugin.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
        const source = readFileSync(path, 'utf8')
          .replaceAll('vscode.l10n.bundle', 'pseudoBundle')
          .replaceAll('vscode.l10n.t(', 'pseudoL10n.t(');
        const imports = `import * as pseudoL10n from '@vscode/l10n'; import pseudoBundle from ${JSON.stringify(bundle)};`;
        return { contents: `${imports}\n${source}`, loader: 'ts' };
      });
    },
  };
}

/** Builds it into `folder`, from which VS Code can run it. Needs a dist/ that was built before. */
export async function buildPseudoExtension(root: string, folder: string): Promise<void> {
  mkdirSync(join(folder, 'dist'), { recursive: true });
  execFileSync(process.execPath, ['scripts/l10n.mjs', 'pseudo', folder], { cwd: root });
  for (const part of ['package.json', 'media', 'dist/form.js', 'dist/sandbox.js'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  await build({
    entryPoints: [join(root, 'src', 'extension.ts')],
    outfile: join(folder, 'dist', 'extension.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode', './sandbox.js'],
    logLevel: 'error',
    plugins: [fromBundle(join(folder, 'bundle.l10n.json'))],
  });
}

// `npm run sandbox -- --port 0`: starts the sandbox alone, building it first where that was not done yet.
import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundle = `${root}dist/sandbox.js`;

const isBuilt = await access(bundle).then(
  () => true,
  () => false,
);
if (!isBuilt) {
  const entryPoints = [`${root}src/sandbox/main.ts`];
  await build({
    entryPoints,
    outfile: bundle,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
  });
}
// npm passes a signal on to a shell that does not pass it on, and a test run that is killed passes nothing on:
// so the sandbox also ends when whoever started it is gone.
const starter = process.ppid;
setInterval(() => {
  if (process.ppid !== starter) process.kill(process.pid, 'SIGTERM');
}, 200).unref();

await createRequire(import.meta.url)(bundle).runCommandLine(process.argv.slice(2));

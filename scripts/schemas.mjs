// Writes schemas/: the JSON schemas of integration files and of the tenants file, made of the catalog.
// With --check it writes nothing, and fails where what is there differs.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { build } from 'esbuild';

const bundle = 'node_modules/.cache/schemas.cjs';
await build({
  entryPoints: ['src/core/plan/schema.ts'],
  bundle: true,
  outfile: bundle,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
});
const { integrationFileSchema, tenantsFileSchema } = createRequire(import.meta.url)(resolve(bundle));
const schemas = { 'integration.schema.json': integrationFileSchema(), 'tenants.schema.json': tenantsFileSchema() };

await mkdir('schemas', { recursive: true });
for (const [name, schema] of Object.entries(schemas)) {
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  const there = await readFile(`schemas/${name}`, 'utf8').catch(() => '');
  if (there === text) continue;
  if (process.argv.includes('--check')) {
    console.error(`schemas/${name} is not what the catalog says. Run “npm run schemas”.`);
    process.exitCode = 1;
  } else {
    await writeFile(`schemas/${name}`, text);
    console.log(`schemas/${name}`);
  }
}

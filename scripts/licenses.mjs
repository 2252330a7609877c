// Writes THIRD-PARTY-LICENSES.md: whose code is inside the bundles, under which license. Reads dist/meta.json, so build
// first (`npm run licenses` does). With --check it writes nothing and fails where the file is out of date.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'THIRD-PARTY-LICENSES.md';

/** The folder of the npm package a bundled file belongs to; undefined for our own files. */
function packageFolder(input) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

/** What the package says itself; where it only names MIT, that license's text with the package's author. */
function licenseText(folder, { license, author }) {
  const name = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(entry));
  if (name) return readFileSync(join(folder, name), 'utf8').replace(/\r\n/g, '\n').trim();
  if (license !== 'MIT' || !author) throw new Error(`${folder} has no license file. State its license by hand.`);
  const ours = readFileSync('LICENSE', 'utf8').trim();
  return ours.replace(/^Copyright .*$/m, `Copyright (c) ${author.name ?? author}`);
}

/** Where a bundle runs; names of chunks hold a hash and change with every build. */
function room(output) {
  return { 'dist/form.js': 'the form', 'dist/sandbox.js': 'the sandbox' }[output] ?? 'the extension host';
}

function section({ folder, bundles }) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version, license, homepage, repository } = manifest;
  const link = homepage ?? repository?.url ?? repository ?? '';
  const address = /^[\w-]+\/[\w-]+$/.test(link) ? `https://github.com/${link}` : link;
  return [
    `## ${name} ${version}`,
    `${license} · in ${[...bundles].sort().join(', ')} · <${address}>`,
    `\`\`\`text\n${licenseText(folder, manifest)}\n\`\`\``,
  ].join('\n\n');
}

function document(meta) {
  const packages = new Map();
  for (const [output, { inputs }] of Object.entries(meta)) {
    for (const folder of Object.keys(inputs).map(packageFolder).filter(Boolean)) {
      const entry = packages.get(folder) ?? { folder, bundles: new Set() };
      packages.set(folder, { ...entry, bundles: entry.bundles.add(room(output)) });
    }
  }
  const sections = [...packages.values()].sort((a, b) => a.folder.localeCompare(b.folder, 'en')).map(section);
  const intro =
    'Code of others that is part of this extension. Made by `npm run licenses` from what the build really took in.';
  return `${['# Third-party licenses', intro, ...sections].join('\n\n')}\n`;
}

const text = document(JSON.parse(readFileSync('dist/meta.json', 'utf8')));
if (!process.argv.includes('--check')) {
  writeFileSync(FILE, text);
} else if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== text) {
  console.error(`${FILE} is out of date: run "npm run licenses" and commit it.`);
  process.exitCode = 1;
}

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';

function filesBelow(folder: string, ending: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name));
}

const pages = (): readonly string[] => [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'SUPPORT.md',
  ...filesBelow('docs', '.md'),
];

describe('what the project says of itself', () => {
  it('cites sections of the API facts that exist', () => {
    const sections = new Set(
      Array.from(
        readFileSync('docs/api-facts.md', 'utf8').matchAll(/^#{2,3} ([a-k](?:\.\d+)?)\b/gm),
        ([, section]) => section,
      ),
    );
    assert.ok(sections.has('d.3') && sections.has('a'));
    const lost = ['src', 'test']
      .flatMap((folder) => filesBelow(folder, '.ts'))
      .flatMap((path) => {
        const citations = readFileSync(path, 'utf8').matchAll(
          /API facts ([a-k](?:\.\d+)?(?:(?:,| and|;) [a-k](?:\.\d+)?\b(?!’))*)/g,
        );
        return Array.from(citations, ([, list = '']) => list.split(/(?:,| and|;) /))
          .flat()
          .filter((section) => !sections.has(section))
          .map((section) => `${path}: ${section}`);
      });
    assert.deepEqual(lost, []);
  });

  it('lists every command of the palette and every setting in the README', () => {
    const Contributes = v.object({
      commands: v.array(v.object({ command: v.string(), title: v.string() })),
      configuration: v.object({ properties: v.record(v.string(), v.unknown()) }),
      menus: v.object({ commandPalette: v.array(v.object({ command: v.string(), when: v.string() })) }),
    });
    const { contributes } = v.parse(
      v.object({ contributes: Contributes }),
      JSON.parse(readFileSync('package.json', 'utf8')),
    );
    const words = v.parse(v.record(v.string(), v.string()), JSON.parse(readFileSync('package.nls.json', 'utf8')));
    const readme = readFileSync('README.md', 'utf8');
    const hidden = new Set(
      contributes.menus.commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command),
    );
    const titles = contributes.commands
      .filter(({ command }) => !hidden.has(command))
      .map(({ title }) => words[title.slice(1, -1)] ?? title);
    const missing = [...titles, ...Object.keys(contributes.configuration.properties)].filter(
      (name) => !readme.includes(name),
    );
    assert.deepEqual(missing, []);
  });

  it('calls commands by the titles they have', () => {
    const titles = new Set(
      Object.entries(
        v.parse(v.record(v.string(), v.string()), JSON.parse(readFileSync('package.nls.json', 'utf8'))),
      ).flatMap(([key, text]) => (key.startsWith('command.') ? [text] : [])),
    );
    const strangers = pages().flatMap((page) => {
      // A title may be broken over two lines.
      const named = readFileSync(page, 'utf8')
        .replaceAll(/\s+/g, ' ')
        .matchAll(/\*CxEngage: ([^*]+)\*/g);
      return Array.from(named, ([, title = '']) => title)
        .filter((title) => !titles.has(title))
        .map((title) => `${page}: ${title}`);
    });
    assert.deepEqual(strangers, []);
  });

  it('names files in CONTRIBUTING that exist', () => {
    // A path alone on its line belongs to the example, which makes that file.
    const named = readFileSync('CONTRIBUTING.md', 'utf8').matchAll(
      /`((?:src|test|docs|scripts)\/[\w./-]+)`(?!\n\n```)/g,
    );
    const paths = Array.from(named, ([, path = '']) => path);
    assert.ok(paths.length > 40, `${paths.length} paths`);
    assert.deepEqual(
      paths.filter((path) => !existsSync(path)),
      [],
    );
  });

  it('links to headings that exist', () => {
    const anchor = (heading: string): string =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-');
    const lost = pages().flatMap((page) =>
      Array.from(readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g))
        .filter(([, file = '', fragment]) => {
          const target = file === '' ? page : join(dirname(page), file);
          const headings = readFileSync(target, 'utf8').matchAll(/^#+ (.+)$/gm);
          return !Array.from(headings, ([, heading = '']) => anchor(heading)).includes(fragment ?? '');
        })
        .map(([link]) => `${page}: ${link}`),
    );
    assert.deepEqual(lost, []);
  });

  it('has no identifier in src that the field has another word for', () => {
    // The replaced names that are gone for good.
    const replaced = /\b\w*(?:sameness|underWay|hiddenParts|milestones)\w*\b/gi;
    const found = filesBelow('src', '.ts').flatMap((path) =>
      Array.from(readFileSync(path, 'utf8').matchAll(replaced), ([word]) => `${path}: ${word}`),
    );
    assert.deepEqual(found, []);
  });

  it('links to files that exist', () => {
    const lost = pages().flatMap((page) => {
      const links = readFileSync(page, 'utf8').matchAll(/\]\(<?([^)>#\s]+)[^)]*\)/g);
      const local = Array.from(links, ([, link = '']) => link).filter((link) => !/^[a-z]+:/.test(link));
      return local
        .filter((link) => !existsSync(join(dirname(page), decodeURI(link))))
        .map((link) => `${page}: ${link}`);
    });
    assert.deepEqual(lost, []);
  });
});

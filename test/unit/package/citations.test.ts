import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

function filesBelow(folder: string, ending: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && entry.name.endsWith(ending)).map((entry) => join(entry.parentPath, entry.name));
}

describe('what the project says of itself', () => {
  it('cites sections of the API facts that exist', () => {
    const sections = new Set(Array.from(readFileSync('docs/api-facts.md', 'utf8').matchAll(/^#{2,3} ([a-k](?:\.\d+)?)\b/gm), ([, section]) => section));
    assert.ok(sections.has('d.3') && sections.has('a'));
    const lost = ['src', 'test'].flatMap((folder) => filesBelow(folder, '.ts')).flatMap((path) => {
      const citations = readFileSync(path, 'utf8').matchAll(/API facts ([a-k](?:\.\d+)?(?:(?:,| and|;) [a-k](?:\.\d+)?\b(?!’))*)/g);
      return Array.from(citations, ([, list = '']) => list.split(/(?:,| and|;) /)).flat().filter((section) => !sections.has(section)).map((section) => `${path}: ${section}`);
    });
    assert.deepEqual(lost, []);
  });

  it('links to files that exist', () => {
    const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'SUPPORT.md', ...filesBelow('docs', '.md')];
    const lost = pages.flatMap((page) => {
      const links = readFileSync(page, 'utf8').matchAll(/\]\(<?([^)>#\s]+)[^)]*\)/g);
      const local = Array.from(links, ([, link = '']) => link).filter((link) => !/^[a-z]+:/.test(link));
      return local.filter((link) => !existsSync(join(dirname(page), decodeURI(link)))).map((link) => `${page}: ${link}`);
    });
    assert.deepEqual(lost, []);
  });
});

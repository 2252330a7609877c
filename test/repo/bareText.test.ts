import assert from 'node:assert/strict';
import { type LintCase, lintCases } from '../support/lintCases';

const bare = [
  "void vscode.window.showErrorMessage('Failed');",
  "const item = { label: 'Retry' };",
  "item.tooltip = busy ? 'Loading' : name;",
  "input.setAttribute('aria-label', 'Password');",
  "const message = 'The tenant is read-only';",
  'const detail = `${name} is marked as production`;',
  'const page = html`<button class="link">Show ${name}</button>`;',
  'const field = html`<input aria-label="Password" value=${value}>`;',
  "throw new ApiError('refused', 'This tenant is read-only.');",
].map((code): LintCase => ['src/explorer/example.ts', code]);

const fine = [
  "void vscode.window.showErrorMessage(vscode.l10n.t('{0} is read-only', name));",
  "const label = vscode.l10n.t({ message: '{0} of {1}', args: [a, b], comment: ['a count and a total'] });",
  "log.info('cache not written', { reason });",
  "throw new Error('no such cell in the table');",
  "throw new ApiError('refused', l10n.t('This tenant is read-only.'), { cause: 'read only mark' });",
  "const type = { label: 'Zendesk' };",
  "const input = { placeHolder: 'https://api.example.com' };",
  'const page = html`<button class="link" aria-label=${label}>${text}</button>`;',
  "page.querySelector('input, textarea');",
].map((code): LintCase => ['src/explorer/example.ts', code]);

const rooms = ['accounts', 'core/catalog', 'explorer', 'form', 'host', 'webview'].map((room): LintCase => [
  `src/${room}/room.ts`,
  "const item = { label: 'Retry' };",
]);

describe('the lint rule for bare text', function () {
  this.timeout(30_000);

  let found: ReadonlyMap<LintCase, readonly string[]>;
  before(() => {
    found = lintCases('words(bare)', [...rooms, ...bare, ...fine]);
  });

  it('is on for every room that shows text to people', () => {
    for (const room of rooms) assert.equal(found.get(room)?.length, 1, room[0]);
  });

  for (const each of bare) {
    it(`stops: ${each[1]}`, () => {
      assert.equal(found.get(each)?.length, 1);
    });
  }

  for (const each of fine) {
    it(`lets pass: ${each[1]}`, () => {
      assert.deepEqual(found.get(each), []);
    });
  }
});

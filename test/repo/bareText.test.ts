import assert from 'node:assert/strict';
import { ESLint } from 'eslint';

const eslint = new ESLint();

/** What the project's own lint rules say of bare text in a file of the host. */
async function bareTexts(code: string): Promise<string[]> {
  const rules = {
    overrideConfig: { languageOptions: { parserOptions: { project: null } } },
    ruleFilter: ({ ruleId }: { ruleId: string }) => ruleId === 'words/bare',
  };
  const [result] = await new ESLint(rules).lintText(code, { filePath: 'src/explorer/example.ts' });
  return (result?.messages ?? []).map(({ message }) => message);
}

describe('the lint rule for bare text', function () {
  this.timeout(30_000);

  it('is on for every room that shows text to people', async () => {
    for (const room of ['accounts', 'core/catalog', 'explorer', 'form', 'host', 'webview']) {
      const config: unknown = await eslint.calculateConfigForFile(`src/${room}/example.ts`);
      assert.ok(typeof config === 'object' && config !== null && 'rules' in config);
      assert.ok(typeof config.rules === 'object' && config.rules !== null && 'words/bare' in config.rules, room);
    }
  });

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
  ];
  for (const code of bare) {
    it(`stops: ${code}`, async () => {
      assert.equal((await bareTexts(code)).length, 1);
    });
  }

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
  ];
  for (const code of fine) {
    it(`lets pass: ${code}`, async () => {
      assert.deepEqual(await bareTexts(code), []);
    });
  }
});

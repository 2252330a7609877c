import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formsOf, leaksIn, leaksInBytes, leaksInFiles, leaksInProcesses, makeCanary } from '../../support/canary';

describe('the search for canaries', () => {
  const canary = makeCanary('password');
  const other = makeCanary('other');

  it('finds nothing where nothing is', async () => {
    assert.deepEqual(leaksIn('a log', 'signed in as ada, password ••••', [canary]), []);
    assert.deepEqual(leaksIn('another secret', other.value, [canary]), []);
    assert.deepEqual((await leaksInProcesses([canary])).leaks, []);
  });

  it('finds the value in every form, alone and inside of other text', () => {
    for (const [form, text] of formsOf(canary.value)) {
      assert.equal(leaksIn('a log', `[info] before${text}after`, [canary]).length, 1, form);
      for (const encoding of ['utf8', 'utf16le'] as const)
        assert.equal(
          leaksInBytes('a file', Buffer.from(`\0${text}\0`, encoding), [canary]).length,
          1,
          `${form} in ${encoding}`,
        );
    }
  });

  it('finds it in what writers really make of it', () => {
    const { value } = canary;
    const written = [
      JSON.stringify({ password: value }),
      JSON.stringify({ body: JSON.stringify({ password: value }) }),
      `Authorization: Basic ${Buffer.from(`ada@example.com:${value}`).toString('base64')}`,
      `Authorization: Basic ${Buffer.from(`ada:${value}`).toString('base64')}`,
      `Authorization: Basic ${Buffer.from(`ad:${value}!`).toString('base64')}`,
      Buffer.from(JSON.stringify({ password: value })).toString('base64url'),
      `https://x/?p=${encodeURIComponent(value)}`,
      new URLSearchParams({ client_secret: value }).toString(),
      value.toUpperCase().toLowerCase(),
      `…${value.slice(4)}`,
    ];
    for (const text of written) assert.equal(leaksIn('a log', text, [canary]).length, 1, text);
  });

  it('finds it in files, and leaves out what it is told to', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cxengage-canary-'));
    try {
      writeFileSync(join(folder, 'a.log'), `x${canary.value}`);
      writeFileSync(join(folder, 'keyring'), canary.value);
      const found = await leaksInFiles(folder, [canary, other], (path) => path === 'keyring');
      assert.deepEqual(found, {
        files: 1,
        leaks: [{ place: join(folder, 'a.log'), canary: 'password', form: 'plain' }],
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

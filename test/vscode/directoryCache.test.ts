import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiClient } from '../../src/core/api/client';
import { Directory } from '../../src/core/directory/directory';
import type { Account } from '../../src/core/base/account';
import { silentLogger } from '../../src/core/base/log';
import { createDirectoryCache } from '../../src/host/directoryCache';
import { rawHttp, type RawServer } from '../unit/api/rawServer';
import { eventually } from '../support/eventually';

/** From the folder of an account's tenants, five folders up: two above the extension's own. */
const HOSTILE = '../../../../../settings';

describe('the copies on disk', () => {
  let top: string;
  let server: RawServer;

  beforeEach(async () => {
    top = await mkdtemp(join(tmpdir(), 'cxengage-cache-'));
    await writeFile(join(top, 'settings.json'), 'mine');
    server = await rawHttp((request, response) => {
      const answers: Readonly<Record<string, unknown>> = {
        '/v1/tokens': { token: 'token' },
        '/v1/login': {
          result: {
            userId: 'user-1',
            platformPermissions: [],
            tenants: [{ tenantId: HOSTILE, tenantName: 'Hostile' }],
          },
        },
      };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answers[request.url ?? ''] ?? { result: [] }));
    });
  });

  afterEach(async () => {
    await server.close();
    await rm(top, { recursive: true, force: true });
  });

  const cacheIn = (folder: string) => createDirectoryCache(vscode.Uri.file(join(top, folder)), silentLogger);

  it('stay in the extension’s folder, whatever a server calls its tenants', async () => {
    const account: Account = {
      id: 'account-1',
      label: 'Ada',
      kind: 'password',
      userName: 'ada',
      endpoint: { name: 'Hostile', url: server.url },
    };
    const silent = () => ({ dispose: () => undefined });
    const directory = new Directory({
      accounts: {
        list: () => [account],
        get: () => account,
        credential: async () =>
          Promise.resolve({ state: 'found', credential: { kind: 'password', userName: 'ada', password: 'password' } }),
        onDidChange: silent,
      },
      marks: { get: () => 'none', set: async () => Promise.resolve(), onDidChange: silent },
      cache: cacheIn('profile/storage'),
      connect: (each, credential, onSessionEnded) => {
        const client = createApiClient({
          endpoint: each.endpoint.url,
          fetch: (url, init) => fetch(url, init),
          credential,
          onSessionEnded,
        });
        return { client, token: (signal) => client.token(signal) };
      },
      confirm: async () => Promise.resolve(true),
      onSecret: () => undefined,
    });
    const [tenant] = await directory.loadTenants(account.id);
    assert.equal(tenant?.tenantId, HOSTILE);
    await directory.loadIntegrations(tenant);
    await eventually(async () => {
      assert.equal((await readdir(join(top, 'profile/storage/directory/account-1/tenant'))).length, 1);
    });
    assert.equal(await readFile(join(top, 'settings.json'), 'utf8'), 'mine');
    assert.deepEqual(await readdir(top), ['profile', 'settings.json']);
  });

  it('are neither written, read nor removed under a key that is more than names', async () => {
    const cache = cacheIn('profile/storage');
    await writeFile(join(top, 'settings.json'), '{"mine":true}');
    for (const key of [`account-1/tenant/${HOSTILE}`, '../../../settings', '..', '', '/etc', 'a//b', 'a\\..\\b']) {
      await cache.write(key, { not: 'mine' });
      assert.equal(await cache.read(key), undefined);
      await cache.remove(key);
    }
    assert.equal(await readFile(join(top, 'settings.json'), 'utf8'), '{"mine":true}');
    assert.deepEqual(await readdir(top), ['settings.json']);
  });
});

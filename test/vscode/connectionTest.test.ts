import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { testConnection } from '../../src/core/connectionTest/testConnection';
import type { ConnectionTestReport } from '../../src/core/connectionTest/model';
import { createTestNetwork } from '../../src/host/connectionTestNetwork';
import { startSandbox, type Sandbox } from '../support/sandbox';
import { certificate, key } from '../unit/connectionTest/certificate';
import { extensionServices } from './accountsSupport';

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const isBound = (value: typeof address): value is AddressInfo => typeof value === 'object' && value !== null;
  assert.ok(isBound(address));
  return address.port;
}

function states(report: ConnectionTestReport): string {
  return report.stages.map((stage) => `${stage.id} ${stage.state}`).join(', ');
}

describe('the network of the connection test', () => {
  let sandbox: Sandbox;
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('http');
  const set = async (name: string, value: unknown): Promise<void> => {
    await settings().update(name, value, vscode.ConfigurationTarget.Global);
  };
  const network = async () => createTestNetwork((await extensionServices()).fetch);

  before(async () => {
    sandbox = await startSandbox();
  });
  afterEach(async () => {
    for (const name of ['proxy', 'noProxy', 'proxySupport']) await set(name, undefined);
  });
  after(async () => {
    await sandbox.close();
  });

  it('knows from the settings when a proxy stands in between', async () => {
    const probeNetwork = await network();
    const uses = (url: string): boolean => probeNetwork.usesProxy(new URL(url));
    assert.equal(uses('https://crm.acme.com'), false);
    await set('proxy', 'http://127.0.0.1:9');
    assert.equal(uses('https://crm.acme.com'), true);
    assert.equal(uses('http://127.0.0.1:8080'), false);
    await set('noProxy', ['.acme.com', 'other.example:8443']);
    assert.deepEqual(
      [
        'https://crm.acme.com',
        'https://acme.com',
        'https://notacme.com',
        'https://other.example',
        'https://other.example:8443',
      ].map(uses),
      [false, false, true, true, false],
    );
    await set('noProxy', undefined);
    await set('proxySupport', 'off');
    assert.equal(uses('https://crm.acme.com'), false);
  });

  it('tests a service with the calls VS Code makes', async () => {
    const { url, username, password } = sandbox.services.rest;
    const report = await testConnection({
      typeId: 'rest',
      properties: { endpointPrefix: `${url}/basic`, username, password, token: '' },
      network: await network(),
      consented: ['privateAddress'],
    });
    assert.equal(
      states(report),
      'name skipped, connection passed, tls skipped, authentication passed, permissions passed',
    );
  });

  it('goes through the proxy of the settings, where only the proxy knows the name', async () => {
    const asked: string[] = [];
    const service = createServer((request, response) => {
      response
        .writeHead(
          request.headers.authorization === `Basic ${Buffer.from('me:canary-password').toString('base64')}` ? 204 : 401,
        )
        .end();
    });
    const port = await listening(service);
    const proxy = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(502).end();
    });
    proxy.on('connect', (request, client, head) => {
      asked.push(request.url ?? '');
      const upstream = connect(port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.write(head);
        upstream.pipe(client).pipe(upstream);
      });
      upstream.on('error', () => client.destroy());
      client.on('error', () => upstream.destroy());
    });
    await set('proxy', `http://127.0.0.1:${await listening(proxy)}`);
    try {
      const properties = {
        endpointPrefix: 'http://crm.acme.invalid/basic',
        username: 'me',
        password: 'canary-password',
        token: '',
      };
      const report = await testConnection({
        typeId: 'rest',
        properties,
        network: await network(),
        consented: ['privateAddress', 'plainHttp'],
      });
      assert.equal(
        states(report),
        'name skipped, connection skipped, tls skipped, authentication passed, permissions passed',
      );
      assert.match(report.stages[1]?.detail ?? '', /proxy/);
      assert.deepEqual(asked, ['crm.acme.invalid:80']);
    } finally {
      for (const server of [proxy, service]) {
        server.closeAllConnections();
        server.close();
      }
    }
  });

  it('sends nothing to a service whose certificate VS Code would not trust', async () => {
    let requests = 0;
    const server = createTlsServer({ key, cert: certificate }, (_, response) => {
      requests += 1;
      response.end();
    });
    const port = await listening(server);
    try {
      const report = await testConnection({
        typeId: 'rest',
        properties: {
          endpointPrefix: `https://localhost:${port}`,
          username: 'me',
          password: 'canary-password',
          token: '',
        },
        network: await network(),
        consented: ['privateAddress'],
      });
      assert.equal(
        states(report),
        'name passed, connection passed, tls failed, authentication skipped, permissions skipped',
      );
      assert.equal(requests, 0);
    } finally {
      server.close();
    }
  });
});

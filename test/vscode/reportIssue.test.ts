import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ResponseNotes } from '../../src/core/api/responseNotes';
import { reportData } from '../../src/host/reportIssue';
import { extensionServices } from './accountsSupport';

describe('the data of a problem report', () => {
  it('names the versions and ends with the log', async () => {
    const services = await extensionServices();
    services.log.info('report begins', { step: 1 });
    services.log.warn('report ends', { step: 2 });
    const data = reportData(services);
    assert.match(data, /CxEngage Integrations \d+\.\d+\.\d+/);
    assert.ok(data.includes(vscode.version), data);
    assert.ok(data.includes(`${process.platform} ${process.arch}`), data);
    assert.match(data.trimEnd().split('\n').at(-2) ?? '', /^ {4}\S+ \[info\] report begins step=1$/);
    assert.match(data.trimEnd().split('\n').at(-1) ?? '', /^ {4}\S+ \[warn\] report ends step=2$/);
  });

  it('holds no secret, not even one that became known after its line was written', async () => {
    const services = await extensionServices();
    services.log.info('line', { text: 'canary-4711-of-the-report' });
    services.redactor.register('canary-4711-of-the-report');
    const data = reportData(services);
    assert.ok(!data.includes('canary-4711'), data);
    assert.ok(data.includes('[info] line text='), data);
  });

  it('lists where responses of the API differ from what is known', async () => {
    const services = await extensionServices();
    const notes = new ResponseNotes(services.log);
    notes.check({ method: 'GET', path: '/v1/tenants/canary-4712/integrations', status: 200, body: [] });
    const data = reportData({ ...services, notes });
    assert.match(data, /\n {4}GET \/v1\/tenants\/\{id\}\/integrations: no "result" around the response\n/);
    assert.ok(!data.includes('canary-4712'), data);
  });

  it('lets no line of the log end its block', async () => {
    const services = await extensionServices();
    services.log.info('text', { of: '\n```\n# A heading' });
    const after = reportData(services).split('Log:\n')[1] ?? '';
    assert.ok(after.includes('# A heading'));
    for (const line of after.split('\n')) assert.ok(line === '' || line.startsWith('    '), line);
  });

  it('has a command that is there', async () => {
    assert.ok((await vscode.commands.getCommands(true)).includes('cxengage.reportIssue'));
  });
});

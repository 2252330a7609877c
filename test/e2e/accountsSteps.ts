// Steps of the sign-in flow that several suites take.
import { type Locator } from 'playwright-core';
import { call, type Sandbox } from '../support/sandbox.js';
import type { Workbench } from './harness.js';

export type SignInMethod = 'password' | 'apiKey' | 'token';

const methodLabels = { password: 'User Name and Password', apiKey: 'API Key', token: 'Token' } as const;

/** The row of a tenant in the tree. */
export function tenantRow(workbench: Workbench, name: string): Locator {
  return workbench.tree('Tenants').row(name);
}

/** Gives a tenant a mark, from its row. */
export async function markTenant(workbench: Workbench, tenant: string | RegExp, mark: string): Promise<void> {
  const { quickInput } = workbench;
  await workbench.tree('Tenants').contextMenu(tenant, 'Mark Tenant…', quickInput.input);
  await quickInput.choose(mark);
}

/** A token of the sandbox's user. */
export async function freshToken(sandbox: Sandbox): Promise<string> {
  const { body } = await call(sandbox.url, 'POST', '/v1/tokens', {
    body: { username: sandbox.username, password: sandbox.password },
  });
  if (typeof body !== 'object' || body === null || !('token' in body) || typeof body.token !== 'string')
    throw new Error('the sandbox gave no token');
  return body.token;
}

/** Goes through the flow at the endpoint `Test` up to the step that tries the credential. */
export async function signInSteps(workbench: Workbench, sandbox: Sandbox, method: SignInMethod): Promise<void> {
  const { quickInput } = workbench;
  await workbench.runCommand('CxEngage: Sign In…');
  await quickInput.shown('Sign In to CxEngage (1/5)');
  await quickInput.choose('Test');
  await quickInput.choose(methodLabels[method]);
  if (method === 'password') {
    await quickInput.answer(/^User name \(/, sandbox.username);
    await quickInput.messageShown('Password of');
  } else if (method === 'apiKey') {
    await quickInput.answer('API key', sandbox.apiKey);
    await quickInput.messageShown('Secret of the API key');
    // As it comes out of a password manager or a chat.
    await quickInput.type(` “${sandbox.apiSecret}” `);
    await quickInput.accept();
    await quickInput.messageShown('ID of the tenant');
  } else {
    await quickInput.messageShown('Token');
  }
}

/** Signs in at the endpoint `Test` with the name that is proposed. */
export async function signIn(workbench: Workbench, sandbox: Sandbox, method: SignInMethod): Promise<void> {
  const { quickInput } = workbench;
  await signInSteps(workbench, sandbox, method);
  await quickInput.type(
    method === 'password'
      ? sandbox.password
      : method === 'apiKey'
        ? ` ${sandbox.tenants[0]?.id ?? ''}`
        : `Authorization: Token ${await freshToken(sandbox)}`,
  );
  await quickInput.accept();
  await quickInput.messageShown('Signed in to Test');
  await quickInput.accept();
  await quickInput.hidden();
}

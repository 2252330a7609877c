import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as v from 'valibot';

const manifest = v.parse(
  v.looseObject({
    extensionKind: v.array(v.string()),
    activationEvents: v.array(v.string()),
    capabilities: v.looseObject({
      untrustedWorkspaces: v.looseObject({
        supported: v.string(),
        description: v.string(),
        restrictedConfigurations: v.array(v.string()),
      }),
      virtualWorkspaces: v.boolean(),
    }),
    contributes: v.looseObject({
      configuration: v.looseObject({
        properties: v.record(v.string(), v.looseObject({ scope: v.optional(v.string()) })),
      }),
      authentication: v.array(v.looseObject({ id: v.string() })),
      walkthroughs: v.array(
        v.looseObject({ steps: v.array(v.looseObject({ id: v.string(), completionEvents: v.array(v.string()) })) }),
      ),
      viewsWelcome: v.array(v.looseObject({ when: v.string() })),
    }),
  }),
  JSON.parse(readFileSync('package.json', 'utf8')),
);

describe('the manifest', () => {
  it('does not let a workspace change settings, because one may redirect a credential', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    for (const [name, { scope }] of Object.entries(manifest.contributes.configuration.properties)) {
      assert.ok(
        scope === 'application' || scope === 'machine' || restrictedConfigurations.includes(name),
        `${name} has the scope ${scope ?? 'window'}`,
      );
    }
  });

  it('says how it behaves in workspaces that are not trusted, virtual or remote', () => {
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
    assert.match(manifest.capabilities.untrustedWorkspaces.description, /^%.+%$/);
    assert.equal(manifest.capabilities.virtualWorkspaces, true);
    assert.deepEqual(manifest.extensionKind, ['ui', 'workspace']);
  });

  it('ticks the steps of the walkthrough when something happened, not when it was asked for', () => {
    const [steps] = manifest.contributes.walkthroughs.map((walkthrough) => walkthrough.steps);
    assert.deepEqual(
      steps?.map(({ id, completionEvents }) => [id, ...completionEvents]),
      [
        ['sandbox', 'onContext:cxengage.sandboxRunning'],
        ['signIn', 'onContext:cxengage.did.signedIn'],
        ['create', 'onContext:cxengage.did.created'],
        ['test', 'onContext:cxengage.did.tested'],
        ['find', 'onContext:cxengage.did.found'],
      ],
    );
  });

  it('starts the extension when another one asks for a session', () => {
    for (const { id } of manifest.contributes.authentication)
      assert.ok(manifest.activationEvents.includes(`onAuthenticationRequest:${id}`));
  });

  it('has one next step for each state without accounts', () => {
    const whens = manifest.contributes.viewsWelcome.map(({ when }) => when);
    for (const state of ['signedOut', 'keyringUnavailable'])
      assert.equal(whens.filter((when) => when.includes(`cxengage.state == ${state}`)).length, 1, state);
  });
});

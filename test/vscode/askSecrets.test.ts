import assert from 'node:assert/strict';
import type { SecretReference } from '../../src/core/base/secretReference';
import { askSecrets } from '../../src/changes/askSecrets';
import { RunSecrets } from '../../src/changes/runSecrets';
import { moveToSecretStorage, saveNamedSecret } from '../../src/files/fixCommands';
import { createSecrets, typeSecret } from '../../src/fleet/secretValues';
import { saveNamedSecret as saveFromForm } from '../../src/form/panel/secretChoice';
import type { Services } from '../../src/host/services';
import { eventually } from '../support/eventually';
import { extensionServices } from './accountsSupport';
import { answering, CANARY, DESK, dismissing, forgetFiles, write } from './filesSupport';
import { Answers } from './fleetSupport';

describe('Secrets that are typed for a plan', () => {
  const declined: SecretReference = { source: 'secret', name: 'declined' };
  const fresh: SecretReference = { source: 'secret', name: 'fresh' };
  let services: Services;
  let answers: Answers;

  beforeEach(async () => {
    services = await extensionServices();
    await services.namedSecrets.set(declined.name, 'saved before');
    answers = new Answers();
  });

  afterEach(async () => {
    answers.dispose();
    for (const name of await services.namedSecrets.list()) await services.namedSecrets.delete(name);
  });

  it('are saved where nothing is saved, and take no other’s place', async () => {
    const secrets = new RunSecrets({ value: async () => Promise.resolve(undefined) });
    const asked = askSecrets([declined, fresh], services, secrets);
    await answers.type('for this plan');
    await answers.type('for all');
    await answers.tick();
    assert.ok(await asked);
    assert.deepEqual([await secrets.value(declined), await secrets.value(fresh)], ['for this plan', 'for all']);
    assert.equal(await services.namedSecrets.get(declined.name), 'saved before');
    assert.equal(await services.namedSecrets.get(fresh.name), 'for all');
    assert.match(answers.shown.at(-1) ?? '', /as fresh"/);
  });

  it('have the checks that a secret has wherever it is saved', async () => {
    const text = DESK.replace('${secret:desk-password}', CANARY);
    const uri = await write('files/checked.cxintegration.json', text);
    const moveArgs = [uri.toString(), text.indexOf(`"${CANARY}`)];
    const isTaken = 'A secret named “declined” already exists.';
    const isEmpty = 'A secret cannot be empty.';
    const asking: readonly (readonly [string, string, () => Promise<unknown>])[] = [
      [declined.name, isTaken, () => moveToSecretStorage(services, moveArgs)],
      [declined.name, isTaken, () => saveFromForm(services.namedSecrets, CANARY, 'proposed')],
      ['', isEmpty, () => saveNamedSecret(services, [fresh.name])],
      ['', isEmpty, () => askSecrets([fresh], services, new RunSecrets({ value: () => Promise.resolve(undefined) }))],
      ['', isEmpty, () => typeSecret(services, createSecrets(services), 'Rotate', 'password')],
    ];
    for (const [typed, validationMessage, ask] of asking) {
      const input = answering(() => typed);
      try {
        const asked = ask();
        await eventually(() => {
          assert.equal(input.validationMessage(), validationMessage);
        });
        await dismissing(asked);
      } finally {
        input.restore();
      }
    }
    await forgetFiles(services, 'files');
  });

  it('are used without a word about saving where all names are taken', async () => {
    const secrets = new RunSecrets({ value: async () => Promise.resolve(undefined) });
    const asked = askSecrets([declined], services, secrets);
    await answers.type('for this plan');
    assert.ok(await asked);
    assert.equal(await secrets.value(declined), 'for this plan');
    assert.equal(await services.namedSecrets.get(declined.name), 'saved before');
  });
});

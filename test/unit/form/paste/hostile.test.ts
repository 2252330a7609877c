import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MAX_PASTE_BYTES } from '../../../../src/form/paste/model';
import { describePasteTimes, PIECES } from './pasteTimes';
import { newForm, paste } from './support';
import { pasteRequest } from '../../../../src/form/panel/pasting';

const CANARY = 'c4nary-S3cr3t';

describe('A hostile paste', () => {
  it('never breaks the reader, and nothing is filled in twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...PIECES), maxLength: 60 }), (text) => {
        paste(text);
        paste(`curl ${text}`);
        paste(`Invoke-RestMethod ${text}`);
      }),
      { numRuns: 2000 },
    );
  });

  it('is refused when it is longer than 64 KB', () => {
    const body = 'ü'.repeat(MAX_PASTE_BYTES / 2);
    assert.match(paste(`curl https://a.b -d '${body}'`).message, /64 KB/);
  });

  it('never puts a credential into the address, a name or the message', () => {
    const encoded = fc.constantFrom(CANARY, encodeURIComponent(CANARY), Buffer.from(`u:${CANARY}`).toString('base64'));
    const places = fc.constantFrom<(secret: string) => string>(
      (secret) => `-u u:${secret} https://api.acme.com/v1`,
      (secret) => `-H "Authorization: Bearer ${secret}" https://api.acme.com/v1`,
      (secret) => `-H "X-Api-Key: ${secret}" https://api.acme.com/v1`,
      (secret) => `-b "s=${secret}" https://api.acme.com/v1`,
      (secret) => `https://u:${secret}@api.acme.com/v1`,
      (secret) => `https:u:${secret}@api.acme.com/v1`,
      (secret) => `https:\\\\u:${secret}@api.acme.com/v1`,
      (secret) => `https://u:1/${secret}@api.acme.com/v1`,
      (secret) => `https://u:1?${secret}@api.acme.com/v1`,
      (secret) => `"https://api.acme.com/v1?api_key=${secret}"`,
      (secret) => `"https://api.acme.com/v1?${secret}"`,
      (secret) => `"https://api.acme.com/v1?${secret}=1"`,
      (secret) => `"https://api.acme.com/v1#access_token=${secret}"`,
      (secret) => `"https://api.acme.com/v1;token=${secret}/x"`,
      (secret) => `https://api.acme.com/v1 -d "password=${secret}" --cert a.pem:${secret} --proxy-user u:${secret}`,
      (secret) => `https://api.acme.com/v1 --unknown=${secret} --${secret}`,
      (secret) => `https://api.acme.com/v1 && curl -u u:${secret} https://other.example/`,
    );
    const ways = fc.constantFrom<(command: string) => string>(
      (command) => `curl ${command}`,
      (command) => `$ sudo curl -s ${command} | jq .`,
      (command) => `curl.exe ${command}`,
      (command) => `curl --digest ${command} >> out.txt`,
    );
    fc.assert(
      fc.property(encoded, places, ways, (secret, place, way) => {
        const model = newForm();
        const { message } = pasteRequest(model, way(place(secret)));
        const open = JSON.stringify([model.draft, message]);
        assert.ok(!open.includes(secret), `${way(place(secret))}\n${open}`);
      }),
      { numRuns: 500 },
    );
  });
});

// The others are in the stress suite.
describePasteTimes(13);

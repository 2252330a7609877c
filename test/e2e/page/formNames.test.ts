import assert from 'node:assert/strict';
import { duplicateDraft, editDraft } from '../../../src/form/panel/newDraft.js';
import { desk, fresh, saved, useFormPage } from './drafts.js';

describe('What a screen reader calls the controls of the form', function () {
  this.timeout(60_000);
  const open = useFormPage();

  it('says of every button what is written on it, so that a voice can press it', async () => {
    const dialing = saved(
      'twilio',
      { accountSid: 'AC1', region: 'ie1', globalDialParams: { Timeout: '45' } },
      { authToken: true },
    );
    const page = await open(fresh('zendesk'));
    for (const draft of [fresh('zendesk'), editDraft(desk), duplicateDraft(desk, true), editDraft(dialing)]) {
      await page.startOver(draft);
      await page.drawn();
      for (const button of await page.page.getByRole('button').all()) {
        const text = (await button.innerText()).trim();
        const name = /button "(?<name>.*?)"/u.exec(await button.ariaSnapshot())?.groups?.name ?? '';
        assert.ok(name.includes(text), `“${text}” is called “${name}”`);
      }
    }
  });

  it('calls the button of dial parameters by its text where there are none yet, in a group named for the field', async () => {
    const page = await open(editDraft(saved('twilio', { accountSid: 'AC1', region: 'ie1' }, { authToken: true })));
    await page.page
      .getByRole('group', { name: 'Global dial parameters', exact: true })
      .getByRole('button', { name: 'Add Parameter', exact: true })
      .click();
    await page.page.locator('[data-field="properties.globalDialParams"]:focus').waitFor();
  });

  it('names the field with each choice of a conflict', async () => {
    const page = await open(editDraft(desk));
    const sides = { theirs: 'true', mine: 'false', choice: 'none' } as const;
    page.around = {
      ...page.around,
      conflicts: [
        { field: 'active', label: 'Active', original: 'true', ...sides },
        { field: 'properties.workItems', label: 'Work items', original: '', ...sides },
      ],
    };
    await page.refresh();
    await page.page.locator('#conflict-heading:focus').waitFor();
    for (const label of ['Active', 'Work items']) {
      for (const side of ['In CxEngage Now: true', 'Yours: false'])
        await page.page.getByRole('radio', { name: `${label} ${side}`, exact: true }).waitFor();
    }
  });
});

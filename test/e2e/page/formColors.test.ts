import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { createDraft } from '../../../src/form/panel/newDraft.js';
import { FormPage, formThemes } from '../../support/formPage.js';
import { launchBrowser } from '../../support/hostBrowser.js';

/** The least contrast that WCAG 2 asks for between what tells the state of a control and what is beside it. */
const MIN_CONTRAST = 3;

// Runs in the page, whose types the tests do not have: gives how an element looks, and the contrast of its border.
const LOOK = `(element) => {
  const { borderTopColor, backgroundColor, boxShadow, fontWeight } = getComputedStyle(element);
  const luminance = (color) => {
    const [red, green, blue] = color.match(/[\\d.]+/g).slice(0, 3).map((each) => {
      const value = Number(each) / 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark, light] = [borderTopColor, getComputedStyle(document.body).backgroundColor].map(luminance).sort((a, b) => a - b);
  return { borderTopColor, backgroundColor, boxShadow, fontWeight, contrast: (light + 0.05) / (dark + 0.05) };
}`;

interface Look {
  readonly borderTopColor: string;
  readonly backgroundColor: string;
  readonly boxShadow: string;
  readonly fontWeight: string;
  readonly contrast: number;
}

describe('The colors of the form', function () {
  this.timeout(60_000);
  let browser: Browser;

  before(async () => {
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
  });

  it('tell an invalid field from others, and the primary button from the secondary ones, in every theme', async () => {
    const target = { accountId: 'a1', tenantId: 't1' };
    const draft = createDraft(target, { type: 'zendesk', name: 'Valid', properties: {} }, true);
    const form = await FormPage.open(browser, { draft });
    form.model.touchAll();
    await form.refresh();
    await form.page.locator('[aria-invalid="true"]').first().waitFor();
    const look = async (selector: string): Promise<Look> =>
      form.page.evaluate<Look>(`(${LOOK})(document.querySelector(${JSON.stringify(selector)}))`);
    for (const theme of formThemes) {
      await form.setTheme(theme);
      const invalid = await look('input[aria-invalid="true"]');
      const valid = await look('input[data-field="name"]');
      assert.notEqual(invalid.borderTopColor, valid.borderTopColor, theme);
      assert.ok(invalid.contrast >= MIN_CONTRAST, `${theme}: ${invalid.contrast}`);
      const primary = await look('#action-testAndSubmit');
      const secondary = await look('#action-submit');
      assert.notDeepEqual(
        [primary.backgroundColor, primary.boxShadow, primary.fontWeight],
        [secondary.backgroundColor, secondary.boxShadow, secondary.fontWeight],
        theme,
      );
    }
    await form.close();
  });
});

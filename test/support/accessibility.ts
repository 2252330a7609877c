// What axe says of a page. It runs once in the page itself: a builder of its own would open another page for every run.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Page } from 'playwright-core';
import * as v from 'valibot';

const resultsSchema = v.array(
  v.object({
    id: v.string(),
    help: v.string(),
    nodes: v.array(
      v.object({
        target: v.array(v.union([v.string(), v.array(v.string())])),
        html: v.string(),
        failureSummary: v.optional(v.string(), ''),
      }),
    ),
  }),
);

/** What axe found: the rule, and where. */
export interface AccessibilityIssue {
  readonly rule: string;
  readonly help: string;
  readonly places: readonly string[];
}

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe looks for by default and takes colors for; of its others of that kind, some are stricter than WCAG AA. */
const COLOR_RULES = ['color-contrast', 'link-in-text-block'];

export interface AccessibilityScope {
  /** Only within what this finds; left out: the whole page. Frames are pages of their own. */
  readonly selector?: string;
  /** Only the rules of color: all that another theme can break in a page that was looked at in one. Left out: every rule. */
  readonly onlyColor?: boolean;
}

/** What axe finds wrong in the page. */
export async function accessibilityIssues(page: Page, scope: AccessibilityScope = {}): Promise<AccessibilityIssue[]> {
  const { selector, onlyColor = false } = scope;
  if ((await page.evaluate<string>('typeof window.axe')) === 'undefined') await page.evaluate(await source);
  const context = selector === undefined ? 'document' : JSON.stringify({ include: [selector] });
  const options = { resultTypes: ['violations'], ...(onlyColor && { runOnly: COLOR_RULES }) };
  const violations = v.parse(
    resultsSchema,
    await page.evaluate(`axe.run(${context}, ${JSON.stringify(options)}).then((results) => results.violations)`),
  );
  return violations.map(({ id, help, nodes }) => ({
    rule: id,
    help,
    places: nodes.map(({ target, html, failureSummary }) => `${target.flat().join(' ')}: ${html} ${failureSummary}`),
  }));
}

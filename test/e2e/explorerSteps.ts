// What the suites of the Tenants view have in common.
import assert from 'node:assert/strict';
import { faintTexts } from '../support/contrast.js';
import type { Tree, TreeRow } from '../support/workbenchTree.js';
import type { Workbench } from './harness.js';
import { allThemes } from './harness.js';

/** Where the tree or its welcome text is. */
export const inTree = '.part.sidebar .pane-body';

/** Nothing for axe to find, and a sentence for a screen reader on every row. Gives the rows. */
export async function assertAccessible(workbench: Workbench, tree: Tree): Promise<readonly TreeRow[]> {
  assert.deepEqual(await workbench.accessibilityIssues(inTree), []);
  const rows = await tree.rows();
  for (const { label, accessibleName } of rows) {
    assert.ok(accessibleName.includes(label), `“${label}” is not in what is said of it: “${accessibleName}”`);
    assert.ok(
      accessibleName.length > label.length || accessibleName.includes(','),
      `nothing but the name is said of “${label}”`,
    );
  }
  return rows;
}

/** What a screen reader says of rows, a line each, without what depends on the day and the machine. */
export function spokenTree(rows: readonly TreeRow[]): readonly string[] {
  return rows.map(({ level, expanded, accessibleName }) => {
    const state = expanded === undefined ? '' : expanded ? ' [expanded]' : ' [collapsed]';
    const name = accessibleName.replace(/:\d+/, '').replace(/, end(s|ed) [A-Z].*/, '');
    return `${'  '.repeat(level - 1)}${name}${state}`;
  });
}

/** The names and descriptions of rows. */
const ROW_TEXTS = '.part.sidebar .monaco-list-row :is(.label-name, .label-description)';

/** A picture of the side bar in every theme, with nothing for axe to find in any, and every row easy to read. */
export async function picturedInThemes(workbench: Workbench, name: string): Promise<void> {
  for (const [index, theme] of allThemes.entries()) {
    await workbench.screenshot(name, { theme, part: workbench.sideBar });
    assert.deepEqual(await workbench.accessibilityIssues(inTree, { onlyColor: index > 0 }), [], theme);
    assert.deepEqual(await faintTexts(workbench.page, ROW_TEXTS), [], theme);
  }
  await workbench.setTheme('light');
}

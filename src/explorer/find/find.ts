import * as vscode from 'vscode';
import { COMMANDS } from '../../host/commandIds';
import { integrationType } from '../../core/catalog/registry';
import { completeStep } from '../../host/walkthrough';
import { QuickList } from '../../host/quickList';
import { typeIcon } from '../../host/treeRow';
import { ensureSignedIn } from '../../host/quickPicks';
import { readBlocks } from './readBlocks';
import { useSeveral } from './severalHits';
import type { ExplorerContext } from '../context';
import { detailOf, parseQuery, search, type Query, type TenantIndex, type SearchHit } from './searchIndex';
import { oneLine } from '../../core/base/displayText';
import { TimeSlicer } from '../../core/base/timeSlicer';
import type { ScanFailure, ScanProgress } from '../../core/operations/scan';

/** Results shown; for others the user types another word. */
const MAX_RESULTS = 100;
/** The list is redrawn at most this often while results come in. */
const REDRAW_INTERVAL_MS = 120;

interface HitItem extends vscode.QuickPickItem {
  readonly hit?: SearchHit;
}

/** One search over everything: what was read so far, the words typed, and the results of both. */
class Search {
  readonly #blocks: TenantIndex[] = [];
  #query: Query = parseQuery('');
  #hits: SearchHit[] = [];
  #hasMore = false;
  /** Counts queries, so that the search of an earlier one stops. */
  #round = 0;

  get hits(): readonly SearchHit[] {
    return this.#hits;
  }

  /** True when there are more results than are shown. */
  get hasMore(): boolean {
    return this.#hasMore;
  }

  add(block: TenantIndex): void {
    this.#blocks.push(block);
    this.#collect(block);
  }

  /** Searches what was read so far; resolves when done, or when a later query replaced this one. */
  async setQuery(text: string): Promise<void> {
    this.#query = parseQuery(text);
    this.#hits = [];
    this.#hasMore = false;
    this.#round += 1;
    const round = this.#round;
    const slices = new TimeSlicer();
    // Blocks that are added from now on are searched by `add`.
    for (const block of this.#blocks.slice()) {
      this.#collect(block);
      await slices.yield();
      if (round !== this.#round) return;
    }
  }

  #collect(block: TenantIndex): void {
    if (this.#hasMore) return;
    for (const hit of search(block, this.#query)) {
      if (this.#hits.length >= MAX_RESULTS) {
        this.#hasMore = true;
        return;
      }
      this.#hits.push(hit);
    }
  }
}

function titleOf(progress: ScanProgress | undefined, isFinished: boolean): string {
  const title = vscode.l10n.t('Find Integration');
  if (!progress || isFinished) return title;
  return vscode.l10n.t('{0}: {1} of {2} tenants loaded', title, progress.done, progress.total);
}

/** What could not be read: up to three by name, more as a number. */
function failureText(failed: readonly ScanFailure[]): string | undefined {
  if (failed.length === 0) return undefined;
  return failed.length <= 3
    ? vscode.l10n.t('Could not load: {0}', failed.map(({ name }) => oneLine(name, 60)).join(', '))
    : vscode.l10n.t('{0} tenants could not be loaded', failed.length);
}

/** Why the results are not all there are; undefined where they are. */
function partText(hasMore: boolean, isFinished: boolean, progress: ScanProgress | undefined): string | undefined {
  const texts = [
    hasMore ? vscode.l10n.t('First {0} results; narrow the search for the rest', MAX_RESULTS) : undefined,
    progress && !isFinished
      ? vscode.l10n.t('Searched {0} of {1} tenants so far', progress.done, progress.total)
      : undefined,
    failureText(progress?.failed ?? []),
  ].filter((text) => text !== undefined);
  return texts.length > 0 ? texts.join(' · ') : undefined;
}

const EDIT = (): vscode.QuickInputButton => ({
  iconPath: new vscode.ThemeIcon('edit'),
  tooltip: vscode.l10n.t('Edit Integration'),
});
const USED = (tooltip: string): vscode.QuickInputButton => ({ iconPath: new vscode.ThemeIcon('references'), tooltip });
const JSON_TEXT = (): vscode.QuickInputButton => ({
  iconPath: new vscode.ThemeIcon('json'),
  tooltip: vscode.l10n.t('Show Integration as JSON'),
});
const SEVERAL = (): vscode.QuickInputButton => ({
  iconPath: new vscode.ThemeIcon('checklist'),
  tooltip: vscode.l10n.t('Select Several…'),
});

/** Finds integrations in all tenants and accounts by any of their words. Results show while others still load. */
export async function findIntegration(parts: Pick<ExplorerContext, 'directory' | 'context' | 'log'>): Promise<void> {
  const { directory, context, log } = parts;
  if (!(await ensureSignedIn(directory))) return;
  const chooseSeveral = SEVERAL();
  const usedAll = USED(vscode.l10n.t('Where Are These Used?'));
  const pick = new QuickList<HitItem>({
    placeholder: vscode.l10n.t('Name, type, host, user, state, ID or tenant'),
    buttons: [chooseSeveral, usedAll],
  });
  const aborter = new AbortController();
  const found = new Search();
  const buttons = { edit: EDIT(), json: JSON_TEXT(), used: USED(vscode.l10n.t('Where Is This Used?')) };
  let progress: ScanProgress | undefined;
  let isFinished = false;
  let several: { readonly hits: readonly SearchHit[]; readonly part: string | undefined } | undefined;
  let timer: NodeJS.Timeout | undefined;
  /** What the rows say that are on the screen. */
  let drawn = '';

  const media = vscode.Uri.joinPath(context.extensionUri, 'media');
  const toItem = (hit: SearchHit): HitItem => ({
    hit,
    label: hit.name,
    description: `${hit.typeLabel} · ${hit.state}`,
    detail: detailOf(hit),
    iconPath: typeIcon(media, integrationType(hit.type).icon),
    buttons: [buttons.used, buttons.json, buttons.edit],
    alwaysShow: true,
  });
  const notes = (): readonly HitItem[] => {
    const texts = [
      found.hasMore ? vscode.l10n.t('More than {0} results. Type more to narrow them down.', MAX_RESULTS) : undefined,
      found.hits.length === 0 && isFinished ? vscode.l10n.t('No results') : undefined,
      failureText(progress?.failed ?? []),
    ];
    return texts.flatMap((text) => (text === undefined ? [] : [{ label: text, alwaysShow: true }]));
  };
  const draw = (): void => {
    timer = undefined;
    const { active } = pick;
    pick.setTitle(titleOf(progress, isFinished));
    const items = [...found.hits.map(toItem), ...notes()];
    // A row that is drawn anew loses a click that has begun on it.
    const texts = JSON.stringify(
      items.map(({ hit, label, description, detail }) => [hit?.ref, label, description, detail]),
    );
    if (texts === drawn) return;
    drawn = texts;
    const same =
      active?.hit &&
      items.find(
        (item) =>
          item.hit?.integrationId === active.hit?.integrationId && item.hit?.ref.tenantId === active.hit?.ref.tenantId,
      );
    pick.setItems(items, same);
  };
  const drawSoon = (): void => {
    timer ??= setTimeout(draw, REDRAW_INTERVAL_MS);
  };

  pick.busy = true;
  pick.onDidChangeValue((text) => void found.setQuery(text).then(drawSoon));
  const closed = new Promise<void>((resolve) => {
    pick.onDidHide(() => {
      resolve();
    });
    const go = (command: string, hit: SearchHit | undefined): void => {
      pick.hide();
      if (hit) completeStep('found');
      if (hit) void vscode.commands.executeCommand(command, hit.ref, { focus: true });
    };
    pick.onDidAccept((item) => {
      if (item.hit) go(COMMANDS.reveal, item.hit);
    });
    pick.onDidTriggerItemButton((item, button) => {
      const command = new Map([
        [buttons.edit, COMMANDS.editIntegration],
        [buttons.used, COMMANDS.whereUsed],
      ]).get(button);
      go(command ?? COMMANDS.showIntegration, item.hit);
    });
    pick.onDidTriggerButton((button) => {
      const { hits } = found;
      if (hits.length === 0) return;
      const part = partText(found.hasMore, isFinished, progress);
      if (button === chooseSeveral) several = { hits, part };
      pick.hide();
      const refs = hits.map(({ ref }) => ref);
      if (button === usedAll) void vscode.commands.executeCommand(COMMANDS.whereUsed, refs, undefined, part);
    });
  });
  pick.show();
  draw();

  void readBlocks(directory, log, aborter.signal, {
    block: (block) => {
      found.add(block);
      drawSoon();
    },
    progress: (now) => {
      progress = now;
      drawSoon();
    },
  }).then((end) => {
    progress = end;
    isFinished = true;
    if (aborter.signal.aborted) return;
    pick.busy = false;
    drawSoon();
  });
  await closed;
  aborter.abort();
  clearTimeout(timer);
  pick.dispose();
  if (!several) return;
  completeStep('found');
  await useSeveral(several.hits, directory, several.part);
}

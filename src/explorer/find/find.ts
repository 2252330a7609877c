import * as vscode from 'vscode';
import { integrationType } from '../../core/catalog/registry';
import { COMMANDS } from '../../host/commandIds';
import { QuickList } from '../../host/quickList';
import { ensureSignedIn } from '../../host/quickPicks';
import { typeIcon } from '../../host/treeRow';
import { completeStep } from '../../host/walkthrough';
import type { ExplorerContext } from '../context';
import { readBlocks } from './readBlocks';
import { Search } from './search';
import { detailOf, type SearchHit } from './searchIndex';
import { useSeveral } from './severalHits';

/** The list is redrawn at most this often while results come in. */
const REDRAW_INTERVAL_MS = 120;

interface HitItem extends vscode.QuickPickItem {
  readonly hit?: SearchHit;
}

/** Results that are used together. */
interface Several {
  readonly hits: readonly SearchHit[];
  /** Why these are not all the results. */
  readonly part: string | undefined;
}

function button(icon: string, tooltip: string): vscode.QuickInputButton {
  return { iconPath: new vscode.ThemeIcon(icon), tooltip };
}

/** The list on the screen: draws what a search has found, and runs what the user picks. */
class ResultList implements vscode.Disposable {
  readonly #search: Search;
  readonly #media: vscode.Uri;
  readonly #selectSeveral = button('checklist', vscode.l10n.t('Select Several…'));
  readonly #pick: QuickList<HitItem>;
  /** The buttons of a row, each with its command. */
  readonly #commands: ReadonlyMap<vscode.QuickInputButton, string> = new Map([
    [button('references', vscode.l10n.t('Where Is This Used?')), COMMANDS.whereUsed],
    [button('json', vscode.l10n.t('Show Integration as JSON')), COMMANDS.showIntegration],
    [button('edit', vscode.l10n.t('Edit Integration')), COMMANDS.editIntegration],
  ]);
  #several: Several | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** What the rows say that are on the screen. */
  #drawn = '';

  constructor(search: Search, media: vscode.Uri) {
    this.#search = search;
    this.#media = media;
    this.#pick = new QuickList<HitItem>({
      placeholder: vscode.l10n.t('Name, type, host, user, state, ID or tenant'),
      buttons: [this.#selectSeveral, button('references', vscode.l10n.t('Where Are These Used?'))],
    });
    this.#pick.busy = true;
  }

  /**
   * Shows the list; resolves when it closes.
   * @returns the results to select several of, where the user asked for that.
   */
  async show(): Promise<Several | undefined> {
    const pick = this.#pick;
    pick.onDidChangeValue((text) => {
      void this.#search.setQuery(text).then(() => {
        this.drawSoon();
      });
    });
    pick.onDidAccept(({ hit }) => {
      if (hit) this.#run(COMMANDS.reveal, hit);
    });
    pick.onDidTriggerItemButton(({ hit }, pressed) => {
      const command = this.#commands.get(pressed);
      if (hit && command !== undefined) this.#run(command, hit);
    });
    pick.onDidTriggerButton((pressed) => {
      this.#useAll(pressed === this.#selectSeveral);
    });
    const closed = new Promise<void>((resolve) => {
      pick.onDidHide(() => {
        resolve();
      });
    });
    pick.show();
    this.#draw();
    await closed;
    return this.#several;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#pick.dispose();
  }

  drawSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#draw();
    }, REDRAW_INTERVAL_MS);
  }

  /** Everything was read. */
  finish(): void {
    this.#pick.busy = false;
    this.drawSoon();
  }

  #run(command: string, { ref }: SearchHit): void {
    this.#pick.hide();
    completeStep('found');
    void vscode.commands.executeCommand(command, ref, { focus: true });
  }

  #useAll(isSelecting: boolean): void {
    const { hits } = this.#search;
    if (hits.length === 0) return;
    const part = this.#search.partText();
    if (isSelecting) this.#several = { hits, part };
    this.#pick.hide();
    const refs = hits.map(({ ref }) => ref);
    if (!isSelecting) void vscode.commands.executeCommand(COMMANDS.whereUsed, refs, undefined, part);
  }

  #itemOf(hit: SearchHit): HitItem {
    return {
      hit,
      label: hit.name,
      description: `${hit.typeLabel} · ${hit.state}`,
      detail: detailOf(hit),
      iconPath: typeIcon(this.#media, integrationType(hit.type).icon),
      buttons: [...this.#commands.keys()],
      alwaysShow: true,
    };
  }

  #draw(): void {
    this.#timer = undefined;
    const active = this.#pick.active?.hit;
    this.#pick.setTitle(this.#search.title());
    const items = [
      ...this.#search.hits.map((hit) => this.#itemOf(hit)),
      ...this.#search.notes().map((label): HitItem => ({ label, alwaysShow: true })),
    ];
    // A row that is drawn anew loses a click that has begun on it.
    const texts = JSON.stringify(
      items.map(({ hit, label, description, detail }) => [hit?.ref, label, description, detail]),
    );
    if (texts === this.#drawn) return;
    this.#drawn = texts;
    const same =
      active &&
      items.find(({ hit }) => hit?.integrationId === active.integrationId && hit.ref.tenantId === active.ref.tenantId);
    this.#pick.setItems(items, same);
  }
}

/** Finds integrations in all tenants and accounts by any of their words. Results show while others still load. */
export async function findIntegration({
  directory,
  context,
  log,
}: Pick<ExplorerContext, 'directory' | 'context' | 'log'>): Promise<void> {
  if (!(await ensureSignedIn(directory))) return;
  const search = new Search();
  const list = new ResultList(search, vscode.Uri.joinPath(context.extensionUri, 'media'));
  const aborter = new AbortController();
  const closed = list.show();
  void readBlocks(directory, log, aborter.signal, {
    block: (block) => {
      search.add(block);
      list.drawSoon();
    },
    progress: (progress) => {
      search.setProgress(progress);
      list.drawSoon();
    },
  }).then((end) => {
    search.setProgress(end, true);
    if (!aborter.signal.aborted) list.finish();
  });
  const several = await closed;
  aborter.abort();
  list.dispose();
  if (!several) return;
  completeStep('found');
  await useSeveral(several.hits, directory, several.part);
}

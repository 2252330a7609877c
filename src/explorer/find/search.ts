import * as vscode from 'vscode';
import { oneLine } from '../../core/base/displayText';
import { TimeSlicer } from '../../core/base/timeSlicer';
import type { ScanProgress } from '../../core/operations/scan';
import { parseQuery, search, type Query, type SearchHit, type TenantIndex } from './searchIndex';

/** Results shown; for others the user types another word. */
const MAX_RESULTS = 100;

/** One search over everything: what was read so far, the words typed, and the results of both. */
export class Search {
  readonly #blocks: TenantIndex[] = [];
  #query: Query = parseQuery('');
  #hits: SearchHit[] = [];
  #hasMore = false;
  /** Counts queries, so that the search of an earlier one stops. */
  #round = 0;
  #progress: ScanProgress | undefined;
  #isFinished = false;

  get hits(): readonly SearchHit[] {
    return this.#hits;
  }

  add(block: TenantIndex): void {
    this.#blocks.push(block);
    this.#collect(block);
  }

  setProgress(progress: ScanProgress, isFinished = false): void {
    this.#progress = progress;
    this.#isFinished = isFinished;
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

  /** How far it is; only its name once everything was read. */
  title(): string {
    const title = vscode.l10n.t('Find Integration');
    const progress = this.#unfinished();
    return progress ? vscode.l10n.t('{0}: {1} of {2} tenants loaded', title, progress.done, progress.total) : title;
  }

  /** What the list says below the results. */
  notes(): readonly string[] {
    return [
      this.#hasMore ? vscode.l10n.t('More than {0} results. Type more to narrow them down.', MAX_RESULTS) : undefined,
      this.#hits.length === 0 && this.#isFinished ? vscode.l10n.t('No results') : undefined,
      this.#failureText(),
    ].filter((text) => text !== undefined);
  }

  /** Why the results are not all there are; undefined where they are. */
  partText(): string | undefined {
    const progress = this.#unfinished();
    const texts = [
      this.#hasMore ? vscode.l10n.t('First {0} results; narrow the search for the rest', MAX_RESULTS) : undefined,
      progress && vscode.l10n.t('Searched {0} of {1} tenants so far', progress.done, progress.total),
      this.#failureText(),
    ].filter((text) => text !== undefined);
    return texts.length > 0 ? texts.join(' · ') : undefined;
  }

  #unfinished(): ScanProgress | undefined {
    return this.#isFinished ? undefined : this.#progress;
  }

  /** What could not be read: up to three by name, more as a number. */
  #failureText(): string | undefined {
    const failed = this.#progress?.failed ?? [];
    if (failed.length === 0) return undefined;
    return failed.length <= 3
      ? vscode.l10n.t('Could not load: {0}', failed.map(({ name }) => oneLine(name, 60)).join(', '))
      : vscode.l10n.t('{0} tenants could not be loaded', failed.length);
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

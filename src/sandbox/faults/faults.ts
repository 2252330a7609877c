import { mix } from '../uuid';
import type { Fault, FaultRule } from './rule';

/** A fault that was set, to ask how often it was played and to take it back. */
export interface FaultHandle {
  readonly id: number;
  readonly played: number;
  remove(): void;
}

/** A fault as it stands. */
export interface SetFault {
  readonly id: number;
  readonly played: number;
  readonly rule: FaultRule;
}

type Delay = Extract<Fault, { kind: 'delay' }>;

/** A delay under way; it ends early when its fault is taken back. */
export interface FiredDelay {
  readonly fault: Delay;
  readonly takenBack: AbortSignal;
}

/** What is played on one request: any number of delays and at most one other fault. */
export interface Firing {
  readonly delays: readonly FiredDelay[];
  readonly fault?: Exclude<Fault, Delay>;
}

function pathPattern(path: string | undefined): RegExp {
  if (path === undefined) return /^/;
  const source = path
    .split(/(\*\*|\*)/)
    .map((part) => (part === '**' ? '.*' : part === '*' ? '[^/]+' : part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')))
    .join('');
  return new RegExp(`^${source}$`);
}

class ActiveFault {
  readonly #pattern: RegExp;
  readonly takenBack = new AbortController();
  #seen = 0;
  played = 0;

  constructor(
    readonly id: number,
    readonly rule: FaultRule,
  ) {
    this.#pattern = pathPattern(rule.path);
  }

  matches(method: string, path: string): boolean {
    return (this.rule.method === undefined || this.rule.method === method) && this.#pattern.test(path);
  }

  /** Counts a matching request; true when the fault is played on it. */
  plays(): boolean {
    this.#seen += 1;
    const place = this.#seen - (this.rule.skip ?? 0);
    if (place < 1 || !this.#chosen(place)) return false;
    this.played += 1;
    return true;
  }

  #chosen(place: number): boolean {
    const when = this.rule.when ?? { next: 1 };
    if ('next' in when) return place <= when.next;
    if ('every' in when) return place % when.every === 0;
    if ('always' in when) return true;
    return mix(when.seed ?? 1, place) / 0x1_0000_0000 < when.probability;
  }
}

/** The faults that are set. */
export class Faults {
  #active: ActiveFault[] = [];
  #ids = 0;

  add(rule: FaultRule): FaultHandle {
    this.#ids += 1;
    const active = new ActiveFault(this.#ids, rule);
    this.#active.push(active);
    return {
      id: active.id,
      get played() {
        return active.played;
      },
      remove: () => {
        this.remove(active.id);
      },
    };
  }

  remove(id: number): void {
    this.#takeBack((active) => active.id === id);
  }

  clear(): void {
    this.#takeBack(() => true);
  }

  #takeBack(which: (active: ActiveFault) => boolean): void {
    for (const active of this.#active.filter(which)) active.takenBack.abort();
    this.#active = this.#active.filter((active) => !which(active));
  }

  list(): readonly SetFault[] {
    return this.#active.map(({ id, played, rule }) => ({ id, played, rule }));
  }

  /** What to play on this request. A fault behind the first that is played is neither played nor counted. */
  pick(method: string, path: string): Firing {
    const delays: FiredDelay[] = [];
    for (const active of this.#active) {
      if (!active.matches(method, path) || !active.plays()) continue;
      const { fault } = active.rule;
      if (fault.kind !== 'delay') return { delays, fault };
      delays.push({ fault, takenBack: active.takenBack.signal });
    }
    return { delays };
  }
}

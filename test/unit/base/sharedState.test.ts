import assert from 'node:assert/strict';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { SharedState, type State } from '../../../src/host/sharedState';

type Values = Readonly<Record<string, unknown>>;

/** `globalState` as VS Code has it: what is stored, here or by another window, replaces all that is in memory. */
class Memento implements State {
  stored: Values = {};
  #values: Values = {};
  #sending: Promise<void> | undefined;

  keys(): readonly string[] {
    return Object.keys(this.#values);
  }

  get(key: string): unknown {
    return this.#values[key];
  }

  async update(key: string, value: unknown): Promise<void> {
    this.#values = { ...this.#values, [key]: value };
    this.#sending ??= this.#send();
    return this.#sending;
  }

  /** Another window stored this. */
  accept(values: Values): void {
    this.stored = values;
    this.#values = values;
  }

  async #send(): Promise<void> {
    await setTimeout(0);
    this.#sending = undefined;
    this.accept(this.#values);
    await setImmediate();
  }
}

describe('SharedState', () => {
  it('stores again what another window’s change took away before VS Code sent it', async () => {
    const memento = new Memento();
    const state = new SharedState(memento);
    const updates = [state.update('mark', 'production'), state.update('favorite', true)];
    await Promise.resolve();
    await Promise.resolve();
    assert.equal(memento.get('mark'), 'production', 'it is on its way');
    memento.accept({ rows: 'of the other window' });
    assert.equal(state.get('mark'), 'production');
    await Promise.all(updates);
    assert.deepEqual(memento.stored, { rows: 'of the other window', mark: 'production', favorite: true });
    assert.equal(state.get('mark'), 'production');
  });

  it('gives way to a window that always has another value', async () => {
    const memento = new Memento();
    const state = new SharedState(memento);
    let updates = 0;
    memento.update = (): Promise<void> => {
      updates += 1;
      memento.accept({ sort: 'theirs' });
      return Promise.resolve();
    };
    await state.update('sort', 'mine');
    assert.equal(updates, 3);
    assert.equal(state.get('sort'), 'theirs');
  });
});

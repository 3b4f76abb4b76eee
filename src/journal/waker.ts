/**
 * Wakes those who wait for a run's journal to grow. A wake that comes while nobody is waiting is
 * kept, and many become one.
 */

interface Listener {
  ready: boolean;
  resolve: ((result: IteratorResult<void>) => void) | null;
  ended: boolean;
}

export interface WakerOptions {
  /** Called when the first listener comes and when the last one has gone. */
  readonly onListening?: (listening: boolean) => void;
}

export class Waker {
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #onListening: (listening: boolean) => void;
  #closed = false;

  constructor(options: WakerOptions = {}) {
    this.#onListening = options.onListening ?? ((): void => undefined);
  }

  announce(run: string): void {
    for (const listener of this.#listeners.get(run) ?? []) wake(listener);
  }

  announceAll(): void {
    for (const run of this.#listeners.keys()) this.announce(run);
  }

  /** Listens from this call on, not only from the first `next()`. */
  listen(run: string): AsyncIterable<void> {
    const listener: Listener = { ready: false, resolve: null, ended: this.#closed };
    if (!this.#closed) this.#add(run, listener);
    const next = (): Promise<IteratorResult<void>> => {
      if (listener.ended) return Promise.resolve({ done: true, value: undefined });
      if (listener.ready) {
        listener.ready = false;
        return Promise.resolve({ done: false, value: undefined });
      }
      return new Promise((resolve) => {
        listener.resolve = resolve;
      });
    };
    const iterator: AsyncIterator<void> = {
      next,
      return: () => {
        this.#remove(run, listener);
        return Promise.resolve({ done: true, value: undefined });
      },
    };
    return { [Symbol.asyncIterator]: () => iterator };
  }

  close(): void {
    this.#closed = true;
    for (const [run, listeners] of this.#listeners) {
      for (const listener of listeners) this.#remove(run, listener);
    }
  }

  #add(run: string, listener: Listener): void {
    const listeners = this.#listeners.get(run) ?? new Set();
    this.#listeners.set(run, listeners.add(listener));
    if (this.#listeners.size === 1 && listeners.size === 1) this.#onListening(true);
  }

  #remove(run: string, listener: Listener): void {
    listener.ended = true;
    listener.resolve?.({ done: true, value: undefined });
    listener.resolve = null;
    const listeners = this.#listeners.get(run);
    if (listeners === undefined || !listeners.delete(listener)) return;
    if (listeners.size === 0) this.#listeners.delete(run);
    if (this.#listeners.size === 0) this.#onListening(false);
  }
}

function wake(listener: Listener): void {
  const { resolve } = listener;
  if (resolve === null) {
    listener.ready = true;
    return;
  }
  listener.resolve = null;
  resolve({ done: false, value: undefined });
}

/**
 * Lanes of a replay: what a file connects (identities of one person, events of one sale) is sent one after the other,
 * everything else side by side. Connections found on the way join the lanes.
 */
export class Lanes {
  readonly #parents = new Map<string, string>();
  readonly #last = new Map<string, Promise<void>>();

  /** Runs work after everything that the keys connect it to; without keys at once. */
  async run(keys: readonly string[], work: () => Promise<void>): Promise<void> {
    const [first, ...others] = [...new Set(keys.map((key) => this.#root(key)))];
    if (first === undefined) {
      await work();
      return;
    }
    const before = [first, ...others].flatMap((root) => this.#last.get(root) ?? []);
    for (const root of others) {
      this.#parents.set(root, first);
      this.#last.delete(root);
    }
    const done = Promise.all(before).then(work);
    this.#last.set(first, done);
    await done;
  }

  #root(key: string): string {
    let root = key;
    for (let parent = this.#parents.get(root); parent !== undefined; parent = this.#parents.get(root)) root = parent;
    // The way is made short for whoever comes next.
    if (root !== key) this.#parents.set(key, root);
    return root;
  }
}

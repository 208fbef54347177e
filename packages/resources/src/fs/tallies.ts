import { countBelow, type Tally } from "./quota.ts";
import type { Root } from "./root.ts";

/** Folders whose tally is remembered; those in use come on top. One more forgets the one that was idle longest. */
const MAX_REMEMBERED = 1000;

interface Entry {
  readonly tally: Promise<Tally>;
  users: number;
}

/** The tallies of folders: counted on the disk when first needed, then kept up to date by whoever changes something. */
export class Tallies {
  readonly #root: Root;
  readonly #entries = new Map<string, Entry>();

  constructor(root: Root) {
    this.#root = root;
  }

  /** Keeps a tally for as long as something is done with it. Everything that changes the folder does so inside `use`. */
  async using<T>(names: readonly string[], use: (tally: Tally) => Promise<T>): Promise<T> {
    const key = names.join("/");
    const entry = this.#entries.get(key) ?? { tally: countBelow(this.#root, names), users: 0 };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.users += 1;
    try {
      return await use(await this.#counted(key, entry));
    } finally {
      entry.users -= 1;
      if (this.#entries.size > MAX_REMEMBERED) this.#forgetIdle();
    }
  }

  async #counted(key: string, entry: Entry): Promise<Tally> {
    try {
      return await entry.tally;
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
      throw error;
    }
  }

  #forgetIdle(): void {
    for (const [key, { users }] of this.#entries) {
      if (users > 0) continue;
      this.#entries.delete(key);
      return;
    }
  }
}

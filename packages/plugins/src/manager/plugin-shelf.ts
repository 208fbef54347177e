import type { PergolaError } from "@pergola/core";
import { createPluginCatalog, type PluginCatalog } from "../catalog/plugin-catalog.ts";
import type { PluginRecord } from "../catalog/plugin-record.ts";
import type { PluginOrigin } from "../discovery/plugin-origin.ts";
import { pluginDuplicate } from "./manager-errors.ts";

/** What one look at the places gave. */
export interface Findings {
  readonly records: readonly PluginRecord[];
  /** Places that could not be read. */
  readonly problems: readonly PergolaError[];
}

interface Contents extends Findings {
  readonly catalog: PluginCatalog;
}

const ORDER: readonly PluginOrigin[] = ["registered", "folder", "dependency", "user"];

/** The plugins that are known, with the verdict on each. Changes wait for each other; readers see whole ones. */
export class PluginShelf {
  #contents: Promise<Contents> = contents([], []);
  #now: Contents | undefined;

  /** Resolves when no change is under way. */
  async catalog(): Promise<PluginCatalog> {
    return (await this.#contents).catalog;
  }

  /** As it is now; undefined before there was any. */
  get current(): Contents | undefined {
    return this.#now;
  }

  /** @throws PLUGIN_DUPLICATE for a second registered one of a name */
  add(record: PluginRecord): Promise<void> {
    return this.#change(({ records, problems }) => {
      if (records.some(({ origin, name }) => origin === record.origin && name === record.name))
        throw pluginDuplicate(record.name);
      return { records: [...records, record], problems };
    });
  }

  remove(name: string): Promise<void> {
    return this.#change(({ records, problems }) => ({
      records: records.filter((record) => record.name !== name),
      problems,
    }));
  }

  /** Puts what was found in the place of what was found before: of everything, or of one name. */
  replace(found: Findings, name?: string): Promise<void> {
    return this.#change(({ records, problems }) => ({
      records: [
        ...records.filter(
          (record) => record.origin === "registered" || (name !== undefined && record.name !== name),
        ),
        ...found.records,
      ],
      problems: name === undefined ? found.problems : problems,
    }));
  }

  async #change(change: (before: Findings) => Findings): Promise<void> {
    const before = this.#contents;
    const changing = before.then((found) => {
      const { records, problems } = change(found);
      return contents(records, problems);
    });
    // A change that is refused leaves what was there.
    this.#contents = changing.catch(() => before);
    this.#now = await changing;
  }
}

async function contents(
  unsorted: readonly PluginRecord[],
  problems: readonly PergolaError[],
): Promise<Contents> {
  const records = unsorted.toSorted((one, other) => ORDER.indexOf(one.origin) - ORDER.indexOf(other.origin));
  return { records, problems, catalog: await createPluginCatalog(records) };
}

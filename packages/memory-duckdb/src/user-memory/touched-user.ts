import { userMemoryErrors } from "@pergola/resources";
import type { WriteOutcome } from "../write/write.ts";
import type { Owner, UserMemorySet, UserMemoryWrite } from "./user-memory-write.ts";

/** What a transaction does to the values of one user: its writes are played through before the file sees them. */
export class TouchedUser {
  readonly owner: Owner;
  /** Whether all that is in the file goes. */
  isCleared = false;
  /** What is under each touched key in the end; undefined for nothing. */
  readonly values = new Map<string, UserMemorySet | undefined>();
  readonly #inFile: ReadonlySet<string>;
  readonly #present: Set<string>;
  #count: number;

  /**
   * @param present which of the keys that the writes name are in the file
   * @param count how many values are in the file
   */
  constructor(owner: Owner, present: ReadonlySet<string>, count: number) {
    this.owner = owner;
    this.#inFile = present;
    this.#present = new Set(present);
    this.#count = count;
  }

  /** The touched keys that the file has something under, if not all of it goes. */
  get replacedKeys(): readonly string[] {
    return this.isCleared ? [] : [...this.values.keys()].filter((key) => this.#inFile.has(key));
  }

  /** @returns what becomes of the write, coming after those before it */
  play(write: UserMemoryWrite): WriteOutcome {
    switch (write.kind) {
      case "user-memory-set":
        return this.#set(write);
      case "user-memory-delete":
        return this.#delete(write.key);
      case "user-memory-clear":
        return this.#clear();
      default:
        return write satisfies never;
    }
  }

  #set(write: UserMemorySet): WriteOutcome {
    const { key, maxEntriesPerUser } = write;
    if (!this.#present.has(key)) {
      if (this.#count >= maxEntriesPerUser)
        return { refusal: userMemoryErrors.quotaExceeded({ maxEntriesPerUser }) };
      this.#present.add(key);
      this.#count += 1;
    }
    this.values.set(key, write);
    return { isChanged: true };
  }

  #delete(key: string): WriteOutcome {
    if (!this.#present.delete(key)) return { isChanged: false };
    this.#count -= 1;
    this.values.set(key, undefined);
    return { isChanged: true };
  }

  #clear(): WriteOutcome {
    const removed = this.#count;
    this.isCleared = true;
    this.values.clear();
    this.#present.clear();
    this.#count = 0;
    return { isChanged: removed > 0, removed };
  }
}

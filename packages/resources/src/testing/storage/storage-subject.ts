import type { Storage } from "../../storage/storage.ts";

/** What the suite needs to know of a storage. */
export interface StorageSubject {
  /** Shown in the test report. */
  readonly name: string;
  /** Makes an empty storage that takes `.txt`, `.md` and `.json` files of 1 MiB; called once per test, which closes it. */
  create(): Promise<Storage>;
  /** Closes the storage and opens its data again as a new process would. Leave it out for a storage that is not durable. */
  reopen?(storage: Storage): Promise<Storage>;
  /** Command sequences that the fuzz tries. Default 15. */
  readonly fuzzRuns?: number;
}

import { noneIfMissing } from "./open-file.ts";
import type { Root } from "./root.ts";
import { quotaExceeded } from "./storage-errors.ts";
import { isTemporary } from "./temporary-name.ts";
import { forEachFile } from "./walk.ts";

/** Above the files of a user: what was written over. No file of a user begins with `~`. */
export const BACKUPS = "~backups";

export interface QuotaLimits {
  /** Bytes of the files and backups of one user with one agent. */
  readonly userBytes: number;
  /** Files of one user with one agent. */
  readonly userFiles: number;
  /** Bytes of all files and backups of a tenant. */
  readonly tenantBytes: number;
}

/** What lies below a folder, and what is being written there. */
export interface Tally {
  bytes: number;
  backupBytes: number;
  files: number;
  /** By how much the writes under way will make it grow, each one counted without what it replaces. */
  pendingBytes: number;
}

/** Counts what lies below a folder of a user, or of a tenant. */
export async function countBelow(root: Root, names: readonly string[]): Promise<Tally> {
  const tally: Tally = { bytes: 0, backupBytes: 0, files: 0, pendingBytes: 0 };
  await forEachFile(root.io, await root.find(names), async ({ folders, folder, name }) => {
    if (isTemporary(name)) return;
    const { size } = (await root.io.lstat(folder.address(name)).catch(noneIfMissing)) ?? { size: 0 };
    if (folders.includes(BACKUPS)) tally.backupBytes += size;
    else {
      tally.bytes += size;
      tally.files += 1;
    }
  });
  return tally;
}

/** The part of one write in the tallies of its user and tenant. */
export class QuotaShare {
  readonly #limits: QuotaLimits;
  readonly #path: string;
  readonly #user: Tally;
  readonly #tenant: Tally;
  #reserved = 0;
  /** What of it takes the place of bytes that are there. */
  #replacing = 0;

  constructor(
    path: string,
    limits: QuotaLimits,
    { user, tenant }: { readonly user: Tally; readonly tenant: Tally },
  ) {
    this.#path = path;
    this.#limits = limits;
    this.#user = user;
    this.#tenant = tenant;
  }

  /**
   * Takes room for more bytes.
   *
   * @param replaced bytes of the file that will be written over; undefined when there is none
   * @throws STORAGE_QUOTA_EXCEEDED
   */
  reserve(bytes: number, replaced: number | undefined): void {
    const { userBytes, userFiles, tenantBytes } = this.#limits;
    const reserved = this.#reserved + bytes;
    const replacing = Math.min(replaced ?? 0, reserved);
    const growth = reserved - replacing - (this.#reserved - this.#replacing);
    const [user, tenant] = [this.#user, this.#tenant];
    // Backups of the user give way, so they do not count here.
    const others = tenant.bytes + tenant.backupBytes - user.backupBytes;
    const exceeds = (stored: number, limit: number) => growth > 0 && stored + growth > limit;
    if (exceeds(user.bytes + user.pendingBytes, userBytes)) throw quotaExceeded(this.#path, { userBytes });
    if (exceeds(others + tenant.pendingBytes, tenantBytes)) throw quotaExceeded(this.#path, { tenantBytes });
    if (replaced === undefined && user.files >= userFiles) throw quotaExceeded(this.#path, { userFiles });
    this.#hold(reserved, replacing);
  }

  /** The file is there: what was reserved is now stored. */
  settle({ replaced, backedUp }: { readonly replaced: number | undefined; readonly backedUp: number }): void {
    for (const tally of [this.#user, this.#tenant]) {
      tally.bytes += this.#reserved - (replaced ?? 0);
      tally.backupBytes += backedUp;
      if (replaced === undefined) tally.files += 1;
    }
    this.release();
  }

  /** Gives back what is reserved. */
  release(): void {
    this.#hold(0, 0);
  }

  removed({ bytes, backupBytes }: { readonly bytes?: number; readonly backupBytes: number }): void {
    for (const tally of [this.#user, this.#tenant]) {
      tally.backupBytes -= backupBytes;
      if (bytes === undefined) continue;
      tally.bytes -= bytes;
      tally.files -= 1;
    }
  }

  /** Bytes of backups that must go. */
  get excess(): number {
    const [user, tenant] = [this.#user, this.#tenant];
    return Math.max(
      user.bytes + user.backupBytes - this.#limits.userBytes,
      tenant.bytes + tenant.backupBytes - this.#limits.tenantBytes,
    );
  }

  #hold(reserved: number, replacing: number): void {
    const growth = reserved - replacing - (this.#reserved - this.#replacing);
    this.#reserved = reserved;
    this.#replacing = replacing;
    for (const tally of [this.#user, this.#tenant]) tally.pendingBytes += growth;
  }
}

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
    const growth = bytes - (replaced ?? 0);
    const [user, tenant] = [this.#user, this.#tenant];
    // Backups of the user give way, so they do not count here.
    if (user.bytes + user.pendingBytes + growth > userBytes) throw quotaExceeded(this.#path, { userBytes });
    const others = tenant.bytes + tenant.backupBytes - user.backupBytes;
    if (others + tenant.pendingBytes + growth > tenantBytes) throw quotaExceeded(this.#path, { tenantBytes });
    if (replaced === undefined && user.files >= userFiles) throw quotaExceeded(this.#path, { userFiles });
    this.#pending(bytes);
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
    this.#pending(-this.#reserved);
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

  #pending(bytes: number): void {
    this.#reserved += bytes;
    this.#user.pendingBytes += bytes;
    this.#tenant.pendingBytes += bytes;
  }
}

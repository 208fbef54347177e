import {
  type Clock,
  type Logger,
  redactLogger,
  silentLogger,
  systemClock,
  throwIfAborted,
} from "@pergola/core";
import { invalidProviderConfig } from "../invalid-provider-config.ts";
import { schemaProblems } from "../schema-problems.ts";
import type { Storage } from "../storage/storage.ts";
import { type FileSystem, nodeFileSystem } from "./file-system.ts";
import { DEFAULT_EXTENSIONS, type LocalFilesConfig, localFilesConfigSchema } from "./local-files-config.ts";
import { LocalStorage } from "./local-storage.ts";
import type { QuotaLimits } from "./quota.ts";
import { Root } from "./root.ts";
import { toStorageError } from "./storage-errors.ts";
import { sweepLeftovers } from "./sweep.ts";

const MIB = 1024 * 1024;

export interface LocalStorageOptions extends LocalFilesConfig {
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Ends the opening. */
  readonly signal?: AbortSignal;
}

/** What only tests change. */
export interface Surroundings {
  readonly io?: FileSystem;
  /** Whether names can be looked up in an open folder. Default: what the system can do. */
  readonly hasHandles?: boolean;
}

/**
 * Opens files on this machine. Makes nothing before the first write; removes what writes of ended processes have left
 * unfinished.
 *
 * @throws PROVIDER_CONFIG_INVALID; FILE_UNSAFE when something else than a folder is at `basePath`; STORAGE_DENIED; the signal's reason
 */
export function openLocalStorage(options: LocalStorageOptions = {}): Promise<Storage> {
  return openLocalStorageIn(options, {});
}

/** The same in surroundings of one's own. */
export async function openLocalStorageIn(
  options: LocalStorageOptions,
  { io = nodeFileSystem, hasHandles }: Surroundings,
): Promise<Storage> {
  const { basePath = "./agent_files", createDirs = true, signal } = options;
  const logger = redactLogger(options.logger ?? silentLogger);
  throwIfAborted(signal);
  assertConfig(options);
  const root = new Root({ basePath, createDirs, io, hasHandles: hasHandles ?? (await canOpenFolders(io)) });
  try {
    await root.assertUsable();
    const swept = await sweepLeftovers(root, signal);
    if (swept > 0) logger.info("removed unfinished files of ended processes", { basePath, files: swept });
  } catch (error) {
    throw toStorageError(error, { action: "Opening the storage", basePath: root.basePath });
  }
  return new LocalStorage(root, settingsOf({ ...options, logger }));
}

/** A limit that is no number would be no limit. @throws PROVIDER_CONFIG_INVALID */
function assertConfig({
  clock: _clock,
  logger: _logger,
  signal: _signal,
  ...config
}: LocalStorageOptions): void {
  const problems = schemaProblems(localFilesConfigSchema, config);
  if (problems.length > 0) throw invalidProviderConfig("storage/local", problems);
}

function settingsOf(options: LocalStorageOptions) {
  const { maxFileBytes = 10 * MIB, allowedExtensions = DEFAULT_EXTENSIONS } = options;
  const { backupOnOverwrite = true, maxBackupsPerFile = 3 } = options;
  const { clock = systemClock, logger = silentLogger, quota = {} } = options;
  return {
    maxFileBytes,
    allowedExtensions: allowedExtensions.map((extension) => extension.toLowerCase()),
    backupsPerFile: backupOnOverwrite ? maxBackupsPerFile : 0,
    quota: limitsOf(quota),
    clock,
    logger,
  };
}

function limitsOf(quota: NonNullable<LocalFilesConfig["quota"]>): QuotaLimits {
  const { userBytes = 1024 * MIB, userFiles = 10_000, tenantBytes = Number.POSITIVE_INFINITY } = quota;
  return { userBytes, userFiles, tenantBytes };
}

async function canOpenFolders(io: FileSystem): Promise<boolean> {
  if (process.platform !== "linux") return false;
  return io.readlink("/proc/self/fd/0").then(
    () => true,
    () => false,
  );
}

import { readFile, rm, writeFile } from "node:fs/promises";
import { errorMessage } from "@pergola/core";
import { pergolaErrors } from "../../errors.ts";

/**
 * Does work that changes files. If it fails or is ended they are put back as they were: these, of which a project is half
 * changed when only some are written.
 *
 * @throws what the work throws; INSTALL_FAILED when a file could not be put back
 */
export async function orAsBefore<T>(paths: readonly string[], work: () => Promise<T>): Promise<T> {
  const before = await Promise.all(paths.map(async (path) => ({ path, content: await contentOf(path) })));
  try {
    return await work();
  } catch (error) {
    for (const each of before) await putBack(each, error);
    throw error;
  }
}

interface KeptFile {
  readonly path: string;
  /** Undefined when there was none. */
  readonly content: Uint8Array | undefined;
}

async function contentOf(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === "ENOENT") return undefined;
    throw notReadable(path, error);
  }
}

async function putBack({ path, content }: KeptFile, because: unknown): Promise<void> {
  try {
    const now = await readFile(path).catch(() => undefined);
    if (content === undefined) await rm(path, { force: true });
    else if (now === undefined || !now.equals(content)) await writeFile(path, content);
  } catch (error) {
    throw notPutBack(path, error, because);
  }
}

const notReadable = (path: string, cause: unknown) =>
  pergolaErrors.create("INSTALL_FAILED", {
    message: `${path} cannot be read, so nothing was installed: ${errorMessage(cause)}`,
    hint: "See that it is a file that you may read.",
    details: { path },
    cause,
  });

const notPutBack = (path: string, error: unknown, cause: unknown) =>
  pergolaErrors.create("INSTALL_FAILED", {
    message: `The installation failed (${errorMessage(cause)}), and ${path} could not be put back as it was: ${errorMessage(error)}`,
    hint: "Take that file from your version control, then install again.",
    details: { path },
    cause,
  });

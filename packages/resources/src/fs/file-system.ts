import * as fs from "node:fs/promises";

/** What the local storage asks of the operating system; tests put themselves in between. */
export type FileSystem = Pick<
  typeof fs,
  | "copyFile"
  | "link"
  | "lstat"
  | "mkdir"
  | "open"
  | "readdir"
  | "readlink"
  | "realpath"
  | "rename"
  | "rmdir"
  | "unlink"
>;

export const nodeFileSystem: FileSystem = fs;

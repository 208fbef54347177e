import { access } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Part } from "./split-text.ts";

/** `](path)` of Markdown and `from "./path"` of TypeScript. */
const LINK = /\]\((?<page>[\w./-]+)(?:#[\w-]*)?\)|from "(?<module>\.{1,2}\/[^"]+)"/g;

export interface CheckedLinks {
  readonly checked: number;
  /** `file → target` of those that lead to nothing. */
  readonly broken: readonly string[];
}

/** Looks for the target of each link to a file of the project. */
export async function checkLinks(root: string, { file, text }: Part): Promise<CheckedLinks> {
  const targets = [...text.matchAll(LINK)]
    .map(({ groups }) => groups?.page ?? groups?.module ?? "")
    .filter((target) => !/^[a-z]+:/i.test(target));
  const broken = await Promise.all(targets.map((target) => isBroken(join(root, dirname(file), target))));
  return {
    checked: targets.length,
    broken: targets.filter((_, index) => broken[index]).map((target) => `${file} → ${target}`),
  };
}

const isBroken = (path: string): Promise<boolean> =>
  access(path).then(
    () => false,
    () => true,
  );

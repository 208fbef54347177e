import { readJson } from "./read-json.ts";
import { type ReadOptions, readYaml } from "./read-yaml.ts";
import type { SourceFile } from "./source-file.ts";
import type { SourceNode } from "./source-node.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: neither YAML nor JSON may have these
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** The tree of a YAML or JSON text. Undefined when nothing of it can be used; `options.problems` says why. */
export async function readText(file: SourceFile, options: ReadOptions): Promise<SourceNode | undefined> {
  const control = CONTROL.exec(file.text);
  if (control !== null) {
    options.problems.add({
      place: { file, start: control.index, end: control.index + 1 },
      message: "The file has a control character.",
      hint: "Is it a text file? Save it as UTF-8; in double quotes write \\u0007 and the like.",
    });
    return undefined;
  }
  const node = file.format === "json" ? readJson(file, options) : await readYaml(file, options);
  if (node === undefined && options.problems.isEmpty) options.problems.add(empty(file));
  return node;
}

const empty = (file: SourceFile) => ({
  place: { file, start: 0, end: 1 },
  message: "The file is empty.",
  hint: "Give the agent a step: `steps: [{ step: llm }]`.",
});

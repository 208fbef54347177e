import { suggest } from "@pergola/core";
import type { ConfigProblem } from "@pergola/resources";
import { parseTemplate } from "./template.ts";

/** Variables of a template that can never be there, because the state does not declare them. */
export function templateProblems(
  key: string,
  source: string | undefined,
  stateKeys: ReadonlySet<string> | undefined,
): readonly ConfigProblem[] {
  if (source === undefined || stateKeys === undefined) return [];
  const unknown = [...parseTemplate(source).roots].filter((root) => root !== "input" && !stateKeys.has(root));
  return unknown.map((root) => ({
    path: [key],
    message: `The template needs {${root}}, which is not a key of the state.`,
    hint: `Declare it in the state schema, or write {{${root}}} for the text itself. ${suggest(root, stateKeys)}`,
  }));
}

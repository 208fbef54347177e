/** An import as it stands in a source file. */
export interface ImportSite {
  readonly specifier: string;
  /** 1-based. */
  readonly line: number;
}

// Relies on the formatter: statements begin a line, specifiers are in double quotes.
const STATIC = /^(?:import|export)\b(?:[^"'`;]*?\bfrom)?\s*"([^"]+)"/gm;
const DYNAMIC = /\bimport\(\s*"([^"]+)"\s*\)/g;
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

/** Every module that the text imports: statements, re-exports, `import("…")` as a value and as a type. */
export function importsOf(text: string): ImportSite[] {
  const code = text.replace(COMMENT, (comment) => comment.replace(/[^\n]/g, " "));
  return [STATIC, DYNAMIC].flatMap((pattern) =>
    [...code.matchAll(pattern)].map((match) => ({
      specifier: match[1] ?? "",
      line: code.slice(0, match.index).split("\n").length,
    })),
  );
}

/** `@pergola/core/testing` → `@pergola/core`, `zod/v4` → `zod`; undefined for relative and `node:` imports. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith(".") || specifier.startsWith("/") || specifier.startsWith("node:"))
    return undefined;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

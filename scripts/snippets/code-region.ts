const REGION = /^[ \t]*(?:\/\/|#) #region (\S+)\n([\s\S]*?)^[ \t]*(?:\/\/|#) #endregion$/gm;

/** What stands between `// #region name` and `// #endregion` (in YAML `# #region`), moved to the left; several of one name are joined. */
export function codeRegion(source: string, name: string): string | undefined {
  const parts = [...source.matchAll(REGION)].filter(([, found]) => found === name);
  if (parts.length === 0) return undefined;
  return parts.map(([, , code = ""]) => moveLeft(code)).join("\n");
}

function moveLeft(code: string): string {
  const lines = code.trimEnd().split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const indent = Math.min(...indents);
  return lines.map((line) => `${line.slice(indent)}\n`).join("");
}

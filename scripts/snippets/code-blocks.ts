const BLOCK = /^```(?:ts|yaml(?= ))(?: ([^\s#]+)#(\S+))?\n([\s\S]*?)^```$/gm;

/** A block of TypeScript in a page, or of YAML that names where it is from. */
export interface CodeBlock {
  /** Line of the page that opens it, from 1. */
  readonly line: number;
  readonly code: string;
  /** The region that it names: ` ```ts path/of/file.ts#region `. */
  readonly source: { readonly file: string; readonly region: string } | undefined;
}

/** The blocks of a page, in order. */
export function codeBlocks(page: string): CodeBlock[] {
  return [...page.matchAll(BLOCK)].map(({ 1: file, 2: region, 3: code = "", index }) => ({
    line: page.slice(0, index).split("\n").length,
    code,
    source: file === undefined || region === undefined ? undefined : { file, region },
  }));
}

/** The page with other code in its blocks; `undefined` leaves a block as it is. */
export function replaceBlocks(page: string, codeOf: (block: CodeBlock) => string | undefined): string {
  const blocks = codeBlocks(page);
  return page.replace(BLOCK, (whole) => {
    const block = blocks.shift() as CodeBlock;
    const code = codeOf(block);
    return code === undefined ? whole : `${whole.slice(0, whole.indexOf("\n") + 1)}${code}\`\`\``;
  });
}

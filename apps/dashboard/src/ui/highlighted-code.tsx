import { type ReactNode, useEffect, useState } from "react";

export interface HighlightedCodeProps {
  readonly code: string;
  readonly language?: string | undefined;
}

/** Longest code that gets colours, in characters. */
const MAX_CHARS = 60_000;
/** Code that still grows is coloured once it has been quiet for this long. */
const QUIET_MS = 120;

/** Code with colours once the highlighter is there (it loads on first use); until then, and if it can't, plain. */
export function HighlightedCode({ code, language }: HighlightedCodeProps) {
  const [coloured, setColoured] = useState<{ readonly code: string; readonly content: ReactNode }>();
  useEffect(() => {
    if (language === undefined || code.length > MAX_CHARS) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const highlighter = await import("./highlighter.tsx").catch(() => undefined);
      if (isCurrent && highlighter) setColoured({ code, content: highlighter.highlight(code, language) });
    }, QUIET_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [code, language]);
  return coloured?.code === code ? coloured.content : code;
}

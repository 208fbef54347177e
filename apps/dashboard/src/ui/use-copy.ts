import { useEffect, useState } from "react";
import { copyText } from "./copy-text.ts";

/** Copies a text; `isCopied` stays true for a moment after it worked. */
export function useCopy(): { readonly isCopied: boolean; readonly copy: (text: string) => void } {
  const [copiedAt, setCopiedAt] = useState<number>();
  useEffect(() => {
    if (copiedAt === undefined) return;
    const timer = setTimeout(() => setCopiedAt(undefined), 1_500);
    return () => clearTimeout(timer);
  }, [copiedAt]);
  const copy = (text: string) => void copyText(text).then((isDone) => isDone && setCopiedAt(Date.now()));
  return { isCopied: copiedAt !== undefined, copy };
}

import { Check, Copy } from "lucide-react";
import { IconButton } from "./icon-button.tsx";
import { useCopy } from "./use-copy.ts";

export interface CopyButtonProps {
  /** Read when pressed. */
  readonly text: string | (() => string);
  /** What is copied, for example `Copy code`. */
  readonly label: string;
  readonly className?: string;
}

/** Copies and says so. */
export function CopyButton({ text, label, className }: CopyButtonProps) {
  const { isCopied, copy } = useCopy();
  return (
    <IconButton
      label={isCopied ? "Copied" : label}
      icon={isCopied ? <Check /> : <Copy />}
      className={className}
      onClick={() => copy(typeof text === "string" ? text : text())}
    />
  );
}

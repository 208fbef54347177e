import type { ComponentProps } from "react";

export interface ScrollAreaProps extends ComponentProps<"div"> {
  /** What scrolls here, for those who don't see it. */
  readonly label: string;
}

/** Something that scrolls, and so can be reached and scrolled with the keyboard. */
export function ScrollArea({ label, ...rest }: ScrollAreaProps) {
  // biome-ignore lint/a11y/noNoninteractiveTabindex: without it, the keyboard can't scroll here in every browser.
  // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms.
  return <div role="group" aria-label={label} tabIndex={0} {...rest} />;
}

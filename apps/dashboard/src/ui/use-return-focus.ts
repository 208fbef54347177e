import { useRef } from "react";

/**
 * For the content of a dialog that no trigger of its own opened: when it closes, the focus goes back to where it
 * was when it opened.
 */
export function useReturnFocus() {
  const before = useRef<Element>(null);
  return {
    onOpenAutoFocus: () => {
      before.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      const element = before.current;
      if (element instanceof HTMLElement && element.isConnected) element.focus();
    },
  };
}

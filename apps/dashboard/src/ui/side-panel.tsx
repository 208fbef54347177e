import * as Dialog from "@radix-ui/react-dialog";
import type { ReactNode } from "react";
import { Scrim } from "./scrim.tsx";
import styles from "./side-panel.module.css";
import { useMediaQuery } from "./use-media-query.ts";
import { useReturnFocus } from "./use-return-focus.ts";

export interface SidePanelProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A drawer beside the content where there is room, else a sheet over it. */
export function SidePanel({ title, onClose, children }: SidePanelProps) {
  const hasRoom = useMediaQuery("(min-width: 1024px)");
  if (hasRoom) {
    return (
      <aside className={styles.drawer} aria-label={title}>
        {children}
      </aside>
    );
  }
  return (
    <Sheet title={title} onClose={onClose}>
      {children}
    </Sheet>
  );
}

function Sheet({ title, onClose, children }: SidePanelProps) {
  const focus = useReturnFocus();
  // The sheet takes the focus itself, not its first button, whose tooltip would open.
  const focusItself = (event: Event) => {
    focus.onOpenAutoFocus();
    event.preventDefault();
    (event.target as HTMLElement).focus();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Scrim />
        <Dialog.Content
          aria-modal="true"
          className={styles.sheet}
          aria-describedby={undefined}
          {...focus}
          onOpenAutoFocus={focusItself}
        >
          <Dialog.Title className="visually-hidden">{title}</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

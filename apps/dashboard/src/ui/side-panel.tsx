import * as Dialog from "@radix-ui/react-dialog";
import type { ReactNode } from "react";
import styles from "./side-panel.module.css";
import { useMediaQuery } from "./use-media-query.ts";

export interface SidePanelProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The sheet takes the focus, not its first button, whose tooltip would open. */
function focusItself(event: Event): void {
  event.preventDefault();
  (event.target as HTMLElement).focus();
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
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content className={styles.sheet} aria-describedby={undefined} onOpenAutoFocus={focusItself}>
          <Dialog.Title className="visually-hidden">{title}</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

import * as Alert from "@radix-ui/react-alert-dialog";
import { Button } from "./button.tsx";
import styles from "./dialog.module.css";
import { Scrim } from "./scrim.tsx";
import { useReturnFocus } from "./use-return-focus.ts";

export interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly text: string;
  /** The verb of the dangerous button, for example `Delete`. */
  readonly action: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something is lost. Escape and "Cancel" keep it. */
export function ConfirmDialog({ isOpen, title, text, action, onConfirm, onClose }: ConfirmDialogProps) {
  const focus = useReturnFocus();
  return (
    <Alert.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Alert.Portal>
        <Scrim />
        <Alert.Content aria-modal="true" className={styles.content} {...focus}>
          <Alert.Title className={styles.title}>{title}</Alert.Title>
          <Alert.Description className={styles.text}>{text}</Alert.Description>
          <div className={styles.actions}>
            <Alert.Cancel asChild>
              <Button>Cancel</Button>
            </Alert.Cancel>
            <Alert.Action asChild>
              <Button look="danger" onClick={onConfirm}>
                {action}
              </Button>
            </Alert.Action>
          </div>
        </Alert.Content>
      </Alert.Portal>
    </Alert.Root>
  );
}

import * as Tabs from "@radix-ui/react-tabs";
import { ChevronDown, ChevronUp, X } from "lucide-react";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { HeaderLine } from "../../../ui/header-line.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import type { Turn } from "../turn.ts";
import { DebugEvents } from "./debug-events.tsx";
import styles from "./debug-panel.module.css";
import { DebugRequests } from "./debug-requests.tsx";

export interface DebugPanelProps {
  readonly turns: readonly Turn[];
  /** Default: the latest turn. */
  readonly selectedKey: string | undefined;
  readonly onSelect: (key: string) => void;
  readonly onClose: () => void;
}

/** The exact requests to the model and every event of one turn, live and from the log. */
export function DebugPanel({ turns, selectedKey, onSelect, onClose }: DebugPanelProps) {
  const found = turns.findIndex((turn) => turn.key === selectedKey);
  const index = found === -1 ? turns.length - 1 : found;
  const turn = turns[index];
  const go = (step: number) => {
    const next = turns[index + step];
    if (next) onSelect(next.key);
  };
  return (
    <div className={styles.panel}>
      <HeaderLine level={2} title="Debug" isOpen>
        {turn && (
          <span className={styles.place}>
            Turn {index + 1} of {turns.length}
          </span>
        )}
        <IconButton label="Earlier turn" icon={<ChevronUp />} disabled={index <= 0} onClick={() => go(-1)} />
        <IconButton
          label="Later turn"
          icon={<ChevronDown />}
          disabled={index >= turns.length - 1}
          onClick={() => go(1)}
        />
        <IconButton label="Close" icon={<X />} onClick={onClose} />
      </HeaderLine>
      {turn ? <TurnTabs turn={turn} /> : <NoTurn />}
    </div>
  );
}

function TurnTabs({ turn }: { readonly turn: Turn }) {
  return (
    <Tabs.Root defaultValue="requests" className={styles.tabs}>
      <Tabs.List className={styles.tablist} aria-label="What to inspect">
        <Tabs.Trigger value="requests" className={styles.tab}>
          Requests <span className={styles.count}>{turn.modelCalls.length}</span>
        </Tabs.Trigger>
        <Tabs.Trigger value="events" className={styles.tab}>
          Events <span className={styles.count}>{turn.log.length}</span>
        </Tabs.Trigger>
      </Tabs.List>
      <Tabs.Content value="requests" className={styles.content}>
        <DebugRequests turn={turn} />
      </Tabs.Content>
      <Tabs.Content value="events" className={styles.content}>
        <DebugEvents turn={turn} />
      </Tabs.Content>
    </Tabs.Root>
  );
}

function NoTurn() {
  return (
    <EmptyState title="Nothing to inspect yet">
      Send a message: what goes to the model appears here as it is sent.
    </EmptyState>
  );
}

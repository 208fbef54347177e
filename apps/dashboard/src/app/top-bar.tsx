import { Command } from "lucide-react";
import type { AgentModel } from "../api/models.ts";
import { Badge } from "../ui/badge.tsx";
import { AgentPicker } from "./agent-picker.tsx";
import { BrandMark } from "./brand-mark.tsx";
import { ConnectionState } from "./connection-state.tsx";
import { ThemeMenu } from "./theme-menu.tsx";
import styles from "./top-bar.module.css";
import type { Connection } from "./use-connection.ts";

const SHORTCUT = /mac|iphone|ipad/i.test(navigator.platform) ? "⌘K" : "Ctrl K";

export interface TopBarProps {
  readonly agents: readonly AgentModel[];
  readonly agent: AgentModel | undefined;
  readonly connection: Connection;
  readonly onCommands: () => void;
}

/** Who answers, with which model, over which connection; commands and theme. */
export function TopBar({ agents, agent, connection, onCommands }: TopBarProps) {
  return (
    <header className={styles.bar}>
      <span className={styles.brand}>
        <BrandMark />
      </span>
      {agent && <AgentPicker agents={agents} agent={agent} />}
      {agent && <ModelInUse agent={agent} />}
      <span className={styles.space} />
      <ConnectionState connection={connection} />
      <button type="button" className={styles.commands} onClick={onCommands}>
        <Command aria-hidden="true" />
        <span className={styles.word}>Commands</span>
        <kbd className={styles.keys}>{SHORTCUT}</kbd>
      </button>
      <ThemeMenu />
    </header>
  );
}

function ModelInUse({ agent }: { readonly agent: AgentModel }) {
  const { model, isOffline } = agent.pergola;
  return (
    <span className={styles.model}>
      <code className={styles.id} title={`Model: ${model}`}>
        {model}
      </code>
      {isOffline && <Badge tone="warn">Offline model</Badge>}
    </span>
  );
}

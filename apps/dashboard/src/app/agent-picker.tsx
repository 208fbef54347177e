import * as Menu from "@radix-ui/react-dropdown-menu";
import { useMatchRoute, useNavigate } from "@tanstack/react-router";
import { Check, ChevronsUpDown } from "lucide-react";
import type { AgentModel } from "../api/models.ts";
import menu from "../ui/menu.module.css";
import styles from "./agent-picker.module.css";

export interface AgentPickerProps {
  readonly agents: readonly AgentModel[];
  readonly agent: AgentModel;
}

/** The agent's name; with more than one, a menu of them. Another agent has other chats and runs: it begins a new chat, or shows all of its runs. */
export function AgentPicker({ agents, agent }: AgentPickerProps) {
  const navigate = useNavigate();
  const isOnRuns = useMatchRoute()({ to: "/runs", fuzzy: true }) !== false;
  if (agents.length < 2) return <span className={styles.name}>{agent.id}</span>;
  const choose = (id: string) => void navigate({ to: isOnRuns ? "/runs" : "/chat", search: { agent: id } });
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={`${styles.name} ${styles.trigger}`} aria-label={`Agent: ${agent.id}`}>
        <span className={styles.label}>{agent.id}</span> <ChevronsUpDown aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content className={menu.content} align="start" sideOffset={4}>
          <Menu.RadioGroup value={agent.id} onValueChange={choose}>
            {agents.map((each) => (
              <Menu.RadioItem key={each.id} value={each.id} className={menu.item}>
                {each.id}
                <Menu.ItemIndicator className={menu.mark}>
                  <Check aria-hidden="true" />
                </Menu.ItemIndicator>
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}

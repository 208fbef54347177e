import * as Dialog from "@radix-ui/react-dialog";
import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { Bot, Bug, MessageSquare, Monitor, Moon, SquarePen, Sun, Workflow } from "lucide-react";
import type { ReactNode } from "react";
import type { AgentModel } from "../api/models.ts";
import { useSessions } from "../features/chat/api/use-sessions.ts";
import { useFlows } from "../features/flows/api/use-flows.ts";
import { Scrim } from "../ui/scrim.tsx";
import { useReturnFocus } from "../ui/use-return-focus.ts";
import styles from "./command-palette.module.css";
import { usePages } from "./pages.ts";
import { toggleDebugPanel } from "./preferences.ts";
import { setTheme } from "./theme.ts";

export interface CommandPaletteProps {
  readonly agent: AgentModel | undefined;
  readonly agents: readonly AgentModel[];
  readonly onClose: () => void;
}

/** Everything the page can do, by typing. */
export function CommandPalette({ agent, agents, onClose }: CommandPaletteProps) {
  const focus = useReturnFocus();
  const run = (action: () => unknown) => () => {
    onClose();
    action();
  };
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Scrim />
        <Dialog.Content aria-modal="true" {...focus} className={styles.dialog} aria-describedby={undefined}>
          <Dialog.Title className="visually-hidden">Commands</Dialog.Title>
          <Command label="Commands">
            <Command.Input className={styles.input} placeholder="Type a command or a chat's name" />
            <Command.List className={styles.list}>
              <Command.Empty className={styles.empty}>Nothing matches.</Command.Empty>
              <Pages run={run} />
              <Actions agent={agent} agents={agents} run={run} />
              <Flows run={run} />
              {agent && <Sessions agent={agent} run={run} />}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type Run = (action: () => unknown) => () => void;

function Actions({
  agent,
  agents,
  run,
}: Pick<CommandPaletteProps, "agent" | "agents"> & { readonly run: Run }) {
  const navigate = useNavigate();
  const goNew = (name: string | undefined) => navigate({ to: "/chat", search: { agent: name } });
  return (
    <Command.Group heading="Actions" className={styles.group}>
      <Item
        icon={<SquarePen />}
        text="New chat"
        onSelect={run(() => goNew(agents.length > 1 ? agent?.id : undefined))}
      />
      <Item icon={<Bug />} text="Toggle the debug panel" onSelect={run(toggleDebugPanel)} />
      <Item icon={<Monitor />} text="Theme: system" onSelect={run(() => setTheme("system"))} />
      <Item icon={<Sun />} text="Theme: light" onSelect={run(() => setTheme("light"))} />
      <Item icon={<Moon />} text="Theme: dark" onSelect={run(() => setTheme("dark"))} />
      {agents
        .filter((each) => each.id !== agent?.id)
        .map((each) => (
          <Item
            key={each.id}
            icon={<Bot />}
            text={`Agent: ${each.id}`}
            onSelect={run(() => goNew(each.id))}
          />
        ))}
    </Command.Group>
  );
}

function Pages({ run }: { readonly run: Run }) {
  const navigate = useNavigate();
  return (
    <Command.Group heading="Pages" className={styles.group}>
      {usePages().map(({ to, name, Icon }) => (
        <Item
          key={to}
          icon={<Icon />}
          text={`Go to ${name}`}
          onSelect={run(() => navigate({ to, search: ({ agent }) => ({ agent }) }))}
        />
      ))}
    </Command.Group>
  );
}

function Flows({ run }: { readonly run: Run }) {
  const navigate = useNavigate();
  const flows = useFlows().data ?? [];
  if (flows.length === 0) return null;
  const open = (flowName: string) =>
    navigate({ to: "/flows/$flowName", params: { flowName }, search: ({ agent }) => ({ agent }) });
  return (
    <Command.Group heading="Flows" className={styles.group}>
      {flows.map(({ name }) => (
        <Item key={name} icon={<Workflow />} text={`Flow: ${name}`} onSelect={run(() => open(name))} />
      ))}
    </Command.Group>
  );
}

function Sessions({ agent, run }: { readonly agent: AgentModel; readonly run: Run }) {
  const navigate = useNavigate();
  const sessions = useSessions(agent.id).data?.pages.flatMap((page) => page.data) ?? [];
  if (sessions.length === 0) return null;
  const open = (sessionId: string) =>
    navigate({
      to: "/chat/$sessionId",
      params: { sessionId },
      search: ({ agent: name }) => ({ agent: name }),
    });
  return (
    <Command.Group heading="Chats" className={styles.group}>
      {sessions.map(({ id, title }) => (
        <Item
          key={id}
          value={`${title} ${id}`}
          icon={<MessageSquare />}
          text={title || "Untitled"}
          onSelect={run(() => open(id))}
        />
      ))}
    </Command.Group>
  );
}

interface ItemProps {
  readonly icon: ReactNode;
  readonly text: string;
  readonly value?: string;
  readonly onSelect: () => void;
}

function Item({ icon, text, value = text, onSelect }: ItemProps) {
  return (
    <Command.Item className={styles.item} value={value} onSelect={onSelect}>
      {icon}
      <span className={styles.text}>{text}</span>
    </Command.Item>
  );
}

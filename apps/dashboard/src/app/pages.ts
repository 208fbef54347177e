import { Activity, type LucideIcon, MessagesSquare, Workflow } from "lucide-react";
import { useFlows } from "../features/flows/api/use-flows.ts";

/** A page that the rail and the command palette lead to. */
export interface Page {
  readonly to: "/chat" | "/runs" | "/flows";
  readonly name: string;
  readonly Icon: LucideIcon;
}

const CHAT: Page = { to: "/chat", name: "Chat", Icon: MessagesSquare };
const RUNS: Page = { to: "/runs", name: "Runs", Icon: Activity };
const FLOWS: Page = { to: "/flows", name: "Flows", Icon: Workflow };

/** The pages, in the order in which they are shown. Each comes with what it is about. */
export function usePages(): readonly Page[] {
  const hasFlows = (useFlows().data?.length ?? 0) > 0;
  return hasFlows ? [CHAT, RUNS, FLOWS] : [CHAT, RUNS];
}

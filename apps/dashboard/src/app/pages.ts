import { Activity, ChartLine, type LucideIcon, MessagesSquare, ScrollText, Workflow } from "lucide-react";
import { useFlows } from "../features/flows/api/use-flows.ts";
import { useServes } from "../server/use-serves.ts";

/** A page that the rail and the command palette lead to. */
export interface Page {
  readonly to: "/chat" | "/runs" | "/flows" | "/logs" | "/figures";
  readonly name: string;
  readonly Icon: LucideIcon;
}

const CHAT: Page = { to: "/chat", name: "Chat", Icon: MessagesSquare };
const RUNS: Page = { to: "/runs", name: "Runs", Icon: Activity };
const FLOWS: Page = { to: "/flows", name: "Flows", Icon: Workflow };

const LOGS: Page = { to: "/logs", name: "Logs", Icon: ScrollText };
const METRICS: Page = { to: "/figures", name: "Metrics", Icon: ChartLine };

/** The pages, in the order in which they are shown. Each comes with what it is about. */
export function usePages(): readonly Page[] {
  const hasFlows = (useFlows().data?.length ?? 0) > 0;
  const serves = useServes();
  return [
    CHAT,
    RUNS,
    ...(hasFlows ? [FLOWS] : []),
    ...(serves.includes("logs") ? [LOGS] : []),
    ...(serves.includes("metrics") ? [METRICS] : []),
  ];
}

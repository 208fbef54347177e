import { createRootRoute, createRoute, createRouter, Link, redirect } from "@tanstack/react-router";
import { EmptyState } from "../ui/empty-state.tsx";
import { ChatRoute } from "./chat-route.tsx";
import { FlowsRoute } from "./flows-route.tsx";
import { LogsRoute } from "./logs-route.tsx";
import { MetricsRoute } from "./metrics-route.tsx";
import { PageFailure } from "./page-failure.tsx";
import { parsePageSearch } from "./page-search.ts";
import { RunsRoute } from "./runs-route.tsx";
import { Shell } from "./shell.tsx";

const root = createRootRoute({
  validateSearch: parsePageSearch,
  component: Shell,
  notFoundComponent: NoSuchPage,
});

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: ({ search }) => {
    throw redirect({ to: "/chat", search, replace: true });
  },
});

/** One component for both, so that nothing is drawn anew when a new chat gets its id. */
const chat = createRoute({ getParentRoute: () => root, path: "chat", component: ChatRoute });
const newChat = createRoute({ getParentRoute: () => chat, path: "/" });
const session = createRoute({ getParentRoute: () => chat, path: "$sessionId" });

const runs = createRoute({ getParentRoute: () => root, path: "runs", component: RunsRoute });
const allRuns = createRoute({ getParentRoute: () => runs, path: "/" });
const run = createRoute({ getParentRoute: () => runs, path: "$runId" });

const flows = createRoute({ getParentRoute: () => root, path: "flows", component: FlowsRoute });
const firstFlow = createRoute({ getParentRoute: () => flows, path: "/" });
const flow = createRoute({ getParentRoute: () => flows, path: "$flowName" });

const logs = createRoute({ getParentRoute: () => root, path: "logs", component: LogsRoute });
/** Not at `/metrics`: there the server answers Prometheus. */
const metrics = createRoute({ getParentRoute: () => root, path: "figures", component: MetricsRoute });

/** The page's routes. */
export const router = createRouter({
  routeTree: root.addChildren([
    home,
    chat.addChildren([newChat, session]),
    runs.addChildren([allRuns, run]),
    flows.addChildren([firstFlow, flow]),
    logs,
    metrics,
  ]),
  defaultStructuralSharing: true,
  defaultErrorComponent: PageFailure,
});

function NoSuchPage() {
  return (
    <EmptyState title="There is no such page" action={<Link to="/chat">Go to the chat</Link>}>
      The address may be mistyped.
    </EmptyState>
  );
}

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

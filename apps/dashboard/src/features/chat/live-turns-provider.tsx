import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useState } from "react";
import { cancelRun, type RunRequest, streamRun } from "../../api/runs.ts";
import { useLiveRuns } from "../../run/live-runs-provider.tsx";
import { atNextFrame } from "../../ui/at-next-frame.ts";
import { sessionKey } from "./api/use-session.ts";
import { sessionsKey } from "./api/use-sessions.ts";
import { createLiveTurns, type LiveTurns } from "./live-turns.ts";
import { randomId } from "./random-id.ts";

const LiveTurnsContext = createContext<LiveTurns | undefined>(undefined);

/** Holds the running turns above the pages, so that they outlive a change of page. */
export function LiveTurnsProvider({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient();
  const runs = useLiveRuns();
  const [store] = useState(() =>
    createLiveTurns({
      streamRun: (run, signal) => runs.follow(run, streamRun(run, signal)),
      cancelRun,
      atNextFrame,
      newKey: () => `local-${randomId()}`,
      now: Date.now,
      onSettled: (run) => void refresh(client, run),
    }),
  );
  return <LiveTurnsContext value={store}>{children}</LiveTurnsContext>;
}

/** The store of live turns. */
export function useLiveTurns(): LiveTurns {
  const store = useContext(LiveTurnsContext);
  if (!store) throw new Error("useLiveTurns needs a LiveTurnsProvider above it.");
  return store;
}

/** The page saw how the turn ended: its session is read again only when it is opened anew or looked at again. */
async function refresh(client: QueryClient, run: RunRequest): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: sessionsKey(run.agent) }),
    client.invalidateQueries({ queryKey: sessionKey(run.agent, run.sessionId), refetchType: "none" }),
  ]);
}

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useState,
  useSyncExternalStore,
} from "react";
import { atNextFrame } from "../ui/at-next-frame.ts";
import { createLiveRuns, type LiveRun, type LiveRuns } from "./live-runs.ts";

const LiveRunsContext = createContext<LiveRuns | undefined>(undefined);

/** Holds the events of the page's own runs above the pages, so that a run can be looked at while it runs. */
export function LiveRunsProvider({ children }: { readonly children: ReactNode }) {
  const [store] = useState(() => createLiveRuns({ atNextFrame }));
  return <LiveRunsContext value={store}>{children}</LiveRunsContext>;
}

/** The store of the page's own runs. */
export function useLiveRuns(): LiveRuns {
  const store = useContext(LiveRunsContext);
  if (!store) throw new Error("useLiveRuns needs a LiveRunsProvider above it.");
  return store;
}

/** A run that this page has started, as far as it has come; none if it was started elsewhere. */
export function useLiveRun(runId: string | undefined): LiveRun | undefined {
  const store = useLiveRuns();
  const read = useCallback(() => (runId === undefined ? undefined : store.get(runId)), [store, runId]);
  return useSyncExternalStore(store.subscribe, read);
}

import { useQueryClient } from "@tanstack/react-query";
import { createContext, useCallback, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { connectFlowSocket } from "../../api/flow-socket.ts";
import { atNextFrame } from "../../ui/at-next-frame.ts";
import { tracesKey } from "./api/use-traces.ts";
import { EMPTY_VIEW, type FlowView } from "./flow-view.ts";
import { createLiveFlow, type LiveFlow } from "./live-flow.ts";

/** The flow that the page watches. */
export const LiveFlowContext = createContext<LiveFlow | undefined>(undefined);

/** Watches a flow as long as the page shows it. */
export function useWatch(flow: string, follow: string | undefined): LiveFlow | undefined {
  const client = useQueryClient();
  const [live, setLive] = useState<LiveFlow>();
  useEffect(() => {
    const opened = createLiveFlow({
      flow,
      connect: connectFlowSocket,
      atNextFrame,
      now: () => performance.now(),
      onNews: () => void client.invalidateQueries({ queryKey: tracesKey(flow) }),
    });
    setLive(opened);
    return () => opened.close();
  }, [flow, client]);
  useEffect(() => live?.follow(follow ?? null), [live, follow]);
  return live;
}

const NEVER = () => () => undefined;

/** A part of what the page knows of the flow; who reads it is drawn anew only when that part changes. */
export function useFlowView<Part>(select: (view: FlowView) => Part): Part {
  const live = useContext(LiveFlowContext);
  const read = useCallback(() => select(live?.view() ?? EMPTY_VIEW), [live, select]);
  return useSyncExternalStore(live?.subscribe ?? NEVER, read);
}

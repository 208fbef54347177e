import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { cancelTrace, listTraces, startTrace } from "../../../api/flows.ts";

/** Where a flow's traces are in the query cache. */
export const tracesKey = (flow: string) => ["flow-traces", flow] as const;

/** The user's traces of a flow, newest first. */
export function useTraces(flow: string) {
  return useQuery({ queryKey: tracesKey(flow), queryFn: ({ signal }) => listTraces(flow, signal) });
}

export function useStartTrace(flow: string, onStarted: (id: string) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: unknown) => startTrace(flow, input),
    onSuccess: ({ id }) => {
      onStarted(id);
      return client.invalidateQueries({ queryKey: tracesKey(flow) });
    },
  });
}

export function useCancelTrace(flow: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => cancelTrace(flow, id),
    onSettled: () => client.invalidateQueries({ queryKey: tracesKey(flow) }),
  });
}

import { useQuery } from "@tanstack/react-query";
import { listFlows } from "../../../api/flows.ts";

/** The flows of the server. They only change when it starts anew. */
export function useFlows() {
  return useQuery({
    queryKey: ["flows"],
    queryFn: ({ signal }) => listFlows(signal),
    staleTime: 5 * 60_000,
  });
}

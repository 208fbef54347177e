import { useQuery } from "@tanstack/react-query";
import { getAgentGraph } from "../../../api/agents.ts";

/** The steps of an agent. They only change when the server starts anew. */
export function useAgentGraph(agent: string) {
  return useQuery({
    queryKey: ["agent-graph", agent],
    queryFn: ({ signal }) => getAgentGraph(agent, signal),
    staleTime: 5 * 60_000,
  });
}

import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { listModels } from "../api/models.ts";

/** The server's agents. */
function useAgents() {
  return useQuery({
    queryKey: ["agents"],
    queryFn: ({ signal }) => listModels(signal),
    staleTime: 60_000,
  });
}

/** The agent in use: the one that the URL names, else the first. */
export function useActiveAgent() {
  const query = useAgents();
  const { agent: name } = useSearch({ strict: false });
  const agents = query.data ?? [];
  const agent = agents.find((each) => each.id === name) ?? agents[0];
  return { query, agents, agent };
}

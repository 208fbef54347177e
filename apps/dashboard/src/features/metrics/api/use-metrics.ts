import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getHealth, getSummary, getTimeline, type MetricsQuery } from "../../../api/metrics.ts";

/** How often figures are asked for while the page shows them, in milliseconds. */
const REFRESH_MS = 5_000;

const LIVE = { refetchInterval: REFRESH_MS, placeholderData: keepPreviousData } as const;

/** The figures of an agent's last hours. */
export function useSummary(query: MetricsQuery) {
  return useQuery({
    queryKey: ["metrics", "summary", query],
    queryFn: ({ signal }) => getSummary(query, signal),
    ...LIVE,
  });
}

/** The same slot by slot. */
export function useTimeline(query: MetricsQuery) {
  return useQuery({
    queryKey: ["metrics", "timeline", query],
    queryFn: ({ signal }) => getTimeline(query, signal),
    ...LIVE,
  });
}

/** How an agent is doing. */
export function useHealth(agent: string) {
  return useQuery({
    queryKey: ["health", agent],
    queryFn: ({ signal }) => getHealth(agent, signal),
    refetchInterval: REFRESH_MS,
  });
}

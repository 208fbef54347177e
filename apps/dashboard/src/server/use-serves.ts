import { useQuery } from "@tanstack/react-query";
import { listServes, type Served } from "../api/serves.ts";

const NONE: readonly Served[] = [];

/** Which pages the server has figures for. */
export function useServes(): readonly Served[] {
  const query = useQuery({
    queryKey: ["serves"],
    queryFn: ({ signal }) => listServes(signal),
    staleTime: 60_000,
  });
  return query.data ?? NONE;
}

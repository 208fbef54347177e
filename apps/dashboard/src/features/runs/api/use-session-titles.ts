import { useQuery } from "@tanstack/react-query";
import { listSessions } from "../../../api/sessions.ts";

/** Most sessions whose titles are read: those that were used last. */
const MAX_SESSIONS = 200;
const NONE: ReadonlyMap<string, string> = new Map();

/** What the sessions of an agent are called, by their ids. A run is known by its session's title. */
export function useSessionTitles(agent: string): ReadonlyMap<string, string> {
  const { data } = useQuery({
    queryKey: ["session-titles", agent],
    queryFn: ({ signal }) => listSessions({ agent, limit: MAX_SESSIONS }, signal),
    select: titlesOf,
  });
  return data ?? NONE;
}

function titlesOf({ data }: Awaited<ReturnType<typeof listSessions>>): ReadonlyMap<string, string> {
  return new Map(data.map(({ id, title }) => [id, title]));
}

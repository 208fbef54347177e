/** How far back figures go, in hours. */
export const HOURS = [1, 6, 24] as const;

export type Cockatiel = typeof import("cockatiel");

let cockatiel: Cockatiel | undefined;

/** Loads cockatiel: a breaker needs it only once something has failed. */
export async function loadCockatiel(): Promise<Cockatiel> {
  cockatiel ??= await import("cockatiel");
  return cockatiel;
}

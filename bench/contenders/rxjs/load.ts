// Lies here so that specifiers resolve to this contender's own packages.
export const load = (specifier: string): Promise<unknown> => import(specifier);
export const resolve = (specifier: string): string => import.meta.resolve(specifier);

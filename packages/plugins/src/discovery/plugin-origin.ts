/**
 * Where a plugin was found, in the order in which they win: `registered` by the program, in the project's `folder` of
 * plugins, as a `dependency` of the project, in the folder of the `user`.
 */
export type PluginOrigin = "registered" | "folder" | "dependency" | "user";

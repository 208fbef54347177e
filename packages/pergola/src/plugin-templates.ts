/** Where the texts of new plugins are. The folder lies below this file, in the sources and when it is built. */
export const PLUGIN_TEMPLATES = new URL("./plugin/create/templates/", import.meta.url);

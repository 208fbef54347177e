import { defineErrorCodes } from "@pergola/core";

export const pluginErrors = defineErrorCodes("@pergola/plugins", {
  PLUGIN_INVALID: "A plugin or a provider that was given in code lacks something; it is named.",
  PLUGIN_DUPLICATE: "Two plugins of one name were registered.",
  PLUGIN_MANIFEST_INVALID:
    "A manifest is not what it should be; details.problems has line, defect and fix of each place.",
  PLUGIN_MANIFEST_TOO_LARGE: "A manifest is larger than a manifest may be.",
  PLUGIN_UNREADABLE: "A folder or a manifest that is there cannot be read.",
  PLUGIN_INCOMPATIBLE: "The plugin is for another version of Pergola, or needs another version of a plugin.",
  PLUGIN_NOT_ALLOWED: "The plugin is not on the allow-list.",
  PLUGIN_ENTRY_MISSING: "The file that the manifest names as entry is not there, or is no file.",
  PLUGIN_ENTRY_ESCAPES: "The entry lies outside the plugin's folder, symbolic links resolved.",
  PLUGIN_REQUIREMENT_MISSING: "The plugin needs another plugin that is not there or cannot be used.",
  PLUGIN_CYCLE: "Plugins need each other in a circle; details.cycle names them in order.",
  PLUGIN_SHADOWED: "Something of this name was found before; the earlier one is used.",
  PLUGIN_INTEGRITY_MISMATCH: "The files of the plugin are not the ones that were pinned.",
  PLUGIN_LOAD_FAILED: "The plugin was found, and its code failed to load; what it threw is the cause.",
  PLUGIN_LOAD_TIMEOUT: "The plugin was found, and its code did not finish loading in its time.",
  PLUGIN_DEPENDENCY_MISSING: "The plugin was found, and a package that it imports is not installed.",
  PLUGIN_BAD_EXPORT: "The plugin was found, and what its entry exports is no plugin and no provider.",
  PLUGIN_NOT_FOUND: "No plugin of this name was found.",
  LANGCHAIN_PACKAGE_MISSING:
    "The provider is in a package of LangChain that is not installed; the hint has the command.",
  PLUGIN_OPTION_INVALID: "An option of a plugin manager has a value that makes no sense.",
  PLUGIN_MANAGER_CLOSED: "The plugin manager was used after close().",
});

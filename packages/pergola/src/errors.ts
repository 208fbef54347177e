import { defineErrorCodes } from "@pergola/core";

/** Every code that a command of `pergola` fails with, and when. */
export const pergolaErrors = defineErrorCodes("pergola", {
  INVALID_USAGE: "A command, an argument or an option is not as the command line has it.",
  INVALID_INPUT: "The input of a run is not one JSON document in UTF-8, or it is too large.",
  FLOW_FILE_NOT_FOUND: "There is no file at the given path.",
  IMPORT_FAILED:
    "The file could not be imported: it threw, does not parse, or lacks something that it imports.",
  IMPORT_TIMEOUT: "The file was not imported, or its flow not made, in the given time.",
  EXPORT_NOT_FOUND: "The file has no export of the given name.",
  NO_FLOW_EXPORTED: "The file exports nothing that the command could work on.",
  SEVERAL_FLOWS: "The file exports several things that the command could work on, and none was named.",
  NOT_A_FLOW: "The named export is not what the command works on.",
  FLOW_MAKER_FAILED: "The function that should make the flow threw.",
  CLOSE_FAILED: "The flow could not be closed, or not in 5 seconds.",
  NO_MARKERS: "The page exists and has no place for the diagram.",
  BROKEN_MARKERS: "The markers of a page do not come in pairs, or two pairs are for the same diagram.",
  OUTPUT_STALE: "With --check: the file is not what the command would write.",
  OUTPUT_FAILED: "The output could not be written.",
  PROJECT_NOT_FOUND: "There is no package.json in the working folder or above it.",
  PACKAGE_MANAGER_MISSING: "The package manager of the project is not installed.",
  INSTALL_FAILED: "The package manager could not install what was asked for.",
  NOT_A_PLUGIN: "What was installed, or named as a folder, has no manifest of a plugin.",
  PLUGINS_UNUSABLE:
    "Plugins are there and cannot be used; the report before it says where, why and what to do.",
  FOLDER_NOT_EMPTY: "Where a new plugin should be, something is already.",
  INTERRUPTED: "The command was ended by a signal.",
  NOTHING_PENDING: "What the command waits for can never come: nothing is open in the process any more.",
  EXITED_EARLY: "The process ended before the command had: the file called process.exit().",
  UNCAUGHT_ERROR: "Something threw outside of the flow, for example in a timer of the file.",
});

import type { CommandTable } from './command.ts';

/** The commands in the order of the general help. A command's code is loaded when it is asked for, not before. */
export const commands = {} as const satisfies CommandTable;

import type { CommandTable } from './command.ts';

/** The commands in the order of the general help. A command's code is loaded when it is asked for, not before. */
export const commands = {
  replay: async () => (await import('./commands/replay.ts')).command,
  simulate: async () => (await import('./commands/simulate.ts')).command,
  verify: async () => (await import('./commands/verify.ts')).command,
  explain: async () => (await import('./commands/explain.ts')).command,
  member: async () => (await import('./commands/member.ts')).command,
  campaign: async () => (await import('./commands/campaign.ts')).command,
  metrics: async () => (await import('./commands/metrics.ts')).command,
  effect: async () => (await import('./commands/effect.ts')).command,
  cost: async () => (await import('./commands/cost.ts')).command,
  program: async () => (await import('./commands/program.ts')).command,
  import: async () => (await import('./commands/import.ts')).command,
  demo: async () => (await import('./commands/demo.ts')).command,
  up: async () => (await import('./commands/up.ts')).command,
  down: async () => (await import('./commands/down.ts')).command,
  redrive: async () => (await import('./commands/redrive.ts')).command,
} as const satisfies CommandTable;

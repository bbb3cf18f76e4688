import { memberCommand } from '../member/member-command.ts';

export const command = memberCommand(async (stage, io) => (await import('../member/desk.ts')).openDesk(stage, io));

import { campaignCommand } from '../campaign/campaign-command.ts';

export const command = campaignCommand(async (stage, io) =>
  (await import('../campaign/office.ts')).openOffice(stage, io),
);

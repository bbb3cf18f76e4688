import { describe, expect, it, vi } from 'vitest';

describe('a function without its environment', () => {
  it.each([
    [
      'apply-purchase',
      'ACCOUNTS_TABLE, LEDGER_TABLE, MEMBERS_TABLE, SETTINGS_TABLE, INTAKE_TABLE, IDENTITY_KEY_SECRET',
    ],
    ['apply-member', 'ACCOUNTS_TABLE, LEDGER_TABLE, MEMBERS_TABLE, SETTINGS_TABLE, INTAKE_TABLE, IDENTITY_KEY_SECRET'],
    ['publish-ledger', 'BUS_NAME'],
    ['publish-rejections', 'BUS_NAME'],
    ['publish-messages', 'BUS_NAME'],
    ['publish-members', 'BUS_NAME'],
    ['start-review', 'SETTINGS_TABLE, REVIEW_SEGMENTS'],
    [
      'review-members',
      'ACCOUNTS_TABLE, LEDGER_TABLE, SETTINGS_TABLE, MESSAGES_TABLE, NUMBERS_BUCKET, NUMBERS_DOMAIN, REVIEW_WRITE_UNITS_PER_SECOND',
    ],
    ['take-snapshot', 'SETTINGS_TABLE, SNAPSHOTS_TABLE, NUMBERS_BUCKET, NUMBERS_DOMAIN'],
  ])('%s names everything that is missing, at once', async (name, missing) => {
    vi.resetModules();
    const load = import(`../../functions/${name}/handler.ts`);
    await expect(load).rejects.toMatchObject({
      name: 'EnvironmentError',
      message: `missing in the environment: ${missing}`,
    });
  });
});

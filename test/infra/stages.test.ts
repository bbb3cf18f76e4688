import { describe, expect, it } from 'vitest';
import { stageNamed, stageSettings } from '../../infra/stages.ts';
import { stages } from '../../shared/config/names.ts';

describe('stages', () => {
  it.each(stages)('%s is one, and has settings of its own', (stage) => {
    expect(stageNamed(stage)).toBe(stage);
    expect(stageSettings[stage].stage).toBe(stage);
  });

  it('are local when nobody says otherwise', () => {
    expect(stageNamed(undefined)).toBe('local');
  });

  it.each(['production', '', null, 1])('refuse %j by name', (requested) => {
    expect(() => stageNamed(requested)).toThrow('-c stage= takes one of local, dev, prod');
  });

  it('keep data in prod alone', () => {
    expect(stages.filter((stage) => stageSettings[stage].keepsData)).toEqual(['prod']);
  });

  it('hand messages out by the clock everywhere but locally, where a plan is tried out at another time', () => {
    expect(stages.filter((stage) => stageSettings[stage].messagesScheduled)).toEqual(['dev', 'prod']);
  });

  it('have trials and e-mails until a retailer says what else they have, and every channel locally', () => {
    expect(Object.fromEntries(stages.map((stage) => [stage, Object.keys(stageSettings[stage].channels)]))).toEqual({
      local: ['log', 'email', 'sms', 'push', 'webhook'],
      dev: ['log', 'email'],
      prod: ['log', 'email'],
    });
  });
});

/** What members read before they answer is kept as proof by the name of its version. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { locales } from '../../../shared/domain/campaigns/campaign.ts';
import { consentChannels, consentPurposes } from '../../../shared/domain/consent.ts';
import { textsOf } from '../../../shared/http/pages/languages.ts';

describe('the wording', () => {
  it('is of another version when anything of it is: count `version` up, and put the new digest here', () => {
    const readBy = locales.map((locale) => {
      const { version, wording } = textsOf[locale];
      const asks = consentPurposes.flatMap((purpose) =>
        consentChannels.map((channel) => wording.unsubscribe.ask(purpose, channel)),
      );
      const text = JSON.stringify([wording, asks]);
      return [locale, version, createHash('sha256').update(text).digest('base64url')];
    });
    expect(readBy).toEqual([
      ['en', 1, '1xSCotZ5EToqXDuZsJLNAvEDmDpUZputQ4jBW1y9q0A'],
      ['zh-CN', 1, '9nalO9TuWwHHq9TKMV0ARbBPVkDSadY0Xb7PzwH5_XM'],
    ]);
  });
});

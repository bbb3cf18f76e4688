/** The page on which members say what may be sent to them, and what is kept of what they say. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { consentChannels, consentPurposes } from '../../../shared/domain/consent.ts';
import { locales } from '../../../shared/domain/campaigns/campaign.ts';
import { runs } from '../../property-runs.ts';
import { sentMessage } from '../../fixtures/sent-message.ts';
import { openMail } from './mail-reader.ts';
import type { Mail } from './mail-reader.ts';
import { memberIdOf, openTill } from './till.ts';
import type { Till } from './till.ts';

const now = Date.parse('2026-03-11T12:00:00+08:00');
const granted = { granted: true, at: '2026-03-01T12:00:00Z', text: 't1', how: 'till', by: 'clerk-1' };
const ann = {
  email: 'ann.example@shop.example',
  phone: '+8613800138000',
  name: 'Ann Example',
  consents: [{ purpose: 'promotions', channel: 'email', ...granted }],
};

let till: Till;
let mail: Mail;
let memberId: string;
let url: string;

async function enrol(body: object): Promise<void> {
  memberId = memberIdOf(await till.ask('POST', '/v1/members', { key: 'e1', body }));
  await mail.outbox.putMessage(sentMessage(memberId, 'message-1'));
  url = mail.links.preferences({ memberId, messageId: 'message-1' }, now);
}

beforeEach(async () => {
  till = openTill();
  mail = openMail(till);
  await enrol(ann);
  till.at('2026-03-11T12:00:00+08:00');
});

const boxesIn = (text: string) =>
  [...text.matchAll(/<input type="checkbox" name="allow" value="([\w.]+)" (checked)?/g)].map(
    ([, name = '', checked]) => [name, checked !== undefined] as const,
  );
const hiddenIn = (text: string) =>
  [...text.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, value] as const,
  );

/** The form of a page as a browser sends it, with these boxes ticked. */
function formOf(text: string, ticked: readonly string[], more: readonly (readonly [string, string])[] = []): string {
  const fields = [...hiddenIn(text), ...ticked.map((name) => ['allow', name] as const), ...more];
  return new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString();
}

async function save(ticked: readonly string[], more: readonly (readonly [string, string])[] = []) {
  const { text } = await mail.get(url);
  return mail.post(url, formOf(text, ticked, more));
}

async function allowed(): Promise<readonly string[]> {
  const { consents } = (await till.store.profile(memberId)) ?? { consents: [] };
  return consents.filter((one) => one.granted).map(({ purpose, channel }) => `${purpose}.${channel}`);
}

describe('the page', () => {
  it('asks of every purpose on every channel that the member has an address for, and shows what is allowed', async () => {
    const { status, text } = await mail.get(url);
    expect(status).toBe(200);
    expect(boxesIn(text)).toEqual([
      ['loyalty.email', false],
      ['loyalty.sms', false],
      ['promotions.email', true],
      ['promotions.sms', false],
      ['profiling.email', false],
      ['profiling.sms', false],
    ]);
    await till.ask('PATCH', `/v1/members/${memberId}`, {
      key: 'u1',
      body: { phone: null, contacts: { pushToken: 'token', wechatOpenId: 'open-id' } },
    });
    const channels = boxesIn((await mail.get(url)).text).map(([name]) => name.split('.')[1]);
    expect([...new Set(channels)]).toEqual(['email', 'push', 'wechat']);
  });

  it('names nobody, shows no address, and is in no cache, no frame and no list', async () => {
    for (const answer of [await mail.get(url), await save(['promotions.sms'])]) {
      for (const trace of ['Ann', 'shop.example', '13800138000', memberId, 'message-1']) {
        expect(answer.text).not.toContain(trace);
      }
      expect(answer.headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'x-robots-tag': 'noindex, nofollow, noarchive',
        'x-content-type-options': 'nosniff',
      });
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  });

  it('runs no script, and has no style but its own', async () => {
    const { text, headers } = await mail.get(url);
    const policy = headers['content-security-policy'] ?? '';
    const sheets = [...text.matchAll(/<style>([^]*?)<\/style>/g)].map(([, sheet = '']) => sheet);
    expect(sheets).toHaveLength(1);
    const hashes = sheets.map((sheet) => createHash('sha256').update(sheet, 'utf8').digest('base64'));
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `style-src 'sha256-${hashes.join('')}'`,
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(text).not.toMatch(/<script|javascript:|\son\w+=|\sstyle=|<img|<link|https?:/i);
  });

  it('can be used by whoever sees nothing: a language, one heading, legends, and a label for each box', async () => {
    for (const locale of locales) {
      const { text } = await mail.get(url, { lang: locale });
      expect(text).toContain(`<html lang="${locale}">`);
      expect(text.match(/<h1>/g)).toHaveLength(1);
      expect(text.match(/<legend>[^<]+<\/legend>/g)).toHaveLength(3);
      const described = [...text.matchAll(/aria-describedby="([\w-]+)"/g)].map(([, id = '']) => id);
      expect(described).toHaveLength(3);
      for (const id of described) expect(text).toContain(`<p id="${id}">`);
      expect(text.match(/<label><input type="checkbox"[^>]*\/><span>[^<]+<\/span><\/label>/g)).toHaveLength(6);
      expect(text).toMatch(/<title>[^<]+<\/title>/);
    }
  });

  it.each([
    ['zh', undefined, undefined, 'zh-CN'],
    ['zh-TW', undefined, 'en', 'zh-CN'],
    ['en-GB', undefined, 'zh-CN', 'en'],
    ['fr', undefined, 'zh-CN', 'en'],
    [undefined, undefined, 'fr-FR,zh-CN;q=0.8,en;q=0.5', 'zh-CN'],
    [undefined, undefined, undefined, 'en'],
    ['zh', 'en', undefined, 'en'],
    ['en', 'zh-CN', undefined, 'zh-CN'],
    ['en', 'xx', undefined, 'en'],
  ])(
    'for a profile in %s, with %s chosen and a browser that asks for %s, is in %s',
    async (told, lang, asks, expected) => {
      await till.ask('PATCH', `/v1/members/${memberId}`, { key: 'u1', body: { locale: told ?? null } });
      const { text, headers } = await mail.get(url, {
        ...(lang === undefined ? {} : { lang }),
        headers: asks === undefined ? {} : { 'accept-language': asks },
      });
      expect(text).toContain(`<html lang="${expected}">`);
      expect(headers['content-language']).toBe(expected);
      expect(text).toContain(`<a href="?lang=${expected === 'en' ? 'zh-CN' : 'en'}"`);
    },
  );

  it('has nothing to ask of whoever has no address', async () => {
    await till.ask('PATCH', `/v1/members/${memberId}`, { key: 'u1', body: { email: null, phone: null, card: 'c1' } });
    const { status, text } = await mail.get(url);
    expect(status).toBe(200);
    expect(text).toContain('We have nowhere to write to');
    expect(text).not.toContain('<form');
  });

  it('works for 90 days, and says then how to get another', async () => {
    till.at('2026-06-09T11:59:59+08:00');
    expect((await mail.get(url)).status).toBe(200);
    till.at('2026-06-09T12:00:00+08:00');
    for (const answer of [await mail.get(url), await mail.post(url, 'nothing=1')]) {
      expect([answer.status, answer.told.code]).toEqual([410, 'expired-link']);
      expect(answer.text).toContain('Every newer message from us has a new one');
    }
    expect(await allowed()).toEqual(['promotions.email']);
  });
});

describe('saving', () => {
  it('keeps what was changed, with its proof, and says what holds now', async () => {
    const { status, text } = await save(['promotions.sms', 'loyalty.email', 'loyalty.sms']);
    expect(status).toBe(200);
    expect(text).toContain('Your choices are saved');
    expect([...text.matchAll(/<dd>([^<]*)<\/dd>/g)].map(([, list]) => list)).toEqual([
      'Email, Text message',
      'Text message',
      'Nothing',
    ]);
    expect(await allowed()).toEqual(['loyalty.email', 'loyalty.sms', 'promotions.sms']);
    const [, record] = await till.store.consents(memberId);
    expect(record?.consents).toHaveLength(6);
    for (const consent of record?.consents ?? []) {
      expect(consent).toMatchObject({ text: 'preference-page.en.1', how: 'preference-page', by: 'member', at: now });
    }
    expect(record?.eventId).toMatch(/^link:[\w-]{43}$/);
  });

  it('does nothing a second time, nor does a page that was open for long change what it did not ask', async () => {
    const { text } = await mail.get(url);
    const form = formOf(text, ['loyalty.email']);
    await mail.post(url, form);
    const kept = await till.store.consents(memberId);
    till.at('2026-03-12T12:00:00+08:00');
    expect((await mail.post(url, form)).text).toContain('Your choices are saved');
    expect(await till.store.consents(memberId)).toEqual(kept);
    const wechat = { ...granted, purpose: 'promotions', channel: 'wechat' };
    await till.ask('PATCH', `/v1/members/${memberId}`, {
      key: 'u1',
      body: { contacts: { wechatOpenId: 'open-id' }, consents: [wechat] },
    });
    await mail.post(url, form);
    expect(await allowed()).toEqual(['loyalty.email', 'promotions.wechat']);
  });

  it('takes everything back by one button, whatever is ticked', async () => {
    await save(['promotions.email', 'loyalty.sms'], [['nothing', '1']]);
    expect(await allowed()).toEqual([]);
    const consents = (await till.store.profile(memberId))?.consents ?? [];
    expect(consents).toHaveLength(6);
  });

  it('counts as an opt-out of the message where something was taken back, and only there', async () => {
    await save(['promotions.email', 'promotions.sms']);
    expect(await mail.factsOf(memberId, 'message-1')).toEqual({});
    await save(['promotions.sms']);
    expect(await mail.factsOf(memberId, 'message-1')).toEqual({ unsubscribedAt: now });
  });

  it.each([
    '',
    'allow=promotions.sms',
    'wording=preference-page.en.9&shown=promotions.email',
    'wording=unsubscribe-page.en.1&shown=promotions.email',
  ])('takes no other form: %s', async (form) => {
    const { status, text, told } = await mail.post(url, form);
    expect([status, told.code]).toEqual([400, 'no-answer']);
    expect(boxesIn(text)).toHaveLength(6);
    expect(await allowed()).toEqual(['promotions.email']);
  });

  it('keeps in Chinese what was read in Chinese', async () => {
    const { text } = await mail.get(url, { lang: 'zh-CN' });
    const saved = await mail.post(url, formOf(text, []), { lang: 'zh-CN' });
    expect(saved.text).toContain('您的选择已保存');
    const [, record] = await till.store.consents(memberId);
    expect(record?.consents[0]).toMatchObject({ text: 'preference-page.zh-CN.1' });
  });

  it('does what is ticked and nothing else, whatever is sent', async () => {
    const name = fc.oneof(
      fc.constantFrom(
        ...consentPurposes.flatMap((purpose) => consentChannels.map((channel) => `${purpose}.${channel}`)),
      ),
      fc.string(),
      fc.constantFrom('__proto__', 'promotions.email.sms', 'promotions', '<script>'),
    );
    const boxes = [
      'loyalty.email',
      'loyalty.sms',
      'promotions.email',
      'promotions.sms',
      'profiling.email',
      'profiling.sms',
    ];
    let time = now;
    await fc.assert(
      fc.asyncProperty(fc.array(name, { maxLength: 20 }), async (ticked) => {
        // At one instant the refusal wins, so a change of mind takes time.
        till.at(new Date((time += 1)).toISOString());
        expect((await save(ticked)).status).toBe(200);
        expect([...(await allowed())].sort()).toEqual(boxes.filter((box) => ticked.includes(box)).sort());
      }),
      { numRuns: runs(50) },
    );
  });
});

describe('the page of a member who', () => {
  it('was merged into another is that member’s', async () => {
    const kept = memberIdOf(await till.ask('POST', '/v1/members', { key: 'e2', body: { email: 'ben@example.com' } }));
    await till.ask('POST', `/v1/members/${kept}/merge`, { key: 'm1', body: { removed: { memberId } } });
    expect((await save(['profiling.sms'])).text).toContain('Your choices are saved');
    const consents = (await till.store.profile(kept))?.consents ?? [];
    expect(consents.filter((one) => one.granted)).toMatchObject([{ purpose: 'profiling', channel: 'sms' }]);
  });

  it('was erased says nothing and changes nothing, also when that happened while it was open', async () => {
    const { text } = await mail.get(url);
    await till.ask('DELETE', `/v1/members/${memberId}`, { key: 'd1' });
    for (const answer of [await mail.get(url), await mail.post(url, formOf(text, ['loyalty.email']))]) {
      expect([answer.status, answer.told.code]).toEqual([200, 'nobody']);
      expect(answer.text).not.toContain('<form');
    }
    expect(await till.store.profile(memberId)).toBeUndefined();
    expect(await till.store.consents(memberId)).toEqual([]);
  });

  it('is erased between the look and the change is forgotten, too', async () => {
    const { text } = await mail.get(url);
    let looks = 0;
    const racing = openMail(till, {
      members: {
        owners: till.store.owners.bind(till.store),
        applied: till.store.applied.bind(till.store),
        consents: till.store.consents.bind(till.store),
        parked: till.store.parked.bind(till.store),
        async profile(id) {
          const found = await till.store.profile(id);
          looks += 1;
          if (looks === 2) await till.ask('DELETE', `/v1/members/${memberId}`, { key: 'd1' });
          return found;
        },
      },
    });
    const { told } = await racing.post(url, formOf(text, ['loyalty.email']));
    expect(told.code).toBe('nobody');
    expect(await till.store.profile(memberId)).toBeUndefined();
    expect(await till.store.consents(memberId)).toEqual([]);
  });
});

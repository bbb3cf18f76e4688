/** The opt-out of a message: a GET shows a button, a POST ends it, as often as somebody likes and for ever. */
import { beforeEach, describe, expect, it } from 'vitest';
import { ContentionError } from '../../../shared/commands/retry.ts';
import { sentMessage } from '../../fixtures/sent-message.ts';
import { openMail, oneClickForm } from './mail-reader.ts';
import type { Mail } from './mail-reader.ts';
import { memberIdOf, openTill } from './till.ts';
import type { Till } from './till.ts';

const granted = { granted: true, at: '2026-03-01T12:00:00Z', text: 't1', how: 'till', by: 'clerk-1' };
const consents = [
  { purpose: 'promotions', channel: 'email', ...granted },
  { purpose: 'promotions', channel: 'sms', ...granted },
  { purpose: 'loyalty', channel: 'email', ...granted },
];

let till: Till;
let mail: Mail;
let memberId: string;
let url: string;

const linkOf = (id: string) =>
  mail.links.unsubscribe({
    memberId: id,
    messageId: 'message-1',
    campaignId: 'member-day',
    purpose: 'promotions',
    channel: 'email',
  });

let commits = 0;

beforeEach(async () => {
  till = openTill(undefined, (ledger) => ({
    ...ledger,
    read: ledger.read.bind(ledger),
    async commit(writes) {
      commits += 1;
      return ledger.commit(writes);
    },
  }));
  mail = openMail(till);
  const body = { email: 'ann@example.com', phone: '+8613800138000', name: 'Ann', consents };
  memberId = memberIdOf(await till.ask('POST', '/v1/members', { key: 'e1', body }));
  await mail.outbox.putMessage(sentMessage(memberId, 'message-1'));
  url = linkOf(memberId);
  till.at('2026-03-11T12:00:00+08:00');
});

const current = async (id = memberId) => (await till.store.profile(id))?.consents ?? [];
const ofPromotionsByEmail = async () =>
  (await current()).find(({ purpose, channel }) => purpose === 'promotions' && channel === 'email');
const answersKept = async () => (await till.store.consents(memberId)).length;

describe('opening it', () => {
  it('shows one button and changes nothing, however often', async () => {
    const before = JSON.stringify([...(await till.store.consents(memberId)), await till.store.profile(memberId)]);
    for (const lang of ['en', 'zh-CN', 'fr', '']) {
      const { status, text } = await mail.get(url, { lang });
      expect(status).toBe(200);
      expect(text.match(/<button/g)).toHaveLength(1);
      expect(text).toContain('<form method="post">');
    }
    const after = JSON.stringify([...(await till.store.consents(memberId)), await till.store.profile(memberId)]);
    expect(after).toBe(before);
    expect(await mail.factsOf(memberId, 'message-1')).toEqual({});
  });

  it('says that it is done where it is', async () => {
    await mail.post(url, oneClickForm);
    const { text } = await mail.get(url);
    expect(text).toContain('You are unsubscribed');
    expect(text).not.toContain('<form');
  });
});

describe('one click', () => {
  it('ends what the message was about, where it was sent, and nothing else; the proof is kept', async () => {
    const { status, text, headers } = await mail.post(url, oneClickForm);
    expect(status).toBe(200);
    expect(text).toContain('You are unsubscribed');
    expect(headers['set-cookie']).toBeUndefined();
    expect(await ofPromotionsByEmail()).toEqual({
      purpose: 'promotions',
      channel: 'email',
      granted: false,
      at: Date.parse('2026-03-11T12:00:00+08:00'),
      text: 'list-unsubscribe',
      how: 'one-click',
      by: 'member',
    });
    expect((await current()).filter((consent) => consent.granted)).toHaveLength(2);
    const history = await till.store.consents(memberId);
    expect(history.map((record) => record.consents.map(({ granted: yes }) => yes))).toEqual([
      [true, true, true],
      [false],
    ]);
    expect(await mail.factsOf(memberId, 'message-1')).toEqual({
      unsubscribedAt: Date.parse('2026-03-11T12:00:00+08:00'),
    });
  });

  it('does nothing more when it comes again, at once, later or from two sides', async () => {
    await Promise.all([mail.post(url, oneClickForm), mail.post(url, oneClickForm)]);
    const first = await ofPromotionsByEmail();
    const kept = await answersKept();
    till.at('2030-01-01T00:00:00Z');
    const { status, text } = await mail.post(url, oneClickForm);
    expect([status, text.includes('You are unsubscribed')]).toEqual([200, true]);
    expect(await ofPromotionsByEmail()).toEqual(first);
    expect(await answersKept()).toBe(kept);
    expect(await mail.factsOf(memberId, 'message-1')).toEqual({
      unsubscribedAt: Date.parse('2026-03-11T12:00:00+08:00'),
    });
  });

  it('means now: also what was allowed after the message was sent', async () => {
    await mail.post(url, oneClickForm);
    till.at('2026-04-01T00:00:00Z');
    const again = { ...consents[0], at: '2026-03-31T00:00:00Z' };
    await till.ask('PATCH', `/v1/members/${memberId}`, { key: 'u1', body: { consents: [again] } });
    expect(await ofPromotionsByEmail()).toMatchObject({ granted: true });
    till.at('2026-05-01T00:00:00Z');
    await mail.post(url, oneClickForm);
    expect(await ofPromotionsByEmail()).toMatchObject({ granted: false, at: Date.parse('2026-05-01T00:00:00Z') });
  });

  it('wins over what is said to have been allowed at a time to come', async () => {
    const early = { ...consents[0], at: '2027-01-01T00:00:00Z' };
    await till.ask('PATCH', `/v1/members/${memberId}`, { key: 'u1', body: { consents: [early] } });
    await mail.post(url, oneClickForm);
    expect(await ofPromotionsByEmail()).toMatchObject({ granted: false });
  });

  it('is kept for whoever was never asked', async () => {
    const sms = { messageId: 'm', campaignId: 'c', purpose: 'profiling', channel: 'sms' } as const;
    await mail.post(mail.links.unsubscribe({ memberId, ...sms }), oneClickForm);
    expect(await current()).toContainEqual(
      expect.objectContaining({ purpose: 'profiling', channel: 'sms', granted: false }),
    );
  });

  it.each([
    ['as mail programs should send it', 'multipart/form-data; boundary=----abc', true],
    ['as mail programs should send it, quoted', 'multipart/form-data; charset=utf-8; boundary="----abc"', false],
    ['as a form', 'application/x-www-form-urlencoded; charset=UTF-8', true],
    ['as a form that is not encoded', 'Application/X-WWW-Form-Urlencoded', false],
  ])('is read %s', async (_, type, base64) => {
    const parts =
      '------abc\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n------abc--\r\n';
    const form = type.startsWith('multipart') ? parts : oneClickForm;
    await mail.post(url, form, { headers: { 'content-type': type }, base64 });
    expect(await ofPromotionsByEmail()).toMatchObject({ granted: false });
  });

  it.each([
    ['', {}],
    ['List-Unsubscribe=no', {}],
    ['{"List-Unsubscribe":"One-Click"}', { 'content-type': 'application/json' }],
    ['no parts at all', { 'content-type': 'multipart/form-data; boundary=x' }],
    [oneClickForm, { 'content-type': 'text/plain' }],
    [`${oneClickForm}&more=${'x'.repeat(40_000)}`, {}],
    [`${oneClickForm}&more=${'x'.repeat(20_000)}`, {}],
  ])('is not any other body: %.40s', async (form, headers) => {
    const { status, text } = await mail.post(url, form, { headers });
    expect(status).toBe(400);
    expect(text).toContain('<button');
    expect(await ofPromotionsByEmail()).toMatchObject({ granted: true });
  });
});

describe('the button', () => {
  it.each(['en', 'zh-CN'])('keeps which words were read: %s', async (lang) => {
    const { text } = await mail.get(url, { lang });
    const wording = /name="wording" value="([^"]+)"/.exec(text)?.[1] ?? '';
    expect(wording).toBe(`unsubscribe-page.${lang}.1`);
    await mail.post(url, `wording=${wording}&${oneClickForm}`, { lang });
    expect(await ofPromotionsByEmail()).toMatchObject({ granted: false, how: 'unsubscribe-page', text: wording });
  });

  it.each(['unsubscribe-page.en.2', 'unsubscribe-page.fr.1', 'preference-page.en.1', 'anything'])(
    'knows the words of its own page alone: %s',
    async (wording) => {
      await mail.post(url, `wording=${wording}&${oneClickForm}`);
      expect(await ofPromotionsByEmail()).toMatchObject({ granted: false, how: 'one-click', text: 'list-unsubscribe' });
    },
  );
});

describe('the link of a member who', () => {
  it('was merged into another is that member’s', async () => {
    const body = { email: 'ben@example.com', consents };
    const kept = memberIdOf(await till.ask('POST', '/v1/members', { key: 'e2', body }));
    const merge = { key: 'm1', body: { removed: { memberId } } };
    expect((await till.ask('POST', `/v1/members/${kept}/merge`, merge)).status).toBe(200);
    expect((await mail.get(url)).text).toContain('<button');
    await mail.post(url, oneClickForm);
    expect(await current(kept)).toContainEqual(
      expect.objectContaining({ purpose: 'promotions', channel: 'email', granted: false, how: 'one-click' }),
    );
  });

  it('was erased, or never was, says nothing and changes nothing', async () => {
    expect((await till.ask('DELETE', `/v1/members/${memberId}`, { key: 'd1' })).status).toBe(200);
    const before = commits;
    for (const id of [memberId, 'nobody']) {
      const pages = [await mail.get(linkOf(id)), await mail.post(linkOf(id), oneClickForm)];
      for (const { status, text, told } of pages) {
        expect(status).toBe(200);
        expect(told.code).toBe('nobody');
        expect(text).toContain('There is nothing to choose here');
        expect(text).not.toContain('<form');
      }
    }
    expect(commits).toBe(before);
    expect(await mail.factsOf(memberId, 'message-1')).toEqual({});
  });
});

describe('a link that is not ours', () => {
  it('is refused, whatever is done with it', async () => {
    const other = mail.links.preferences({ memberId, messageId: 'message-1' }, Date.parse('2026-03-10T04:00:00Z'));
    const wrong = [
      `${url.slice(0, -1)}_`,
      `${url}A`,
      url.slice(0, -4),
      'https://links.example/u/x',
      other.replace('/p/', '/u/'),
    ];
    for (const one of wrong) {
      expect((await mail.get(one)).status).toBe(404);
      expect((await mail.post(one, oneClickForm)).status).toBe(404);
    }
    expect(await ofPromotionsByEmail()).toMatchObject({ granted: true });
  });
});

describe('what fails', () => {
  it.each([
    [new ContentionError(), 503],
    [new TypeError('about Ann'), 500],
  ])('is told on a page that asks to come back', async (error, expected) => {
    const failing = openMail(till, {
      members: {
        profile: async () => Promise.reject(error),
        owners: till.store.owners.bind(till.store),
        applied: till.store.applied.bind(till.store),
        consents: till.store.consents.bind(till.store),
        parked: till.store.parked.bind(till.store),
      },
    });
    const { status, text, headers, told } = await failing.post(url, oneClickForm, {
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'zh-TW,zh;q=0.9,en;q=0.8' },
    });
    expect(status).toBe(expected);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(text).toContain('lang="zh-CN"');
    expect(text).not.toContain('Ann');
    expect(told.error).toBe(error.name);
  });
});

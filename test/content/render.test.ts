/** What is filled into a template: escaped, on one line where a header is, exact, in both languages; or what is lacking. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompiledTemplate } from '../../shared/contracts/message-content.ts';
import type { TemplateValues } from '../../shared/contracts/template-variables.ts';
import type { Locale } from '../../shared/domain/campaigns/campaign.ts';
import { renderMessage } from '../../shared/content/render.ts';
import { everything } from './values.ts';

function template(part: string): CompiledTemplate {
  return { subject: part, text: part, html: part, uses: [] };
}

function render(part: string, values: TemplateValues = everything, locale: Locale = 'en') {
  return renderMessage(template(part), locale, values, { html: true });
}

function contentOf(part: string, values: TemplateValues = everything, locale: Locale = 'en') {
  const rendered = render(part, values, locale);
  if (rendered.is === 'lacking') throw new Error(`lacking ${rendered.variables.join(', ')}`);
  return rendered.content;
}

describe('what is filled in', () => {
  it('escapes HTML and nothing else', () => {
    const name = `<script>alert("1")</script> & O'Neill`;
    expect(contentOf('Hi {{ member.name }}!', { ...everything, 'member.name': name })).toEqual({
      locale: 'en',
      subject: `Hi ${name}!`,
      text: `Hi ${name}!\n`,
      html: 'Hi &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; O&#39;Neill!',
    });
  });

  it('never lets a value break out of HTML, nor a subject into a second line', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((name) => name.trim() !== ''),
        (name) => {
          const rendered = render('<a title="{{ member.name }}">', { ...everything, 'member.name': `x${name}` });
          if (rendered.is === 'lacking') throw new Error('lacking');
          expect(rendered.content.html?.slice('<a title="'.length, -2)).not.toMatch(/["<>']/);

          expect(rendered.content.subject).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202e]/);
        },
      ),
    );
  });

  it('adds no header by a name', () => {
    const name = 'Eve\r\nBcc: everybody@example.com';
    expect(contentOf('Hi {{ member.name }}', { ...everything, 'member.name': name }).subject).toBe(
      'Hi Eve Bcc: everybody@example.com',
    );
  });

  it.each<[string, string, string]>([
    ['{{ points.balance }}', '12,345', '12,345'],
    ['{{ points.expiresOn }}', '1 March 2027', '2027年3月1日'],
    ['{{ points.expiresOn | day_before }}', '28 February 2027', '2027年2月28日'],
    ['{{ tier.missing }}', 'CN¥1,200.50', '¥1,200.50'],
    ['{{ coupon.terms }}', '15% off a purchase of CN¥100 or more', '满 ¥100 享 8.5 折'],
    ["{{ member.level | upcase | append: '!' | prepend: points.balance }}", '12,345GOLD!', '12,345GOLD!'],
    ["{{ member.name | default: 'friend' | downcase | capitalize }}", 'Wang fang', 'Wang fang'],
  ])('writes %s in each language', (part, en, zh) => {
    expect(contentOf(part).text.trimEnd()).toBe(en);
    expect(contentOf(part, everything, 'zh-CN').text.trimEnd()).toBe(zh);
  });

  it.each<[TemplateValues, string, string]>([
    [{ 'tier.missing': { basis: 'points', amount: 1n, currency: 'CNY' } }, '1 point', '1 积分'],
    [{ 'tier.missing': { basis: 'orders', amount: 3n, currency: 'CNY' } }, '3 purchases', '3 次购物'],
    [{ 'tier.missing': { basis: 'spend', amount: 1234n, currency: 'JPY' } }, '¥1,234', 'JP¥1,234'],
    [{ 'tier.missing': { basis: 'spend', amount: 5n, currency: 'EUR' } }, '€0.05', '€0.05'],
    [{ 'tier.missing': { basis: 'spend', amount: 1000n, currency: 'KWD' } }, 'KWD 1', 'KWD 1'],
  ])('writes amounts of %o', (values, en, zh) => {
    const plain = (text: string) => text.trimEnd().replaceAll('\u00a0', ' ');
    expect(plain(contentOf('{{ tier.missing }}', values).text)).toBe(en);
    expect(plain(contentOf('{{ tier.missing }}', values, 'zh-CN').text)).toBe(zh);
  });

  it.each([
    [{ gives: 'amount', offMinor: 2000n, minNetMinor: 0n, days: 1 } as const, '€20 off', '立减 €20'],
    [
      { gives: 'amount', offMinor: 2050n, minNetMinor: 10_000n, days: 1 } as const,
      '€20.50 off a purchase of €100 or more',
      '满 €100 减 €20.50',
    ],
    [{ gives: 'percent', percent: 12.5, minNetMinor: 0n, days: 1 } as const, '12.5% off', '享 8.75 折'],
    [{ gives: 'percent', percent: 100, minNetMinor: 0n, days: 1 } as const, '100% off', '免单'],
  ])('writes a coupon of %o', (coupon, en, zh) => {
    const values = { 'coupon.terms': { coupon, currency: 'EUR' } };
    expect(contentOf('{{ coupon.terms }}', values).text.trimEnd()).toBe(en);
    expect(contentOf('{{ coupon.terms }}', values, 'zh-CN').text.trimEnd()).toBe(zh);
  });

  it('writes integers of any size exactly', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), (points) => {
        const { text } = contentOf('{{ points.balance }}', { 'points.balance': points });
        expect(BigInt(text.trimEnd().replaceAll(',', ''))).toBe(points);
      }),
    );
  });

  it.each([
    ['{% if points.balance == 12345 %}yes{% endif %}', 'yes'],
    ['{% if points.balance > 12345 %}yes{% else %}no{% endif %}', 'no'],
    ['{% if points.balance >= 12345 and points.expiring < 301 %}yes{% endif %}', 'yes'],
    ["{% if points.balance <= 12344 or member.level == 'Gold' %}yes{% endif %}", 'yes'],
    ['{% if points.balance == points.balance %}yes{% endif %}', 'yes'],
    ["{% if points.balance == 'many' %}yes{% else %}no{% endif %}", 'no'],
  ])('decides %s', (part, text) => {
    expect(contentOf(part).text.trimEnd()).toBe(text);
  });

  it('renders no HTML for channels of text', () => {
    const rendered = renderMessage(template('Hi'), 'en', everything, { html: false });
    expect(rendered).toMatchObject({ is: 'rendered', content: { html: null } });
  });
});

describe('what is not known', () => {
  it.each([
    ['{{ member.name }}', 'member.name'],
    ['{{ member.name | upcase }}', 'member.name'],
    ["{{ 'Dear ' | append: member.name }}", 'member.name'],
    ['{{ points.expiresOn | day_before }}', 'points.expiresOn'],
    ['{% assign who = member.name %}{{ who }}', 'member.name'],
    ['{% if true %}{% unless false %}{{ offer.points }}{% endunless %}{% endif %}', 'offer.points'],
    ['{{ offer.points | default: offer.expiresOn }}', 'offer.expiresOn'],
  ])('is told of %s', (part, variable) => {
    expect(render(part, {})).toEqual({ is: 'lacking', variables: [variable] });
  });

  it('is told all at once, in the order of the list', () => {
    expect(render('{{ links.shop }}{{ coupon.code }}{{ member.name }}{{ coupon.code }}', {})).toEqual({
      is: 'lacking',
      variables: ['member.name', 'coupon.code', 'links.shop'],
    });
  });

  it.each([
    ['{% if member.name %}Dear {{ member.name }}{% else %}Hello{% endif %}', 'Hello'],
    ['{% if member.name and offer.points > 5 %}{{ member.name }}{% else %}Hello{% endif %}', 'Hello'],
    ["{{ member.name | default: 'friend' }}", 'friend'],
    ["{{ member.name | append: ',' | default: 'friend' }}", 'friend'],
    ['{% unless coupon.code %}none{% endunless %}', 'none'],
  ])('is no trouble where it is asked for first: %s', (part, text) => {
    expect(contentOf(part, {}).text.trimEnd()).toBe(text);
  });

  it('is also a name of blanks', () => {
    expect(render('{{ member.name }}', { 'member.name': ' \n ' })).toMatchObject({ is: 'lacking' });
  });
});

describe('what was not checked', () => {
  it.each([
    '{{ member.nmae }}',
    '{{ member.name | shout }}',
    '{{ member.name | raw }}',
    '{{ member.name | escape }}',
    '{{ points.balance | plus: 1 }}',
    '{{ member }}',
    '{{ member.name | day_before }}',
    "{% include 'file' %}",
    '{% for a in (1..10) %}{% endfor %}',
    '{% capture x %}{% endcapture %}',
    '{% raw %}{% endraw %}',
    '{% echo member.name %}',
    '{% case member.name %}{% endcase %}',
    "{% liquid echo 'x' %}",
    '{{ member.name',
  ])('throws: %s', (part) => {
    expect(() => render(part)).toThrow();
  });

  it.each(['javascript:alert(1)', 'shop.example', 'https://shop.example/"onclick="', ''])(
    'takes no link to %s',
    (link) => {
      expect(() => render('{{ links.shop }}', { 'links.shop': link })).toThrow(RangeError);
    },
  );
});

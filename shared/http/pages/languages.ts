/** Which language a page is in, and what is kept of the wording that was read there. */
import { locales } from '../../domain/campaigns/campaign.ts';
import type { Locale } from '../../domain/campaigns/campaign.ts';
import type { Person } from '../../domain/person.ts';
import type { HttpRequest } from '../exchange.ts';
import { chinese } from './chinese.ts';
import { english } from './english.ts';
import type { PageTexts } from './texts.ts';

export const textsOf: Readonly<Record<Locale, PageTexts>> = { en: english, 'zh-CN': chinese };

/** The language of a BCP 47 tag that we have texts in. */
function localeOf(tag: string): Locale | undefined {
  const [language = ''] = tag.trim().toLowerCase().split(/[-_;]/);
  if (language === 'zh') return 'zh-CN';
  return language === 'en' ? 'en' : undefined;
}

/** What the reader has chosen, what the member's profile says (any other language is English), or what the browser asks for. */
export function localeFor(request: HttpRequest, member?: Pick<Person, 'facts'>): Locale {
  const chosen = locales.find((locale) => locale === request.queryStringParameters?.['lang']);
  if (chosen !== undefined) return chosen;
  const told = member?.facts['locale']?.value;
  if (typeof told === 'string') return localeOf(told) ?? 'en';
  const accepted = (request.headers?.['accept-language'] ?? '').split(',').map(localeOf);
  return accepted.find((locale) => locale !== undefined) ?? 'en';
}

type AnsweredPage = 'preference-page' | 'unsubscribe-page';

/** The name of a page's wording, as it is kept with each answer: `preference-page.en.1`. */
export function wordingName(page: AnsweredPage, locale: Locale): string {
  return `${page}.${locale}.${String(textsOf[locale].version)}`;
}

/** The name that a form was sent with, if a page of ours has ever had it: it may have been open since an older version. */
export function wordingSent(page: AnsweredPage, form: URLSearchParams): string | undefined {
  const given = form.get('wording') ?? '';
  const known = locales.some((locale) => {
    const versions = Array.from({ length: textsOf[locale].version }, (_, index) => String(index + 1));
    return versions.some((version) => given === `${page}.${locale}.${version}`);
  });
  return known ? given : undefined;
}

/** Chinese numbers and days: what sentences are put together from. */
import { civilOf, numberFormat } from './formats.ts';

export const number = numberFormat('zh-CN');
export const points = (count: bigint) => `${number(count)} 积分`;

export function day(iso: string): string {
  const { year, month, day: date } = civilOf(iso);
  return `${String(year)}年${String(month)}月${String(date)}日`;
}

export function month(iso: string): string {
  const { year, month: index } = civilOf(iso);
  return `${String(year)}年${String(index)}月`;
}

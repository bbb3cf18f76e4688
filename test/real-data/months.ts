/** Months as numbers and days as text, for the plain folds. */

export const monthOf = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;

const textOf = (month: number, date: number) =>
  `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-${String(date).padStart(2, '0')}`;

/** So many months later, on the same date or on the month's last one. */
export function monthsLater(day: string, months: number): string {
  const month = monthOf(day) + months;
  const lastDate = new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate();
  return textOf(month, Math.min(Number(day.slice(8)), lastDate));
}

/** Points earned in a month are usable through the end of the month `months` later: gone on the day after. */
export const goneOn = (month: number, months: number) => textOf(month + months + 1, 1);

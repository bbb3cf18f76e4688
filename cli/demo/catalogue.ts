/** What the shop sells: a house-and-clothes shop with two stores and a web shop. Prices in fen. */
export type Article = {
  readonly sku: string;
  readonly category: readonly string[];
  readonly tags: readonly string[];
  readonly brand: string;
  readonly priceMinor: number;
};

export const stores = ['shanghai-jingan', 'hangzhou-xihu'] as const;

/** The starter programme gives a bonus for this article. */
const bonusSku = '123';

const article = (
  sku: string,
  priceMinor: number,
  brand: string,
  category: readonly string[],
  tags: readonly string[] = [],
): Article => ({ sku, category, tags, brand, priceMinor });

export const articles = {
  thermos: article(bonusSku, 19_900, 'Qingshan', ['kitchen', 'drinkware']),
  teaSet: article('KT-201', 32_800, 'Qingshan', ['kitchen', 'tea']),
  greenTea: article('KT-210', 8_800, 'Longwu', ['food', 'tea']),
  redLantern: article('HM-301', 5_900, 'Dengyuan', ['home', 'decoration'], ['red', 'festival']),
  redScarf: article('CL-402', 25_900, 'Suwen', ['clothes', 'accessories'], ['red', 'wool']),
  redCoat: article('CL-410', 89_900, 'Suwen', ['clothes', 'outerwear'], ['red', 'wool']),
  redDress: article('CL-415', 69_900, 'Suwen', ['clothes', 'dresses'], ['red', 'silk']),
  shirt: article('CL-420', 27_900, 'Suwen', ['clothes', 'shirts'], ['linen']),
  shoes: article('CL-430', 45_900, 'Bufan', ['clothes', 'shoes']),
  socks: article('CL-431', 3_990, 'Bufan', ['clothes', 'accessories'], ['sale']),
  lamp: article('HM-310', 36_900, 'Dengyuan', ['home', 'light']),
  rug: article('HM-320', 128_800, 'Dengyuan', ['home', 'textiles']),
  towel: article('HM-325', 4_950, 'Mianhua', ['home', 'textiles']),
  bedding: article('HM-330', 59_900, 'Mianhua', ['home', 'textiles'], ['cotton']),
  armchair: article('HM-340', 159_900, 'Muzhi', ['home', 'furniture']),
  soap: article('BT-501', 2_590, 'Qinghe', ['bath']),
  candle: article('HM-350', 7_990, 'Dengyuan', ['home', 'decoration'], ['gift']),
  pan: article('KT-220', 21_900, 'Tiejiang', ['kitchen', 'cookware']),
  knife: article('KT-221', 28_900, 'Tiejiang', ['kitchen', 'cookware']),
  notebook: article('ST-601', 3_350, 'Zhimo', ['stationery'], ['gift']),
} as const satisfies Record<string, Article>;

/** What most customers put into a basket, the dear things once and the cheap ones several times. */
export const everyday: readonly [Article, ...Article[]] = [
  articles.greenTea,
  articles.greenTea,
  articles.soap,
  articles.soap,
  articles.socks,
  articles.socks,
  articles.towel,
  articles.towel,
  articles.candle,
  articles.notebook,
  articles.notebook,
  articles.redLantern,
  articles.redScarf,
  articles.thermos,
  articles.shirt,
  articles.pan,
  articles.knife,
  articles.teaSet,
  articles.lamp,
  articles.shoes,
  articles.bedding,
  articles.redDress,
];

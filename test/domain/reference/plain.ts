/** Programmes and sales as the reference reads them: the documents themselves, with every default written out. */

export type PlainConditions = {
  readonly minNetMinor?: number;
  readonly channel?: string[];
  readonly storeId?: string[];
  readonly tier?: string[];
  readonly birthday?: 'day' | 'week' | 'month';
  readonly weekday?: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[];
  readonly between?: [string, string];
};
export type PlainAttributes = {
  readonly sku?: string[];
  readonly category?: string[];
  readonly tags?: string[];
  readonly brand?: string[];
};
export type PlainLineFilter = PlainAttributes & { readonly not?: PlainAttributes };

type PlainRuleBase = {
  readonly id: string;
  readonly when?: PlainConditions;
  readonly lines?: PlainLineFilter;
  readonly from?: string;
  readonly until?: string;
};
export type PlainRule =
  | (PlainRuleBase & { readonly kind: 'rate'; readonly points: number; readonly perMinor: number })
  | (PlainRuleBase & { readonly kind: 'multiply'; readonly by: string })
  | (PlainRuleBase & { readonly kind: 'fixed'; readonly points: number; readonly per: 'order' | 'unit' });

export type PlainLevel = { readonly id: string; readonly from: number; readonly multiplier: string };
export type PlainKind = 'product' | 'service' | 'gift_card' | 'shipping' | 'tip' | 'fee' | 'donation';

export type PlainTiers = {
  readonly window: { readonly months: number } | { readonly lifetime: true };
  readonly levels: PlainLevel[];
  readonly review: {
    readonly afterMonths: number;
    readonly graceDays: number;
    readonly drop: 'to-earned' | 'one-level' | 'never';
  };
};

export type PlainExpiry =
  | {
      readonly policy: 'after';
      readonly months?: number;
      readonly days?: number;
      readonly roundUpTo: 'day' | 'month' | 'quarter' | 'year';
    }
  | { readonly policy: 'endOf'; readonly period: 'month' | 'quarter' | 'year'; readonly plus: number }
  | { readonly policy: 'fixed'; readonly on: string }
  | { readonly policy: 'never' };

export type PlainProgramme = {
  readonly id: string;
  readonly version: number;
  readonly effectiveFrom: string;
  readonly name: { readonly en: string; readonly 'zh-CN': string };
  readonly timeZone: string;
  readonly currency: string;
  readonly points: {
    readonly expiry: PlainExpiry;
    readonly earnsOn: PlainKind[];
    readonly pendingDays: number;
    readonly rounding: 'floor' | 'nearest' | 'ceiling';
  };
  readonly earn: PlainRule[];
  readonly tiers: PlainTiers;
};

export type PlainLine = {
  readonly lineId: string;
  readonly kind: PlainKind;
  readonly net: number;
  readonly quantity: string;
  readonly sku?: string;
  readonly category: string[];
  readonly tags: string[];
  readonly brand?: string;
};

export type PlainSale = {
  readonly purchaseId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly net?: number;
  readonly lines?: PlainLine[];
  readonly channel?: string;
  readonly storeId?: string;
};

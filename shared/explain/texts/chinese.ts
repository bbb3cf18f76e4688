import type { LotFact, Reference } from '../facts.ts';
import { levelHeadline, levelReasons, levelSentences } from './chinese-level.ts';
import { day, number, points } from './chinese-words.ts';
import { dayBefore, exactFormat, localTimeFormat, moneyFormat } from './formats.ts';
import type { Setting, Texts } from './texts.ts';

const exact = exactFormat('zh-CN');

const signed = (count: string) => (count.startsWith('-') ? exact(count) : `+${exact(count)}`);

const references = {
  earn: ({ key }) => `消费 ${key}`,
  return: ({ key }) => `退货 ${key}`,
  restore: ({ key }) => `退货 ${key} 退回的抵现积分`,
  redeem: ({ key, entryId }) => (entryId.startsWith('redeem-purchase:') ? `消费 ${key} 的积分抵现` : `兑换 ${key}`),
  reserve: ({ key }) => `冻结 ${key}`,
  commit: ({ key }) => `冻结 ${key} 的兑换`,
  cancel: ({ key }) => `冻结 ${key} 的取消`,
  release: ({ key }) => `冻结 ${key} 的超时解冻`,
  adjust: ({ key }) => `调整 ${key}`,
  'transfer-out': ({ key }) => `转出 ${key}`,
  'transfer-in': ({ key }) => `转入 ${key}`,
  import: ({ key }) => `导入 ${key}`,
  bonus: ({ key }) => `活动 ${key} 的赠送`,
  mature: () => '积分生效',
  expire: () => '积分到期',
  tier: () => '等级变动',
  merge: ({ key }) => `合并 ${key}`,
  'merge-removed': ({ key }) => `并入其他会员 ${key}`,
} as const satisfies Record<Reference['kind'], (reference: Reference) => string>;

const reference = (of: Reference) => references[of.kind](of);

/** Until when points can be used: the last day itself, which nobody has to subtract from. */
function through(expiresOn: string | null): string {
  return expiresOn === null ? '长期有效' : `有效期至${day(dayBefore(expiresOn))}（含当天）`;
}

function lot({ points: count, availableOn, expiresOn, pending }: LotFact): string {
  const from = pending ? `待生效，${day(availableOn)}起可用` : '可用';
  return `${points(count)}${from}，${through(expiresOn)}。`;
}

function debtPaid(paid: bigint, of: bigint): string {
  if (paid === 0n) return '';
  return paid === of ? '，全部用于抵扣欠分' : `，其中 ${points(paid)}用于抵扣欠分`;
}

function headlines(money: (minor: bigint) => string, at: (iso: string) => string) {
  return {
    earn: ({ purchaseId, netMinor, points: count, debtPaid: paid, pending, paid: used }) => {
      const with_ = used === 0n ? '' : `，其中部分由 ${points(used)}抵现`;
      const got = count === 0n ? '未获得积分' : `获得 ${points(count)}`;
      const waits = pending === 0n ? '' : pending === count ? '，均待生效' : `，其中 ${points(pending)}待生效`;
      return `消费 ${purchaseId}，金额 ${money(netMinor)}${with_}，${got}${debtPaid(paid, count)}${waits}。`;
    },
    return: ({ returnId, purchaseId, netMinor, taken, debtMade, forgiven, expired }) => {
      const of = purchaseId === null ? '无小票' : `原消费 ${purchaseId}`;
      const parts = [
        ...(taken === 0n ? [] : [`扣回 ${points(taken)}`]),
        ...(debtMade === 0n ? [] : [`产生欠分 ${points(debtMade)}`]),
        ...(forgiven === 0n ? [] : [`免扣 ${points(forgiven)}`]),
        ...(expired === 0n ? [] : [`另有 ${points(expired)}此前已到期`]),
      ];
      const what = parts.length === 0 ? '未扣回积分' : parts.join('，');
      return `退货 ${returnId}（${of}），金额 ${money(netMinor)}，${what}。`;
    },
    restore: ({ returnId, purchaseId, points: count, debtPaid: paid }) =>
      `退货 ${returnId} 退回消费 ${purchaseId} 抵现所用的 ${points(count)}${debtPaid(paid, count)}。`,
    redeem: ({ requestId, purchaseId, points: count }) => {
      if (purchaseId === null) return `兑换 ${requestId ?? ''}，使用 ${points(count)}。`;
      const by = requestId === null ? '' : `兑换 ${requestId}：`;
      return `${by}用 ${points(count)}抵付消费 ${purchaseId} 的部分金额。`;
    },
    reserve: ({ requestId, points: count, until }) => `冻结 ${requestId}：${points(count)}冻结至${at(until)}。`,
    commit: ({ requestId, points: count }) => `冻结 ${requestId} 已兑换，使用 ${points(count)}。`,
    cancel: ({ requestId, points: count, debtPaid: paid }) =>
      `冻结 ${requestId} 已取消，退回 ${points(count)}${debtPaid(paid, count)}。`,
    release: ({ requestId, points: count, debtPaid: paid }) =>
      `冻结 ${requestId} 已超时，自动退回 ${points(count)}${debtPaid(paid, count)}。`,
    adjust: ({ requestId, points: count, reason, actor, debtPaid: paid, debtMade }) => {
      const what = count < 0n ? `扣减 ${points(-count)}` : `增加 ${points(count)}`;
      const owed = debtMade === 0n ? '' : `，其中 ${points(debtMade)}记为欠分`;
      return `调整 ${requestId}，由 ${actor} ${what}${owed}${debtPaid(paid, count)}，原因：“${reason}”。`;
    },
    'transfer-out': ({ requestId, points: count, to }) => `转赠 ${requestId}：向会员 ${to} 转出 ${points(count)}。`,
    'transfer-in': ({ requestId, points: count, from, debtPaid: paid }) =>
      `转赠 ${requestId}：收到会员 ${from} 转入的 ${points(count)}${debtPaid(paid, count)}。`,
    import: ({ requestId, points: count, debtPaid: paid }) =>
      `导入 ${requestId}：期初余额 ${points(count)}${debtPaid(paid, count)}。`,
    bonus: ({ campaign, points: count, debtPaid: paid }) =>
      `活动 ${campaign} 赠送 ${points(count)}${debtPaid(paid, count)}。`,
    mature: ({ points: count }) => `${points(count)}已生效，当天起可用。`,
    expire: ({ points: count, because }) => {
      if (because === 'day') return `${points(count)}到期失效。`;
      if (because === 'inactivity') return `${points(count)}因长期无活动而失效。`;
      return `${reference(because)} 的 ${points(count)}入账时已过有效期，随即失效。`;
    },
    merge: ({ requestId, from, points: count, paid }) => {
      const brought = count < 0n ? `带来欠分 ${points(-count)}` : `带来 ${points(count)}`;
      return `合并 ${requestId}：会员 ${from} 并入本会员，${brought}${paid === 0n ? '' : `，其中 ${points(paid)}抵扣欠分`}。`;
    },
    'merge-removed': ({ requestId, into, points: count }) => {
      const taken = count < 0n ? `欠分 ${points(-count)}` : points(count);
      return `合并 ${requestId}：本会员并入会员 ${into}，${taken}随之转入，本账户不再使用。`;
    },
  } as const satisfies Omit<Texts['headlines'], 'tier'>;
}

const roundings = {
  floor: '每笔消费合计后向下取整',
  nearest: '每笔消费合计后四舍五入取整',
  ceiling: '每笔消费合计后向上取整',
} as const;

function earning(money: (minor: bigint) => string, level: (id: string) => string) {
  return {
    'level-after': ({ level: id }) => `等级取两者中较高的一级：${level(id)}。`,
    rate: ({ rule, points: count, gives }) => {
      const how = gives === null ? '' : `（每 ${money(gives.perMinor)} 得 ${points(gives.points)}）`;
      return `规则 ${rule}${how}：${exact(count)} 积分。`;
    },
    multiply: ({ rule, points: count, by }) =>
      `规则 ${rule}${by === null ? '' : `（${by} 倍）`}：${signed(count)} 积分。`,
    fixed: ({ rule, points: count, gives }) => {
      const each = gives?.perUnit === true ? '每件' : '';
      const how = gives === null ? '（奖励）' : `（${each}奖励 ${points(gives.points)}）`;
      return `规则 ${rule}${how}：${signed(count)} 积分。`;
    },
    level: ({ level: id, points: count, by }) =>
      `等级${level(id)}${by === null ? '' : `（${by} 倍）`}：${signed(count)} 积分。`,
    rounding: ({ points: count, how }) => `${how === null ? '取整' : roundings[how]}：${signed(count)} 积分。`,
    together: ({ points: count }) => `合计 ${points(count)}。`,
    paid: ({ points: count, valueMinor }) => {
      const worth = valueMinor === null ? '' : `（价值 ${money(valueMinor)}）`;
      return `${points(count)}${worth}抵付了部分金额，抵付的部分不再获得积分。`;
    },
  } as const satisfies Partial<Texts['facts']>;
}

function facts(money: (minor: bigint) => string, at: (iso: string) => string) {
  return {
    'debt-paid': ({ points: count }) => `${points(count)}用于抵扣欠分。`,
    lot,
    'grace-lot': ({ points: count, expiresOn }) => `${points(count)}原有效期已过，退回后${through(expiresOn)}。`,
    sale: ({ purchase, points: count }) => `${day(purchase.day)}的消费 ${purchase.key} 当时获得 ${points(count)}。`,
    goods: ({ lines, amountMinor, full, netMinor, orderReturned }) => {
      const named = lines.map((line) => `第 ${line.lineId} 行 ${money(line.netMinor)}`);
      const all = [...named, ...(amountMinor === 0n ? [] : [`商品 ${money(amountMinor)}`])].join('、');
      const what = full ? `剩余全部商品 ${money(netMinor)}` : all;
      const over = orderReturned ? '整单已退完，不再计为订单。' : '';
      return `退回：${what === '' ? '无' : what}。${over}`;
    },
    kept: ({ points: count, undone, undoneBefore }) => {
      const before = undoneBefore === 0n ? '' : `此前的退货已撤销 ${points(undoneBefore)}，`;
      return `保留的商品按当时规则应得 ${points(count)}，${before}本次撤销 ${points(undone)}。`;
    },
    'no-receipt': ({ netMinor, points: count }) =>
      `无小票时按当天的基础规则计算：${money(netMinor)} 对应 ${points(count)}。`,
    'expired-first': ({ points: count }) => `该笔消费的 ${points(count)}此前已到期，视为最先退回。`,
    taken: ({ points: count, availableOn, expiresOn, pending }) =>
      pending
        ? `从原定${day(availableOn)}生效的积分中扣除 ${points(count)}。`
        : `从${expiresOn === null ? '长期有效' : through(expiresOn)}的积分中扣除 ${points(count)}。`,
    'debt-made': ({ points: count }) => `${points(count)}余额不足，记为欠分，以后获得的积分将先行抵扣。`,
    forgiven: ({ points: count }) => `${points(count)}余额不足，不再追扣。`,
    'on-hold': ({ points: count, until }) => `${points(count)}在${at(until)}前不能另作他用，超时未兑换则自动退回。`,
    held: ({ reserve, points: count }) => `这 ${points(count)}自${day(reserve.day)}起冻结。`,
    asked: ({ reason, actor }) => `经办：${actor}。原因：“${reason}”。`,
    brought: ({ member, balance: { available, pending, reserved, debt }, entries }) =>
      `会员 ${member} 原有可用 ${points(available)}，待生效 ${number(pending)}，冻结 ${number(reserved)}，欠分 ${number(debt)}；来源见其 ${String(entries)} 条记录。`,
    offered: ({ campaign, occasion, step }) => `由活动 ${campaign} 的消息 ${step} 赠送，事由：${occasion}。`,
    lifetime: ({ points: count }) => `此前在别处累计获得 ${points(count)}，仅供参考。`,
    matured: ({ points: count, expiresOn }) => `${points(count)}可用，${through(expiresOn)}。`,
    ended: ({ points: count, credited, expiresOn }) => {
      const until = expiresOn === null ? '失效' : `有效期至${day(dayBefore(expiresOn))}，已失效`;
      return `${points(count)}${until}${credited > count ? `，为该批 ${points(credited)}的剩余部分` : ''}。`;
    },
    inactive: ({ lastActOn, months: count }) =>
      `最近一次活动在${day(lastActOn)}，此后 ${number(BigInt(count))} 个月内没有新的活动。`,
  } as const satisfies Partial<Texts['facts']>;
}

const actNames = { purchase: '消费', earning: '获得积分的消费', redeeming: '兑换' } as const;

const headings = {
  balance: '积分余额',
  due: '到目前应发生、将随下一笔变动或夜间处理入账',
  level: '等级',
  lots: '各批积分及其来源（按使用顺序）',
  next: '最近到期',
  holds: '冻结',
  debt: '欠分及其原因',
  sums: '余额的全部构成',
  last: '最近变动',
  why: '明细',
  related: '相关记录',
} as const satisfies Texts['headings'];

const sums = {
  earned: '消费获得',
  bonus: '奖励',
  returned: '退货扣回',
  redeemed: '兑换使用',
  restored: '退货退回的抵现积分',
  expired: '到期失效',
  adjusted: '人工调整',
  transferred: '转赠（收到减送出）',
  imported: '导入的期初余额',
} as const satisfies Texts['sums'];

/** Simplified Chinese, in the words that members of Chinese programmes know. */
export function chinese({ timeZone, currency, levelName }: Setting): Texts {
  const money = moneyFormat('zh-CN', currency);
  const local = localTimeFormat(timeZone);
  const at = (iso: string) => `${day(local(iso).day)} ${local(iso).time}`;
  const words = { money, level: levelName, reference };
  return {
    headings,
    number,
    reference: (of) => `${reference(of)}（${day(of.day)}）`,
    dated: (iso, sentence) => `${day(iso)}：${sentence}`,
    headlines: { ...headlines(money, at), tier: levelHeadline(words) },
    facts: { ...facts(money, at), ...earning(money, levelName), ...levelReasons(words) },
    memberTitle: ({ memberId, program, asOf, entries }) => {
      const written = asOf === null ? '' : `，最近一条记于${at(asOf)}`;
      return `会员 ${memberId}：共 ${String(entries)} 条记录${written}；规则版本 ${program}`;
    },
    entryTitle: ({ memberId, entryId, seq, occurredAt, program, eventId }) => {
      const from = eventId === null ? '' : `，来自事件 ${eventId}`;
      return `会员 ${memberId} 的第 ${String(seq)} 条记录：${entryId}，${at(occurredAt)}，规则版本 ${program}${from}`;
    },
    noEntries: '尚无任何变动。',
    balance: ({ available, pending, reserved, debt }, now) => [
      now === undefined
        ? `可用 ${points(available)}。`
        : `目前可用 ${points(now.available)}（账面 ${number(available)}，另有到期事项尚未入账）。`,
      `待生效 ${number(pending)}，冻结 ${number(reserved)}，欠分 ${number(debt)}。`,
    ],
    balanceChange: (before, after) => {
      const rows = [
        ['可用', before.available, after.available],
        ['待生效', before.pending, after.pending],
        ['冻结', before.reserved, after.reserved],
        ['欠分', before.debt, after.debt],
      ] as const;
      const changed = rows.filter(([, from, to]) => from !== to);
      if (changed.length === 0) return `余额不变：可用 ${points(after.available)}。`;
      return `余额变动：${changed.map(([name, from, to]) => `${name}由 ${number(from)} 变为 ${number(to)}`).join('，')}。`;
    },
    level: levelSentences(words),
    lot,
    next: ({ points: ending, expiresOn }) => `${points(ending)}${through(expiresOn)}，过后失效。`,
    inactivity: ({ on, lastActOn, acts }) =>
      `全部积分${through(on)}；每次${acts.map((act) => actNames[act]).join('或')}后顺延，最近一次在${day(lastActOn)}。`,
    neverEnds: '目前没有会到期的积分。',
    hold: ({ requestId, points: held, since, until }) =>
      `冻结 ${requestId}：${points(held)}，自${day(since)}至${at(until)}。`,
    debt: (owed) => `欠分 ${points(owed)}，以后获得的积分将先行抵扣。`,
    sums,
    total: ({ available, pending, reserved, debt }) =>
      `可用 ${number(available)} + 待生效 ${number(pending)} + 冻结 ${number(reserved)} - 欠分 ${number(debt)}`,
    last: (shown, all) => `共 ${String(all)} 条，以下为最近 ${String(shown)} 条。`,
  };
}

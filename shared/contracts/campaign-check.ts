/**
 * What the document of a plan can get wrong beyond the shape of its parts. Everything is looked at by itself, whatever is
 * wrong elsewhere, so that all faults are told at once.
 */
import * as z from 'zod/mini';
import type { CampaignKind, OccasionEvent } from '../domain/campaigns/campaign.ts';
import { occasionEvents } from '../domain/campaigns/campaign.ts';
import { isTimeZone } from '../domain/zone.ts';
import { instantOfSchedule } from './campaign.ts';
import { activityPrefix } from './campaign-document.ts';
import { segmentCycles, unknownNames } from './condition-check.ts';
import { ifValid, orElse } from './lenient.ts';
import { fault } from './programme-fault.ts';
import type { Fault } from './programme-fault.ts';

/** What a plan names and does not have in itself. */
export type CampaignContext = {
  /** Levels of the programme. */
  readonly levels: readonly string[];
  /** Activities that the programme has a rule for. */
  readonly activities: readonly string[];
  /** Templates beside the document, without their locale: `win-back-1`. */
  readonly templates: readonly string[];
};

const text = ifValid(z.string());
/** Enough to know that it is there. */
const anything = z.optional(z.unknown());

const offer = z.object({ points: anything, expiry: anything, coupon: anything });
const coupon = z.object({ offMinor: anything, percent: anything });
const step = z.object({
  id: text,
  afterDays: orElse(z.union([z.undefined(), z.int().check(z.minimum(0))]), undefined),
  channels: ifValid(z.array(z.string())),
  template: text,
  offer: ifValid(offer),
});
const steps = z.array(ifValid(step));
const parts = z.object({
  kind: text,
  purpose: text,
  audience: anything,
  segments: ifValid(z.record(z.string(), z.unknown())),
  trigger: ifValid(
    z.object({
      schedule: ifValid(z.object({ cron: anything, at: text, timeZone: text })),
      event: text,
      to: anything,
    }),
  ),
  steps: orElse(steps, []),
  control: ifValid(z.object({ share: text, reason: text })),
  caps: anything,
  outcome: text,
});
type Parts = z.output<typeof parts>;

/** What only one of the events is about; plans of other kinds may follow any, but for those that have days of their own. */
const eventsOfKind: Readonly<Partial<Record<CampaignKind, readonly OccasionEvent[]>>> = {
  welcome: ['member.enrolled.confirmed'],
  'points-expiring': ['points.expiring'],
  'tier-at-risk': ['tier.at-risk'],
  'win-back': ['member.stage-changed'],
  birthday: [],
  anniversary: [],
  holiday: [],
  'member-day': [],
};

function isOneOf<const Names extends readonly string[]>(names: Names, name: string | undefined): name is Names[number] {
  return name !== undefined && names.includes(name);
}

function eventFault(kind: string | undefined, event: string | undefined): Fault[] {
  if (!isOneOf(occasionEvents, event) || kind === undefined) return [];
  const fitting = Object.entries(eventsOfKind).find(([name]) => name === kind)?.[1];
  if (fitting === undefined || fitting.includes(event)) return [];
  const rule = fitting.length === 0 ? 'by schedule' : `${fitting.join(', ')} or by schedule`;
  return [fault('trigger.event', `a plan of kind ${kind} runs by ${rule}`.replace('by by', 'by'))];
}

function checkTrigger({ kind, trigger }: Parts): Fault[] {
  if (trigger === undefined) return [];
  const { schedule, event, to } = trigger;
  const faults = eventFault(kind, event);
  if ((schedule === undefined) === (event === undefined)) {
    faults.push(fault('trigger', 'exactly one of schedule and event'));
  }
  if (to !== undefined && event !== 'member.stage-changed') {
    faults.push(fault('trigger.to', 'only where event is member.stage-changed'));
  }
  if (schedule === undefined) return faults;
  const { cron, at, timeZone } = schedule;
  if ((cron === undefined) === (at === undefined)) faults.push(fault('trigger.schedule', 'exactly one of cron and at'));
  if (cron !== undefined && timeZone === undefined) {
    faults.push(fault('trigger.schedule.timeZone', 'required: an IANA time zone, for example Asia/Shanghai'));
  }
  if (at !== undefined && isNoInstant(at, timeZone)) {
    faults.push(fault('trigger.schedule.at', 'with an offset, or a time that the clock of the timeZone shows'));
  }
  return faults;
}

/** A text that is no time at all, or a zone that is none, is a fault of the shape. */
function isNoInstant(at: string, timeZone: string | undefined): boolean {
  const isTime = instantOfSchedule(at, 'UTC') !== undefined;
  return isTime && (timeZone === undefined || isTimeZone(timeZone)) && instantOfSchedule(at, timeZone) === undefined;
}

function checkOffer(given: z.output<typeof offer> | undefined, path: string): Fault[] {
  if (given === undefined) return [];
  const faults: Fault[] = [];
  if ((given.points === undefined) === (given.coupon === undefined)) {
    faults.push(fault(path, 'exactly one of points and coupon'));
  }
  if (given.expiry !== undefined && given.points === undefined)
    faults.push(fault(`${path}.expiry`, 'only with points'));
  const terms = coupon.safeParse(given.coupon).data;
  if (terms !== undefined && (terms.offMinor === undefined) === (terms.percent === undefined)) {
    faults.push(fault(`${path}.coupon`, 'exactly one of offMinor and percent'));
  }
  return faults;
}

type StepParts = NonNullable<Parts['steps'][number]>;

function checkStep(one: StepParts, before: readonly StepParts[], path: string): Fault[] {
  const { id, afterDays = 0, channels = [] } = one;
  const faults: Fault[] = [];
  if (id !== undefined && before.some((other) => other.id === id)) faults.push(fault(`${path}.id`, 'each id once'));
  if (before.some((other) => (other.afterDays ?? 0) > afterDays)) {
    faults.push(fault(`${path}.afterDays`, 'not before the step before: days do not fall'));
  }
  channels.forEach((channel, at) => {
    if (channels.indexOf(channel) < at) faults.push(fault(`${path}.channels[${String(at)}]`, 'each channel once'));
  });
  return faults;
}

function checkSteps({ steps: given }: Parts, { templates }: CampaignContext): Fault[] {
  return given.flatMap((one, index) => {
    if (one === undefined) return [];
    const path = `steps[${String(index)}]`;
    const before = given.slice(0, index).filter((other) => other !== undefined);
    const faults = [...checkOffer(one.offer, `${path}.offer`), ...checkStep(one, before, path)];
    if (one.template !== undefined && !templates.includes(one.template)) {
      faults.push(fault(`${path}.template`, 'unreachable: no such template beside the document'));
    }
    return faults;
  });
}

/** Of what is owed nobody is held back, and caps say nothing about it. */
function checkControl({ purpose, control }: Parts): Fault[] {
  const isNone = control?.share !== undefined && /^0+(\.0+)?$/.test(control.share);
  if (purpose === 'loyalty') {
    if (control === undefined || isNone) return [];
    return [fault('control', 'none in a plan of purpose loyalty: what is owed has no control group')];
  }
  const isUnexplained = isNone && (control.reason ?? '').trim() === '';
  return isUnexplained ? [fault('control.reason', 'required: why nobody is held back, where the share is 0')] : [];
}

function checkOutcome({ outcome }: Parts, { activities }: CampaignContext): Fault[] {
  if (outcome?.startsWith(activityPrefix) !== true || outcome === activityPrefix) return [];
  const isKnown = activities.includes(outcome.slice(activityPrefix.length));
  return isKnown ? [] : [fault('outcome', 'unreachable: the programme has no rule for this activity')];
}

function checkConditions({ audience, segments = {} }: Parts, { levels }: CampaignContext): Fault[] {
  const known = { levels, segments: Object.keys(segments) };
  return [
    ...unknownNames(audience, 'audience', known),
    ...Object.entries(segments).flatMap(([name, condition]) => unknownNames(condition, `segments.${name}`, known)),
    ...segmentCycles(segments),
  ];
}

/** Faults of a document of whatever shape. */
export function checkCampaign(value: unknown, context: CampaignContext): Fault[] {
  const given = parts.safeParse(value).data;
  if (given === undefined) return [];
  return [
    ...checkConditions(given, context),
    ...checkTrigger(given),
    ...checkSteps(given, context),
    ...checkControl(given),
    ...checkOutcome(given, context),
  ];
}

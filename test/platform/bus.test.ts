import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { busPublisher } from '../../shared/platform/bus.ts';

const bridge = mockClient(EventBridgeClient);
const waits: number[] = [];
const publish = busPublisher('perennial', async (attempt) => {
  waits.push(attempt);
  return Promise.resolve();
});

beforeEach(() => {
  bridge.reset();
  waits.length = 0;
});

const events = (count: number) =>
  Array.from({ length: count }, (_, number) => {
    return { source: 'perennial.ledger', detailType: 'points.earned', detail: { number } };
  });

/** The numbers of the events of each call. */
const sent = () =>
  bridge
    .commandCalls(PutEventsCommand)
    .map(({ args }) => args[0].input.Entries?.map(({ Detail }): unknown => JSON.parse(Detail ?? '')));
const numbered = (...numbers: readonly number[]) => numbers.map((number) => ({ number }));

const taken = { EventId: 'id' };
const refused = { ErrorCode: 'ThrottlingException', ErrorMessage: 'too many' };

it('puts events on the bus in their order, ten at a time', async () => {
  bridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  await publish(events(23));
  expect(sent().map((call) => call?.length)).toEqual([10, 10, 3]);
  expect(sent().flat()).toEqual(numbered(...Array(23).keys()));
  const [first] = bridge.commandCalls(PutEventsCommand);
  expect(first?.args[0].input.Entries?.[0]).toEqual({
    EventBusName: 'perennial',
    Source: 'perennial.ledger',
    DetailType: 'points.earned',
    Detail: '{"number":0}',
  });
  expect(waits).toEqual([]);
});

it('calls nobody when there is nothing to tell', async () => {
  await publish([]);
  expect(sent()).toEqual([]);
});

it('offers again what the bus did not take, and only that, after a wait', async () => {
  bridge
    .on(PutEventsCommand)
    .resolvesOnce({ FailedEntryCount: 2, Entries: [taken, refused, taken, refused] })
    .resolvesOnce({ FailedEntryCount: 1, Entries: [taken, refused] })
    .resolves({ FailedEntryCount: 0 });
  await publish(events(4));
  expect(sent()).toEqual([numbered(0, 1, 2, 3), numbered(1, 3), numbered(3)]);
  expect(waits).toEqual([1, 2]);
});

it('gives up after some rounds: the stream delivers the batch again', async () => {
  bridge.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [refused] });
  await expect(publish(events(1))).rejects.toMatchObject({ name: 'PublishError' });
  expect(waits).toEqual([1, 2, 3, 4, 5]);
});

it('lets a failing bus be known', async () => {
  bridge.on(PutEventsCommand).rejects(new Error('no way'));
  await expect(publish(events(1))).rejects.toThrow('no way');
});

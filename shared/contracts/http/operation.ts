/** What the documentation says of a route, and its function goes by: parameters, body, answer, problems. */
import * as z from 'zod/mini';
import type { httpRoutes, RouteName } from '../../config/http-routes.ts';
import type { ProblemCode } from './problems.ts';

/** Names of the parameters in a path. */
type ParametersIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParametersIn<Rest>
  : never;
export type PathParameter<Name extends RouteName> = ParametersIn<(typeof httpRoutes)[Name]['path']>;

type Shape = z.core.$ZodLooseShape;

/** Of the query: the parameters that a route takes; others are ignored, as unknown fields are. */
export const noParameters = z.object({});
/** Of a request without a body. */
export const noBody = z.undefined();

export type Operation<
  Name extends RouteName = RouteName,
  Query extends z.ZodMiniObject<Shape> = z.ZodMiniObject<Shape>,
  Body extends z.ZodMiniType = z.ZodMiniType,
  Answer extends z.ZodMiniType = z.ZodMiniType,
> = {
  readonly name: Name;
  /** A few words, and what else there is to know. */
  readonly summary: string;
  readonly description: string;
  readonly query: Query;
  readonly body: Body;
  /** Whether it changes something, and so takes an `Idempotency-Key`. */
  readonly writes: boolean;
  readonly status: 200 | 201;
  readonly answer: Answer;
  /** Beside those that every route of its kind has. */
  readonly problems: readonly ProblemCode[];
};

/** A route's part of the documentation, its types kept for whoever answers it. */
export function operation<
  Name extends RouteName,
  Query extends z.ZodMiniObject<Shape>,
  Body extends z.ZodMiniType,
  Answer extends z.ZodMiniType,
>(given: Operation<Name, Query, Body, Answer>): Operation<Name, Query, Body, Answer> {
  return given;
}

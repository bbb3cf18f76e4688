import { Validations } from 'aws-cdk-lib';
import { CfnStage, HttpMethod, HttpNoneAuthorizer, type HttpApi, type HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { linkRoutes, routeKey } from '../../shared/config/http-routes.ts';
import type { StageSettings } from '../stages.ts';
import type { LoyaltyFunction } from './loyalty-function.ts';

export type LinkRoutesProps = {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  readonly settings: StageSettings;
  /** Who opens the links. */
  readonly answering: LoyaltyFunction;
};

/**
 * The routes of the links in messages: without a token of the HTTP API, because a link is one itself, and throttled each
 * by itself, so that a flood of them takes nothing of what tills are let in with.
 */
export class LinkRoutes extends Construct {
  constructor(scope: Construct, id: string, { api, stage, settings, answering }: LinkRoutesProps) {
    super(scope, id);
    const integration = new HttpLambdaIntegration('Open-links', answering.function);
    const authorizer = new HttpNoneAuthorizer();
    const routes = Object.values(linkRoutes).flatMap(({ method, path }) =>
      api.addRoutes({ path, methods: [HttpMethod[method]], integration, authorizer }),
    );
    for (const route of routes) {
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason:
          'Whoever is written to has no login, and mail programs must be able to unsubscribe without one (RFC 8058): the ' +
          'function checks the signature of each link before it does anything.',
      });
    }
    const resource = stage.node.defaultChild;
    if (!(resource instanceof CfnStage)) throw new TypeError('a stage of an HTTP API is one resource');
    const { rate, burst } = settings.linksThrottle;
    const limits = { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst };
    resource.routeSettings = Object.fromEntries(Object.values(linkRoutes).map((route) => [routeKey(route), limits]));
    // Limits are of routes that exist.
    stage.node.addDependency(...routes);
  }
}

import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import {
  anyOtherRoute,
  httpResources,
  httpRoutes,
  tokenScope,
  type HttpResource,
} from '../../shared/config/http-routes.ts';
import { doorName, metricNamespace, requestsThrottledMetric, resourceName } from '../../shared/config/names.ts';
import { ImpactAlarm, type AlarmSettings } from './impact-alarm.ts';
import { LinkRoutes } from './link-routes.ts';
import type { LoyaltyFunction } from './loyalty-function.ts';
import type { TokenIssuer } from './machine-tokens.ts';

export type DoorProps = AlarmSettings & {
  /** Who answers the routes of each resource. */
  readonly functions: Readonly<Record<HttpResource, LoyaltyFunction>>;
  /** Who opens the links in messages. */
  readonly links: LoyaltyFunction;
  readonly tokens: TokenIssuer;
};

/**
 * What is written of each request. Neither its path, which may hold a member's id or a link that lets in, nor an address, nor what was said: who
 * wants to know what a function did with it finds it there under the same id.
 */
const loggedOfRequests = {
  requestId: '$context.requestId',
  routeKey: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  functionLatencyMs: '$context.integrationLatency',
  client: '$context.authorizer.claims.client_id',
  error: '$context.error.responseType',
} as const;

/** A till waits for the answer. */
const slowAfterMs = 2000;

/**
 * The HTTP API: its routes as `shared/config/http-routes.ts` has them, each for tokens with its own scope, throttled as
 * the stage says, with a log that names nobody, and alarms on failures, slowness and requests that were turned away.
 */
export class Door extends Construct {
  readonly api: HttpApi;
  readonly url: string;
  readonly failures: ImpactAlarm;
  readonly otherAlarms: readonly ImpactAlarm[];

  constructor(scope: Construct, id: string, props: DoorProps) {
    super(scope, id);
    const { settings } = props;
    this.api = new HttpApi(this, 'Api', {
      apiName: resourceName(settings.stage, doorName),
      description: 'What a till asks Perennial at once, and what links in messages lead to',
      createDefaultStage: false,
    });
    this.addRoutes(props);
    const log = new LogGroup(this, 'Log', {
      logGroupName: `/aws/apigateway/${resourceName(settings.stage, doorName)}`,
      retention: settings.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const { rate: rateLimit, burst: burstLimit } = settings.httpThrottle;
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle: { rateLimit, burstLimit },
      accessLogSettings: {
        destination: new LogGroupLogDestination(log),
        format: AccessLogFormat.custom(JSON.stringify(loggedOfRequests)),
      },
    });
    new LinkRoutes(this, 'Links', { api: this.api, stage, settings, answering: props.links });
    this.url = stage.url;
    this.failures = this.watchFailures(props, stage);
    this.otherAlarms = [this.watchLatency(props, stage), this.watchThrottles(props, log)];
  }

  private addRoutes({ functions, tokens }: DoorProps): void {
    const authorizer = new HttpJwtAuthorizer('Tokens', tokens.issuer, { jwtAudience: [...tokens.audience] });
    const integrations = new Map(
      httpResources.map((resource) => {
        return [resource, new HttpLambdaIntegration(`Answer-${resource}`, functions[resource].function)] as const;
      }),
    );
    const integrationOf = (resource: HttpResource) => {
      const integration = integrations.get(resource);
      if (integration === undefined) throw new Error(`Nobody answers ${resource}.`);
      return integration;
    };
    for (const { method, path, scope, resource } of Object.values(httpRoutes)) {
      this.api.addRoutes({
        path,
        methods: [HttpMethod[method]],
        integration: integrationOf(resource),
        authorizer,
        authorizationScopes: [tokenScope(scope)],
      });
    }
    // Whoever has a token is told that there is no such path; whoever has none is told nothing.
    new HttpRoute(this, 'AnyOther', {
      httpApi: this.api,
      routeKey: HttpRouteKey.DEFAULT,
      integration: integrationOf(anyOtherRoute.resource),
      authorizer,
    });
  }

  private watchFailures({ settings, alarmsTopic }: DoorProps, stage: HttpStage): ImpactAlarm {
    return new ImpactAlarm(this, 'Failures', {
      settings,
      alarmsTopic,
      name: `${doorName}-failures`,
      impact:
        'Tills get no answer: points can neither be redeemed nor shown at the counter. Or links in messages do not open.',
      metric: stage.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 5,
    });
  }

  private watchLatency({ settings, alarmsTopic }: DoorProps, stage: HttpStage): ImpactAlarm {
    return new ImpactAlarm(this, 'Slow', {
      settings,
      alarmsTopic,
      name: `${doorName}-slow`,
      impact: 'Tills wait for more than two seconds for one answer in twenty: queues at the counter grow.',
      metric: stage.metricLatency({ period: Duration.minutes(5), statistic: 'p95' }),
      threshold: slowAfterMs,
      periods: 3,
    });
  }

  /** API Gateway has no metric of its own for them: it counts them among all that callers do wrong. */
  private watchThrottles({ settings, alarmsTopic }: DoorProps, log: LogGroup): ImpactAlarm {
    new MetricFilter(this, 'Throttled', {
      logGroup: log,
      metricNamespace,
      metricName: requestsThrottledMetric,
      metricValue: '1',
      filterPattern: FilterPattern.stringValue('$.status', '=', '429'),
    });
    return new ImpactAlarm(this, 'Throttles', {
      settings,
      alarmsTopic,
      name: `${doorName}-throttles`,
      impact:
        'Requests of tills, or links in messages, are turned away, because more come than the stage allows: they have to ask again.',
      metric: new Metric({
        namespace: metricNamespace,
        metricName: requestsThrottledMetric,
        period: Duration.minutes(5),
        statistic: 'Sum',
      }),
      threshold: 1,
      periods: 3,
    });
  }
}

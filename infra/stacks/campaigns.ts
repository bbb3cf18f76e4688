import { CfnOutput, Duration, Stack, Validations, type StackProps } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import {
  byMemberIndex,
  campaignOutputs,
  environmentVariables,
  functionNames,
  queueNames,
  resourceName,
  sources,
} from '../../shared/config/names.ts';
import { CampaignRuns } from '../constructs/campaign-runs.ts';
import type { AlarmSettings, ImpactAlarm } from '../constructs/impact-alarm.ts';
import { granted, LoyaltyFunction } from '../constructs/loyalty-function.ts';
import { MailEvents } from '../constructs/mail-events.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { DeadLetterQueue } from '../constructs/safe-queue.ts';
import { Sender } from '../constructs/sender.ts';

import type { PlanRefusal } from '../../shared/commands/campaigns/answers.ts';
import { Failure } from '../failure.ts';

/** What to do about a refusal, in the place of the campaign's id `ID`. */
const told: Readonly<Record<PlanRefusal, readonly [what: string, next: string]>> = {
  'unknown-campaign': [
    'There is no campaign ID.',
    '`npx perennial campaign list` names those there are; `npx perennial campaign publish DIR` adds one.',
  ],
  'other-content': [
    'This version of ID is published already, with other content.',
    'A version stays what it is: give the change a new version number, and publish that.',
  ],
  'older-version': [
    'A newer version of ID is published already.',
    '`npx perennial campaign show ID` lists the versions; give the change a number above them.',
  ],
  'not-approved': [
    'ID is not approved, so nothing of it runs.',
    'Look at it with `npx perennial campaign preview ID`, then `npx perennial campaign approve ID`.',
  ],
  'not-paused': ['ID is not paused.', '`npx perennial campaign show ID` says where it stands.'],
  'no-approver': ['An approval needs the name of who gives it.', 'Say it with --by NAME.'],
  'already-cancelled': [
    'ID was cancelled, which cannot be undone.',
    'Publish a new version to begin again: `npx perennial campaign publish DIR`.',
  ],
  'newer-version': [
    'Another version of ID has become the newest.',
    '`npx perennial campaign show ID` lists the versions; preview the newest and approve that.',
  ],
};

/** A refusal as the person at the keyboard is told it. */
export function refusedPlan(code: PlanRefusal, campaignId: string): Failure {
  const [what, next] = told[code];
  return new Failure(what.replaceAll('ID', `'${campaignId}'`), next.replaceAll('ID', campaignId));
}

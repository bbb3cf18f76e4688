import { stageUsage } from '../stage-option.ts';

/** What `perennial campaign --help` says. */
export const campaignUsage = `
npx perennial campaign check DIR [--program FILE] [--json]
npx perennial campaign publish DIR [--by NAME] [options]
npx perennial campaign list [options]
npx perennial campaign show ID [options]
npx perennial campaign preview ID|DIR [--at INSTANT] [--html FILE] [options]
npx perennial campaign approve ID [--by NAME] [--version N] [options]
npx perennial campaign run ID [--at INSTANT] [options]
npx perennial campaign pause|resume|cancel ID [options]
npx perennial campaign result ID [--run TIME] [--at INSTANT] [--members]
  [--html FILE [--lang en|zh-CN]] [options]

  DIR            a folder with campaign.json and its templates NAME.en.liquid and NAME.zh-CN.liquid beside it; those
                 that come with the project are in shared/config/campaigns
  ID             the id of a published campaign
  --by NAME      who publishes, or who answers for the approval (default: your user name)
  --version N    the version that you have looked at: another newest one is not approved
  --at INSTANT   the now of it all, RFC 3339 (local stage only)
  --run TIME     the run scheduled for that time, RFC 3339, or events (default: the newest whose window has closed, or
                 else the newest with members)
  --members      with everybody of the run, and what became of each message
  --html FILE    write the samples, or the result, as a page to read
  --program FILE check levels and activities against this programme (default: the published one)
  ${stageUsage}
  --json         print one JSON document

check prints every fault of the document and of the templates. publish keeps a version for ever; nothing of it runs
until it is approved. preview reads the stage and writes nothing: whom a run now would mean, what it would cost, and
twenty of its messages. approve makes the schedule of the plan; pause and resume stop and start it and what is due;
cancel ends it for good. run starts what the schedule says is due, if nothing has, hands out all that is due, and
returns when it has settled; twice is once. result says what the campaign caused, when the window has closed.

npx perennial campaign publish shared/config/campaigns/win-back
npx perennial campaign preview win-back --html win-back.html
npx perennial campaign approve win-back --by ann
npx perennial campaign run win-back --at 2026-11-24T10:00:00+08:00
npx perennial campaign result win-back --at 2027-02-01T00:00:00+08:00`;

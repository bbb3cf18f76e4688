import { stageUsage } from '../stage-option.ts';

/** What `perennial member --help` says. */
export const memberUsage = `
npx perennial member enrol KIND:VALUE… [FIELDS] [--request-id ID] [options]
npx perennial member find KIND:VALUE [options]
npx perennial member show KIND:VALUE [options]
npx perennial member update KIND:VALUE [--identity KIND:VALUE…] [FIELDS] [--remove FIELD…] [--request-id ID] [options]
npx perennial member merge KEPT REMOVED [--request-id ID] [options]
npx perennial member erase KIND:VALUE --yes [--request-id ID] [options]
npx perennial member export KIND:VALUE [--html FILE [--lang en|zh-CN]] [--json] [options]
npx perennial member suppress CHANNEL:ADDRESS --reason bounced|complained|asked [options]
npx perennial member unsuppress CHANNEL:ADDRESS [options]

  KIND:VALUE         a member by memberId, externalId, email, phone or card, for example externalId:A17; enrol takes the
                     identities that the member is to have
  --request-id ID    names the request: the same again has the same answer, and does nothing twice (default: a new one,
                     which is printed)
  ${stageUsage}
  --json             print one JSON document

FIELDS
  --name, --gender, --birthday (YYYY-MM-DD or --MM-DD, written --birthday=--MM-DD), --occupation, --locale, --time-zone,
  --channel, --enrolled-at, --referral-code, --push-token, --wechat-open-id
  --interest TEXT    may be given again; all that are given replace those before
  --attribute NAME=VALUE     may be given again
  --consent PURPOSE:CHANNEL=yes|no, may be given again, with the proof of all of them:
                     --consent-at INSTANT --consent-text TEXT --consent-how HOW --consent-by WHO
                     purposes: loyalty, promotions, profiling; channels: email, sms, push, wechat
  --file JSON        a file with the fields of member.enrolled or member.updated (docs/events), which options add to; what
                     stands in it stands in no shell's history
  --remove FIELD     has no value any more; also attributes.NAME and contacts.NAME

show prints who the member is, what the account holds and where it comes from; export prints everything that is held, as
docs/events/member.export.json describes it, or as a page to read. merge makes two members one, for good: KEPT has the
points, the history and the identities of both. erase forgets profile, identities and consents at once, for good; the
books stay under an id that means nothing. Addresses that are suppressed are sent nothing, whoever has them.`;

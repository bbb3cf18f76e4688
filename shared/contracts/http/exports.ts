/** Everything that is held about a member, for a member who asks for it. */
import * as z from 'zod/mini';
import { memberExport } from '../member-document.ts';
import { noBody, noParameters, operation } from './operation.ts';

export const exportMember = operation({
  name: 'exportMember',
  summary: 'Export a member',
  description:
    'Everything that is held about a member, as `perennial member export --json` prints it. An answer holds 5 MB; of ' +
    'whoever has a longer history only the command tells.',
  query: noParameters,
  body: noBody,
  writes: false,
  status: 200,
  answer: memberExport.clone().register(z.globalRegistry, { id: 'memberExport' }),
  problems: ['unknown-member', 'member-erased', 'export-too-large'],
});

/** What the links in messages lead to. */
import { deployedLinks } from '../../../shared/runtime/link-handler.ts';

export const handler = deployedLinks();

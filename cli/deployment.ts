import type { Stage } from '../shared/config/names.ts';
import { tablesOf } from '../shared/store/dynamodb/tables.ts';
import { openStores } from '../shared/runtime/engine.ts';
import type { CommandIo } from './io.ts';
import { clientSettings } from './local/stage-connection.ts';
import type { ClientSettings } from './local/stage-connection.ts';

export type Deployment = ReturnType<typeof openStores> & {
  readonly stage: Stage;
  readonly clients: ClientSettings;
};

/** The stores of a deployed stage. @throws Failure when the stage is local and no local AWS runs */
export async function openDeployment(stage: Stage, io: CommandIo): Promise<Deployment> {
  const clients = await clientSettings(stage, io);
  return { stage, clients, ...openStores(tablesOf(stage), clients) };
}

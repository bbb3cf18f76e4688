/** Why a batch's message will be delivered again, for the log: the name of the error, nothing of the event. */
export function failureName(error: unknown): string {
  return error instanceof Error ? error.name : 'Error';
}

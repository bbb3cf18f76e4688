/** What a store throws for an item that nothing can read; anything else means that it could not be asked. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof Error && error.name === '$ZodError');
}

/** A fault of a programme document, located. */
export type Fault = { readonly path: string; readonly rule: string; readonly message: string };

export function fault(path: string, rule: string): Fault {
  return { path, rule, message: `${path}: ${rule}` };
}

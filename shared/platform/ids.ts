import { randomBytes } from 'node:crypto';

/** A member id: 120 random bits, never reused, meaning nothing. */
export function newMemberId(): string {
  return randomBytes(15).toString('base64url');
}

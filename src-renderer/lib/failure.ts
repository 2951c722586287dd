import { BridgeFailure } from '../../src-preload/client.ts';

/** What went wrong, ready to be shown. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly details: unknown;
}

/** Turns anything thrown into what can be shown; faults of the page itself keep their message. */
export function toFailure(error: unknown): Failure {
  if (error instanceof BridgeFailure) {
    const { code, message, hint, details } = error;
    return { code, message, hint: hint ?? null, details };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'INTERNAL', message: `A fault of Cairn itself: ${message}`, hint: null, details: null };
}

/** The text that "Copy report" copies: code, message, hint and details. */
export function failureReport(failure: Failure, subject: string): string {
  const lines = [subject, `${failure.code}: ${failure.message}`];
  if (failure.hint !== null) lines.push(failure.hint);
  const details = detailsText(failure.details);
  if (details !== null) lines.push(details);
  return lines.join('\n');
}

/** Details as text; null when there are none. */
export function detailsText(details: unknown): string | null {
  if (details === null || details === undefined) return null;
  if (typeof details === 'string') return details;
  try {
    return JSON.stringify(details, (_, value) => (typeof value === 'bigint' ? String(value) : value), 1);
  } catch {
    return String(details);
  }
}

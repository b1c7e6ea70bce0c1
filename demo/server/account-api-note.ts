/** What an agent wrote about a call, checked. */
import type { NoteInput } from '../../src/phone/account-data.js';
import { ApiError } from './account-api-http.js';

/** Characters. */
const longest = 10_000;

/** @throws ApiError 422 */
export function readNote(body: Readonly<Record<string, unknown>>): NoteInput {
  const { note, rate, report } = body;
  if (note === undefined && rate === undefined && report === undefined) throw invalid('Cần có note, rate hoặc report.');
  if (rate !== undefined && !(typeof rate === 'number' && Number.isInteger(rate) && rate >= 1 && rate <= 5)) {
    throw invalid('rate phải là số nguyên từ 1 đến 5.');
  }
  return {
    ...(note !== undefined && { note: readText('note', note) }),
    ...(rate !== undefined && { rate }),
    ...(report !== undefined && { report: readText('report', report) }),
  };
}

function readText(field: string, value: unknown): string {
  if (typeof value === 'string' && value.length <= longest) return value;
  throw invalid(`${field} phải là một đoạn văn bản, dài nhất ${longest} ký tự.`);
}

function invalid(message: string): ApiError {
  return new ApiError(422, 'INVALID_NOTE', message);
}

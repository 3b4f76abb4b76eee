/** The plan's JSON Schema (draft 7), made from the schema that plans are read by. */
import { z } from 'zod';
import { irSchema } from '../ir-schema.ts';

let made: Readonly<Record<string, unknown>> | null = null;

export function planSchema(): Readonly<Record<string, unknown>> {
  made ??= {
    ...z.toJSONSchema(irSchema, { target: 'draft-7' }),
    title: 'A plan of Espalier',
    description: 'The one shape behind every notation of a workflow. What its names and numbers mean together is checked beside it.',
  };
  return made;
}

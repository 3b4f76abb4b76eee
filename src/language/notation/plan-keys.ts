/** The keys that an object of a plan may have, from the plan's JSON Schema: for «did you mean». */
import { planSchema } from './plan-schema.ts';

type Shape = Readonly<Record<string, unknown>>;

/** Those of the object at `path`; of several shapes that one whose words the object has. */
export function keysAt(plan: unknown, path: readonly PropertyKey[]): readonly string[] {
  let shape: Shape | null = shapeOf(planSchema());
  let value = plan;
  for (const key of path) {
    if (shape === null) return [];
    shape = within(chosen(shape, value), key);
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  }
  return shape === null ? [] : Object.keys(shapeOf(chosen(shape, value)['properties']) ?? {});
}

function within(shape: Shape, key: PropertyKey): Shape | null {
  if (shape['type'] === 'array') return shapeOf(shape['items']);
  return shapeOf(shapeOf(shape['properties'])?.[String(key)]);
}

/** Of the shapes that there are to choose from, the one with this value's `kind` or `from`. */
function chosen(shape: Shape, value: unknown): Shape {
  const among = shape['oneOf'] ?? shape['anyOf'];
  if (!Array.isArray(among)) return shape;
  const shapes: readonly Shape[] = among.map((one: unknown) => shapeOf(one) ?? {});
  const object = shapeOf(value);
  return shapes.find((one) => {
    const properties = shapeOf(one['properties']);
    return ['kind', 'from'].some((word) => {
      const only = shapeOf(properties?.[word])?.['const'];
      return only !== undefined && only === object?.[word];
    });
  }) ?? shapes.find(({ type }) => type === 'array') ?? shape;
}

function shapeOf(value: unknown): Shape | null {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : null;
}

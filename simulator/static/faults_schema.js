// JSON Schema as the simulator writes it: references followed, one kind for each field.
export function resolved(schema, defs = schema.$defs) {
  if (schema.$ref) return { ...resolved(defs[schema.$ref.split('/').pop()], defs), ...without(schema, '$ref') };
  if (schema.allOf) return { ...resolved(schema.allOf[0], defs), ...without(schema, 'allOf') };
  if (schema.anyOf) return { ...resolved(schema.anyOf.find(({ type }) => type !== 'null'), defs), ...without(schema, 'anyOf') };
  const properties = Object.entries(schema.properties ?? {}).map(([name, each]) => [name, resolved(each, defs)]);
  return { ...schema, properties: Object.fromEntries(properties), values: valuesOf(schema, defs) };
}

function valuesOf({ additionalProperties: values }, defs) { return typeof values === 'object' ? resolved(values, defs) : null; }

function without(schema, name) {
  const { [name]: _, ...rest } = schema;
  return rest;
}

export function kindOf(schema) {
  if (schema.enum) return 'choice';
  if (schema.values) return 'map';
  if (schema.type === 'object') return 'group';
  if (schema.type === 'boolean') return 'box';
  if (schema.type === 'integer') return 'integer';
  if (schema.type === 'number') return schema.maximum === undefined ? 'number' : 'slider';
  return 'text';
}

// Of a group, how many values are other than what the schema gives where nothing is said.
export function countChanged(schema, value) {
  return Object.entries(schema.properties).reduce((sum, [name, each]) => {
    if (kindOf(each) === 'group') return sum + countChanged(each, value[name]);
    return sum + (name !== 'seed' && JSON.stringify(value[name]) !== JSON.stringify(each.default) ? 1 : 0);
  }, 0);
}

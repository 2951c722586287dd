export * from './draft.ts';
export * from './draft-type.ts';
export * from './json-schema.ts';
export * from './propose.ts';

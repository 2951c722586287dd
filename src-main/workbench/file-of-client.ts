import type { OpenFile } from './open-file.ts';

/** A file whose reads see what the transaction of this client has written so far, while one is open. */
export function fileOfClient(file: OpenFile, client: number): OpenFile {
  return {
    get info() {
      return file.info;
    },
    get generation() {
      return file.generation;
    },
    get schemaGeneration() {
      return file.schemaGeneration;
    },
    use: (role, options, work) => file.use(role, { ...options, client }, work),
    useStream: (role, options, work) => file.useStream(role, { ...options, client }, work),
    write: (options, work) => file.write(options, work),
    onChange: (listener) => file.onChange(listener),
    holders: (role) => file.holders(role),
    seesTransaction: (other) => file.seesTransaction(other),
    seesSchema: (other) => file.seesSchema(other),
    seesWrites: (other) => file.seesWrites(other),
    cachedBySchema: (key, make) => file.cachedBySchema(key, make, client),
  };
}

/**
 * The file by which the schema is read for a client: its own view of it only where its transaction has changed the schema,
 * so that nothing else waits for the statements of that.
 */
export function fileBySchemaOf(file: OpenFile, client: number): OpenFile {
  return file.seesSchema(client) === 0 ? file : fileOfClient(file, client);
}

import type { OpenFile } from './open-file.ts';

/** A file with some parts of its own; all others are those of `file` as they are when they are asked for. */
export function fileWith(file: OpenFile, own: Partial<OpenFile>): OpenFile {
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
    use: (role, options, work) => file.use(role, options, work),
    useStream: (role, options, work) => file.useStream(role, options, work),
    write: (options, work) => file.write(options, work),
    onChange: (listener) => file.onChange(listener),
    holders: (role) => file.holders(role),
    seesTransaction: (client) => file.seesTransaction(client),
    seesSchema: (client) => file.seesSchema(client),
    seesWrites: (client) => file.seesWrites(client),
    cachedBySchema: (key, make, client) => file.cachedBySchema(key, make, client),
    ...own,
  };
}

/** A file whose reads see what the transaction of this client has written so far, while one is open. */
export function fileOfClient(file: OpenFile, client: number): OpenFile {
  return fileWith(file, {
    use: (role, options, work) => file.use(role, { ...options, client }, work),
    useStream: (role, options, work) => file.useStream(role, { ...options, client }, work),
    cachedBySchema: (key, make) => file.cachedBySchema(key, make, client),
  });
}

/**
 * The file by which the schema is read for a client: its own view of it only where its transaction has changed the schema,
 * so that nothing else waits for the statements of that.
 */
export function fileBySchemaOf(file: OpenFile, client: number): OpenFile {
  return file.seesSchema(client) === 0 ? file : fileOfClient(file, client);
}

import { useSyncExternalStore } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import { EditsStore } from '../edits/edits-store.ts';
import { type CommitState, FileCommits } from './file-commits.ts';

const stores = new WeakMap<Client, Map<string, FileCommits>>();

/** The commits of a file; the same object for everybody who asks. */
export function fileCommits(client: Client, file: string): FileCommits {
  let files = stores.get(client);
  if (files === undefined) {
    const made = new Map<string, FileCommits>();
    files = made;
    stores.set(client, made);
    client.on('files.closed', ({ file: closed }) => made.delete(closed));
    client.on('files.changed', ({ file: changed, what }) => {
      if (what !== 'busy' && what !== 'free') made.get(changed)?.compareSoon();
    });
  }
  let commits = files.get(file);
  if (commits === undefined) {
    commits = new FileCommits(client, EditsStore.of(client).file(file));
    files.set(file, commits);
  }
  return commits;
}

/** How it stands with the commits of a file. */
export function useCommitState(commits: FileCommits): CommitState {
  return useSyncExternalStore(commits.subscribe, commits.state);
}

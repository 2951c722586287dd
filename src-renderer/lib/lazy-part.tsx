import { type ComponentType, Suspense, use } from 'react';

/** A component whose code is loaded when it is first drawn, or before that with `preload`. */
export interface LazyPart<P extends object> {
  readonly Part: ComponentType<P>;
  /** The same without a boundary of its own: what is shown meanwhile is up to who draws it. */
  readonly Bare: ComponentType<P>;
  readonly preload: () => Promise<unknown>;
}

/**
 * Makes a part of the page of its own. Unlike `React.lazy` it draws at once what is loaded already, and tries again
 * after a failure: the connection may have been away.
 */
export function lazyPart<P extends object>(load: () => Promise<ComponentType<P>>): LazyPart<P> {
  let loaded: ComponentType<P> | null = null;
  let loading: Promise<ComponentType<P>> | null = null;
  const get = (): Promise<ComponentType<P>> => {
    loading ??= load().then(
      (component) => {
        loaded = component;
        return component;
      },
      (error: unknown) => {
        loading = null;
        throw error;
      },
    );
    return loading;
  };
  function Loaded(props: P) {
    const Component = loaded ?? use(get());
    return <Component {...props} />;
  }
  function Part(props: P) {
    return (
      <Suspense fallback={null}>
        <Loaded {...props} />
      </Suspense>
    );
  }
  return { Part, Bare: Loaded, preload: get };
}

import { CircleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

export interface ErrorBoundaryProps {
  /** What failed, such as "This tab". */
  readonly subject: string;
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly error: unknown;
}

/** Keeps a fault inside its place, says so, and offers to draw it again. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <EmptyState
        isAlert
        icon={<CircleAlert />}
        title={`${this.props.subject} could not be shown`}
        actions={<Button onClick={() => this.setState({ error: null })}>Show it again</Button>}
      >
        <p>This is a fault of Cairn. Nothing in your files was changed.</p>
        <code>{error instanceof Error ? error.message : String(error)}</code>
      </EmptyState>
    );
  }
}

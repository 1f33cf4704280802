import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from '../design/index.ts';
import { word } from '../i18n/index.ts';

/** Keeps one panel's failure in that panel: what happened, and the way on. The rest of the page goes on. */
export class Boundary extends Component<{ readonly children: ReactNode }, { readonly message: string | undefined }> {
  override state: { readonly message: string | undefined } = { message: undefined };

  static getDerivedStateFromError(error: unknown): { readonly message: string } {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(error, info.componentStack);
  }

  override render(): ReactNode {
    if (this.state.message === undefined) return this.props.children;
    return (
      <div role="alert" style={{ padding: 20 }}>
        <p>{word('error.page', { message: this.state.message })}</p>
        <Button onClick={() => this.setState({ message: undefined })}>{word('error.again')}</Button>
      </div>
    );
  }
}

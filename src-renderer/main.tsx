import './styles/tokens.css';
import './styles/base.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createClient } from '../src-preload/client.ts';
import { App } from './app/app.tsx';
import { ErrorBoundary } from './app/error-boundary.tsx';
import { preloadParts } from './app/parts.ts';
import { ToastPlace } from './ui/toast-place.tsx';
import { TooltipProvider } from './ui/tooltip.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root".');

createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <ErrorBoundary subject="Cairn">
        <TooltipProvider>
          <App client={createClient(window.cairn)} />
          <ToastPlace />
        </TooltipProvider>
      </ErrorBoundary>
    </CSPProvider>
  </StrictMode>,
);

void preloadParts();

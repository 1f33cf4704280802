import '../design/tokens.css';
import '@mantine/core/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import '../design/base.css';
import '../design/mantine.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startLanguages } from '../i18n/index.ts';
import { App } from './app.tsx';
import { start } from './start.ts';

startLanguages(start.language);
const root = document.getElementById('root');
if (root) createRoot(root).render(<StrictMode><App /></StrictMode>);

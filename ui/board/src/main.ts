import { mount } from 'svelte';
import '$shared/design/tokens.css';
import '$shared/design/base.css';
import { theme } from '$shared/theme.svelte';
import App from './App.svelte';

theme.start();
const target = document.getElementById('app');
if (target) mount(App, { target });

// The kit against nhsuk-frontend's own fixtures: same elements, same classes, same attributes.

import { readFileSync } from 'node:fs';
import { flushSync, mount, unmount, type Component } from 'svelte';
import { describe, expect, test } from 'vitest';
import Button from '$/kit/button/Button.svelte';
import Checkboxes from '$/kit/checkboxes/Checkboxes.svelte';
import Details from '$/kit/details/Details.svelte';
import ErrorSummary from '$/kit/error-summary/ErrorSummary.svelte';
import Fieldset from '$/kit/fieldset/Fieldset.svelte';
import TextInput from '$/kit/input/TextInput.svelte';
import PasswordInput from '$/kit/password-input/PasswordInput.svelte';
import Radios from '$/kit/radios/Radios.svelte';
import Select from '$/kit/select/Select.svelte';
import Tag from '$/kit/tag/Tag.svelte';
import Textarea from '$/kit/textarea/Textarea.svelte';
import { createRawSnippet } from 'svelte';

type Options = Record<string, unknown>;
interface Fixture {
  name: string;
  context?: Options;
  options?: Options;
  html: string;
}
type Props = Record<string, unknown>;

function fixtures(component: string): Fixture[] {
  const path = `node_modules/nhsuk-frontend/dist/nhsuk/components/${component}/fixtures.json`;
  return (JSON.parse(readFileSync(path, 'utf8')) as { fixtures: Fixture[] }).fixtures;
}

/**
 * What differs on purpose: headings stand outside our labels; `data-module` starts scripts that Svelte
 * replaces; `aria-invalid`, the caps-lock line and a summary that can take the focus are ours; a button that
 * shows a password is there at once, not after a script has run.
 */
function normal(html: string): string {
  const holder = document.createElement('div');
  holder.innerHTML = html;
  const walker = document.createTreeWalker(holder, NodeFilter.SHOW_COMMENT);
  const comments: Node[] = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.parentNode?.removeChild(comment);
  for (const heading of holder.querySelectorAll('.nhsuk-label-wrapper, .nhsuk-fieldset__heading'))
    heading.replaceWith(...heading.childNodes);
  for (const own of holder.querySelectorAll('p[role=status]')) own.remove();
  for (const element of holder.querySelectorAll('*')) {
    for (const name of [
      'data-module',
      'data-testid',
      'aria-invalid',
      'hidden',
      'autocomplete',
      'placeholder',
      'data-disable-auto-focus',
      'data-prevent-double-click',
    ])
      element.removeAttribute(name);
    if (element.matches('.nhsuk-error-summary')) element.removeAttribute('tabindex');
    const classes = [...element.classList].filter((c) => !c.startsWith('svelte-')).sort();
    if (classes.length) element.setAttribute('class', classes.join(' '));
    else element.removeAttribute('class');
    const attributes = [...element.attributes].sort((a, b) => a.name.localeCompare(b.name));
    for (const attribute of attributes) element.removeAttribute(attribute.name);
    for (const attribute of attributes)
      element.setAttribute(
        attribute.name,
        attribute.name === 'aria-describedby' ? attribute.value.split(' ').sort().join(' ') : attribute.value,
      );
  }
  return holder.innerHTML.replace(/\s+/g, ' ').replace(/> /g, '>').replace(/ </g, '<').trim();
}

function rendered(component: unknown, props: Props): string {
  const target = document.createElement('div');
  const instance = mount(component as Component<Props>, { target, props });
  flushSync();
  const html = target.innerHTML;
  void unmount(instance);
  return html;
}

const text = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  const given = value as { text?: string; heading?: string } | undefined;
  return given?.text ?? given?.heading;
};
const snippet = (words: string) =>
  createRawSnippet(() => ({ render: () => `<span>${words.replaceAll('&', '&amp;')}</span>` }));

interface Kit {
  component: unknown;
  /** Options that this kit knows; a fixture with any other is left out. */
  knows: string[];
  props: (options: Options) => Props;
  /** Refuses a fixture that needs what the kit leaves out. */
  fits?: (options: Options) => boolean;
  /** How many fixtures have to be covered, so that none drops out unseen. */
  atLeast: number;
}

const field = (o: Options) => ({
  id: (o['id'] as string | undefined) ?? (o['name'] as string),
  name: o['name'],
  label: text(o['label']),
  labelSize: (o['label'] as { size?: string }).size,
  hint: text(o['hint']),
  error: text(o['errorMessage']),
  disabled: o['disabled'],
});
const plainLabel = (o: Options) => {
  const label = o['label'];
  const sizes = [undefined, 's', 'm', 'l'];
  const hint = o['hint'] as { html?: string } | undefined;
  return (
    (typeof label === 'string' ||
      (sizes.includes((label as { size?: string }).size) && !('id' in (label as object)))) &&
    !(typeof hint === 'object' && hint.html) &&
    o['errorMessage'] !== true
  );
};
const group = (o: Options) => {
  const legend = (o['fieldset'] as { legend: unknown } | undefined)?.legend;
  return {
    id: (o['idPrefix'] as string | undefined) ?? (o['name'] as string),
    name: o['name'],
    legend: text(legend),
    legendSize: (legend as { size?: string } | undefined)?.size,
    hint: text(o['hint']),
    error: text(o['errorMessage']),
    items: (o['items'] as { value: string; text: string; hint?: unknown; disabled?: boolean }[]).map(
      (item) => ({
        value: item.value,
        text: item.text,
        hint: text(item.hint),
        disabled: item.disabled,
      }),
    ),
  };
};
const plainGroup = (o: Options) => {
  const legend = (o['fieldset'] as { legend?: unknown } | undefined)?.legend;
  const items = (o['items'] as (Record<string, unknown> | false | null)[]) ?? [];
  const known = ['value', 'text', 'hint', 'disabled'];
  return (
    legend !== undefined &&
    !Object.keys(o['fieldset'] as object).some((key) => key !== 'legend') &&
    !(
      typeof legend === 'object' &&
      ('caption' in (legend as object) ||
        'id' in (legend as object) ||
        (legend as { size?: string }).size === 'xl')
    ) &&
    items.every(
      (item) => item && item['value'] !== undefined && Object.keys(item).every((key) => known.includes(key)),
    ) &&
    o['errorMessage'] !== true
  );
};

const kits: Record<string, Kit> = {
  button: {
    component: Button,
    knows: ['text', 'variant', 'small', 'disabled', 'preventDoubleClick'],
    fits: (o) => ['secondary', 'warning', undefined].includes(o['variant'] as string | undefined),
    props: (o) => ({
      type: 'submit',
      variant: o['variant'],
      small: o['small'],
      disabled: o['disabled'],
      children: snippet(o['text'] as string),
    }),
    atLeast: 14,
  },
  input: {
    component: TextInput,
    knows: [
      'label',
      'id',
      'name',
      'hint',
      'errorMessage',
      'width',
      'code',
      'type',
      'disabled',
      'inputmode',
      'spellcheck',
      'autocomplete',
    ],
    fits: plainLabel,
    props: (o) => ({
      ...field(o),
      width: o['width'],
      code: o['code'],
      type: o['type'],
      inputmode: o['inputmode'],
      spellcheck: o['spellcheck'],
    }),
    atLeast: 20,
  },
  textarea: {
    component: Textarea,
    knows: ['label', 'id', 'name', 'hint', 'errorMessage', 'rows', 'disabled'],
    fits: plainLabel,
    props: (o) => ({ ...field(o), rows: o['rows'] }),
    atLeast: 8,
  },
  select: {
    component: Select,
    knows: ['label', 'id', 'name', 'hint', 'errorMessage', 'items', 'disabled'],
    fits: (o) =>
      plainLabel(o) &&
      (o['items'] as (Record<string, unknown> | false)[]).every(
        (item) => item && Object.keys(item).every((key) => ['value', 'text', 'disabled'].includes(key)),
      ),
    props: (o) => ({ ...field(o), items: o['items'], value: (o['items'] as { value: string }[])[0]?.value }),
    atLeast: 8,
  },
  radios: {
    component: Radios,
    knows: ['fieldset', 'idPrefix', 'name', 'hint', 'errorMessage', 'items', 'variant', 'small'],
    fits: (o) => plainGroup(o) && !o['variant'],
    props: (o) => ({ ...group(o), small: o['small'] }),
    atLeast: 8,
  },
  checkboxes: {
    component: Checkboxes,
    knows: ['fieldset', 'idPrefix', 'name', 'hint', 'errorMessage', 'items'],
    fits: plainGroup,
    props: group,
    atLeast: 4,
  },
  'error-summary': {
    component: ErrorSummary,
    knows: ['heading', 'description', 'errorList', 'disableAutoFocus'],
    fits: (o) =>
      !('html' in Object(o['heading'])) &&
      !('html' in Object(o['description'])) &&
      ((o['errorList'] as unknown[] | undefined) ?? []).every(Boolean),
    props: (o) => ({
      heading: text(o['heading']),
      description: text(o['description']),
      errors: ((o['errorList'] as { text: string; href?: string }[] | undefined) ?? []).map((e) => ({
        text: e.text,
        target: e.href?.slice(1),
      })),
    }),
    atLeast: 8,
  },
  tag: {
    component: Tag,
    knows: ['text'],
    props: (o) => ({ text: o['text'] }),
    atLeast: 1,
  },
  details: {
    component: Details,
    knows: ['summary', 'text', 'open'],
    fits: (o) => !('html' in Object(o['summary'])) && !('html' in o) && typeof o['text'] === 'string',
    props: (o) => ({
      summary: text(o['summary']),
      open: o['open'] === true,
      children: snippet(o['text'] as string),
    }),
    atLeast: 3,
  },
  'password-input': {
    component: PasswordInput,
    knows: ['label', 'id', 'name', 'hint', 'errorMessage', 'disabled', 'autocomplete'],
    fits: (o) => plainLabel(o) && text(o['label']) === 'Password',
    props: (o) => ({ ...field(o), autocomplete: o['autocomplete'] }),
    atLeast: 7,
  },
  fieldset: {
    component: Fieldset,
    knows: ['legend'],
    fits: (o) => !('caption' in Object(o['legend'])),
    props: (o) => ({ legend: text(o['legend']), legendSize: (o['legend'] as { size?: string }).size }),
    atLeast: 2,
  },
};

for (const [name, kit] of Object.entries(kits)) {
  const all = fixtures(name).map((fixture) => ({
    ...fixture,
    given: fixture.context ?? fixture.options ?? {},
  }));
  const supported = all.filter(
    ({ given, name: title }) =>
      !title.includes('call block') &&
      Object.keys(given).every((key) => kit.knows.includes(key)) &&
      (kit.fits?.(given) ?? true),
  );
  describe(`${name} is as nhsuk-frontend prints it`, () => {
    test(`at least ${kit.atLeast} of ${all.length} fixtures are covered`, () => {
      expect(supported.length).toBeGreaterThanOrEqual(kit.atLeast);
    });
    for (const fixture of supported)
      test(`${fixture.name}: ${JSON.stringify(fixture.given).slice(0, 80)}`, () => {
        const ours = normal(rendered(kit.component, kit.props(fixture.given)));
        // A snippet comes in a span of its own.
        expect(ours.replace(/<span>([^<]*)<\/span>/g, '$1')).toBe(normal(fixture.html));
      });
  });
}

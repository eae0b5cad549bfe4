import { beforeEach, expect, test, vi } from 'vitest';
import { Router } from '$/navigation/router.svelte';
import { placeOf } from '$/navigation/routes';

let router: Router;
beforeEach(() => (router = new Router()));

test('going back returns the way that was come', () => {
  router.go({ page: 'drafts' });
  router.go({ page: 'patient', patient_id: 'a' });
  router.back();
  expect(router.route).toEqual({ page: 'drafts' });
  router.back();
  expect(router.route).toEqual({ page: 'today' });
  router.back();
  expect(router.route).toEqual({ page: 'today' });
});

test('a replaced screen is not gone back to', () => {
  router.go({ page: 'register-patient' });
  router.replace({ page: 'add-case', patient_id: 'a' });
  router.back();
  expect(router.route).toEqual({ page: 'today' });
});

test('what a screen holds is handed in before every move', () => {
  const hand = vi.fn(() => expect(router.route).toEqual({ page: 'today' }));
  const stop = router.beforeLeaving(hand);
  router.go({ page: 'drafts' });
  stop();
  router.back();
  expect(hand).toHaveBeenCalledTimes(1);
});

test('forgetting leaves no trace of where somebody was', () => {
  router.go({ page: 'patient', patient_id: 'secret' });
  router.go({ page: 'drafts' });
  router.forget();
  expect(router.route).toEqual({ page: 'today' });
  expect(router.canGoBack).toBe(false);
});

test('a tab is the same place, another case is not', () => {
  const at = (case_id: string, tab: 'overview' | 'letters') => placeOf({ page: 'case', case_id, tab });
  expect(at('a', 'overview')).toBe(at('a', 'letters'));
  expect(at('a', 'overview')).not.toBe(at('b', 'overview'));
});

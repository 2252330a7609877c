import assert from 'node:assert/strict';
import { abortedError, ApiError, asApiError } from '../../../src/core/api/error';
import { systemClock } from '../../../src/core/base/clock';
import { CanceledError, errorFields, UserError } from '../../../src/core/base/errors';
import { unlessAborted } from '../../../src/core/base/timeouts';

const canary = 'canary-5d1f';

describe('errors for the user', () => {
  it('give the log their cause, never their message', () => {
    assert.deepEqual(errorFields(new UserError(canary, { cause: 'keyring' })), { kind: 'user', cause: 'keyring' });
    assert.deepEqual(errorFields(new ApiError('notFound', canary, { status: 404 })), {
      kind: 'notFound',
      status: 404,
      cause: undefined,
    });
  });

  it('give the log the class and the calls of an unexpected error, never its message', () => {
    const { kind, cause } = errorFields(new TypeError(`${canary}\n    at ${canary}`));
    assert.equal(kind, 'unexpected');
    assert.match(String(cause), /^TypeError < .*errors\.test/);
    assert.ok(!String(cause).includes(canary));
    assert.deepEqual(errorFields(canary), { kind: 'unexpected', cause: 'string' });
  });

  it('can be retried where the failure may pass', () => {
    assert.ok(new ApiError('offline', '').canRetry);
    assert.ok(!new ApiError('forbidden', '').canRetry);
    assert.ok(!new UserError('').canRetry);
  });

  it('become an ApiError that keeps everything except what is changed', () => {
    const first = new ApiError('server', 'one', {
      status: 503,
      retryAfter: 7,
      fieldErrors: { name: ['x'] },
      noEffect: true,
    });
    const { kind, message, status, retryAfter, fieldErrors, noEffect } = first.with({
      message: 'two',
      noEffect: false,
    });
    assert.deepEqual(
      { kind, message, status, retryAfter, fieldErrors, noEffect },
      { kind: 'server', message: 'two', status: 503, retryAfter: 7, fieldErrors: { name: ['x'] }, noEffect: false },
    );
  });

  it('become an ApiError wherever they were thrown', () => {
    const known = abortedError();
    assert.equal(asApiError(known), known);
    assert.equal(asApiError(new CanceledError()).kind, 'aborted');
    const unexpected = asApiError(new RangeError(canary));
    assert.equal(unexpected.kind, 'protocol');
    assert.match(unexpected.causeText, /^unexpected=RangeError/);
    assert.ok(!`${unexpected.message}${unexpected.causeText}`.includes(canary));
  });
});

describe('unlessAborted', () => {
  it('gives what the work gives, or throws what the work throws', async () => {
    const { signal } = new AbortController();
    assert.equal(await unlessAborted(Promise.resolve(1), signal), 1);
    assert.equal(await unlessAborted(Promise.resolve(2), undefined), 2);
    await assert.rejects(unlessAborted(Promise.reject(new RangeError()), signal), RangeError);
  });

  it('throws at once when the signal is aborted, before or later, though the work never ends', async () => {
    const never = new Promise<never>(() => undefined);
    await assert.rejects(unlessAborted(never, AbortSignal.abort()), CanceledError);
    const controller = new AbortController();
    const waiting = unlessAborted(never, controller.signal, abortedError);
    controller.abort();
    await assert.rejects(waiting, { name: 'ApiError', kind: 'aborted' });
  });
});

describe('the clock of this machine', () => {
  it('ends a sleep as soon as the signal is aborted, before or later', async () => {
    await assert.rejects(systemClock.sleep(60_000, AbortSignal.abort()), CanceledError);
    const controller = new AbortController();
    const sleeping = systemClock.sleep(60_000, controller.signal);
    controller.abort();
    await assert.rejects(sleeping, CanceledError);
    await systemClock.sleep(0);
  });
});

import assert from 'node:assert/strict';
import { check, hasErrors } from './findings';

describe('name and description', () => {
  const names = (name: string, existingNames: readonly string[] = []): readonly string[] =>
    check('rest', {}, { general: { name }, existingNames }).map(
      (issue) => `${issue.field} ${issue.severity}: ${issue.message}`,
    );

  it('requires a unique name', () => {
    assert.deepEqual(names('Orders'), []);
    assert.deepEqual(names('  '), ['name error: Name is required.']);
    assert.match(names('Orders', ['Orders']).join(), /^name error: This tenant already has/);
    assert.match(names(' Orders ', ['Orders']).join(), /^name error/);
    assert.match(names('x'.repeat(101)).join(), /^name warning: Lists cut off/);
    assert.match(names('x'.repeat(10_000)).join(), /^name error: Too long/);
    assert.match(names('Or\u202Eders').join(), /^name warning: .*U\+202E/);
  });

  it('names the similar name', () => {
    for (const [name, twin, difference] of [
      ['orders', 'Orders', 'capital letters'],
      ['CRM prod', 'CRM  prod', 'in spaces'],
      ['Orders', ' Orders', 'in spaces'],
      ['Caf\u00E9', 'Cafe\u0301', 'other characters'],
      ['CRM', 'ＣＲＭ', 'other characters'],
      ['CRM', 'СRМ', 'other characters'],
      ['Orders', 'Or\u200Bders', 'other characters'],
      ['STRASSE', 'straße', 'other characters'],
    ] as const)
      for (const [typed, other] of [
        [name, twin],
        [twin.trim(), name],
      ] as const) {
        if (typed === other) continue;
        const found = names(typed, ['Something else', other]).join();
        assert.ok(
          found.includes(`warning: This tenant has “${other}”`) && found.includes(difference),
          `${typed}: ${found}`,
        );
      }
    assert.deepEqual(names('CRM 2', ['CRM']), []);
    assert.deepEqual(names('Café', ['Cafe']), []);
  });

  it('stays quick with thousands of names', () => {
    const existing = Array.from({ length: 20_000 }, (_, index) => `Ｎame ${index} é`);
    names('x', existing);
    const start = performance.now();
    for (let typed = 0; typed < 200; typed += 1) names(`x${typed}`, existing);
    assert.ok(performance.now() - start < 1000);
  });

  it('holds the description to a length', () => {
    assert.deepEqual(check('rest', {}, { general: { name: 'a', description: 'x'.repeat(2000) } }), []);
    assert.ok(hasErrors(check('rest', {}, { general: { name: 'a', description: 'x'.repeat(2001) } })));
  });
});

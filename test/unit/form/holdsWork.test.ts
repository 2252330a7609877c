import assert from 'node:assert/strict';
import { holdsWork } from '../../../src/form/holdsWork';
import { FormModel, propertyId } from '../../../src/form/panel/model';
import { createDraft } from '../../../src/form/panel/newDraft';
import { target } from './support';

describe('Questions that are given up', () => {
  const begun = createDraft(target, { type: 'zendesk', description: 'prefilled', properties: {} }, true);
  const isKept = (enter: (model: FormModel) => void): boolean => {
    const model = new FormModel(begun);
    enter(model);
    return holdsWork(model, begun);
  };

  for (const [what, enter] of Object.entries({
    'a description': (model: FormModel) => model.change('description', 'entered'),
    'a description taken out': (model: FormModel) => model.change('description', ''),
    'a property': (model: FormModel) => model.change(propertyId('username'), 'agent@acme.com'),
    'a typed secret': (model: FormModel) => model.typeSecret(propertyId('password'), 'pass-word-1'),
    'a saved secret': (model: FormModel) => {
      model.setSecretSource('password', { kind: 'saved', name: 'desk' });
    },
  }))
    it(`leave a draft of ${what}`, () => {
      assert.ok(isKept(enter));
    });

  it('leave none of what was only confirmed', () => {
    assert.ok(
      !isKept((model) => {
        model.change('type', 'rest');
        model.change('name', model.draft.name);
        model.change('description', 'prefilled');
        model.change(propertyId('authMethod'), 'basic');
      }),
    );
  });
});

/** An error body in each of the shapes of API facts g.2, by row. */
export function errorBody(shape: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8): string {
  return shape === 8 ? '' : JSON.stringify(bodies[shape]);
}

const bodies = {
  1: {
    error: {
      code: 400,
      message: 'validation failed',
      attribute: { name: ['is too strange', 'is not liked'], active: 'must be a boolean' },
    },
  },
  2: { error: { message: 'an integration with the same value already exists', attribute: 'name' } },
  3: { error: { message: 'bad request parameters', attribute: { name: 'is required' } } },
  4: { error: 'something went wrong' },
  5: { error: ['something went wrong', 'and something else'] },
  6: {
    error: {
      code: 502,
      message: 'upstream failed',
      body: {
        errors: [
          { code: 'E17', title: 'the provider refused' },
          { code: 'E18', message: 'twice' },
        ],
      },
    },
  },
  7: { message: 'you are not authorized', expectedPermissions: { tenant: ['MANAGE_ALL_PROVIDERS'], platform: [] } },
};

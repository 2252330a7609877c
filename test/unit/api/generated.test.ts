import { describeGeneratedBodies } from './generatedBodies';

// The rest is in the stress suite.
describeGeneratedBodies(4_000);

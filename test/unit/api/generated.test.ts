import { describeGeneratedBodies } from './generatedBodies';

// The other nine tenths are in the stress suite.
describeGeneratedBodies(10_000);

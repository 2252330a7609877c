import { describeGeneratedBodies } from '../api/generatedBodies';

describeGeneratedBodies(100_000);

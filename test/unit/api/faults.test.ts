import { describeFaults } from './faultRuns';

// A number that divides neither the faults nor the operations: each is met. All of them are in the stress suite.
describeFaults(7);

import { describeRandomOperations } from './randomOperations';

// The other nine tenths are in the stress suite.
describeRandomOperations(1040);

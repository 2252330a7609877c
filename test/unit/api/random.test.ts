import { describeRandomOperations } from './randomOperations';

// The other rest is in the stress suite.
describeRandomOperations(520);
